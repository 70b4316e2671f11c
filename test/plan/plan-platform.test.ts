import fc from "fast-check";

import { InvalidArguments } from "../../lib/plan";
import type { ClusterPlan } from "../../lib/plan/cluster";
import type { NodePoolPlan } from "../../lib/plan/nodes/pool";
import type { PlannedPod } from "../../lib/plan/placement/pod";
import { podTemplate } from "../../lib/plan/placement/pod-template";
import type { PlatformPlan, PlatformPlanArgs } from "../../lib/plan/platform";
import { cluster, issuesOf, m5large, m5xlarge, m7i4xlarge, plan, pool, r54xlarge } from "./fixtures";

const pathsOf = (args: Record<string, unknown>) => issuesOf(args).map(({ path }) => path);

describe("defaults", () => {
  test("one namespace for jobs, one for the platform, operator and history server, no room kept free", () => {
    const { name, namespaces, systemNamespace, sparkOperator, historyServer, warm } = plan();
    expect({ name, namespaces, systemNamespace, sparkOperator, historyServer, warm }).toEqual({
      name: "analytics",
      namespaces: [{ name: "spark-jobs", team: "spark-jobs" }],
      systemNamespace: "spark-system",
      sparkOperator: "kubeflow",
      historyServer: true,
      warm: [],
    });
  });

  test("the same arguments give the same plan, to the byte", () => {
    expect(JSON.stringify(plan())).toBe(JSON.stringify(plan()));
  });
});

describe("names", () => {
  test.each(["a", "analytics-2", "a".repeat(30)])("%s is a name", (name) => {
    expect(plan({ name }).name).toBe(name);
  });

  test.each(["", "Analytics", "-a", "a-", "1a", "a_b", "a.b", "ä", "a".repeat(31), "a\n"])("%j is none", (name) => {
    expect(pathsOf({ name })).toEqual(["name"]);
  });

  test.each([
    [[], ["namespaces"]],
    [[{ name: "Jobs" }], ["namespaces[0].name"]],
    [[{ name: "a".repeat(64) }], ["namespaces[0].name"]],
    [[{ name: "jobs" }, { name: "kube-system" }], ["namespaces[1].name"]],
    [[{ name: "jobs" }, { name: "jobs" }], ["namespaces[1].name"]],
    [[{ name: "spark-system" }], ["namespaces[0].name"]],
  ])("namespaces %j are refused at %j", (namespaces, paths) => {
    expect(pathsOf({ namespaces })).toEqual(paths);
  });

  test.each(["kube-public", "Spark", ""])("the system namespace can't be %j", (systemNamespace) => {
    expect(pathsOf({ systemNamespace })).toEqual(["systemNamespace"]);
  });
});

describe("quotas", () => {
  const quotas = (quota: unknown) => ({ namespaces: [{ name: "free" }, { name: "team", quota }] });

  test("are planned in numbers", () => {
    const { namespaces } = plan(quotas({ cpu: 64, memory: "256Gi", pods: 20 }) as Partial<PlatformPlanArgs>);
    // (64000 - 978) / 3915 = 16
    expect(namespaces).toEqual([
      { name: "free", team: "free" },
      { name: "team", team: "team", quota: { cpu: 64, memoryMiB: 262_144, pods: 20 }, maxExecutors: 16 },
    ]);
  });

  // A driver takes 978m and 3583 MiB, an executor 3915m and 14335 MiB: 4893m and 17918 MiB.
  test.each([
    [{ cpu: 4.893, memory: "17918Mi" }, []],
    [{ cpu: 4.892, memory: "17918Mi" }, ["namespaces[1].quota.cpu"]],
    [{ cpu: 4.893, memory: "17917Mi" }, ["namespaces[1].quota.memory"]],
    [{ cpu: 64, memory: "256Gi", pods: 1 }, ["namespaces[1].quota.pods"]],
    [{ cpu: 64, memory: "256GB" }, ["namespaces[1].quota.memory"]],
    [{ cpu: 0, memory: "256Gi" }, ["namespaces[1].quota.cpu"]],
    [{ cpu: NaN, memory: "256Gi" }, ["namespaces[1].quota.cpu"]],
    [{ cpu: 64, memory: "256Gi", pods: 2.5 }, ["namespaces[1].quota.pods"]],
    [{ cpu: 64 }, ["namespaces[1].quota.memory"]],
  ])("%j has issues at %j", (quota, paths) => {
    expect(pathsOf(quotas(quota))).toEqual(paths);
  });

  test("the arithmetic is in the message", () => {
    expect(issuesOf(quotas({ cpu: 2, memory: "16Gi" })).map(({ problem }) => problem)).toEqual([
      "is less than one driver and one executor take: 978m + 3915m = 4893m CPU",
      "is less than one driver and one executor take: 3 583 MiB + 14 335 MiB = 17 918 MiB",
    ]);
  });
});

