import fc from "fast-check";

import { chooseShape, type ShapeWish } from "../../../lib/plan/executors/choose-shape";
import { packingOf, podsPerNode } from "../../../lib/plan/executors/pack";
import type { PodShape } from "../../../lib/plan/executors/shape";
import type { PoolMachine } from "../../../lib/plan/nodes/pool";
import { m5xlarge, m7i4xlarge, machine, r54xlarge } from "../fixtures";

const jvm = { kind: "jvm" } as const;
const heapOnly = { offHeapMiB: 0, pysparkMiB: 0 };

describe("the shapes of well-known machines, computed by hand", () => {
  // Each row: available CPU and memory are allocatable less 230m and 350 MiB of DaemonSets.
  test.each<[string, PoolMachine, Parameters<typeof chooseShape>[1], PodShape]>([
    [
      // 15660 / 4 = 3915; 57341 / 4 = 14335 = 11 * 1303 + 2. Two cores reach the same heap (8 * 6516 = 4 * 13032): wider wins.
      "m7i.4xlarge, best",
      m7i4xlarge(),
      jvm,
      { cores: 4, cpuRequestMillis: 3915, heapMiB: 13_032, overheadMiB: 1303, ...heapOnly, memoryMiB: 14_335 },
    ],
    [
      // 10239 + floor(0.4 * 10239) = 10239 + 4095.
      "m7i.4xlarge, PySpark",
      m7i4xlarge(),
      { kind: "pyspark" },
      { cores: 4, cpuRequestMillis: 3915, heapMiB: 10_239, overheadMiB: 4095, ...heapOnly, memoryMiB: 14_334 },
    ],
    [
      // 15660 / 16 = 978; 57341 / 16 = 3583, less 384.
      "m7i.4xlarge, a driver of one core",
      m7i4xlarge(),
      { kind: "jvm", cores: 1 },
      { cores: 1, cpuRequestMillis: 978, heapMiB: 3199, overheadMiB: 384, ...heapOnly, memoryMiB: 3583 },
    ],
    [
      // 5 cores fit three times, 15 slots; 15660 / 3 = 5220, capped at 5000; 57341 / 3 = 19113 = 11 * 1737 + 6.
      "m7i.4xlarge, five cores as asked",
      m7i4xlarge(),
      { kind: "jvm", cores: 5 },
      { cores: 5, cpuRequestMillis: 5000, heapMiB: 17_376, overheadMiB: 1737, ...heapOnly, memoryMiB: 19_113 },
    ],
    [
      // One JVM on the node would have 52128 MiB of heap: it stays at 31 GiB for compressed pointers.
      "m7i.4xlarge, sixteen cores as asked",
      m7i4xlarge(),
      { kind: "jvm", cores: 16 },
      { cores: 16, cpuRequestMillis: 15_660, heapMiB: 31_744, overheadMiB: 3174, ...heapOnly, memoryMiB: 34_918 },
    ],
    [
      // As asked: 40960 + 4096. Four cores leave 12 slots empty, so the most is five.
      "m7i.4xlarge, 40 GiB as asked",
      m7i4xlarge(),
      { kind: "jvm", heapMiB: 40_960 },
      { cores: 5, cpuRequestMillis: 5000, heapMiB: 40_960, overheadMiB: 4096, ...heapOnly, memoryMiB: 45_056 },
    ],
    [
      // The seed's machine, 4 vCPU and 16 GiB: 4 cores with a request of 3690m; 13812 = 11 * 1255 + 7.
      "m5.xlarge, best",
      m5xlarge(),
      jvm,
      { cores: 4, cpuRequestMillis: 3690, heapMiB: 12_557, overheadMiB: 1255, ...heapOnly, memoryMiB: 13_812 },
    ],
    [
      // 117962 / 4 = 29490 = 11 * 2680 + 10: one MiB is lost to truncation.
      "r5.4xlarge, best",
      r54xlarge(),
      jvm,
      { cores: 4, cpuRequestMillis: 3915, heapMiB: 26_809, overheadMiB: 2680, ...heapOnly, memoryMiB: 29_489 },
    ],
    [
      // 32 GiB a vCPU: wider executors would waste memory above 31 GiB of heap; 480000 / 16 = 30000 = 11 * 2727 + 3.
      "a machine with more memory than wide executors may use",
      machine({ name: "x", vcpu: 16, memoryMiB: 524_288, cpuMillis: 15_890, allocatableMiB: 480_350 }),
      jvm,
      { cores: 1, cpuRequestMillis: 978, heapMiB: 27_273, overheadMiB: 2727, ...heapOnly, memoryMiB: 30_000 },
    ],
  ])("%s", (_, on, wish, shape) => {
    expect(chooseShape([on], wish)).toEqual(shape);
  });

  test("two machines: each resource is what the poorer of them can share", () => {
    // m7i.4xlarge gives 3915m and 14335 MiB to each of four, m5.xlarge 3690m and 13812 MiB to its one.
    expect(chooseShape([m7i4xlarge(), m5xlarge()], jvm)).toEqual({
      cores: 4,
      cpuRequestMillis: 3690,
      heapMiB: 12_557,
      overheadMiB: 1255,
      ...heapOnly,
      memoryMiB: 13_812,
    });
  });

  // Two pods of five cores reach 2 * 31744 = 63488 MiB of heap, five of two cores 10/11 of the memory.
  test.each([
    ["99.5 %", 70_188, 5],
    ["98 %", 71_262, 2],
  ])("a wide pod with %s of the heap that narrow ones reach", (_, available, cores) => {
    const on = machine({ name: "x", vcpu: 10, memoryMiB: 81_920, cpuMillis: 9900, allocatableMiB: available + 350 });
    expect(chooseShape([on], jvm)?.cores).toBe(cores);
  });

  test("there is no shape without machines or on a machine that is full of DaemonSets", () => {
    expect(chooseShape([], jvm)).toBeUndefined();
    expect(chooseShape([m7i4xlarge({ allocatableMiB: 1000 })], jvm)).toBeUndefined();
    expect(chooseShape([m7i4xlarge({ cpuMillis: 230 })], jvm)).toBeUndefined();
  });
});

