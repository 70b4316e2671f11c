/** What the platform's own pods ask for. The plan places them with these numbers and the add-ons deploy them with the same. */

import type { SparkOperatorKind } from "../operators";

export interface SystemPodRequests {
  /** As in `plan.placements`. */
  name: string;
  replicas: number;
  cpuMillis: number;
  memoryMiB: number;
  /** @default the platform's own class for system pods */
  priorityClassName?: string;
}

/** Every submission is a `spark-submit` JVM of some 200 MiB in this pod, ten at a time with the chart's default workers. */
export const sparkOperatorController: SystemPodRequests = {
  name: "spark operator controller",
  replicas: 1,
  cpuMillis: 500,
  memoryMiB: 2048,
};

/** Two, since with the chart's `failurePolicy: Fail` no Spark pod starts while the webhook is away. */
export const sparkOperatorWebhook: SystemPodRequests = {
  name: "spark operator webhook",
  replicas: 2,
  cpuMillis: 100,
  memoryMiB: 256,
};

/**
 * The Apache operator, which submits in a JVM of its own. One, since a second only waits for the lease of the first and drivers run on
 * while none is there.
 */
export const apacheSparkOperator: SystemPodRequests = {
  name: "apache spark operator",
  replicas: 1,
  cpuMillis: 500,
  memoryMiB: 1536,
};

/** The pods of each operator. */
export const sparkOperatorPods: Record<SparkOperatorKind, SystemPodRequests[]> = {
  kubeflow: [sparkOperatorController, sparkOperatorWebhook],
  apache: [apacheSparkOperator],
};

/** Comes with clusters that have none of their own. The second waits for the lease of the first. */
export const clusterAutoscaler: SystemPodRequests = {
  name: "cluster-autoscaler",
  replicas: 2,
  cpuMillis: 100,
  memoryMiB: 600,
  priorityClassName: "system-cluster-critical",
};

/** The second waits for the lease of the first. It keeps every pod and node of the cluster in memory. */
export const karpenter: SystemPodRequests = {
  name: "Karpenter",
  replicas: 2,
  cpuMillis: 500,
  memoryMiB: 1024,
  priorityClassName: "system-cluster-critical",
};

/**
 * Comes with `scheduler: "bin-packing"`. The second waits for the lease of the first, since without a scheduler no Spark pod starts.
 * It keeps every pod and node of the cluster in memory.
 */
export const binPackingScheduler: SystemPodRequests = {
  name: "scheduler",
  replicas: 2,
  cpuMillis: 100,
  memoryMiB: 512,
};

/** kubectl for a second or two, at every hour: one for each warm capacity that has hours, since one run switches it on or off. */
export const warmHoursSwitch: SystemPodRequests = {
  name: "warm hours",
  replicas: 1,
  cpuMillis: 50,
  memoryMiB: 128,
};

/** Memory is `heapMiB`, RocksDB's block cache and the JVM's own; a store on disk keeps listings out of the heap. */
export const historyServer: SystemPodRequests & { /** `SPARK_DAEMON_MEMORY`. */ heapMiB: number } = {
  name: "history server",
  replicas: 1,
  cpuMillis: 500,
  memoryMiB: 3072,
  heapMiB: 2048,
};

/** The login in the history server's pod where that is exposed: a Go program that keeps its sessions in cookies. */
export const loginProxy: Pick<SystemPodRequests, "cpuMillis" | "memoryMiB"> = { cpuMillis: 50, memoryMiB: 128 };

/** All of the history server's pod. */
export function historyServerPod(hasLogin: boolean): SystemPodRequests {
  const { name, replicas, cpuMillis, memoryMiB } = historyServer;
  if (!hasLogin) return { name, replicas, cpuMillis, memoryMiB };
  return {
    ...{ name, replicas },
    cpuMillis: cpuMillis + loginProxy.cpuMillis,
    memoryMiB: memoryMiB + loginProxy.memoryMiB,
  };
}
