import fc from "fast-check";

import type { ExecutorSizeArgs, PodShape, PodSizeArgs } from "../../../lib/plan/executors/shape";
import type { NodePoolPlan, PoolMachine } from "../../../lib/plan/nodes/pool";
import { podTemplate } from "../../../lib/plan/placement/pod-template";
import { configurationIn, withExecutorSize } from "../../../lib/plan/room";
import { cluster, issuesOf, m5xlarge, m7i4xlarge, plan, pool, r54xlarge } from "../fixtures";

/** One pool for both roles, so that the default executor has 4 cores, 3915m and 13 032 + 1 303 = 14 335 MiB. */
const onePool = cluster({ sparkPools: [pool("all", [m7i4xlarge()])] });
const twoPools = cluster({ sparkPools: [pool("all", [m7i4xlarge()]), pool("memory", [r54xlarge()])] });

function shapesOf(executorSizes: ExecutorSizeArgs[], executors: PodSizeArgs = {}): Record<string, PodShape> {
  const { executorSizes: sizes } = plan({ cluster: onePool, executors, executorSizes });
  return Object.fromEntries(sizes.map(({ name, sized }) => [name, sized.shape]));
}

describe("a size that leaves its memory open is a slice of the default executor", () => {
  test("by its cores: half and twice of 3915m and 14 335 MiB, rounded down", () => {
    expect(shapesOf([{ name: "small", cores: 2 }, { name: "large", cores: 8 }, { name: "same" }])).toEqual({
      // 7167 = 6516 + 651.
      small: {
        ...{ cores: 2, cpuRequestMillis: 1957, heapMiB: 6516, overheadMiB: 651 },
        ...{ offHeapMiB: 0, pysparkMiB: 0, memoryMiB: 7167 },
      },
      // 28670 = 26064 + 2606.
      large: {
        ...{ cores: 8, cpuRequestMillis: 7830, heapMiB: 26_064, overheadMiB: 2606 },
        ...{ offHeapMiB: 0, pysparkMiB: 0, memoryMiB: 28_670 },
      },
      same: {
        ...{ cores: 4, cpuRequestMillis: 3915, heapMiB: 13_032, overheadMiB: 1303 },
        ...{ offHeapMiB: 0, pysparkMiB: 0, memoryMiB: 14_335 },
      },
    });
  });

  test("with its packing and its reason", () => {
    const [small] = plan({ cluster: onePool, executorSizes: [{ name: "small", cores: 2 }] }).executorSizes;
    expect(small?.sized).toMatchObject({
      role: "executor",
      pools: ["all"],
      packing: [{ pool: "all", machineType: "m7i.4xlarge", podsPerNode: 8, leftOver: { cpuMillis: 4, memoryMiB: 5 } }],
      reason:
        "2 cores where the default executor has 4, with CPU and memory in proportion: sizes whose cores add up to 16 fill " +
        "m7i.4xlarge together.",
    });
  });

  test("of the default's kind, and of its off-heap and PySpark memory", () => {
    // Default: 14335 = 4096 off-heap + 512 PySpark + 9727, of which 6948 + 2779 for PySpark. Half of it: 7167 - 2048 - 256 = 4863.
    expect(
      shapesOf([{ name: "small", cores: 2 }], { kind: "pyspark", offHeap: "4g", pysparkMemory: "512m" }).small,
    ).toMatchObject({ heapMiB: 3474, overheadMiB: 1389, offHeapMiB: 2048, pysparkMiB: 256 });
  });

  test("or of a kind of its own: the same part of the node, divided in its own way", () => {
    // 7167 = 5120 + 2047 (2048 of 5121 would be too much); 14335 = 13032 + 1303, of which 30 % are heap.
    expect(shapesOf([{ name: "python", cores: 2, kind: "pyspark" }]).python).toMatchObject({
      ...{ heapMiB: 5119, overheadMiB: 2047, memoryMiB: 7166 },
    });
    expect(shapesOf([{ name: "native", kind: "off-heap" }]).native).toMatchObject({
      ...{ heapMiB: 3909, overheadMiB: 1303, offHeapMiB: 9123, memoryMiB: 14_335 },
    });
  });

  test("stops its heap at 31 GiB like any other: 16 of 4 cores have 57 340 MiB", () => {
    expect(shapesOf([{ name: "huge", cores: 16 }]).huge).toMatchObject({ cpuRequestMillis: 15_660, heapMiB: 31_744 });
  });

  test("sizes fill a node in any mix whose cores add up to the default executors in whose place they stand", () => {
    const seen = { mixes: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(m7i4xlarge, r54xlarge, m5xlarge),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom<PodSizeArgs["kind"]>("jvm", "pyspark", "off-heap"),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 16 }),
        (kindOfMachine, cores, kind, mix) => {
          const on = kindOfMachine();
          const sparkPools = [pool("all", [on])];
          const executorSizes = [1, 2, 3, 4, 5, 6].map((one) => ({ name: `s${one}`, cores: one }));
          const args = { cluster: cluster({ sparkPools }), executors: { cores, kind }, executorSizes };
          if (issuesOf(args).length > 0) return;
          const { executor, executorSizes: sizes } = plan(args);
          const most = executor.packing[0]!.podsPerNode * executor.shape.cores;
          const taken: PodShape[] = [];
          for (const one of mix) {
            const { shape } = sizes[one - 1]!.sized;
            if (taken.reduce((sum, other) => sum + other.cores, 0) + shape.cores <= most) taken.push(shape);
          }
          seen.mixes += 1;
          const sum = (of: (shape: PodShape) => number) => taken.reduce((all, shape) => all + of(shape), 0);
          expect(sum(({ cpuRequestMillis }) => cpuRequestMillis)).toBeLessThanOrEqual(on.available.cpuMillis);
          expect(sum(({ memoryMiB }) => memoryMiB)).toBeLessThanOrEqual(on.available.memoryMiB);
          expect(sum((shape) => shape.cores)).toBeLessThanOrEqual(on.machine.vcpu);
        },
      ),
      { numRuns: 200 },
    );
    expect(seen.mixes).toBeGreaterThan(50);
  });
});