const smallMachine = fc
  .record({
    vcpu: fc.integer({ min: 1, max: 8 }),
    cpuShare: fc.double({ min: 0.3, max: 1, noNaN: true }),
    available: fc.integer({ min: 300, max: 16_000 }),
    pods: fc.integer({ min: 1, max: 10 }),
    price: fc.option(fc.integer({ min: 1, max: 500 })),
  })
  .map(({ vcpu, cpuShare, available, pods, price }) =>
    machine({
      name: "small",
      vcpu,
      memoryMiB: available + 1000,
      cpuMillis: Math.floor(vcpu * 1000 * cpuShare) + 230,
      allocatableMiB: available + 350,
      pods: pods + 1,
      ...(price !== null && { price: { onDemandHourly: price / 100, region: "us-east-1", date: "2026-07" } }),
    }),
  );
const smallMachines = fc.array(smallMachine, { minLength: 1, maxLength: 2 });

/** What a pod can be made of, as the objective counts it. */
interface Kind {
  wish: ShapeWish;
  /** Overhead in percent of what Spark works in. */
  percent: number;
  /** Least and most MiB that are chosen. */
  least: number;
  most: number;
  /** Off-heap and PySpark memory that is given. */
  offHeap?: number;
  pyspark?: number;
}

const gib31 = 31 * 1024;
const kinds: Kind[] = [
  { wish: jvm, percent: 10, least: 512, most: gib31 },
  { wish: { kind: "pyspark" }, percent: 40, least: 512, most: gib31 },
  { wish: { kind: "jvm", offHeapMiB: 700 }, percent: 10, least: 512, most: gib31, offHeap: 700 },
  { wish: { kind: "pyspark", pysparkMiB: 300 }, percent: 40, least: 512, most: gib31, pyspark: 300 },
  // Heap and off-heap of 512 MiB each at least; they share one overhead.
  { wish: { kind: "off-heap", offHeapMiB: "auto" }, percent: 10, least: 1024, most: Infinity },
];

/** What the objective sees of a shape. */
interface Seen {
  cores: number;
  cpuRequestMillis: number;
  memoryMiB: number;
}

function seen({ cores, cpuRequestMillis, memoryMiB }: PodShape): Seen {
  return { cores, cpuRequestMillis, memoryMiB };
}

/** Every request in millicores, every size in MiB, every number of cores: the objective taken literally. */
function bruteForce(
  machines: PoolMachine[],
  { percent, least, most, offHeap = 0, pyspark = 0 }: Kind,
): Seen | undefined {
  const priced = machines.every(({ machine: { price } }) => price);
  const weights = machines.map(({ machine: { price, vcpu } }) => (priced ? (price?.onDemandHourly ?? 0) : vcpu));
  const weighed = (amounts: number[]) =>
    amounts.reduce((sum, amount, index) => sum + amount * weights[index]!, 0) /
    weights.reduce((sum, weight) => sum + weight, 0);
  const all: { shape: Seen; slots: number; memory: number }[] = [];
  // Shapes with equal counts differ only in size, and larger is better: keep the largest of each.
  const sizes = new Map<string, { working: number; memoryMiB: number; counts: number[] }>();
  for (let size = least; size <= most; size += 1) {
    const memoryMiB = size + Math.max(Math.floor((size * percent) / 100), 384) + offHeap + pyspark;
    const counts = machines.map(({ available }) =>
      Math.min(Math.floor(available.memoryMiB / memoryMiB), available.pods),
    );
    if (counts.includes(0)) break;
    sizes.set(counts.join(), { working: size, memoryMiB, counts });
  }
  for (let cores = 1; cores <= 5; cores += 1) {
    const requests = new Map<string, { request: number; counts: number[] }>();
    for (let request = 1; request <= cores * 1000; request += 1) {
      const counts = machines.map(({ available }) => Math.floor(available.cpuMillis / request));
      requests.set(counts.join(), { request, counts });
    }
    for (const { request, counts: byCpu } of requests.values()) {
      for (const { working, memoryMiB, counts: byMemory } of sizes.values()) {
        const counts = byCpu.map((count, index) => Math.min(count, byMemory[index]!));
        const right = counts.every((count, index) => count >= 1 && count * cores <= machines[index]!.machine.vcpu);
        if (!right) continue;
        all.push({
          shape: { cores, cpuRequestMillis: request, memoryMiB },
          slots: weighed(counts.map((count, index) => (count * cores) / machines[index]!.machine.vcpu)),
          memory: weighed(counts.map((count, index) => (count * working) / machines[index]!.machine.memoryMiB)),
        });
      }
    }
  }
  const mostSlots = Math.max(...all.map(({ slots }) => slots));
  const full = all.filter(({ slots }) => slots > mostSlots - 1e-9);
  const mostMemory = Math.max(...full.map(({ memory }) => memory));
  const [best] = full
    .filter(({ memory }) => memory >= 0.99 * mostMemory - 1e-12)
    .sort(
      (a, b) =>
        b.shape.cores - a.shape.cores || b.memory - a.memory || b.shape.cpuRequestMillis - a.shape.cpuRequestMillis,
    );
  return best?.shape;
}

