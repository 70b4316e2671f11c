import { cluster, issuesOf, m5xlarge, m7i4xlarge, plan, pool } from "../fixtures";

const twoPools = cluster({
  sparkPools: [
    pool("small", [m5xlarge()]),
    pool("large", [m7i4xlarge()]),
    pool("spot", [m7i4xlarge()], { capacity: "spot" }),
  ],
});

const oneLarge = cluster({ sparkPools: [pool("large", [m7i4xlarge()])] });

describe("which pools run a role", () => {
  test("by default every pool that allows it: drivers on-demand only, executors on spot first", () => {
    const { driver, executor } = plan({ cluster: twoPools });
    expect(driver.pools).toEqual(["small", "large"]);
    expect(driver.preferences).toEqual([]);
    expect(executor.pools).toEqual(["spot", "small", "large"]);
    expect(executor.preferences).toEqual([{ pool: "spot", weight: 100 }]);
  });

  test("as asked, in the order asked, which becomes the preference", () => {
    const { executor } = plan({ cluster: twoPools, executors: { pools: ["large", "spot"] } });
    expect(executor.pools).toEqual(["large", "spot"]);
    expect(executor.preferences).toEqual([{ pool: "large", weight: 100 }]);
    expect(executor.packing.map(({ pool: name, podsPerNode }) => [name, podsPerNode])).toEqual([
      ["large", 4],
      ["spot", 4],
    ]);
  });

  test.each([
    [
      { executors: { pools: ["spt"] } },
      "executors.pools[0]",
      "is no Spark pool of the cluster",
      'Did you mean "spot"?',
    ],
    [{ executors: { pools: ["spot", "spot"] } }, "executors.pools[1]", "is named twice", 'Did you mean "spot"?'],
    [
      { drivers: { pools: ["spot"] } },
      "drivers.pools[0]",
      "is a spot pool, and a driver that is lost with its node takes its application with it",
      'Did you mean "small"?',
    ],
    [
      { drivers: { pools: [] } },
      "drivers.pools",
      "leaves no pool for drivers",
      "Name a pool, or leave drivers.pools out to use all of them.",
    ],
  ])("%j is refused", (args, path, problem, change) => {
    expect(issuesOf({ cluster: twoPools, ...args })).toEqual([expect.objectContaining({ path, problem, change })]);
  });

  test("a cluster with spot pools only has no place for drivers", () => {
    const spotOnly = cluster({
      sparkPools: [pool("spot", [m7i4xlarge()], { capacity: "spot", runs: ["driver", "executor"] })],
    });
    expect(issuesOf({ cluster: spotOnly })).toEqual([
      expect.objectContaining({ path: "cluster.sparkPools", problem: "holds no on-demand pool that runs drivers" }),
    ]);
  });
});

