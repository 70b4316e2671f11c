/** Configuration that makes Spark ask Kubernetes for exactly the pods that were planned. */

import type { SizedPod } from "../../executors/shape";
import type { PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";

const source = "plan";

export function sizingEntries({ driver, executor }: ConfigurationContext): PlannedEntry[] {
  return [...entriesFor(driver), ...entriesFor(executor), ...offHeapEntries(executor), ...pysparkEntries(executor)];
}

function entriesFor({ role, shape, reason, packing }: SizedPod): PlannedEntry[] {
  const counts = packing.map(({ podsPerNode, machineType }) => `${podsPerNode} on ${machineType}`);
  const nodes = [...new Set(counts)].join(", ");
  const whole = shape.cpuRequestMillis === shape.cores * 1000;
  const extras = [...(shape.offHeapMiB > 0 ? ["off-heap"] : []), ...(shape.pysparkMiB > 0 ? ["PySpark"] : [])];
  const besides = `the overhead${extras.length > 0 ? `, ${extras.join(" and ")} memory` : ""}`;
  return [
    { key: `spark.${role}.cores`, value: String(shape.cores), reason, source },
    {
      key: `spark.kubernetes.${role}.request.cores`,
      value: `${shape.cpuRequestMillis}m`,
      reason:
        `Kubernetes places by this, Spark counts task slots by cores. ` +
        (whole ? "" : `Whole cores would leave one ${role} fewer on a node (${nodes}). `) +
        "There is no CPU limit: a pod may use what its neighbours leave idle.",
      source,
    },
    {
      key: `spark.${role}.memory`,
      value: `${shape.heapMiB}m`,
      reason: `The JVM's heap: what is left of the pod's ${shape.memoryMiB} MiB after ${besides} (${nodes}).`,
      source,
    },
    {
      key: `spark.${role}.memoryOverhead`,
      value: `${shape.overheadMiB}m`,
      reason: "Memory outside the heap, written out so that no factor of the image or the job changes the pod's size.",
      source,
    },
  ];
}

function offHeapEntries({ shape }: SizedPod): PlannedEntry[] {
  if (shape.offHeapMiB === 0) return [];
  return [
    {
      key: "spark.memory.offHeap.enabled",
      value: "true",
      reason: "Memory outside the heap that Spark manages itself and counts in an executor's pod; a driver's has none.",
      source,
    },
    {
      key: "spark.memory.offHeap.size",
      value: `${shape.offHeapMiB}m`,
      reason: `Off-heap memory's part of the executor's ${shape.memoryMiB} MiB.`,
      source,
    },
  ];
}

function pysparkEntries({ shape }: SizedPod): PlannedEntry[] {
  if (shape.pysparkMiB === 0) return [];
  return [
    {
      key: "spark.executor.pyspark.memory",
      value: `${shape.pysparkMiB}m`,
      reason:
        "What all Python workers of an executor may take together; a Python application's executors get it beside the overhead.",
      source,
    },
  ];
}
