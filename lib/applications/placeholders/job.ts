/** Placeholders: pods that ask for the room of an application's first executors while its driver still waits for a node. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { pausePodSpec } from "../../addons/pause-pod";
import { applicationLabel, placeholderLabels, teamLabel } from "../../plan/placement/labels";
import { priorityClasses } from "../../plan/placement/priorities";
import { schedulingOf } from "../../plan/placement/scheduling";
import type { PlatformPlan } from "../../plan/platform";
import { zoneAffinity } from "../compile/one-zone";

export interface Placeholders {
  /** With the application's executors as its executor. */
  plan: PlatformPlan;
  namespace: string;
  /** How many. */
  reserve: number;
  /** What the executors run. */
  image: pulumi.Input<string>;
  pauseImage: pulumi.Input<string>;
  /** Name of the application. @default an application that is not known */
  application?: string;
  /** Whether they go where the application's driver is. @default false */
  oneZone?: boolean;
}

/**
 * Longest time that they wait for their nodes: a machine boots in one to two minutes, and in some more where spot machines are
 * sold out and on-demand ones come instead. Later the executors ask for themselves.
 */
const waitSeconds = 600;

/**
 * Time on the node after which a placeholder gives its room back. The driver's node boots at the same time, and the driver asks for
 * executors once it has its image and a SparkContext: a minute or two. The node is there by then and stays for its idle time.
 */
const holdSeconds = 180;

/**
 * A Job whose pods are never replaced: one that an executor preempts has done its work. Its pods have the executors' exact size and
 * placement, so the executors fit into their room; and they have pulled the executors' image to the node.
 */
export function placeholderJob(placeholders: Placeholders) {
  const { plan, namespace, reserve, application } = placeholders;
  const team = plan.namespaces.find(({ name }) => name === namespace)?.team;
  const labels = {
    ...placeholderLabels(plan.name),
    ...(application !== undefined && { [applicationLabel]: application }),
    ...(team !== undefined && { [teamLabel]: team }),
  };
  return {
    metadata: { namespace, labels },
    spec: {
      completionMode: "Indexed",
      completions: reserve,
      parallelism: reserve,
      backoffLimitPerIndex: 0,
      activeDeadlineSeconds: waitSeconds,
      template: {
        metadata: { labels, annotations: { ...plan.cluster.autoscaler.executorAnnotations } },
        spec: podSpec(placeholders),
      },
    } satisfies kubernetes.types.input.batch.v1.JobSpec,
  };
}

function podSpec({ plan, image, pauseImage, application, oneZone = false }: Placeholders) {
  const { cpuRequestMillis: cpuMillis, memoryMiB } = plan.executor.shape;
  const scheduling = schedulingOf(plan, "executor");
  return {
    ...pausePodSpec({ cpuMillis, memoryMiB, scheduling, image: pauseImage, sparkImage: image }),
    affinity: { ...scheduling.affinity, ...(oneZone && application !== undefined && zoneAffinity(application)) },
    priorityClassName: priorityClasses(plan.name).placeholder.name,
    restartPolicy: "Never",
    activeDeadlineSeconds: holdSeconds,
  };
}