describe("a size of its own", () => {
  test("has the memory that it names, on the cores that go with it", () => {
    // As the default with 40 GiB: three executors of five cores would not fit, one does.
    expect(shapesOf([{ name: "heavy", memory: "40g" }]).heavy).toMatchObject({ cores: 5, heapMiB: 40_960 });
    expect(shapesOf([{ name: "heavy", cores: 2, memory: "4g" }]).heavy).toMatchObject({ cores: 2, heapMiB: 4096 });
  });

  test("is the best for pools where the default does not run", () => {
    const { executorSizes } = plan({
      cluster: twoPools,
      executors: { pools: ["all"] },
      executorSizes: [{ name: "memory", pools: ["memory"] }],
    });
    // 117962 / 4 = 29490 = 11 * 2680 + 10.
    expect(executorSizes[0]?.sized).toMatchObject({ pools: ["memory"], shape: { cores: 4, heapMiB: 26_809 } });
  });

  test("runs on the default's pools unless it names others", () => {
    const args = {
      cluster: twoPools,
      executors: { pools: ["memory"] },
      executorSizes: [{ name: "heavy", memory: "60g" }],
    };
    expect(plan(args).executorSizes[0]?.sized.pools).toEqual(["memory"]);
  });
});

describe("what can't be", () => {
  test.each<[object[], string, string]>([
    [[{ name: "Large" }], "executorSizes[0].name", "is no name for a size"],
    [[{ name: "" }], "executorSizes[0].name", "is no name for a size"],
    [[{ name: "a" }, { name: "a" }], "executorSizes[1].name", "is named twice"],
    [[{ name: "default" }], "executorSizes[0].name", "is what the platform itself calls other pods"],
    [[{ name: "a", cores: 0 }], "executorSizes[0].cores", "is no number of cores"],
    [[{ name: "a", memory: "much" }], "executorSizes[0].memory", "is no amount of memory"],
    [[{ name: "a", offHeap: "10" }], "executorSizes[0].offHeap", "is no amount of memory"],
    [[{ name: "a", pysparkMemory: "auto" }], "executorSizes[0].pysparkMemory", "is no amount of memory"],
    [[{ name: "a", pools: ["al"] }], "executorSizes[0].pools[0]", "is no Spark pool of the cluster"],
    [[{ name: "a", cores: 20 }], "executorSizes[0].cores", "is more than a node holds of the default executor's cores"],
    [
      [{ name: "a", pysparkMemory: "14g" }],
      "executorSizes[0].cores",
      "leaves the pod 14 335 MiB, which is 4 of the default executor's 4 cores' worth and does not hold what goes into it",
    ],
    [
      [{ name: "a", cores: 17, memory: "4g" }],
      "executorSizes[0].cores",
      "does not fit m7i.4xlarge, which has 16 vCPU, and a node never gets more task slots than vCPU",
    ],
    [[{ name: "a", kind: "r" }], "executorSizes[0].kind", "is not what this argument takes"],
    [[{ cores: 2 }], "executorSizes[0].name", "is missing"],
    [[{ name: "a", units: 2 }], "executorSizes[0].units", "is given to an argument that is not there"],
  ])("%j", (executorSizes, path, problem) => {
    expect(issuesOf({ cluster: onePool, executorSizes })).toEqual([expect.objectContaining({ path, problem })]);
  });

  test("a slice without room for the least heap: 1 of 4 cores of 4 000 MiB has 1 000", () => {
    // 3636 + 384 = 4020.
    const args = { executors: { cores: 4, memory: "3636m" }, executorSizes: [{ name: "tiny", cores: 1 }] };
    expect(issuesOf({ cluster: onePool, ...args })).toEqual([]);
    const less = { executors: { cores: 4, memory: "3000m" }, executorSizes: [{ name: "tiny", cores: 1 }] };
    expect(issuesOf({ cluster: onePool, ...less })).toEqual([
      expect.objectContaining({
        path: "executorSizes[0].cores",
        allowed: expect.stringContaining("at most 16") as string,
      }),
    ]);
  });

  test("a size that has no room beside a driver", () => {
    const sparkPools = [pool("all", [m7i4xlarge()], { maxNodes: 1 })];
    expect(issuesOf({ cluster: cluster({ sparkPools }), executorSizes: [{ name: "whole", cores: 16 }] })).toEqual([
      expect.objectContaining({ path: "executorSizes[0]", value: "whole" }),
    ]);
  });

  test("a pool that the default is refused for is named once", () => {
    const args = { executors: { pools: ["al"] }, executorSizes: [{ name: "a", cores: 1 }] };
    expect(issuesOf({ cluster: onePool, ...args }).map(({ path }) => path)).toEqual(["executors.pools[0]"]);
  });

  test("a size is looked at even when the default executor is at fault, and drivers take no off-heap memory", () => {
    const args = { executors: { cores: 0 }, executorSizes: [{ name: "A" }, { name: "b", memory: "x" }] };
    expect(issuesOf({ cluster: onePool, ...args, drivers: { offHeap: "1g" } }).map(({ path }) => path)).toEqual([
      ...["drivers.offHeap", "executors.cores", "executorSizes[0].name", "executorSizes[1].memory"],
    ]);
  });
});

