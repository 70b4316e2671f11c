import {
  heapWithin,
  largest,
  memoryWith,
  memoryWithin,
  type MemoryWish,
  overheadMiB,
  type PodKind,
} from "../../../lib/plan/executors/memory";

/**
 * Memory request and limit of the executor's container as Spark's own BasicExecutorFeatureStep builds it, run with the jars of
 * Spark 3.5.9, 4.0.5, 4.1.4 and 4.3.0: all four gave the same. The kind stands for the type of the application, whose overhead
 * factor BasicDriverFeatureStep hands on.
 */
test.each<[PodKind, heap: number, offHeap: number, pyspark: number, pod: number]>([
  ["jvm", 1024, 0, 0, 1408],
  ["jvm", 3850, 0, 0, 4235],
  ["jvm", 13_032, 0, 0, 14_335],
  ["jvm", 31_744, 0, 0, 34_918],
  ["pyspark", 960, 0, 0, 1344],
  ["pyspark", 965, 0, 0, 1351],
  ["pyspark", 10_239, 0, 0, 14_334],
  ["jvm", 8192, 12_288, 0, 21_299],
  ["jvm", 2048, 20_001, 0, 22_433],
  ["pyspark", 8192, 4096, 0, 15_564],
  ["pyspark", 8192, 0, 2048, 13_516],
  ["pyspark", 1000, 0, 1500, 2900],
  ["pyspark", 8192, 4096, 2048, 17_612],
])(
  "Spark gives a %s executor of %i + %i off-heap + %i PySpark MiB a pod of %i MiB",
  (kind, heap, offHeap, pysparkMiB, pod) => {
    expect(memoryWith(heap, offHeap, { kind, pysparkMiB }).memoryMiB).toBe(pod);
  },
);

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

test("the kind off-heap counts off-heap memory in the overhead, as Gluten does: 10 % of 8192 + 12288", () => {
  expect(memoryWith(8192, 12_288, { kind: "off-heap" })).toEqual({
    heapMiB: 8192,
    overheadMiB: 2048,
    offHeapMiB: 12_288,
    pysparkMiB: 0,
    memoryMiB: 22_528,
  });
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
  expect(heapWithin(pod, { kind })).toBe(heap);
});

test.each([
  [-3, 0],
  [0, 0],
  [7, 7],
  [12, 10],
])("the largest up to %i that is at most 10 is %i", (most, found) => {
  expect(largest(most, (value) => value <= 10)).toBe(found);
});

describe("the most that a pod can hold", () => {
  test("off-heap memory and heap share what the overhead leaves, 70 to 30", () => {
    // 14335 = 11 * 1303 + 2: 13032 to work in, of which 30 % are 3909.6.
    const memory = memoryWithin(14_335, { kind: "off-heap", offHeapMiB: "auto" });
    expect(memory).toEqual({ heapMiB: 3909, overheadMiB: 1303, offHeapMiB: 9123, pysparkMiB: 0, memoryMiB: 14_335 });
  });

  test("off-heap memory takes the rest beside a heap that is given", () => {
    // 14335 - 4096 - 409.
    const memory = memoryWithin(14_335, { kind: "jvm", heapMiB: 4096, offHeapMiB: "auto" });
    expect(memory).toEqual({ heapMiB: 4096, overheadMiB: 409, offHeapMiB: 9830, pysparkMiB: 0, memoryMiB: 14_335 });
  });

  test("heap takes the rest beside off-heap and PySpark memory that are given", () => {
    // 14335 - 4096 - 2048 = 8191 = 14 * 585 + 1 for PySpark: 10 * 585 + 1 of heap.
    const memory = memoryWithin(14_335, { kind: "pyspark", offHeapMiB: 4096, pysparkMiB: 2048 });
    expect(memory).toEqual({ heapMiB: 5851, overheadMiB: 2340, offHeapMiB: 4096, pysparkMiB: 2048, memoryMiB: 14_335 });
  });

  test("a heap that is chosen stays at 31 GiB; off-heap memory that is chosen does not", () => {
    expect(memoryWithin(100_000, { kind: "jvm" })?.memoryMiB).toBe(34_918);
    const memory = memoryWithin(400_000, { kind: "off-heap", offHeapMiB: "auto" });
    // 400000 = 11 * 36363 + 7, so 363637 to work in.
    expect(memory).toEqual({
      ...{ heapMiB: 31_744, offHeapMiB: 331_893, overheadMiB: 36_363, pysparkMiB: 0, memoryMiB: 400_000 },
    });
  });

  test("a small pod keeps the least heap for an engine off the heap: 1600 - 512 - 384", () => {
    expect(memoryWithin(1600, { kind: "off-heap", offHeapMiB: "auto" })).toMatchObject({
      ...{ heapMiB: 512, overheadMiB: 384, offHeapMiB: 704 },
    });
  });

  test.each([
    ["too small for the least heap", 895, { kind: "jvm" }],
    ["too small for the least off-heap memory", 512 + 384 + 511, { kind: "off-heap", offHeapMiB: "auto" }],
    ["too small for the heap that is given", 4000, { kind: "jvm", heapMiB: 4000 }],
    ["full of the heap that is given", 5016, { kind: "jvm", heapMiB: 4096, offHeapMiB: "auto" }],
    ["too small for the off-heap memory that is given", 8192, { kind: "jvm", offHeapMiB: 8000 }],
    ["too small for the PySpark memory that is given", 8192, { kind: "pyspark", pysparkMiB: 8000 }],
  ] as const)("a pod that is %s holds nothing", (_, pod, wish) => {
    expect(memoryWithin(pod, wish)).toBeUndefined();
  });
});

test.each<[MemoryWish]>([
  [{ kind: "jvm" }],
  [{ kind: "pyspark" }],
  [{ kind: "jvm", offHeapMiB: 1000 }],
  [{ kind: "off-heap", offHeapMiB: "auto" }],
  [{ kind: "pyspark", offHeapMiB: "auto", pysparkMiB: 100 }],
])("%j fits every pod, and 1 MiB more of heap or off-heap does not", (wish) => {
  const wrong: number[] = [];
  for (let pod = 512 + 384; pod < 20_000; pod += 1) {
    const memory = memoryWithin(pod, wish);
    if (memory === undefined) continue;
    const { heapMiB, offHeapMiB } = memory;
    const heavier = [memoryWith(heapMiB + 1, offHeapMiB, wish)];
    if (wish.offHeapMiB === "auto") heavier.push(memoryWith(heapMiB, offHeapMiB + 1, wish));
    if (memory.memoryMiB > pod || heavier.some(({ memoryMiB }) => memoryMiB <= pod)) wrong.push(pod);
  }
  expect(wrong).toEqual([]);
});
