import fc from "fast-check";

import { explainShape } from "../../../lib/plan/executors/explain";
import { podsPerNode } from "../../../lib/plan/executors/pack";
import type { PodShape } from "../../../lib/plan/executors/shape";
import { m5xlarge, m7i4xlarge, machine } from "../fixtures";

/** 4 cores, 3915m, 13 032 + 1 303 MiB: what four of fill an m7i.4xlarge. */
const four: PodShape = {
  ...{ cores: 4, cpuRequestMillis: 3915, heapMiB: 13_032, overheadMiB: 1303 },
  ...{ offHeapMiB: 0, pysparkMiB: 0, memoryMiB: 14_335 },
};

describe("a shape that fits", () => {
  test("comes with the arithmetic of a full node in one line", () => {
    expect(explainShape(four, m7i4xlarge())).toEqual({
      fits: true,
      podsPerNode: 4,
      line:
        "4 × 3915m = 15660m of 15660m CPU, 4 × 14 335 MiB = 57 340 MiB of 57 341 MiB " +
        "(65 536 MiB − 7 845 MiB kube-reserved − 350 MiB node agents) memory, 4 × 4 = 16 task slots on 16 vCPU, 4 of 29 pods",
      shortOf: [],
    });
  });
});

describe("a shape that does not fit", () => {
  test("says what is short, and the nearest shape takes just what there is", () => {
    // m5.xlarge leaves 3920 - 230 and 14162 - 350 = 13812 = 11 * 1255 + 7.
    expect(explainShape(four, m5xlarge())).toEqual({
      fits: false,
      podsPerNode: 0,
      line:
        "does not fit: 1 × 3915m = 3915m of 3690m CPU, 1 × 14 335 MiB = 14 335 MiB of 13 812 MiB " +
        "(16 384 MiB − 2 222 MiB kube-reserved − 350 MiB node agents) memory, 1 × 4 = 4 task slots on 4 vCPU, 1 of 29 pods",
      shortOf: ["cpu", "memory"],
      nearest: {
        shape: {
          ...{ cores: 4, cpuRequestMillis: 3690, heapMiB: 12_557, overheadMiB: 1255 },
          ...{ offHeapMiB: 0, pysparkMiB: 0, memoryMiB: 13_812 },
        },
        line: expect.stringMatching(
          /^1 × 3690m = 3690m of 3690m CPU, 1 × 13 812 MiB = 13 812 MiB of 13 812 MiB/,
        ) as string,
      },
    });
  });

  test("the seed's trap, 4 whole cores on 4 vCPU, lacks CPU only: the nearest keeps the memory", () => {
    // 11264 + 1126.
    const trap = { ...four, cpuRequestMillis: 4000, heapMiB: 11_264, overheadMiB: 1126, memoryMiB: 12_390 };
    const { shortOf, nearest } = explainShape(trap, m5xlarge());
    expect(shortOf).toEqual(["cpu"]);
    expect(nearest?.shape).toEqual({ ...trap, cpuRequestMillis: 3690 });
  });

  test("more cores than vCPU come down to them", () => {
    const {
      shortOf,
      nearest,
      podsPerNode: count,
    } = explainShape({ ...four, cores: 6, memoryMiB: 13_000 }, m5xlarge({ cpuMillis: 4200 }));
    expect([shortOf, nearest?.shape.cores, count]).toEqual([["task slots"], 4, 0]);
  });

  test.each([
    // 9866 + floor(0.4 * 9866) = 13812.
    [
      "PySpark's overhead follows the heap",
      { heapMiB: 12_000, overheadMiB: 4800, memoryMiB: 16_800 },
      [9866, 3946, 0, 0],
    ],
    // 8633 + 863 + floor(8633 / 2) = 13812.
    [
      "off-heap memory keeps its proportion",
      { heapMiB: 16_000, overheadMiB: 1600, offHeapMiB: 8000, memoryMiB: 25_600 },
      [8633, 863, 4316, 0],
    ],
    // The overhead of the kind off-heap is 10 % of both: 3139 + 1255 + 9417 = 13811, and one more of heap makes 13816.
    [
      "so does the overhead of native engines",
      { heapMiB: 10_000, overheadMiB: 4000, offHeapMiB: 30_000, memoryMiB: 44_000 },
      [3139, 1255, 9417, 0],
    ],
    // 13812 - 5000 of an overhead that is nobody's rule.
    [
      "an overhead of the user's own stays",
      { heapMiB: 12_000, overheadMiB: 5000, memoryMiB: 17_000 },
      [8812, 5000, 0, 0],
    ],
  ])("%s", (_, memory, [heapMiB, overheadMiB, offHeapMiB, pysparkMiB]) => {
    const { nearest } = explainShape({ ...four, cpuRequestMillis: 3000, ...memory }, m5xlarge());
    expect(nearest?.shape).toMatchObject({ heapMiB, overheadMiB, offHeapMiB, pysparkMiB });
  });

  test.each([
    ["memory for the least heap", m5xlarge({ allocatableMiB: 350 + 895 })],
    ["CPU", m5xlarge({ cpuMillis: 230 })],
    ["pods", m5xlarge({ pods: 1 })],
  ])("there is no nearest where a machine has no %s", (_, small) => {
    expect(explainShape(four, small)).toMatchObject({ fits: false, podsPerNode: 0 });
    expect(explainShape(four, small).nearest).toBeUndefined();
  });
});

