/** Tags of machines and disks that neither Pulumi nor a node group creates, but an autoscaler. */

import { getDefaultTagsOutput } from "@pulumi/aws/getDefaultTags";
import * as pulumi from "@pulumi/pulumi";

import type { EksContext } from "../context";

/** Tags by which the autoscaler and EKS know machines: they set them, and refuse to be told. */
const AUTOSCALERS_OWN = /^(eks:|kubernetes\.io\/cluster|karpenter\.sh\/|karpenter\.k8s\.aws\/)/;

/** The provider puts its default tags only on what it creates itself. */
export function createdTags(
  { tags }: Pick<EksContext, "tags">,
  opts: pulumi.InvokeOptions,
): pulumi.Output<Record<string, string>> {
  const defaults = getDefaultTagsOutput({}, opts).tags;
  return pulumi.all([defaults, tags]).apply(([byProvider, own]) => {
    const all = Object.entries({ ...byProvider, ...own });
    return Object.fromEntries(all.filter(([key]) => !AUTOSCALERS_OWN.test(key)));
  });
}
