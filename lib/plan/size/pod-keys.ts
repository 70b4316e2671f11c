/** The Spark keys that make pods of one shape, as one writes them into spark-defaults.conf. */

import type { PodShape } from "../executors/shape";
import type { SparkRole } from "../nodes/pool";

export function podKeys(role: SparkRole, shape: PodShape): Record<string, string> {
  return {
    [`spark.${role}.cores`]: String(shape.cores),
    [`spark.kubernetes.${role}.request.cores`]: `${shape.cpuRequestMillis}m`,
    [`spark.${role}.memory`]: `${shape.heapMiB}m`,
    [`spark.${role}.memoryOverhead`]: `${shape.overheadMiB}m`,
    ...(shape.offHeapMiB > 0 && {
      "spark.memory.offHeap.enabled": "true",
      "spark.memory.offHeap.size": `${shape.offHeapMiB}m`,
    }),
    ...(shape.pysparkMiB > 0 && { "spark.executor.pyspark.memory": `${shape.pysparkMiB}m` }),
  };
}
