/** Configuration of how executors come and go. */

import type { ClusterPlan } from "../../cluster";
import type { PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";
import { decommissionSeconds } from "./decommission";

const dynamicAllocationGuide = "https://spark.apache.org/docs/latest/job-scheduling.html#dynamic-resource-allocation";
const keyReference = "https://spark.apache.org/docs/latest/configuration.html#dynamic-allocation";

/** Executor pods asked for per second and application; Spark's own default since 4.2, 5 up to 3.5, 10 in 4.0 and 4.1. */
const batchSize = 20;

/**
 * Seconds that an executor may idle, Spark's own default. Also how long an executor is still waited for when its tasks have
 * ended on others (ExecutorPodsAllocator).
 */
const idleSeconds = 60;

/** Twice as long as Spark keeps shuffle files that nobody refers to any more (`spark.cleaner.periodicGC.interval`, 30 minutes). */
const cachedIdleSeconds = 3600;

/** Longer than a person looks at a result, a third of what Spark's cleaner takes at most. */
const shuffleIdleSeconds = 600;

/** The autoscaler's scan, 1 to 2 minutes of boot, the image, and the start of the JVM. */
const startSeconds = 180;

export function allocationEntries(context: ConfigurationContext): PlannedEntry[] {
  return [...countEntries(context), ...idleEntries(context), ...requestEntries(context)];
}

/** How many executors there are. */
function countEntries({ maxExecutors, shuffle }: ConfigurationContext): PlannedEntry[] {
  const most = String(maxExecutors);
  return [
    {
      key: "spark.dynamicAllocation.enabled",
      value: "true",
      reason: "Executors follow the tasks, so that nodes come when there is work and go when there is none.",
      source: dynamicAllocationGuide,
    },
    shuffle.service === undefined ? tracking : noTracking,
    {
      key: "spark.dynamicAllocation.minExecutors",
      value: "0",
      reason: "An application that waits for nothing but its driver keeps no node.",
      source: "plan",
    },
    {
      key: "spark.dynamicAllocation.initialExecutors",
      value: "0",
      reason: "The first tasks ask for their executors one second after they queue, and for as many as they need.",
      source: "plan",
    },
    {
      key: "spark.dynamicAllocation.maxExecutors",
      value: most,
      reason: `The pools hold ${most} executors beside a driver at their most nodes; more would stay Pending.`,
      source: "plan",
    },
  ];
}

const trackingKey = "spark.dynamicAllocation.shuffleTracking.enabled";

const tracking: PlannedEntry = {
  key: trackingKey,
  value: "true",
  reason: "There is no external shuffle service on Kubernetes: an executor stays while its shuffle files are needed.",
  source: dynamicAllocationGuide,
};

const noTracking: PlannedEntry = {
  key: trackingKey,
  value: "false",
  reason: "The shuffle service has the shuffle files: none holds an idle executor back.",
  source: "https://celeborn.apache.org/docs/latest/#spark-configuration",
};

/** When executors go. */
function idleEntries({ cluster, executor, shuffle }: ConfigurationContext): PlannedEntry[] {
  const handsOver = decommissionSeconds(cluster, executor.pools) !== undefined && shuffle.fallbackStorage !== undefined;
  return [
    {
      key: "spark.dynamicAllocation.executorIdleTimeout",
      value: `${idleSeconds}s`,
      reason: idleReason(cluster),
      source: dynamicAllocationGuide,
    },
    {
      key: "spark.dynamicAllocation.cachedExecutorIdleTimeout",
      value: `${cachedIdleSeconds}s`,
      reason:
        "Cached data that no task has come near for an hour goes with its executor and is computed again if it is needed; by " +
        "Spark's default it keeps its node for as long as the application lives.",
      source: keyReference,
    },
    ...(handsOver ? [shuffleTimeout] : []),
  ];
}

const shuffleTimeout: PlannedEntry = {
  key: "spark.dynamicAllocation.shuffleTracking.timeout",
  value: `${shuffleIdleSeconds}s`,
  reason:
    "An idle executor whose shuffle files no running job needs hands them over and goes, the last one to the fallback storage; " +
    "by Spark's default it stays until the driver has forgotten the files.",
  source: keyReference,
};

function idleReason({ autoscaler }: ClusterPlan): string {
  if (autoscaler.idleSeconds === undefined) {
    return "A node counts as idle only once its executors are gone: the sooner they go, the sooner the autoscaler takes it away.";
  }
  const after = durationText(autoscaler.idleSeconds);
  return `Executors go first, nodes follow: one minute after its last task an executor is gone, and its node when it has been empty for ${after}; until then the next executor starts there without a boot.`;
}

function durationText(seconds: number): string {
  if (seconds % 60 !== 0) return `${seconds} seconds`;
  return seconds === 60 ? "one minute" : `${seconds / 60} minutes`;
}

/** How executors are asked for. */
function requestEntries({ maxExecutors }: ConfigurationContext): PlannedEntry[] {
  return [
    {
      key: "spark.kubernetes.allocation.batch.size",
      value: String(batchSize),
      reason:
        "Executor pods asked for per second; Spark's own default was 5 up to 3.5, 10 in 4.0 and 4.1, and is 20 since.",
      source: "SPARK-54422",
    },
    {
      key: "spark.kubernetes.allocation.maxPendingPods",
      value: String(maxExecutors),
      reason: "All executors may wait for nodes at once, so that the autoscaler sees the whole demand, but never more.",
      source: "plan",
    },
    {
      key: "spark.scheduler.maxRegisteredResourcesWaitingTime",
      value: `${startSeconds}s`,
      reason:
        "An application that asks for executors at its start waits for 80 % of them as long as a node takes to come; after Spark's " +
        "30 seconds its first stage would run, and leave its shuffle files, on whichever came first.",
      source: "https://spark.apache.org/docs/latest/configuration.html#scheduling",
    },
    {
      key: "spark.kubernetes.submission.waitAppCompletion",
      value: "false",
      reason:
        "A waiting spark-submit holds a JVM and returns 0 even when the driver failed: read the outcome from the driver pod " +
        "or the SparkApplication.",
      source: "https://spark.apache.org/docs/latest/running-on-kubernetes.html",
    },
  ];
}
