/** Configuration that makes Spark ask Kubernetes for exactly the pods that were planned. */

import type { SizedPod } from "../executors/shape";
import type { ConfigurationEntry } from "./configuration";
import type { ConfigurationContext } from "./context";

export function sizingEntries({ driver, executor }: ConfigurationContext): ConfigurationEntry[] {
  return [...entriesFor(driver), ...entriesFor(executor)];
}

function entriesFor({ role, shape, reason, packing }: SizedPod): ConfigurationEntry[] {
  const counts = packing.map(({ podsPerNode, machineType }) => `${podsPerNode} on ${machineType}`);
  const nodes = [...new Set(counts)].join(", ");
  const whole = shape.cpuRequestMillis === shape.cores * 1000;
  const source = "plan";
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
      reason: `The JVM's heap: what is left of the pod's ${shape.memoryMiB} MiB after the overhead (${nodes}).`,
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