describe("in the plan", () => {
  const args = {
    cluster: twoPools,
    executorSizes: [
      { name: "small", cores: 1 },
      { name: "native", kind: "off-heap" as const },
    ],
  };

  test("every size has a place and a configuration of its own", () => {
    const built = plan(args);
    expect(built.placements.map(({ pod }) => pod.name).slice(0, 4)).toEqual([
      ...["driver", "executor", 'executor "small"', 'executor "native"'],
    ]);
    const valueOf = (size: string, key: string) =>
      withExecutorSize(built, size).configuration.find((entry) => entry.key === key)?.value;
    expect(valueOf("small", "spark.executor.cores")).toBe("1");
    expect(valueOf("small", "spark.memory.offHeap.size")).toBeUndefined();
    expect(valueOf("native", "spark.memory.offHeap.enabled")).toBe("true");
    const { shape } = built.executorSizes[1]!.sized;
    expect(valueOf("native", "spark.memory.offHeap.size")).toBe(`${shape.offHeapMiB}m`);
    // Ten nodes of either pool with 16 small ones each, less those that a driver of one core takes the place of.
    expect(valueOf("small", "spark.dynamicAllocation.maxExecutors")).toBe("319");
  });

  test("a namespace's quota counts the size that is asked for", () => {
    const { executor, driver } = plan({ cluster: onePool });
    const memoryMiB = driver.shape.memoryMiB + 2 * executor.shape.memoryMiB;
    const built = plan({
      cluster: onePool,
      executorSizes: [{ name: "small", cores: 2 }],
      namespaces: [{ name: "jobs", quota: { cpu: 1000, memory: `${memoryMiB}Mi` } }],
    });
    const most = (size?: string) =>
      configurationIn(withExecutorSize(built, size), "jobs").find(({ key }) => key.endsWith("maxExecutors"))?.value;
    expect([most(), most("small")]).toEqual(["2", "4"]);
  });

  test("pod templates name the size's own pools", () => {
    const own = plan({ ...args, executorSizes: [{ name: "memory", pools: ["memory"] }] });
    const { nodeAffinity } = podTemplate(withExecutorSize(own, "memory"), "executor").spec.affinity;
    const terms = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    expect(terms.map(({ matchExpressions }) => matchExpressions[0]?.values)).toEqual([["memory"]]);
  });
});

