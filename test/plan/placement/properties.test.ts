import fc from "fast-check";

import type { ClusterPlan } from "../../../lib/plan/cluster";
import type { NodePoolPlan, PoolMachine } from "../../../lib/plan/nodes/pool";
import { podTemplate } from "../../../lib/plan/placement/pod-template";
import { schedulingOf, systemSchedulingOf } from "../../../lib/plan/placement/scheduling";
import type { PlatformPlan, PlatformPlanArgs } from "../../../lib/plan/platform";
import { cluster, issuesOf, m5large, m5xlarge, m7i4xlarge, plan, pool, r54xlarge } from "../fixtures";

/** As much of a pod as the scheduler's filters look at, written as the API server gets it. */
interface PodSpec {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: { matchExpressions: { key: string; operator: string; values: string[] }[] }[];
      };
    };
  };
  tolerations: { key?: string; operator?: string; value?: string; effect?: string }[];
  requests: { cpuMillis: number; memoryMiB: number };
}

/**
 * The filters NodeAffinity, TaintToleration and NodeResourcesFit, from what Kubernetes' own pages say and from nothing of the plan.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
function isFeasible({ affinity, tolerations, requests }: PodSpec, { labels, taints }: NodePoolPlan, node: PoolMachine) {
  const { nodeSelectorTerms } = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  // Terms are ORed, expressions of a term ANDed, and a term without any matches nothing.
  const affine = nodeSelectorTerms.some(
    ({ matchExpressions }) =>
      matchExpressions.length > 0 &&
      matchExpressions.every(({ key, operator, values }) => {
        if (operator !== "In") throw new Error(`not restated here: ${operator}`);
        const value = labels[key];
        return value !== undefined && values.includes(value);
      }),
  );
  const untolerated = taints.filter(
    (taint) =>
      taint.effect !== "PreferNoSchedule" &&
      !tolerations.some((one) => {
        const sameEffect = one.effect === undefined || one.effect === "" || one.effect === taint.effect;
        if (!sameEffect) return false;
        if (one.operator === "Exists") return one.key === undefined || one.key === "" || one.key === taint.key;
        return one.key === taint.key && (one.value ?? "") === (taint.value ?? "");
      }),
  );
  // What DaemonSets request is on the node already.
  const used = node.daemonSets.reduce(
    (sum, { cpuMillis, memoryMiB }) => ({ cpuMillis: sum.cpuMillis + cpuMillis, memoryMiB: sum.memoryMiB + memoryMiB }),
    { cpuMillis: 0, memoryMiB: 0 },
  );
  const fits =
    used.cpuMillis + requests.cpuMillis <= node.allocatable.cpuMillis &&
    used.memoryMiB + requests.memoryMiB <= node.allocatable.memoryMiB &&
    node.daemonSets.length + 1 <= node.allocatable.pods;
  return affine && untolerated.length === 0 && fits;
}

/** What is deployed for a planned pod: the templates of Spark's pods, the scheduling of pause pods and of the platform's own. */
function deployedSpec(built: PlatformPlan, { pod }: PlatformPlan["placements"][number]): PodSpec {
  const requests = { cpuMillis: pod.cpuMillis, memoryMiB: pod.memoryMiB };
  if (pod.name === "driver" || pod.name === "executor") {
    const { shape } = built[pod.name];
    const { affinity, tolerations } = podTemplate(built, pod.name).spec;
    return { affinity, tolerations, requests: { cpuMillis: shape.cpuRequestMillis, memoryMiB: shape.memoryMiB } };
  }
  const role = /^pause pod \((driver|executor)\)$/.exec(pod.name)?.[1] as "driver" | "executor" | undefined;
  const warm = built.warm.find((one) => one.role === role);
  return { ...(role && warm ? schedulingOf(built, role, warm.pool) : systemSchedulingOf(built, pod.name)), requests };
}

const poolsOf = ({ cluster: { systemPools, sparkPools } }: { cluster: ClusterPlan }) => [...systemPools, ...sparkPools];

function checkPlacements(built: PlatformPlan): void {
  const pools = poolsOf(built);
  for (const placement of built.placements) {
    const spec = deployedSpec(built, placement);
    const feasible = pools.filter((one) => one.machines.every((machine) => isFeasible(spec, one, machine)));
    // The scheduler would take exactly the pools that the plan names, no fewer and no more.
    expect([placement.pod.name, feasible.map(({ name }) => name).sort()]).toEqual([
      placement.pod.name,
      [...placement.pools].sort(),
    ]);
    expect(feasible.length).toBeGreaterThan(0);
    const roles = feasible.map(({ role, capacity }) => `${role} on ${capacity}`);
    if (placement.pod.name.includes("driver")) expect(new Set(roles)).toEqual(new Set(["spark on on-demand"]));
    else if (placement.pod.name.includes("executor"))
      expect(roles.every((role) => role.startsWith("spark"))).toBe(true);
    else expect(new Set(roles)).toEqual(new Set(["system on on-demand"]));
    for (const { machines } of feasible) {
      for (const { machine } of machines) expect(placement.pod.architectures).toContain(machine.architecture);
    }
  }
  expect(built.placements.filter(({ pod }) => pod.name === "driver")).toHaveLength(1);
  expect(built.placements.filter(({ pod }) => pod.name === "executor")).toHaveLength(1);
}

