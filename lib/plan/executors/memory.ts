/** Heap and overhead of a Spark pod, in whole MiB, computed as Spark computes them. */

/** What runs in a pod, as far as memory is concerned. */
export type PodKind = "jvm" | "pyspark";

/**
 * `spark.kubernetes.memoryOverheadFactor`: 0.1 for JVM jobs, 0.4 for others, whose own processes live beside the heap.
 * In percent, so that the arithmetic stays in whole numbers.
 */
const overheadPercent: Record<PodKind, number> = { jvm: 10, pyspark: 40 };

/** `spark.executor.minMemoryOverhead` and `spark.driver.minMemoryOverhead`; a constant before Spark 4.0. */
const minOverheadMiB = 384;

/**
 * Spark's memory manager refuses a heap below 450 MiB (1.5 times the 300 MiB that it reserves, UnifiedMemoryManager);
 * the JVM reports a little less than `-Xmx`, so the limit here lies above.
 */
export const minHeapMiB = 512;

/** Above it the JVM gives up compressed pointers, and a heap of 40 GiB holds less than one of 31. */
export const maxCompressedHeapMiB = 31 * 1024;

/** Memory outside the heap: `max(factor * heap, 384)`, truncated as Spark truncates it. */
export function overheadMiB(heapMiB: number, kind: PodKind): number {
  return Math.max(Math.floor((heapMiB * overheadPercent[kind]) / 100), minOverheadMiB);
}

/** The largest heap that fits a pod of `podMiB` with its overhead; 0 when the overhead alone does not. */
export function heapWithin(podMiB: number, kind: PodKind): number {
  // Without truncation the factor alone gives podMiB / (1 + factor); truncation can add less than 1 MiB to it.
  const byFactor = Math.ceil((podMiB * 100) / (100 + overheadPercent[kind]));
  let heap = Math.min(byFactor, podMiB - minOverheadMiB);
  while (heap > 0 && heap + overheadMiB(heap, kind) > podMiB) heap -= 1;
  return Math.max(0, heap);
}
