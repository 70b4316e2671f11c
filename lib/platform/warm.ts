/** The room that a platform keeps free, as the plan counts it: who keeps it, and what switches it by the hour. */

import type * as pulumi from "@pulumi/pulumi";

import { CapacityBuffers } from "../addons/capacity-buffer";
import { ImagePull } from "../addons/image-pull";
import { KedaHours } from "../addons/keda-hours";
import { type ImageMirrors, mirrored } from "../addons/mirrors";
import { Overprovisioning } from "../addons/overprovisioning";
import type { WarmRoomArgs } from "../addons/pause-pod";
import { images, kubectlImage } from "../addons/versions";
import { type SwitchedObject, WarmHours } from "../addons/warm-hours";
import { teamLabel } from "../plan/placement/labels";
import { schedulingOf, sparkPoolScheduling, systemSchedulingOf } from "../plan/placement/scheduling";
import { warmHoursSwitch } from "../plan/placement/system-pods";
import type { PlatformPlan } from "../plan/platform";
import { withExecutorSize } from "../plan/room";
import type { WarmPlan } from "../plan/warm/args";

export interface WarmParts {
  /** Image of pause pods. */
  pauseImage: string | undefined;
  /** Image of drivers and executors. */
  sparkImage: pulumi.Input<string>;
  imageMirrors: ImageMirrors;
  /** Priority class of pause pods. */
  priorityClassName: pulumi.Output<string>;
}

/** Nothing where the plan keeps no room free. */
export function createWarm(plan: PlatformPlan, parts: WarmParts, options: pulumi.ComponentResourceOptions): void {
  const by = (mechanism: WarmPlan["by"]) => plan.warm.filter((entry) => entry.by === mechanism);
  const [pods, buffers] = [by("pause-pods"), by("capacity-buffers")];
  const kept = [
    ...(pods.length === 0 ? [] : createPausePods(plan, pods, parts, options)),
    ...(buffers.length === 0 ? [] : createBuffers(plan, buffers, parts, options)),
  ];
  createSwitches(plan, kept, parts, options);
}

/** An entry with the object that keeps its room. */
interface KeptRoom {
  entry: WarmPlan;
  kind: SwitchedObject["kind"];
  name: pulumi.Output<string>;
}

function createPausePods(
  plan: PlatformPlan,
  entries: readonly WarmPlan[],
  { pauseImage, sparkImage, imageMirrors, priorityClassName }: WarmParts,
  options: pulumi.ComponentResourceOptions,
): KeptRoom[] {
  const { deployments } = new Overprovisioning(
    `${plan.name}-warm`,
    {
      namespace: plan.systemNamespace,
      pods: entries.map((entry) => shapeOf(plan, entry)),
      priorityClassName,
      image: mirrored(pauseImage ?? images.pause, imageMirrors),
      sparkImage: mirrored(sparkImage, imageMirrors),
    },
    options,
  );
  return entries.map((entry, index) => ({ entry, kind: "Deployment", name: deployments[index]!.metadata.name }));
}

function createBuffers(
  plan: PlatformPlan,
  entries: readonly WarmPlan[],
  { pauseImage, sparkImage, imageMirrors }: WarmParts,
  options: pulumi.ComponentResourceOptions,
): KeptRoom[] {
  const { name, systemNamespace: namespace, cluster } = plan;
  const { apiVersion } = cluster.autoscaler.capacityBuffers ?? {};
  const { buffers } = new CapacityBuffers(
    `${name}-warm`,
    { namespace, ...(apiVersion && { apiVersion }), buffers: entries.map((entry) => shapeOf(plan, entry)) },
    options,
  );
  new ImagePull(
    `${name}-image-pull`,
    {
      namespace,
      image: mirrored(sparkImage, imageMirrors),
      pauseImage: mirrored(pauseImage ?? images.pause, imageMirrors),
      scheduling: sparkPoolScheduling(
        plan,
        entries.map(({ pool }) => pool),
      ),
    },
    options,
  );
  return entries.map((entry, index) => ({ entry, kind: "CapacityBuffer", name: buffers[index]!.metadata.name }));
}

/** What the pods of an entry are, without those pods. */
function shapeOf(plan: PlatformPlan, entry: WarmPlan): WarmRoomArgs {
  const { name, role, size, pool, replicas, team, hours } = entry;
  const seen = withExecutorSize(plan, size);
  const { cpuRequestMillis: cpuMillis, memoryMiB } = seen[role].shape;
  return {
    name,
    // Where the hours have begun, the next full run switches it on.
    replicas: hours === undefined ? replicas : 0,
    cpuMillis,
    memoryMiB,
    scheduling: schedulingOf(seen, role, pool),
    ...(team !== undefined && { labels: { [teamLabel]: team } }),
    ...(hours !== undefined && { isSwitched: true }),
  };
}

/** Nothing where all room is kept at all hours. */
function createSwitches(
  plan: PlatformPlan,
  kept: readonly KeptRoom[],
  { imageMirrors }: WarmParts,
  options: pulumi.ComponentResourceOptions,
): void {
  const switched = kept.flatMap(({ entry, ...object }) =>
    entry.hours === undefined ? [] : [{ ...object, ...entry.hours, part: entry.name, replicas: entry.replicas }],
  );
  const name = `${plan.name}-warm-hours`;
  const { systemNamespace: namespace, cluster } = plan;
  const objects = switched.filter(({ by }) => by === "cron-jobs");
  if (objects.length > 0) {
    new WarmHours(
      name,
      {
        namespace,
        objects: objects.map(({ kind, name: object, part, replicas, cron, timeZone }) => {
          return { kind, name: object, part, replicas, cron, timeZone };
        }),
        image: mirrored(kubectlImage(cluster.kubernetesVersion), imageMirrors),
        scheduling: systemSchedulingOf(plan, warmHoursSwitch.name),
      },
      options,
    );
  }
  const deployments = switched.filter(({ by }) => by === "keda");
  if (deployments.length > 0) {
    new KedaHours(
      `${name}-keda`,
      {
        namespace,
        deployments: deployments.map(({ name: deployment, part, replicas, span, timeZone }) => {
          return { name: deployment, part, replicas, span, timeZone };
        }),
      },
      options,
    );
  }
}