const effect = fc.constantFrom("NoSchedule" as const, "NoExecute" as const, "PreferNoSchedule" as const);
const taint = fc.record(
  { key: fc.constantFrom("team", "example.com/gpu", "spark"), value: fc.constantFrom("", "a", "b"), effect },
  { requiredKeys: ["key", "effect"] },
);
const labels = fc.dictionary(fc.constantFrom("team", "zone", "example.com/generation"), fc.constantFrom("a", "b"));
const architecture = fc.constantFrom("amd64" as const, "arm64" as const);

/** Pools of one or two machine types, told apart by one label of their own and maybe by more. */
function anyPool(
  name: string,
  role: NodePoolPlan["role"],
  capacity: NodePoolPlan["capacity"],
  taints: fc.Arbitrary<NodePoolPlan["taints"]>,
) {
  const types = role === "system" ? [m5large, m5xlarge] : [m5xlarge, m7i4xlarge, r54xlarge];
  return fc
    .record({
      types: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 2 }),
      architecture,
      labels,
      inSelector: fc.boolean(),
      taints,
      maxNodes: fc.integer({ min: 2, max: 40 }),
    })
    .map((one) => {
      const own = { "spark-platform/pool": name };
      return pool(
        name,
        one.types.map((type) => type({ architecture: one.architecture })),
        {
          ...{ role, capacity, maxNodes: one.maxNodes, taints: one.taints },
          labels: { "kubernetes.io/os": "linux", ...one.labels, ...own },
          selector: one.inSelector ? { ...one.labels, ...own } : own,
        },
      );
    });
}

