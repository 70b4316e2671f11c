import { describeIssue } from "../../../lib/plan/issue";
import { systemSchedulingOf } from "../../../lib/plan/placement/scheduling";
import { cluster, issuesOf, m5large, m7i4xlarge, machine, plan, pool } from "../fixtures";

const arm = (name: string) => m7i4xlarge({ name, architecture: "arm64" });

test("every pod that will exist has a place, drivers on on-demand and the platform's own on the system pool", () => {
  const { placements } = plan({ warm: { executors: 5, drivers: 1 } });
  expect(
    placements.map(({ pod: { name, replicas, priorityClassName }, pools }) => [
      name,
      replicas,
      priorityClassName,
      pools,
    ]),
  ).toEqual([
    ["driver", 160, "analytics-driver", ["on-demand"]],
    ["executor", 80, "analytics-executor", ["on-demand", "spot"]],
    ["pause pod (executor)", 5, "analytics-overprovisioning", ["spot"]],
    ["pause pod (driver)", 1, "analytics-overprovisioning", ["on-demand"]],
    ["spark operator controller", 1, "analytics-system", ["system"]],
    ["spark operator webhook", 2, "analytics-system", ["system"]],
    ["history server", 1, "analytics-system", ["system"]],
  ]);
});

test("the operator and the history server are not planned where they are not wanted", () => {
  const { placements } = plan({ sparkOperator: false, historyServer: false });
  expect(placements.map(({ pod }) => pod.name)).toEqual(["driver", "executor"]);
});

test("the platform's own pods take requests and affinity from the plan", () => {
  const built = plan();
  expect(systemSchedulingOf(built, "history server")).toEqual({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: "spark-platform/pool", operator: "In", values: ["system"] }] },
          ],
        },
      },
    },
    tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
    priorityClassName: "analytics-system",
  });
});

