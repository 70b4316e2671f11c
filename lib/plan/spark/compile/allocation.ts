/** Configuration of how executors come and go. */

import type { PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";

const dynamicAllocationGuide = "https://spark.apache.org/docs/latest/job-scheduling.html#dynamic-resource-allocation";

/** Executor pods asked for per second and application; Spark's own default since 4.2, 5 up to 3.5, 10 in 4.0 and 4.1. */
const batchSize = 20;

export function allocationEntries({ maxExecutors }: ConfigurationContext): PlannedEntry[] {
  const most = String(maxExecutors);
  return [
    {
      key: "spark.dynamicAllocation.enabled",
      value: "true",
      reason: "Executors follow the tasks, so that nodes come when there is work and go when there is none.",
      source: dynamicAllocationGuide,
    },
    {
      key: "spark.dynamicAllocation.shuffleTracking.enabled",
      value: "true",
      reason:
        "There is no external shuffle service on Kubernetes: an executor stays while its shuffle files are needed.",
      source: dynamicAllocationGuide,
    },
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
    {
      key: "spark.dynamicAllocation.executorIdleTimeout",
      value: "60s",
      reason:
        "A node counts as idle only once its executors are gone: the sooner they go, the sooner the autoscaler takes it away.",
      source: dynamicAllocationGuide,
    },
    {
      key: "spark.kubernetes.allocation.batch.size",
      value: String(batchSize),
      reason:
        "Executor pods asked for per second; Spark's own default was 5 up to 3.5, 10 in 4.0 and 4.1, and is 20 since.",
      source: "SPARK-54422",
    },
    {
      key: "spark.kubernetes.allocation.maxPendingPods",
      value: most,
      reason: "All executors may wait for nodes at once, so that the autoscaler sees the whole demand, but never more.",
      source: "plan",
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
