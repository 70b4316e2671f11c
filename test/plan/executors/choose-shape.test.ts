import fc from "fast-check";

import { chooseShape } from "../../../lib/plan/executors/choose-shape";
import { packingOf, podsPerNode } from "../../../lib/plan/executors/pack";
import type { PodShape } from "../../../lib/plan/executors/shape";
import type { PoolMachine } from "../../../lib/plan/nodes/pool";
import { m5xlarge, m7i4xlarge, machine, r54xlarge } from "../fixtures";

const jvm = { kind: "jvm" } as const;

describe("the shapes of well-known machines, computed by hand", () => {
  // Each row: available CPU and memory are allocatable less 230m and 350 MiB of DaemonSets.
  test.each<[string, PoolMachine, Parameters<typeof chooseShape>[1], PodShape]>([
    [
      // 15660 / 4 = 3915; 57341 / 4 = 14335 = 11 * 1303 + 2. Two cores reach the same heap (8 * 6516 = 4 * 13032): wider wins.
      "m7i.4xlarge, best",
      m7i4xlarge(),
      jvm,
      { cores: 4, cpuRequestMillis: 3915, heapMiB: 13_032, overheadMiB: 1303, memoryMiB: 14_335 },
    ],
    [
      // 10239 + floor(0.4 * 10239) = 10239 + 4095.
      "m7i.4xlarge, PySpark",
      m7i4xlarge(),
      { kind: "pyspark" },
      { cores: 4, cpuRequestMillis: 3915, heapMiB: 10_239, overheadMiB: 4095, memoryMiB: 14_334 },
    ],
    [
      // 15660 / 16 = 978; 57341 / 16 = 3583, less 384.
      "m7i.4xlarge, a driver of one core",
      m7i4xlarge(),
      { kind: "jvm", cores: 1 },
      { cores: 1, cpuRequestMillis: 978, heapMiB: 3199, overheadMiB: 384, memoryMiB: 3583 },
    ],
    [
      // 5 cores fit three times, 15 slots; 15660 / 3 = 5220, capped at 5000; 57341 / 3 = 19113 = 11 * 1737 + 6.
      "m7i.4xlarge, five cores as asked",
      m7i4xlarge(),
      { kind: "jvm", cores: 5 },
      { cores: 5, cpuRequestMillis: 5000, heapMiB: 17_376, overheadMiB: 1737, memoryMiB: 19_113 },
    ],
    [
      // One JVM on the node would have 52128 MiB of heap: it stays at 31 GiB for compressed pointers.
      "m7i.4xlarge, sixteen cores as asked",
      m7i4xlarge(),
      { kind: "jvm", cores: 16 },
      { cores: 16, cpuRequestMillis: 15_660, heapMiB: 31_744, overheadMiB: 3174, memoryMiB: 34_918 },
    ],
    [
      // As asked: 40960 + 4096. Four cores leave 12 slots empty, so the most is five.
      "m7i.4xlarge, 40 GiB as asked",
      m7i4xlarge(),
      { kind: "jvm", heapMiB: 40_960 },
      { cores: 5, cpuRequestMillis: 5000, heapMiB: 40_960, overheadMiB: 4096, memoryMiB: 45_056 },
    ],
    [
      // The seed's machine, 4 vCPU and 16 GiB: 4 cores with a request of 3690m; 13812 = 11 * 1255 + 7.
      "m5.xlarge, best",
      m5xlarge(),
      jvm,
      { cores: 4, cpuRequestMillis: 3690, heapMiB: 12_557, overheadMiB: 1255, memoryMiB: 13_812 },
    ],
    [
      // 117962 / 4 = 29490 = 11 * 2680 + 10: one MiB is lost to truncation.
      "r5.4xlarge, best",
      r54xlarge(),
      jvm,
      { cores: 4, cpuRequestMillis: 3915, heapMiB: 26_809, overheadMiB: 2680, memoryMiB: 29_489 },
    ],
    [
      // 32 GiB a vCPU: wider executors would waste memory above 31 GiB of heap; 480000 / 16 = 30000 = 11 * 2727 + 3.
      "a machine with more memory than wide executors may use",
      machine({ name: "x", vcpu: 16, memoryMiB: 524_288, cpuMillis: 15_890, allocatableMiB: 480_350 }),
      jvm,
      { cores: 1, cpuRequestMillis: 978, heapMiB: 27_273, overheadMiB: 2727, memoryMiB: 30_000 },
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
      memoryMiB: 13_812,
    });
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

/** Every request in millicores, every heap in MiB, every number of cores: the objective taken literally. */
function bruteForce(machines: PoolMachine[]): PodShape | undefined {
  const priced = machines.every(({ machine: { price } }) => price);
  const weights = machines.map(({ machine: { price, vcpu } }) => (priced ? (price?.onDemandHourly ?? 0) : vcpu));
  const all: { shape: PodShape; slots: number; heap: number }[] = [];
  for (let cores = 1; cores <= 5; cores += 1) {
    // Shapes with equal counts differ only in size, and larger is better: keep the largest of each.
    const requests = new Map<string, { request: number; counts: number[] }>();
    for (let request = 1; request <= cores * 1000; request += 1) {
      const counts = machines.map(({ available }) => Math.floor(available.cpuMillis / request));
      requests.set(counts.join(), { request, counts });
    }
    const heaps = new Map<string, { heap: number; counts: number[] }>();
    for (let heap = 512; heap <= 31 * 1024; heap += 1) {
      const pod = heap + Math.max(Math.trunc(0.1 * heap), 384);
      const counts = machines.map(({ available }) => Math.min(Math.floor(available.memoryMiB / pod), available.pods));
      if (counts.includes(0)) break;
      heaps.set(counts.join(), { heap, counts });
    }
    for (const { request, counts: byCpu } of requests.values()) {
      for (const { heap, counts: byMemory } of heaps.values()) {
        const counts = byCpu.map((count, index) => Math.min(count, byMemory[index]!));
        const right = counts.every((count, index) => count >= 1 && count * cores <= machines[index]!.machine.vcpu);
        if (!right) continue;
        const overhead = Math.max(Math.trunc(0.1 * heap), 384);
        const weighed = (amounts: number[]) =>
          amounts.reduce((sum, amount, index) => sum + amount * weights[index]!, 0) /
          weights.reduce((sum, weight) => sum + weight, 0);
        all.push({
          shape: { cores, cpuRequestMillis: request, heapMiB: heap, overheadMiB: overhead, memoryMiB: heap + overhead },
          slots: weighed(counts.map((count, index) => (count * cores) / machines[index]!.machine.vcpu)),
          heap: weighed(counts.map((count, index) => (count * heap) / machines[index]!.machine.memoryMiB)),
        });
      }
    }
  }
  const mostSlots = Math.max(...all.map(({ slots }) => slots));
  const full = all.filter(({ slots }) => slots > mostSlots - 1e-9);
  const mostHeap = Math.max(...full.map(({ heap }) => heap));
  const [best] = full
    .filter(({ heap }) => heap >= 0.99 * mostHeap - 1e-12)
    .sort(
      (a, b) => b.shape.cores - a.shape.cores || b.heap - a.heap || b.shape.cpuRequestMillis - a.shape.cpuRequestMillis,
    );
  return best?.shape;
}

describe("the objective", () => {
  test("no request, heap or number of cores beats the chosen shape", () => {
    fc.assert(
      fc.property(smallMachines, (machines) => {
        const chosen = chooseShape(machines, jvm);
        const best = bruteForce(machines);
        expect(chosen).toEqual(best);
      }),
      { numRuns: 60 },
    );
  });

  test("k pods fit and k + 1 do not, and no machine gets more task slots than vCPU", () => {
    fc.assert(
      fc.property(smallMachines, fc.constantFrom("jvm" as const, "pyspark" as const), (machines, kind) => {
        const shape = chooseShape(machines, { kind });
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