test("the platform's own pods run on a system pool that is kept for add-ons, as AKS recommends", () => {
  // https://learn.microsoft.com/azure/aks/use-system-pools names this very taint.
  const taints = [{ key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" as const }];
  const kept = cluster({ systemPools: [pool("system", [m5large()], { role: "system", taints })] });
  const { placements } = plan({ cluster: kept });
  expect(placements.filter(({ pools }) => pools.includes("system")).map(({ pod }) => pod.name)).toEqual([
    "spark operator controller",
    "spark operator webhook",
    "history server",
  ]);
});

test("pods that the cluster itself brings are placed too, with the others", () => {
  const systemPods = [{ name: "cluster-autoscaler", replicas: 2, cpuMillis: 100, memoryMiB: 600 }];
  const { placements } = plan({ cluster: cluster({ systemPods }) });
  expect(placements.at(-1)).toMatchObject({ pod: { name: "cluster-autoscaler", replicas: 2 }, pools: ["system"] });
  // Three nodes leave 3 * (6903 - 350) = 19659 MiB; with 5632 MiB of the platform's own, 15 GiB more is too much.
  const large = cluster({ systemPods: [{ name: "mesh", replicas: 3, cpuMillis: 100, memoryMiB: 5120 }] });
  expect(issuesOf({ cluster: large })[0]?.problem).toBe(
    "do not hold the platform's own pods together: spark operator controller, spark operator webhook, history server, mesh " +
      "ask for 1500m CPU and 20 992 MiB",
  );
});

describe("what can't be placed", () => {
  const taint = { key: "team", value: "data", effect: "NoSchedule" as const };

  test("a taint of the system pool that nobody tolerates names all the pods that it keeps out, once", () => {
    const tainted = cluster({ systemPools: [pool("system", [m5large()], { role: "system", taints: [taint] })] });
    expect(issuesOf({ cluster: tainted }).map(describeIssue)).toEqual([
      'cluster.systemPools[0].taints[0]: {"key":"team","value":"data","effect":"NoSchedule"} keeps out ' +
        "spark operator controller, spark operator webhook, history server, which do not tolerate it. " +
        "Allowed: no taint but CriticalAddonsOnly on a pool for the platform's own pods. " +
        'Take the taint off pool "system", or add a system pool without it.',
    ]);
  });

  test("a soft taint and a tainted pool beside a free one keep nobody out", () => {
    const soft = pool("soft", [m5large()], { role: "system", taints: [{ ...taint, effect: "PreferNoSchedule" }] });
    expect(issuesOf({ cluster: cluster({ systemPools: [soft] }) })).toEqual([]);
    const tainted = pool("tainted", [m5large()], { role: "system", taints: [taint] });
    const both = plan({ cluster: cluster({ systemPools: [tainted, pool("free", [m5large()], { role: "system" })] }) });
    expect(both.placements.at(-1)?.pools).toEqual(["free"]);
  });

  test("extra taints of Spark pools are tolerated", () => {
    const taints = [
      { key: "b", effect: "NoExecute" as const },
      { key: "a", value: "1", effect: "NoSchedule" as const },
    ];
    const { placements } = plan({ cluster: cluster({ sparkPools: [pool("only", [m7i4xlarge()], { taints })] }) });
    expect(placements[0]?.pools).toEqual(["only"]);
    expect(placements[0]?.pod.tolerations).toEqual([
      { key: "a", operator: "Equal", value: "1", effect: "NoSchedule" },
      { key: "b", operator: "Exists", effect: "NoExecute" },
    ]);
  });

  test("an image for amd64 only on an arm64 pool", () => {
    const mixed = cluster({ sparkPools: [pool("intel", [m7i4xlarge()]), pool("graviton", [arm("m7g.4xlarge")])] });
    expect(issuesOf({ cluster: mixed, spark: { architectures: ["amd64"] } })).toEqual([
      {
        path: "spark.architectures",
        value: ["amd64"],
        problem: 'leaves out arm64, the architecture of m7g.4xlarge in pool "graviton", which is for driver, executor',
        allowed: 'a list that holds "arm64", with an image that is built for it',
        change: 'Use an image that is built for arm64 too and say so, or take pool "graviton" out of what runs it.',
      },
    ]);
    const only = { pools: ["intel"] };
    expect(issuesOf({ cluster: mixed, spark: { architectures: ["amd64"] }, executors: only, drivers: only })).toEqual(
      [],
    );
  });

  test("the history server keeps to the system pool that its image can run on", () => {
    const pools = [pool("arm", [m5large({ name: "m7g.large", architecture: "arm64" })], { role: "system" })];
    const armOnly = cluster({ systemPools: pools });
    expect(issuesOf({ cluster: armOnly, spark: { architectures: ["amd64"] } }).map(({ path }) => path)).toEqual([
      "spark.architectures",
    ]);
    const both = cluster({ systemPools: [...pools, pool("intel", [m5large()], { role: "system" })] });
    const placed = plan({ cluster: both, spark: { architectures: ["amd64"] } }).placements;
    expect(placed.at(-1)?.pools).toEqual(["intel"]);
    expect(placed.at(-2)?.pools).toEqual(["arm", "intel"]);
  });

  test("a system pool that is too small for the history server", () => {
    const small = machine({ name: "t3.small", vcpu: 2, memoryMiB: 2048, cpuMillis: 1930, allocatableMiB: 1500 });
    const issues = issuesOf({ cluster: cluster({ systemPools: [pool("system", [small], { role: "system" })] }) });
    expect(issues.map(({ path, problem }) => [path, problem])).toEqual([
      [
        "cluster.systemPools[0]",
        "is too small for spark operator controller, history server: a pod asks for up to 500m CPU and 3 072 MiB, and a node leaves " +
          "1700m CPU, 1 150 MiB (2 048 MiB − 548 MiB kube-reserved − 350 MiB node agents) memory and 29 pods",
      ],
    ]);
  });

  test("system pods that fit one by one and not together", () => {
    // 3072 + 2048 + 2 * 256 = 5632; one node leaves 5000.
    const tight = machine({ name: "tight", vcpu: 2, memoryMiB: 6144, cpuMillis: 1930, allocatableMiB: 5350 });
    const one = (maxNodes: number) =>
      cluster({ systemPools: [pool("system", [tight], { role: "system", minNodes: 1, maxNodes })] });
    expect(issuesOf({ cluster: one(1) })).toEqual([
      expect.objectContaining({
        path: "cluster.systemPools",
        value: ["system: at most 1 of tight"],
        problem:
          "do not hold the platform's own pods together: spark operator controller, spark operator webhook, history server " +
          "ask for 1200m CPU and 5 632 MiB",
      }),
    ]);
    expect(issuesOf({ cluster: one(2) })).toEqual([]);
  });

  test("a cluster without an on-demand system pool", () => {
    const expected = [
      expect.objectContaining({
        path: "cluster.systemPools",
        problem: "holds no on-demand pool for spark operator controller, spark operator webhook, history server",
      }),
    ];
    expect(issuesOf({ cluster: cluster({ systemPools: [] }) })).toEqual(expected);
    const spot = pool("system", [m5large()], { role: "system", capacity: "spot" });
    expect(issuesOf({ cluster: cluster({ systemPools: [spot] }) })).toEqual(expected);
    expect(issuesOf({ cluster: cluster({ systemPools: [] }), sparkOperator: false, historyServer: false })).toEqual([]);
  });

  test("a spot pool whose labels are those that drivers look for", () => {
    const labels = { "spark-platform/pool": "on-demand" };
    const alike = cluster({
      sparkPools: [
        pool("on-demand", [m7i4xlarge()]),
        pool("spot", [m7i4xlarge()], { capacity: "spot", labels, selector: labels }),
      ],
    });
    expect(issuesOf({ cluster: alike })).toEqual([
      expect.objectContaining({
        path: "cluster.sparkPools[1].labels",
        problem: 'match what nodes are selected by for driver, and pool "spot" is a spot spark pool',
      }),
    ]);
  });

  test("a pool whose nodes do not carry its selector, and one without a selector", () => {
    const unlabelled = cluster({ sparkPools: [pool("on-demand", [m7i4xlarge()], { labels: { other: "x" } })] });
    expect(issuesOf({ cluster: unlabelled }).map(({ path }) => path)).toEqual(["cluster.sparkPools[0].labels"]);
    const bare = cluster({ sparkPools: [pool("on-demand", [m7i4xlarge()], { selector: {} })] });
    expect(issuesOf({ cluster: bare }).map(({ path }) => path)).toContain("cluster.sparkPools[0].selector");
  });
});
