import { heapWithin, overheadMiB } from "../../../lib/plan/executors/memory";

// Spark 4.3: (memoryOverheadFactor * executorMemoryMiB).toInt.max(minMemoryOverhead), factor 0.1 (JVM) or 0.4 (others), min 384.
test.each([
  ["jvm", 1024, 384],
  ["jvm", 3840, 384],
  ["jvm", 3850, 385],
  ["jvm", 3859, 385],
  ["jvm", 10_240, 1024],
  ["jvm", 31_744, 3174],
  ["pyspark", 960, 384],
  ["pyspark", 965, 386],
  ["pyspark", 10_240, 4096],
] as const)("the overhead of a %s heap of %i MiB is %i MiB", (kind, heap, overhead) => {
  expect(overheadMiB(heap, kind)).toBe(overhead);
});

// By hand: 14335 = 11 * 1303 + 2, so 10 * 1303 + 2; 29490 = 11 * 2680 + 10, one short of 11 * 2681, so 10 * 2680 + 9.
test.each([
  ["jvm", 384, 0],
  ["jvm", 385, 1],
  ["jvm", 3583, 3199],
  ["jvm", 14_335, 13_032],
  ["jvm", 29_490, 26_809],
  ["pyspark", 14_335, 10_239],
] as const)("the largest %s heap in a pod of %i MiB is %i MiB", (kind, pod, heap) => {
  expect(heapWithin(pod, kind)).toBe(heap);
});

test.each(["jvm", "pyspark"] as const)(
  "the largest %s heap fits its pod and 1 MiB more does not, for every pod",
  (kind) => {
    const wrong: number[] = [];
    for (let pod = 385; pod < 20_000; pod += 1) {
      const heap = heapWithin(pod, kind);
      const fits = (one: number) => one + overheadMiB(one, kind) <= pod;
      if (!fits(heap) || fits(heap + 1)) wrong.push(pod);
    }
    expect(wrong).toEqual([]);
  },
);