describe("warm capacity", () => {
  test("stands on the pool that the role prefers and keeps whole nodes up, which is worth a warning", () => {
    // 4 executors fit a node: 9 take 3. 16 drivers fit a node: 17 take 2.
    const { warm, warnings } = plan({ spark: { image: "mine:1" }, warm: { executors: 9, drivers: 17 } });
    const room = { by: "pause-pods" };
    expect(warm).toEqual([
      {
        ...{ ...room, name: "executor-spot", argument: "warm.executors" },
        ...{ role: "executor", replicas: 9, pool: "spot", nodes: 3 },
      },
      {
        ...{ ...room, name: "driver-on-demand", argument: "warm.drivers" },
        ...{ role: "driver", replicas: 17, pool: "on-demand", nodes: 2 },
      },
    ]);
    expect(warnings.map(({ path, problem }) => [path, problem])).toEqual([
      ["warm.executors", 'keeps 3 nodes of pool "spot" up, which would go down to 0'],
      ["warm.drivers", 'keeps 2 nodes of pool "on-demand" up, which would go down to 0'],
    ]);
  });

  test("is silent where the pool never goes below those nodes", () => {
    const kept = cluster({ sparkPools: [pool("on-demand", [m7i4xlarge()], { minNodes: 3 })] });
    expect(plan({ cluster: kept, spark: { image: "mine:1" }, warm: { executors: 9 } }).warnings).toEqual([]);
  });

  test.each([
    [{ executors: 40 }, []],
    [{ executors: 41 }, ["warm.executors"]],
    [{ drivers: 161 }, ["warm.drivers"]],
    [{ executors: -1 }, ["warm.executors"]],
    [{ executors: 1.5, drivers: NaN }, ["warm.executors", "warm.drivers"]],
    [{ executors: 1e9 }, ["warm.executors"]],
    [{ executors: Infinity }, ["warm.executors"]],
  ])("%j has issues at %j", (warm, paths) => {
    expect(pathsOf({ warm })).toEqual(paths);
  });

  test("executors and drivers share the pool's nodes, and the last node where both rests fit", () => {
    const one = (maxNodes: number) => cluster({ sparkPools: [pool("only", [m7i4xlarge()], { maxNodes })] });
    // 3 executors and 4 drivers fill one node: 3 * 3915 + 4 * 978 = 15657 of 15660; 3 * 14335 + 4 * 3583 = 57337 of 57341.
    expect(pathsOf({ cluster: one(1), warm: { executors: 3, drivers: 4 } })).toEqual([]);
    expect(pathsOf({ cluster: one(1), warm: { executors: 3, drivers: 5 } })).toEqual([
      "warm.executors",
      "warm.drivers",
    ]);
    expect(pathsOf({ cluster: one(2), warm: { executors: 3, drivers: 5 } })).toEqual([]);
  });
});

describe("the cluster", () => {
  test.each(["1.33", "1.36", "1.35.2-gke.1842000"])("Kubernetes %s is supported", (kubernetesVersion) => {
    expect(pathsOf({ cluster: cluster({ kubernetesVersion }) })).toEqual([]);
  });

  test.each(["1.32", "1.37", "2.0", "1.350", "latest", ""])("Kubernetes %j is not", (kubernetesVersion) => {
    expect(pathsOf({ cluster: cluster({ kubernetesVersion }) })).toEqual(["cluster.kubernetesVersion"]);
  });
});