const sparkTaints = fc.array(taint, { maxLength: 3 });
const systemTaints = fc.constantFrom<NodePoolPlan["taints"]>(
  [],
  [],
  [{ key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" }],
  [{ key: "CriticalAddonsOnly", effect: "NoExecute" }],
  [{ key: "team", value: "a", effect: "PreferNoSchedule" }],
);
const clusters: fc.Arbitrary<ClusterPlan> = fc
  .record({
    system: fc.array(anyPool("s", "system", "on-demand", systemTaints), { minLength: 1, maxLength: 2 }),
    first: anyPool("p", "spark", "on-demand", sparkTaints),
    more: fc.array(
      fc.oneof(anyPool("p", "spark", "on-demand", sparkTaints), anyPool("p", "spark", "spot", sparkTaints)),
      { maxLength: 3 },
    ),
  })
  .map(({ system, first, more }) => {
    const named = (pools: NodePoolPlan[], prefix: string) =>
      pools.map((one, index) => {
        const own = { "spark-platform/pool": `${prefix}${index}` };
        return {
          ...one,
          name: `${prefix}${index}`,
          labels: { ...one.labels, ...own },
          selector: { ...one.selector, ...own },
        };
      });
    return cluster({ systemPools: named(system, "s"), sparkPools: named([first, ...more], "p") });
  });

const wish = fc.record(
  {
    cores: fc.integer({ min: 1, max: 4 }),
    memory: fc.constantFrom("auto", "2g", "6g"),
    kind: fc.constantFrom("jvm" as const, "pyspark" as const),
  },
  { requiredKeys: [] },
);
const platforms: fc.Arbitrary<Partial<PlatformPlanArgs>> = fc.record(
  {
    cluster: clusters,
    executors: wish,
    drivers: wish,
    warm: fc.record({ executors: fc.nat(6), drivers: fc.nat(3) }),
    namespaces: fc.constantFrom(
      [{ name: "jobs" }],
      [{ name: "jobs", quota: { cpu: 40, memory: "200Gi", pods: 20 } }, { name: "adhoc" }],
    ),
    sparkOperator: fc.constantFrom(false as const, "kubeflow" as const, "apache" as const),
    historyServer: fc.boolean(),
  },
  { requiredKeys: ["cluster"] },
);

test("every pod of every plan can be scheduled on exactly the pools that the plan names, drivers never on spot", () => {
  const seen = { plans: 0, pods: 0, taintedSystem: 0, spot: 0 };
  fc.assert(
    fc.property(platforms, (args) => {
      const issues = issuesOf(args);
      // Rooms that are too small are refused; nothing that is made here keeps a pod off by its labels or taints.
      expect(issues.filter(({ path }) => /labels|taints|selector|architectures/.test(path))).toEqual([]);
      if (issues.length > 0) return;
      const built = plan(args);
      checkPlacements(built);
      seen.plans += 1;
      seen.pods += built.placements.length;
      seen.spot += built.cluster.sparkPools.some(({ capacity }) => capacity === "spot") ? 1 : 0;
      seen.taintedSystem += built.cluster.systemPools.every(({ taints }) => taints.length > 0) ? 1 : 0;
    }),
    { numRuns: 200 },
  );
  expect(seen.plans).toBeGreaterThan(60);
  expect(seen.spot).toBeGreaterThan(20);
  expect(seen.taintedSystem).toBeGreaterThan(10);
});

describe("one thing changed about a pool of a plan", () => {
  /** Every pod that the plan counts on the pool for: Spark's own, and the platform's own where they have no other pool. */
  const dependentOn = (built: PlatformPlan, name: string) =>
    built.placements
      .filter(({ pod, pools }) => (pod.allowedOn.includes("system") ? pools.join() === name : pools.includes(name)))
      .map(({ pod }) => pod.name);

  function refusesAfter(
    list: "systemPools" | "sparkPools",
    change: (one: NodePoolPlan) => NodePoolPlan,
    pathEnd: RegExp,
  ): void {
    const seen = { refused: 0 };
    fc.assert(
      fc.property(platforms, fc.nat(3), (args, pick) => {
        if (issuesOf(args).length > 0) return;
        const built = plan(args);
        const pools = built.cluster[list];
        const victim = pools[pick % pools.length]!;
        const dependent = dependentOn(built, victim.name);
        if (dependent.length === 0) return;
        const changed = pools.map((one) => (one === victim ? change(one) : one));
        const issues = issuesOf({ ...args, cluster: { ...built.cluster, [list]: changed } });
        const found = issues.filter(({ path }) => pathEnd.test(path));
        expect(found).toHaveLength(1);
        const [{ problem, change: way } = { problem: "", change: "" }] = found;
        for (const name of dependent) expect(problem).toContain(name);
        expect(way).toContain(`"${victim.name}"`);
        seen.refused += 1;
      }),
      { numRuns: 80 },
    );
    expect(seen.refused).toBeGreaterThan(15);
  }

  test.each(["systemPools", "sparkPools"] as const)(
    "of %s: a label that its nodes no longer carry names every pod that needs it",
    (list) => {
      const relabelled = (one: NodePoolPlan) => ({ ...one, labels: { ...one.labels, "spark-platform/pool": "other" } });
      refusesAfter(list, relabelled, /\.labels$/);
    },
  );

  test("of the system pools: a taint that nobody tolerates names the platform's own pods", () => {
    const extra = { key: "other-team", value: "x", effect: "NoSchedule" as const };
    refusesAfter("systemPools", (one) => ({ ...one, taints: [...one.taints, extra] }), /\.taints\[\d+\]$/);
  });

  test("of the system pools: another architecture than the history server's image names it", () => {
    // The operator's images are built for both.
    const seen = { refused: 0 };
    fc.assert(
      fc.property(platforms, (args) => {
        const asked = { ...args, historyServer: true, spark: { architectures: ["amd64" as const] } };
        if (issuesOf(asked).length > 0) return;
        const { cluster: on } = plan(asked);
        const systemPools = on.systemPools.map((one) => ({
          ...one,
          machines: one.machines.map((each) => ({
            ...each,
            machine: { ...each.machine, architecture: "arm64" as const },
          })),
        }));
        const [issue] = issuesOf({ ...asked, cluster: { ...on, systemPools } });
        expect(issue?.path).toBe("spark.architectures");
        expect(issue?.problem).toMatch(/which is for history server$/);
        seen.refused += 1;
      }),
      { numRuns: 80 },
    );
    expect(seen.refused).toBeGreaterThan(3);
  });
});

test("a spot pool whose nodes carry the labels of the drivers' pool is refused, with the driver named", () => {
  const seen = { refused: 0 };
  fc.assert(
    fc.property(platforms, (args) => {
      if (issuesOf(args).length > 0) return;
      const built = plan(args);
      const target = built.cluster.sparkPools.find(({ name }) => built.driver.pools.includes(name))!;
      const spot = built.cluster.sparkPools.find(({ capacity }) => capacity === "spot");
      fc.pre(spot !== undefined);
      const sparkPools = built.cluster.sparkPools.map((one) =>
        one === spot ? { ...one, labels: target.labels, selector: target.selector, taints: target.taints } : one,
      );
      const problems = issuesOf({ ...args, cluster: { ...built.cluster, sparkPools } }).map(({ problem }) => problem);
      expect(
        problems.filter((problem) => /selected by for (driver|.*driver)/.test(problem) && problem.includes("spot")),
      ).not.toEqual([]);
      seen.refused += 1;
    }),
    { numRuns: 80 },
  );
  expect(seen.refused).toBeGreaterThan(10);
});