describe("the objective", () => {
  test.each(kinds)("no request, memory or number of cores beats the chosen shape: $wish", (kind) => {
    fc.assert(
      fc.property(smallMachines, (machines) => {
        const chosen = chooseShape(machines, kind.wish);
        expect(chosen && seen(chosen)).toEqual(bruteForce(machines, kind));
      }),
      { numRuns: 40 },
    );
  });

  test("k pods fit and k + 1 do not, and no machine gets more task slots than vCPU", () => {
    fc.assert(
      fc.property(smallMachines, fc.constantFrom(...kinds), (machines, { wish }) => {
        const shape = chooseShape(machines, wish);
        fc.pre(shape !== undefined);
        for (const one of machines) {
          const { podsPerNode: count, limitedBy, leftOver } = packingOf(shape, "pool", one);
          const { cpuMillis, memoryMiB, pods } = one.available;
          expect(count).toBeGreaterThanOrEqual(1);
          expect(count * shape.cores).toBeLessThanOrEqual(one.machine.vcpu);
          expect(count * shape.cpuRequestMillis + leftOver.cpuMillis).toBe(cpuMillis);
          expect(count * shape.memoryMiB + leftOver.memoryMiB).toBe(memoryMiB);
          expect(Math.min(leftOver.cpuMillis, leftOver.memoryMiB)).toBeGreaterThanOrEqual(0);
          expect(count).toBeLessThanOrEqual(pods);
          const full = {
            cpu: (count + 1) * shape.cpuRequestMillis > cpuMillis,
            memory: (count + 1) * shape.memoryMiB > memoryMiB,
            pods: count + 1 > pods,
          };
          expect(full[limitedBy]).toBe(true);
        }
        const { heapMiB, overheadMiB, offHeapMiB, pysparkMiB, memoryMiB: pod } = shape;
        expect(pod).toBe(heapMiB + overheadMiB + offHeapMiB + pysparkMiB);
      }),
    );
  });

  test("1 MiB more of heap or 1 millicore more of request costs a pod, short of 31 GiB and of whole cores", () => {
    fc.assert(
      fc.property(smallMachines, (machines) => {
        const shape = chooseShape(machines, jvm);
        fc.pre(shape !== undefined);
        const counts = machines.map((one) => podsPerNode(shape, one));
        const losesAPod = (larger: PodShape) =>
          machines.some((one, index) => podsPerNode(larger, one) < counts[index]!);
        const heap = shape.heapMiB + 1;
        const pod = heap + Math.max(Math.trunc(0.1 * heap), 384);
        expect(shape.heapMiB === 31 * 1024 || losesAPod({ ...shape, memoryMiB: pod })).toBe(true);
        const request = shape.cpuRequestMillis + 1;
        expect(request > shape.cores * 1000 || losesAPod({ ...shape, cpuRequestMillis: request })).toBe(true);
      }),
    );
  });

  test("cores and heap that are asked for come out exactly, or nothing does", () => {
    fc.assert(
      fc.property(
        smallMachines,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 512, max: 20_000 }),
        (on, cores, heapMiB) => {
          const shape = chooseShape(on, { kind: "jvm", cores, heapMiB });
          if (shape !== undefined) expect([shape.cores, shape.heapMiB]).toEqual([cores, heapMiB]);
          const fitsAlone = on.every(
            ({ machine: { vcpu }, available }) =>
              cores <= vcpu && heapMiB + Math.max(Math.trunc(0.1 * heapMiB), 384) <= available.memoryMiB,
          );
          if (on.length === 1) expect(shape !== undefined).toBe(fitsAlone);
        },
      ),
    );
  });
});
