/** Configuration that makes Spark ask Kubernetes for exactly the pods that were planned. */

import type { SizedPod } from "../../executors/shape";
import { type PodPart, podSettings } from "../../size/pod-keys";
import type { PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";

export function sizingEntries({ driver, executor }: ConfigurationContext): PlannedEntry[] {
  return [driver, executor].flatMap((pod) => {
    const reasons = reasonsFor(pod);
    return podSettings(pod.role, pod.shape).map(({ part, key, value }) => ({
      key,
      value,
      reason: reasons[part],
      source: "plan",
    }));
  });
}

function reasonsFor({ role, shape, reason, packing }: SizedPod): Record<PodPart, string> {
  const counts = packing.map(({ podsPerNode, machineType }) => `${podsPerNode} on ${machineType}`);
  const nodes = [...new Set(counts)].join(", ");
  const whole = shape.cpuRequestMillis === shape.cores * 1000;
  const extras = [...(shape.offHeapMiB > 0 ? ["off-heap"] : []), ...(shape.pysparkMiB > 0 ? ["PySpark"] : [])];
  const besides = `the overhead${extras.length > 0 ? `, ${extras.join(" and ")} memory` : ""}`;
  return {
    cores: reason,
    request:
      `Kubernetes places by this, Spark counts task slots by cores. ` +
      (whole ? "" : `Whole cores would leave one ${role} fewer on a node (${nodes}). `) +
      "There is no CPU limit: a pod may use what its neighbours leave idle.",
    heap: `The JVM's heap: what is left of the pod's ${shape.memoryMiB} MiB after ${besides} (${nodes}).`,
    overhead: "Memory outside the heap, written out so that no factor of the image or the job changes the pod's size.",
    offHeap: "Memory outside the heap that Spark manages itself and counts in an executor's pod; a driver's has none.",
    offHeapSize: `Off-heap memory's part of the executor's ${shape.memoryMiB} MiB.`,
    pyspark:
      "What all Python workers of an executor may take together; a Python application's executors get it beside the overhead.",
  };
}