describe("warnings", () => {
  const warningsFor = (args: Partial<PlatformPlanArgs>) => plan(args).warnings.map(({ path }) => path);

  test("the stock image can't open object stores; another image or HDFS is nobody's business", () => {
    const [warning] = plan().warnings;
    expect(warning?.path).toBe("spark.image");
    expect(warning?.change).toContain("SparkImage");
    expect(warning?.change).toContain("spark.hadoopCloud: true");
    expect(warningsFor({ spark: { image: "docker.io/apache/spark:4.1.1-python3" } })).toEqual(["spark.image"]);
    expect(warningsFor({ spark: { image: "registry.example/spark:4.1.1" } })).toEqual([]);
    const hdfs = cluster({ storage: { schemes: ["hdfs"], configuration: [] } });
    expect(warningsFor({ cluster: hdfs, eventLogs: { uri: "hdfs:///events" } })).toEqual([]);
  });

  test("storage that the cluster does not manage", () => {
    const unmanaged = cluster({ storage: { schemes: "unmanaged", configuration: [] } });
    const uri = "s3a://bucket/events";
    const [warning] = plan({ cluster: unmanaged, spark: { image: "mine:1" }, eventLogs: { uri } }).warnings;
    expect(warning?.problem).toBe("leaves access to s3a://bucket/events to you");
    expect(warning?.change).toContain("service accounts of drivers and executors the right to write event logs");
  });

  test("a history server that may run code from event logs", () => {
    const image = { image: "mine:1", hadoopCloud: true };
    expect(warningsFor({ spark: { ...image, version: "3.5.6" } })).toEqual(["spark.version"]);
    expect(warningsFor({ spark: { ...image, version: "3.5.6" }, historyServer: false })).toEqual([]);
    expect(warningsFor({ spark: { ...image, version: "3.5.7" } })).toEqual([]);
  });

  test("more executors than the pools hold", () => {
    const key = "spark.dynamicAllocation.maxExecutors";
    const path = [`sparkConf["${key}"]`];
    expect(warningsFor({ spark: { image: "mine:1" }, sparkConf: { [key]: "80" } })).toEqual(path);
    expect(warningsFor({ spark: { image: "mine:1" }, sparkConf: { [key]: "79" } })).toEqual([]);
  });
});

describe("structure", () => {
  test.each([
    [{ name: 5 }, ["name"]],
    [{ name: undefined }, ["name"]],
    [{ spark: "4.1.1" }, ["spark"]],
    [{ spark: { version: 4.1 } }, ["spark.version"]],
    [{ spark: { image: "my image" } }, ["spark.image"]],
    [{ spark: { architectures: ["x86"] } }, ["spark.architectures[0]"]],
    [{ spark: { architectures: [] } }, ["spark.architectures"]],
    [{ namespaces: ["jobs"] }, ["namespaces[0]"]],
    [{ executors: { cores: "4" } }, ["executors.cores"]],
    [{ executors: { memory: 4 } }, ["executors.memory"]],
    [{ executors: { kind: "scala" } }, ["executors.kind"]],
    [{ executors: { pools: "spot" } }, ["executors.pools"]],
    [{ executors: { core: 4 } }, ["executors.core"]],
    [{ warm: 3 }, ["warm"]],
    [{ eventLogs: "s3a://b/c" }, ["eventLogs"]],
    [{ sparkConf: { "spark.speculation": true } }, ['sparkConf["spark.speculation"]']],
    [{ historyServer: "yes" }, ["historyServer"]],
    [{ sparkOperator: null }, ["sparkOperator"]],
    [{ executor: {} }, ["executor"]],
  ])("%j has issues at %j", (args, paths) => {
    expect(pathsOf(args)).toEqual(paths);
  });

  test("every problem is in one error, each with path, value, what is allowed and what to change", () => {
    const args = {
      name: "Analytics",
      executors: { cores: 0, memory: "4GB!" },
      drivers: { pools: ["nowhere"] },
      warm: { executors: -1 },
      namespaces: [{ name: "kube-jobs" }],
      eventLogs: { uri: "s3://bucket" },
      sparkConf: { "spark.master": "local" },
      spark: { version: "3.4.0" },
    };
    expect(() => plan(args)).toThrow(InvalidArguments);
    expect(pathsOf(args)).toEqual([
      "name",
      "spark.version",
      'sparkConf["spark.master"]',
      "warm.executors",
      "namespaces[0].name",
      "eventLogs.uri",
      "executors.memory",
      "executors.cores",
      "drivers.pools[0]",
    ]);
    for (const { problem, allowed, change } of issuesOf(args)) {
      expect(problem).toMatch(/^(is|has|would|belongs) /);
      expect(allowed).not.toBe("");
      expect(change).toMatch(/[.?]$/);
    }
  });

  test("the error names the platform", () => {
    expect(() => plan({ name: "Analytics" })).toThrow(
      /^SparkPlatform "Analytics" has 1 problem; nothing of it was created\.\n/,
    );
  });
});

