/** The room that a platform keeps free, as the plan counts it. */

import type * as pulumi from "@pulumi/pulumi";

import { type ImageMirrors, mirrored } from "../addons/mirrors";
import { Overprovisioning } from "../addons/overprovisioning";
import { images } from "../addons/versions";
import { schedulingOf } from "../plan/placement/scheduling";
import type { PlatformPlan } from "../plan/platform";

export interface WarmParts {
  /** Image of pause pods. */
  pauseImage: string | undefined;
  imageMirrors: ImageMirrors;
  /** Priority class of pause pods. */
  priorityClassName: pulumi.Output<string>;
}

/** Nothing where the plan keeps no room free. */
export function createWarm(
  plan: PlatformPlan,
  { pauseImage, imageMirrors, priorityClassName }: WarmParts,
  options: pulumi.ComponentResourceOptions,
): void {
  const { name, systemNamespace, warm } = plan;
  if (warm.length === 0) return;
  const pods = warm.map(({ role, replicas, pool }) => {
    const { cpuRequestMillis, memoryMiB } = plan[role].shape;
    return {
      name: `${role}-${pool}`,
      replicas,
      cpuMillis: cpuRequestMillis,
      memoryMiB,
      scheduling: schedulingOf(plan, role, pool),
    };
  });
  const image = mirrored(pauseImage ?? images.pause, imageMirrors);
  new Overprovisioning(`${name}-warm`, { namespace: systemNamespace, pods, priorityClassName, image }, options);
}
