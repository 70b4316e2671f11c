/** The Spark keys that make pods of one shape. */

import type { PodShape } from "../executors/shape";
import type { SparkRole } from "../nodes/pool";

/** What a key says of a pod. */
export type PodPart = "cores" | "request" | "heap" | "overhead" | "offHeap" | "offHeapSize" | "pyspark";

/** One key for each part that the pod has. */
export function podSettings(role: SparkRole, shape: PodShape): { part: PodPart; key: string; value: string }[] {
  return [
    { part: "cores", key: `spark.${role}.cores`, value: String(shape.cores) },
    { part: "request", key: `spark.kubernetes.${role}.request.cores`, value: `${shape.cpuRequestMillis}m` },
    { part: "heap", key: `spark.${role}.memory`, value: `${shape.heapMiB}m` },
    { part: "overhead", key: `spark.${role}.memoryOverhead`, value: `${shape.overheadMiB}m` },
    ...(shape.offHeapMiB > 0
      ? [
          { part: "offHeap" as const, key: "spark.memory.offHeap.enabled", value: "true" },
          { part: "offHeapSize" as const, key: "spark.memory.offHeap.size", value: `${shape.offHeapMiB}m` },
        ]
      : []),
    ...(shape.pysparkMiB > 0
      ? [{ part: "pyspark" as const, key: "spark.executor.pyspark.memory", value: `${shape.pysparkMiB}m` }]
      : []),
  ];
}

/** As one writes them into spark-defaults.conf. */
export function podKeys(role: SparkRole, shape: PodShape): Record<string, string> {
  return Object.fromEntries(podSettings(role, shape).map(({ key, value }) => [key, value]));
}