describe("whatever comes in", () => {
  const keys = [
    "name",
    "spark",
    "namespaces",
    "systemNamespace",
    "executors",
    "drivers",
    "warm",
    "eventLogs",
    "sparkConf",
    "historyServer",
    "sparkOperator",
  ];
  const garbage = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 });
  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      0,
      -1,
      1,
      4,
      1e9,
      1e308,
      NaN,
      Infinity,
      2 ** 53,
      null,
      "",
      "auto",
      "10g",
      "__proto__",
      [],
      {},
    ),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
  const nearlyRight = fc.record(
    {
      name: odd,
      spark: fc.record({ version: optional(odd), image: optional(odd), architectures: optional(fc.array(odd)) }),
      namespaces: fc.array(
        fc.record({ name: odd, quota: optional(fc.record({ cpu: odd, memory: odd, pods: optional(odd) })) }),
      ),
      executors: fc.record({
        cores: optional(odd),
        memory: optional(odd),
        kind: optional(odd),
        pools: optional(fc.array(odd)),
      }),
      drivers: fc.record({ cores: optional(odd), memory: optional(odd), pools: optional(fc.array(odd)) }),
      warm: fc.record({ executors: optional(odd), drivers: optional(odd) }),
      budget: fc.record({ maxHourly: optional(odd), maxMonthly: optional(odd) }),
      eventLogs: fc.record({ uri: odd }),
      sparkConf: fc.dictionary(fc.string(), odd),
    },
    { requiredKeys: [] },
  );

  test("either a plan comes out or InvalidArguments", () => {
    const seen = { plans: 0, refusals: 0 };
    fc.assert(
      fc.property(fc.oneof(garbage, nearlyRight), (args) => {
        // issuesOf throws on anything but InvalidArguments.
        const issues = issuesOf(args);
        seen[issues.length === 0 ? "plans" : "refusals"] += 1;
      }),
      { numRuns: 500 },
    );
    expect(seen.refusals).toBeGreaterThan(100);
  });
});

