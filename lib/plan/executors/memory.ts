/** Memory of a Spark pod and its parts, in whole MiB, computed as Spark computes them on Kubernetes. */

/** What runs in a pod, as far as memory is concerned. */
export type PodKind = "jvm" | "pyspark" | "off-heap";

/** The parts that Spark adds up to a pod's memory request and limit. */
export interface PodMemory {
  /** JVM heap, `spark.{driver,executor}.memory`. */
  heapMiB: number;
  /** `spark.{driver,executor}.memoryOverhead`. */
  overheadMiB: number;
  /** `spark.memory.offHeap.size`; 0 where off-heap memory is not enabled, and for drivers, whose pods Spark gives none. */
  offHeapMiB: number;
  /** `spark.executor.pyspark.memory`; 0 where it is not set. */
  pysparkMiB: number;
  /** The pod's memory request and limit: the sum of the others. */
  memoryMiB: number;
}

/** What is wished for a pod's memory; what is left out is chosen. */
export interface MemoryWish {
  kind: PodKind;
  heapMiB?: number;
  /** `auto` takes its share beside a heap that is chosen, and the rest of the pod beside one that is given. @default none */
  offHeapMiB?: number | "auto";
  /** @default none */
  pysparkMiB?: number;
}

/**
 * `spark.kubernetes.memoryOverheadFactor`: 0.1 for JVM jobs, 0.4 for others, whose own processes live beside the heap.
 * In percent, so that the arithmetic stays in whole numbers.
 */
const overheadPercent: Record<PodKind, number> = { jvm: 10, pyspark: 40, "off-heap": 10 };

/** `spark.executor.minMemoryOverhead` and `spark.driver.minMemoryOverhead`; a constant before Spark 4.0. */
const minOverheadMiB = 384;

/**
 * Spark's memory manager refuses a heap below 450 MiB (1.5 times the 300 MiB that it reserves, UnifiedMemoryManager);
 * the JVM reports a little less than `-Xmx`, so the limit here lies above.
 */
export const minHeapMiB = 512;

/** A plan with less would do the engine that works in it no good. */
export const minOffHeapMiB = 512;

/** Above it the JVM gives up compressed pointers, and a heap of 40 GiB holds less than one of 31. */
export const maxCompressedHeapMiB = 31 * 1024;

/**
 * Off-heap memory as a part of heap and off-heap together, in percent, where both are chosen: what a user of Gluten in production
 * moves a job's memory to (apache/incubator-gluten#8018).
 */
const offHeapPercent = 70;

/**
 * Memory outside what Spark works in: `max(factor * heap, 384)`, truncated as Spark truncates it. Spark counts the heap alone,
 * whatever off-heap memory there is. The kind off-heap counts both, as Gluten does (#7045): native engines allocate beside the
 * memory that they reserve, and Comet's guide asks for more overhead than Spark's for that.
 */
export function overheadMiB(heapMiB: number, kind: PodKind, offHeapMiB = 0): number {
  const counted = kind === "off-heap" ? heapMiB + offHeapMiB : heapMiB;
  return Math.max(Math.floor((counted * overheadPercent[kind]) / 100), minOverheadMiB);
}

/** A pod's memory with this heap and this much off-heap memory. */
export function memoryWith(
  heapMiB: number,
  offHeapMiB: number,
  { kind, pysparkMiB = 0 }: Pick<MemoryWish, "kind" | "pysparkMiB">,
): PodMemory {
  const overhead = overheadMiB(heapMiB, kind, offHeapMiB);
  const memoryMiB = heapMiB + overhead + offHeapMiB + pysparkMiB;
  return { heapMiB, overheadMiB: overhead, offHeapMiB, pysparkMiB, memoryMiB };
}

/**
 * The most that a pod of `podMiB` can hold of what is wished for; undefined when it can't. A heap that is chosen has 512 MiB to
 * 31 GiB; off-heap memory that is chosen takes the rest of the pod and is no less than 512 MiB.
 */
export function memoryWithin(podMiB: number, wish: MemoryWish): PodMemory | undefined {
  const heapMiB = wish.heapMiB ?? Math.max(minHeapMiB, Math.min(maxCompressedHeapMiB, heapWithin(podMiB, wish)));
  const fits = (offHeapMiB: number) => memoryWith(heapMiB, offHeapMiB, wish).memoryMiB <= podMiB;
  const { offHeapMiB: wished = 0 } = wish;
  const offHeapMiB = wished === "auto" ? largest(podMiB, fits) : wished;
  if (!fits(offHeapMiB) || (wished === "auto" && offHeapMiB < minOffHeapMiB)) return undefined;
  return memoryWith(heapMiB, offHeapMiB, wish);
}

/** The largest heap that fits a pod of `podMiB` with the other parts that are wished for; 0 when there is none. */
export function heapWithin(podMiB: number, { offHeapMiB = 0, ...wish }: Omit<MemoryWish, "heapMiB">): number {
  const beside = (heapMiB: number) =>
    offHeapMiB === "auto" ? Math.floor((heapMiB * offHeapPercent) / (100 - offHeapPercent)) : offHeapMiB;
  return largest(podMiB, (heapMiB) => memoryWith(heapMiB, beside(heapMiB), wish).memoryMiB <= podMiB);
}

/** The largest whole number up to `most` that fits, where every smaller one fits too; 0 when none does. */
export function largest(most: number, fits: (value: number) => boolean): number {
  let [fitting, tooMuch] = [0, Math.max(0, most) + 1];
  while (tooMuch - fitting > 1) {
    const middle = Math.floor((fitting + tooMuch) / 2);
    if (fits(middle)) fitting = middle;
    else tooMuch = middle;
  }
  return fitting;
}
