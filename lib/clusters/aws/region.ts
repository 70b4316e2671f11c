/** The region of a cluster: planned with the one that is stated, checked against the one that the AWS provider has. */

import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";

/** The region that the configuration names, if any; environment and profiles are the provider's own affair. */
export function configuredRegion(): string | undefined {
  return new pulumi.Config("aws").get("region");
}

/** The region that the AWS provider deploys to. Fails, in a preview too, when the plan was made for another one. */
export function actualRegion(planned: string | undefined, opts: pulumi.InvokeOutputOptions): pulumi.Output<string> {
  return getRegionOutput({}, opts).apply(({ region }) => matchingRegion(planned, region));
}

/** @throws pulumi.ResourceError when the plan is for another region than the actual one. */
export function matchingRegion(planned: string | undefined, actual: string): string {
  if (planned === undefined || planned === actual) return actual;
  const message = `region: ${JSON.stringify(planned)} is not the region of the AWS provider, ${actual}. Give region the provider's, or give the cluster a provider of that region.`;
  throw new pulumi.ResourceError(message, undefined, true);
}