describe("any shape on any machine", () => {
  /** With an overhead by one of Spark's rules, or one that no rule gives. */
  const shapes = fc
    .record({
      cores: fc.integer({ min: 1, max: 12 }),
      cpuRequestMillis: fc.integer({ min: 1, max: 12_000 }),
      heapMiB: fc.integer({ min: 512, max: 40_000 }),
      overhead: fc.oneof(fc.constantFrom(10, 40), fc.integer({ min: 17_000, max: 20_000 })),
      offHeapMiB: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40_000 })),
      pysparkMiB: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10_000 })),
    })
    .map(({ overhead, ...parts }) => {
      const overheadOf = (heap: number) =>
        overhead > 100 ? overhead : Math.max(384, Math.floor((heap * overhead) / 100));
      const overheadMiB = overheadOf(parts.heapMiB);
      const memoryMiB = parts.heapMiB + overheadMiB + parts.offHeapMiB + parts.pysparkMiB;
      return { shape: { ...parts, overheadMiB, memoryMiB }, overheadOf };
    });
  const machines = fc
    .record({
      vcpu: fc.integer({ min: 1, max: 16 }),
      free: fc.integer({ min: 0, max: 64_000 }),
      pods: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ vcpu, free, pods }) =>
      machine({
        name: "some",
        vcpu,
        memoryMiB: free + 1000,
        cpuMillis: vcpu * 1000 - 60 + 230,
        allocatableMiB: free + 350,
        pods: pods + 1,
      }),
    );

  /** Written again: what the scheduler and the library's own rule ask of one pod. */
  const fitsOn = (
    { cores, cpuRequestMillis, memoryMiB }: PodShape,
    { available, machine: { vcpu } }: ReturnType<typeof machine>,
  ) =>
    cpuRequestMillis <= available.cpuMillis && memoryMiB <= available.memoryMiB && available.pods >= 1 && cores <= vcpu;

  test("fits when one pod does, and says what is short when it does not", () => {
    fc.assert(
      fc.property(shapes, machines, ({ shape }, on) => {
        const { fits, shortOf, podsPerNode: count, line } = explainShape(shape, on);
        expect(fits).toBe(fitsOn(shape, on));
        expect(shortOf.length === 0).toBe(fits);
        expect(count).toBe(fits ? podsPerNode(shape, on) : 0);
        expect(line).not.toContain("\n");
      }),
    );
  });

  test("the nearest shape fits, changes only what is short, and takes all that there is of that", () => {
    const seen = { nearest: 0 };
    fc.assert(
      fc.property(shapes, machines, ({ shape, overheadOf }, on) => {
        const { fits, shortOf, nearest } = explainShape(shape, on);
        if (fits) expect(nearest).toBeUndefined();
        if (nearest === undefined) return;
        seen.nearest += 1;
        const { shape: near } = nearest;
        expect(fitsOn(near, on)).toBe(true);
        expect(near.memoryMiB).toBe(near.heapMiB + near.overheadMiB + near.offHeapMiB + near.pysparkMiB);
        expect(near.cores).toBe(shortOf.includes("task slots") ? on.machine.vcpu : shape.cores);
        expect(near.cpuRequestMillis).toBe(shortOf.includes("cpu") ? on.available.cpuMillis : shape.cpuRequestMillis);
        if (!shortOf.includes("memory")) {
          expect(near).toMatchObject({
            heapMiB: shape.heapMiB,
            offHeapMiB: shape.offHeapMiB,
            memoryMiB: shape.memoryMiB,
          });
          return;
        }
        expect(near.heapMiB).toBeGreaterThanOrEqual(512);
        const heap = near.heapMiB + 1;
        const beside = [shape.offHeapMiB, shape.pysparkMiB].map((mib) => Math.floor((mib * heap) / shape.heapMiB));
        expect(heap + overheadOf(heap) + beside[0]! + beside[1]!).toBeGreaterThan(on.available.memoryMiB);
      }),
      { numRuns: 500 },
    );
    expect(seen.nearest).toBeGreaterThan(100);
  });
});
