/** The platform's own scheduler, where the plan has one. */

import type * as pulumi from "@pulumi/pulumi";

import type { ImageMirrors } from "../addons/mirrors";
import { BinPackingScheduler } from "../addons/scheduler";
import { systemSchedulingOf } from "../plan/placement/scheduling";
import { binPackingScheduler } from "../plan/placement/system-pods";
import type { PlatformPlan } from "../plan/platform";

/** Nothing where pods are bound by a scheduler that is there. */
export function createScheduler(
  plan: PlatformPlan,
  imageMirrors: ImageMirrors,
  options: pulumi.ComponentResourceOptions,
): void {
  const { name, systemNamespace: namespace, cluster, scheduler } = plan;
  if (scheduler.kind !== "bin-packing" || scheduler.name === undefined) return;
  new BinPackingScheduler(
    `${name}-scheduler`,
    {
      schedulerName: scheduler.name,
      namespace,
      kubernetesVersion: cluster.kubernetesVersion,
      scheduling: systemSchedulingOf(plan, binPackingScheduler.name),
      resources: binPackingScheduler,
      imageMirrors,
    },
    options,
  );
}