describe("whatever is asked for", () => {
  const machines = fc.constantFrom<() => PoolMachine>(m5xlarge, m7i4xlarge, r54xlarge);
  const pools: fc.Arbitrary<NodePoolPlan[]> = fc
    .array(machines, { minLength: 1, maxLength: 2 })
    .map((kinds) => kinds.map((kind, index) => pool(`p${index}`, [kind()])));
  const size = fc.record(
    {
      cores: fc.integer({ min: 0, max: 12 }),
      memory: fc.constantFrom("auto", "1g", "2g", "12g", "100g", "lots"),
      kind: fc.constantFrom("jvm", "pyspark", "off-heap", "jvm", "pyspark", "off-heap", "other"),
      offHeap: fc.constantFrom("auto", "1g", "2g", "20g", "-1g"),
      pysparkMemory: fc.constantFrom("100m", "200m", "1g", "20g", "auto"),
      pools: fc.constantFrom(["p0"], ["p0"], ["p0", "p1"], []),
    },
    { requiredKeys: [] },
  );
  const sound = fc.record(
    { cores: fc.integer({ min: 1, max: 4 }), kind: fc.constantFrom("jvm", "pyspark", "off-heap") },
    { requiredKeys: [] },
  );
  const anySize = fc.oneof({ weight: 3, arbitrary: sound }, { weight: 1, arbitrary: size });
  const sizes = fc
    .array(anySize, { maxLength: 3 })
    .map((all) => all.map((one, index) => ({ name: `size-${index}`, ...one })));

  test("comes out as sizes that fit everywhere, or as issues", () => {
    const seen = { sizes: 0 };
    fc.assert(
      fc.property(pools, anySize, sizes, (sparkPools, executors, executorSizes) => {
        const args = { cluster: cluster({ sparkPools }), executors, executorSizes };
        // issuesOf throws on anything but InvalidArguments.
        if (issuesOf(args).length > 0) return;
        const built = plan(args as Parameters<typeof plan>[0]);
        for (const { sized } of built.executorSizes) {
          seen.sizes += 1;
          const { heapMiB, overheadMiB, offHeapMiB, pysparkMiB, memoryMiB, cores } = sized.shape;
          expect(memoryMiB).toBe(heapMiB + overheadMiB + offHeapMiB + pysparkMiB);
          expect(heapMiB).toBeGreaterThanOrEqual(512);
          for (const { podsPerNode, pool: name } of sized.packing) {
            expect(podsPerNode).toBeGreaterThanOrEqual(1);
            const { vcpu } = sparkPools.find((one) => one.name === name)!.machines[0]!.machine;
            expect(podsPerNode * cores).toBeLessThanOrEqual(vcpu);
          }
        }
      }),
      { numRuns: 600 },
    );
    expect(seen.sizes).toBeGreaterThan(10);
  });
});