describe("every plan", () => {
  const machines = fc.constantFrom(m5large, m5xlarge, m7i4xlarge, r54xlarge);
  const architecture = fc.constantFrom("amd64" as const, "arm64" as const);
  const taints = fc.constantFrom<NodePoolPlan["taints"]>(
    [],
    [{ key: "spark", value: "yes", effect: "NoSchedule" }],
    [{ key: "batch", effect: "NoExecute" }],
  );
  const sparkPool = (name: string, capacity: NodePoolPlan["capacity"]) =>
    fc
      .record({
        kinds: fc.uniqueArray(machines, { minLength: 1, maxLength: 2 }),
        architecture,
        taints,
        maxNodes: fc.integer({ min: 1, max: 50 }),
      })
      .map(({ kinds, architecture: one, ...more }) =>
        pool(
          name,
          kinds.map((kind) => kind({ architecture: one })),
          { capacity, ...more },
        ),
      );
  const clusters: fc.Arbitrary<ClusterPlan> = fc
    .tuple(
      fc.array(fc.constantFrom("on-demand" as const, "spot" as const), { minLength: 0, maxLength: 3 }),
      fc.infiniteStream(fc.nat()),
    )
    .chain(([capacities]) =>
      fc
        .tuple(
          sparkPool("p0", "on-demand"),
          ...capacities.map((capacity, index) => sparkPool(`p${index + 1}`, capacity)),
        )
        .map((sparkPools) => cluster({ sparkPools })),
    );
  const wish = fc.record(
    {
      cores: fc.integer({ min: 1, max: 8 }),
      memory: fc.constantFrom("auto", "2g", "4g", "10g", "14Gi"),
      kind: fc.constantFrom("jvm" as const, "pyspark" as const),
    },
    { requiredKeys: [] },
  );
  const platforms = fc.record(
    {
      cluster: clusters,
      executors: wish,
      drivers: wish,
      warm: fc.record({ executors: fc.nat(20), drivers: fc.nat(20) }),
    },
    { requiredKeys: ["cluster"] },
  );

  /** The scheduler's four filters, written again. */
  const runsOn = (pod: PlannedPod, { labels, taints: all, machines: on }: NodePoolPlan) =>
    pod.requiredNodes.some((term) => Object.entries(term).every(([key, value]) => labels[key] === value)) &&
    all.every(({ key, value = "", effect }) =>
      pod.tolerations.some(
        (one) => one.key === key && one.effect === effect && (one.operator === "Exists" || (one.value ?? "") === value),
      ),
    ) &&
    on.every(
      ({ machine, available }) =>
        pod.architectures.includes(machine.architecture) &&
        pod.cpuMillis <= available.cpuMillis &&
        pod.memoryMiB <= available.memoryMiB,
    );

  function checkPlan({ cluster: on, placements, driver, executor, configuration, warm }: PlatformPlan) {
    const pools = new Map([...on.systemPools, ...on.sparkPools].map((one) => [one.name, one]));
    for (const { pod, pools: names } of placements) {
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(runsOn(pod, pools.get(name)!)).toBe(true);
    }
    expect(driver.pools.filter((name) => pools.get(name)?.capacity === "spot")).toEqual([]);
    for (const { shape, packing } of [driver, executor]) {
      expect(shape.memoryMiB).toBe(shape.heapMiB + shape.overheadMiB);
      for (const { podsPerNode } of packing) expect(podsPerNode).toBeGreaterThanOrEqual(1);
    }
    for (const { pool: name, nodes } of warm) expect(nodes).toBeLessThanOrEqual(pools.get(name)!.maxNodes);
    const max = configuration.find(({ key }) => key === "spark.dynamicAllocation.maxExecutors");
    expect(Number(max?.value)).toBeGreaterThanOrEqual(1);
  }

  test("has a place for every pod, and its pod templates name the same pools", () => {
    const seen = { plans: 0 };
    fc.assert(
      fc.property(platforms, (args) => {
        if (issuesOf(args).length > 0) return;
        const built = plan(args);
        seen.plans += 1;
        checkPlan(built);
        for (const role of ["driver", "executor"] as const) {
          const { nodeAffinity } = podTemplate(built, role).spec.affinity;
          const terms = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
          expect(terms.map(({ matchExpressions }) => matchExpressions[0]?.values[0])).toEqual(built[role].pools);
        }
      }),
      { numRuns: 200 },
    );
    expect(seen.plans).toBeGreaterThan(20);
  });

  test("without a wish nothing is ever refused but a pool that is too small for a driver and an executor", () => {
    fc.assert(
      fc.property(clusters, (on) => {
        const paths = pathsOf({ cluster: on });
        expect(paths.filter((path) => path !== "cluster.sparkPools")).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