describe("what does not fit", () => {
  test("memory: the arithmetic, the most that fits and the pools where it would", () => {
    // 14 GiB = 14336, overhead 1433, 15769 in all; m5.xlarge leaves 16384 - 2222 - 350 = 13812, of which 12557 can be heap.
    const [issue, ...others] = issuesOf({ cluster: twoPools, executors: { memory: "14Gi" } });
    expect(others).toEqual([]);
    expect(issue).toEqual({
      path: "executors.memory",
      value: "14Gi",
      problem:
        "does not fit m5.xlarge: the pod takes 15 769 MiB (14 336 MiB heap + 1 433 MiB overhead), and a pod can get at most " +
        "13 812 MiB (16 384 MiB − 2 222 MiB kube-reserved − 350 MiB node agents) there",
      allowed: '"auto", or a heap of at most 12 557 MiB',
      change: 'Use memory "auto" or "12557m", or only the pools ["spot","large"], where it fits.',
    });
    expect(plan({ cluster: twoPools, executors: { memory: "12557m" } }).executor.shape.heapMiB).toBe(12_557);
    expect(
      plan({ cluster: twoPools, executors: { memory: "14Gi", pools: ["spot", "large"] } }).executor.shape.heapMiB,
    ).toBe(14_336);
  });

  test("memory that fits no pool asks for machines that have it: 61 440 MiB heap and 10 % overhead", () => {
    expect(issuesOf({ drivers: { memory: "60g" } })).toEqual([
      expect.objectContaining({
        path: "drivers.memory",
        change: 'Use memory "auto" or "52129m", or machines that leave 67 584 MiB for a pod.',
      }),
    ]);
  });

  test("PySpark's overhead counts: 11g fits a 16 GiB machine for a JVM and not for PySpark", () => {
    const small = cluster({ sparkPools: [pool("small", [m5xlarge()])] });
    // 11264 + 1126 = 12390; 11264 + 4505 = 15769; 13812 are there.
    expect(plan({ cluster: small, executors: { memory: "11g" } }).executor.shape.memoryMiB).toBe(12_390);
    expect(issuesOf({ cluster: small, executors: { memory: "11g", kind: "pyspark" } }).map(({ path }) => path)).toEqual(
      ["executors.memory"],
    );
  });

  test("off-heap and PySpark memory: the parts, and the most that leaves the least heap", () => {
    // m5.xlarge leaves 13812: less 512 + 384 of heap and overhead that is 12916.
    expect(issuesOf({ cluster: twoPools, executors: { offHeap: "20g", pools: ["small"] } })).toEqual([
      {
        path: "executors.offHeap",
        value: "20g",
        problem:
          "does not fit m5.xlarge: the pod takes 21 376 MiB (512 MiB heap + 384 MiB overhead + 20 480 MiB off-heap), and a pod " +
          "can get at most 13 812 MiB (16 384 MiB − 2 222 MiB kube-reserved − 350 MiB node agents) there",
        allowed: '"auto", or off-heap memory of at most 12 916 MiB',
        change: 'Use offHeap "auto" or "12916m", or machines that leave 21 376 MiB for a pod.',
      },
    ]);
    expect(issuesOf({ cluster: twoPools, executors: { offHeap: "12916m", pools: ["small"] } })).toEqual([]);
    expect(
      issuesOf({ cluster: twoPools, executors: { memory: "4g", pysparkMemory: "10g", pools: ["small"] } }),
    ).toEqual([
      expect.objectContaining({
        path: "executors.pysparkMemory",
        // 13812 - 4096 - 409.
        allowed: "PySpark memory of at most 9 307 MiB",
        change: 'Use pysparkMemory "9307m", or machines that leave 14 745 MiB for a pod.',
      }),
    ]);
  });

  test("a heap that leaves the engine off the heap too little", () => {
    // 12000 + 1251 + 512 = 13763 fits 13812, 12046 + 1255 + 512 = 13813 does not.
    const small = (memory: string) => ({
      cluster: twoPools,
      executors: { kind: "off-heap", memory, pools: ["small"] },
    });
    expect(issuesOf(small("12045m"))).toEqual([]);
    expect(issuesOf(small("12046m"))).toEqual([
      expect.objectContaining({ path: "executors.memory", allowed: '"auto", or a heap of at most 12 045 MiB' }),
    ]);
  });

  test("cores: more than the smallest machine has", () => {
    expect(issuesOf({ cluster: twoPools, executors: { cores: 5 } })).toEqual([
      expect.objectContaining({
        path: "executors.cores",
        value: 5,
        problem: "does not fit m5.xlarge, which has 4 vCPU, and a node never gets more task slots than vCPU",
        allowed: "1 to 4 in the pools that may run it",
      }),
    ]);
  });

  test("cores and memory are both named when both are too much", () => {
    const paths = issuesOf({ executors: { cores: 17, memory: "60g" } }).map(({ path }) => path);
    expect(paths).toEqual(["executors.cores", "executors.memory"]);
  });

  test("a machine that DaemonSets fill is named when nothing was asked for", () => {
    const full = cluster({ sparkPools: [pool("full", [m5xlarge({ allocatableMiB: 900 })])] });
    const issues = issuesOf({ cluster: full });
    expect(issues.map(({ path }) => path)).toEqual(["executors.pools", "drivers.pools"]);
    expect(issues[0]?.problem).toContain(
      'includes m5.xlarge of pool "full", which leaves no room for one executor: 3690m CPU',
    );
  });
});

test.each([0, -1, 2.5, NaN, Infinity, 1e9])("%p is no number of cores", (cores) => {
  expect(issuesOf({ executors: { cores }, drivers: { cores } }).map(({ path }) => path)).toEqual([
    "executors.cores",
    "drivers.cores",
  ]);
});

test.each(["4GB!", "4G", "", "0", "0g", "-1g", "NaN", "1e9g", "511m", "lots"])("%p is no memory", (memory) => {
  expect(issuesOf({ executors: { memory }, drivers: { memory } }).map(({ path }) => path)).toEqual([
    "executors.memory",
    "drivers.memory",
  ]);
});

test("the reason names off-heap memory, and what stays free under a heap that stops at 31 GiB", () => {
  const reasonOf = (executors: object) => plan({ cluster: oneLarge, executors }).executor.reason;
  // 3909 of 16384 and 9123 of 16384 a pod.
  expect(reasonOf({ kind: "off-heap" })).toContain("23 % of the memory is heap and 55 % off-heap, the best that fits.");
  // One pod of 34 918 of 57 341 MiB.
  expect(reasonOf({ cores: 16 })).toMatch(
    / 22 423 MiB stay free, since a heap above 31 GiB loses compressed pointers; fewer cores or kind "off-heap" or a memory of your own would use them\.$/,
  );
  expect(reasonOf({ cores: 16, memory: "31g" })).toMatch(/, with cores 16 and memory 31g as asked for\.$/);
});

test("each pod's share of the node's local disk is what a full node has for it: 90 000 MiB by 4", () => {
  expect(plan().executor.packing[0]).toMatchObject({ podsPerNode: 4, localDiskMiB: 22_500 });
});

test("the reason says what a node holds and whether it was asked for", () => {
  expect(plan().executor.reason).toBe(
    "4 executors of 4 cores fit m7i.4xlarge: 16 of 16 vCPU are task slots and 79 % of the memory is heap, the best that fits.",
  );
  expect(plan({ executors: { cores: 2, memory: "4g" } }).executor.reason).toBe(
    "8 executors of 2 cores fit m7i.4xlarge: 16 of 16 vCPU are task slots and 50 % of the memory is heap, " +
      "with cores 2 and memory 4g as asked for.",
  );
});
