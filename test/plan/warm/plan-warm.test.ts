import fc from "fast-check";

import { capacityBuffers, type ClusterPlan } from "../../../lib/plan/cluster";
import type { WarmHours } from "../../../lib/plan/warm/args";
import { cluster, issuesOf, m7i4xlarge, plan, pool } from "../fixtures";

const hours: WarmHours = { from: "08:00", to: "18:00", timeZone: "Europe/Berlin" };
const pathsOf = (args: Record<string, unknown>) => issuesOf(args).map(({ path }) => path);
const withBuffers = (): ClusterPlan => {
  const plain = cluster();
  return { ...plain, autoscaler: { ...plain.autoscaler, capacityBuffers } };
};

describe("several entries", () => {
  test("say each which pool, size and team it is for, and when", () => {
    const { warm } = plan({
      namespaces: [{ name: "etl", team: "data" }],
      executorSizes: [{ name: "small", cores: 2 }],
      warm: [
        { executors: 9 },
        { executors: 4, pool: "on-demand", executorSize: "small", team: "data", hours },
        { executors: 1, drivers: 1, hours: { ...hours, by: "keda" } },
      ],
    });
    expect(warm.map(({ hours: own, ...entry }) => ({ ...entry, switchedBy: own?.by }))).toEqual([
      // 4 executors of 4 cores fit a node, and 8 of 2 cores.
      {
        ...{ name: "executor-spot", argument: "warm[0].executors", by: "pause-pods", switchedBy: undefined },
        ...{ role: "executor", replicas: 9, pool: "spot", nodes: 3 },
      },
      {
        ...{ name: "executor-small-on-demand", argument: "warm[1].executors", by: "pause-pods" },
        ...{ role: "executor", size: "small", replicas: 4, pool: "on-demand", nodes: 1 },
        ...{ team: "data", switchedBy: "cron-jobs" },
      },
      {
        ...{ name: "executor-spot-2", argument: "warm[2].executors", by: "pause-pods", switchedBy: "keda" },
        ...{ role: "executor", replicas: 1, pool: "spot", nodes: 1 },
      },
      {
        ...{ name: "driver-on-demand", argument: "warm[2].drivers", by: "pause-pods", switchedBy: "keda" },
        ...{ role: "driver", replicas: 1, pool: "on-demand", nodes: 1 },
      },
    ]);
  });

  test("have names of their own, also where a pool is named like the second of another", () => {
    const pools = ["spot", "spot-2"].map((name) => pool(name, [m7i4xlarge()], { capacity: "spot" }));
    const on = cluster({ sparkPools: [...pools, pool("on-demand", [m7i4xlarge()])] });
    const { warm } = plan({
      cluster: on,
      warm: [
        { executors: 1, pool: "spot" },
        { executors: 1, pool: "spot" },
        { executors: 1, pool: "spot-2" },
      ],
    });
    expect(warm.map(({ name }) => name)).toEqual(["executor-spot", "executor-spot-3", "executor-spot-2"]);
  });

  test("add up in a pool while they are in force together, and only then", () => {
    // 10 nodes of 4 executors
    const [morning, evening] = [
      { executors: 24, hours: { ...hours, to: "12:00" } },
      { executors: 24, hours: { ...hours, from: "12:00" } },
    ];
    expect(pathsOf({ warm: [morning, evening] })).toEqual([]);
    expect(pathsOf({ warm: [morning, evening, { executors: 17 }] })).toEqual([
      "warm[0].executors",
      "warm[2].executors",
    ]);
    expect(pathsOf({ warm: [morning, { ...evening, hours }] })).toEqual(["warm[0].executors", "warm[1].executors"]);
  });

  test("have a pod placed for each, and one that switches where CronJobs do", () => {
    const { placements } = plan({
      executorSizes: [{ name: "small", cores: 2 }],
      warm: [
        { executors: 1, executorSize: "small", hours },
        { executors: 2, pool: "on-demand", hours },
        { executors: 3, hours: { ...hours, by: "keda" } },
      ],
    });
    const pods = placements.filter(({ pod }) => /^(pause|warm)/.test(pod.name));
    expect(pods.map(({ pod, pools }) => [pod.name, pod.replicas, pools])).toEqual([
      ['pause pod (executor "small")', 1, ["spot"]],
      ["pause pod (executor)", 2, ["on-demand"]],
      ["pause pod (executor)", 3, ["spot"]],
      ["warm hours", 2, ["system"]],
    ]);
    const small = plan({ executorSizes: [{ name: "small", cores: 2 }] }).executorSizes[0]!.sized.shape;
    expect(pods[0]?.pod).toMatchObject({ cpuMillis: small.cpuRequestMillis, memoryMiB: small.memoryMiB });
  });
});

describe("what can't be kept free is refused, all of it at once:", () => {
  test.each<[unknown, string[]]>([
    [{ executors: 1, pool: "sopt" }, ["warm.pool"]],
    [{ drivers: 1, pool: "spot" }, ["warm.pool"]],
    [[{ executors: 1 }, { executors: 1, drivers: 1, pool: "spot" }], ["warm[1].pool"]],
    [{ executors: 1, executorSize: "tiny" }, ["warm.executorSize"]],
    [{ drivers: 1, executorSize: "small" }, ["warm.executorSize"]],
    [{ executors: 1, team: "sales" }, ["warm.team"]],
    [
      [{ executors: -1 }, { drivers: 0.5, pool: "x" }],
      ["warm[0].executors", "warm[1].drivers", "warm[1].pool"],
    ],
    [[{ executors: "4" }], ["warm[0].executors"]],
    [[3], ["warm[0]"]],
    [{ executors: 1, hours: { ...hours, to: "07:00", timeZone: "Berlin" } }, ["warm.hours.timeZone", "warm.hours.to"]],
    [{ executors: 1, hours: { from: "08:00" } }, ["warm.hours.to", "warm.hours.timeZone"]],
    [{ executors: 1, hours: { ...hours, days: ["Monday"] } }, ["warm.hours.days[0]"]],
    [[{ executors: 1, hours: { ...hours, by: "cron" } }], ["warm[0].hours.by"]],
    [{ executors: 1, pol: "spot" }, ["warm.pol"]],
  ])("%j", (warm, paths) => {
    const args = { executorSizes: [{ name: "small", cores: 2 }], warm };
    expect(pathsOf(args)).toEqual(paths);
  });

  test("a pool that executors were told to stay off", () => {
    expect(pathsOf({ executors: { pools: ["spot"] }, warm: { executors: 1, pool: "on-demand" } })).toEqual([
      "warm.pool",
    ]);
  });

  test("KEDA where no pause pods are", () => {
    const warm = { executors: 1, hours: { ...hours, by: "keda" } };
    expect(issuesOf({ cluster: withBuffers(), warm })).toEqual([
      {
        path: "warm.hours.by",
        value: "keda",
        problem: "scales pause pods, and cluster-autoscaler keeps this room itself by CapacityBuffer objects",
        allowed: '"cron-jobs"',
        change: "Leave it out.",
      },
    ]);
  });
});

describe("the priority of pause pods", () => {
  test("is the lowest that still brings nodes, or what was asked for", () => {
    expect(plan().pausePriority).toBe(-10);
    expect(plan({ pausePriority: -1 }).pausePriority).toBe(-1);
  });

  test("is refused below cluster-autoscaler's cutoff of -10, which is never the reason for a node", () => {
    expect(issuesOf({ pausePriority: -11 })).toEqual([
      {
        path: "pausePriority",
        value: -11,
        problem: "is below what cluster-autoscaler adds nodes for, so no room would be kept free",
        allowed: "a whole number from -10 to -1",
        change: "Leave it out for -10.",
      },
    ]);
  });

  test.each([0, 5, -1.5, NaN])("is refused at %j", (pausePriority) => {
    expect(pathsOf({ pausePriority })).toEqual(["pausePriority"]);
  });
});

describe("where the autoscaler knows CapacityBuffers", () => {
  test("those keep the room, and no pause pod is placed", () => {
    const { warm, placements } = plan({ cluster: withBuffers(), warm: { executors: 2, drivers: 1, hours } });
    expect(warm.map(({ by }) => by)).toEqual(["capacity-buffers", "capacity-buffers"]);
    expect(placements.map(({ pod }) => pod.name).filter((name) => name.startsWith("pause"))).toEqual([]);
    expect(placements.map(({ pod }) => pod.name)).toContain("warm hours");
  });

  test("the pod that pulls the image takes one place of each node that may be warm", () => {
    const podsOf = (warm: object, on = withBuffers()) =>
      plan({ cluster: on, warm }).cluster.sparkPools.map(({ machines }) => machines[0]?.available.pods);
    // 30 pods less a DaemonSet's
    expect(podsOf({ executors: 0 })).toEqual([29, 29]);
    expect(podsOf({ drivers: 1 })).toEqual([28, 29]);
    expect(podsOf({ executors: 1 })).toEqual([28, 28]);
    expect(podsOf({ executors: 1, pool: "spot" })).toEqual([29, 28]);
    expect(podsOf({ executors: 1 }, { ...withBuffers(), autoscaler: cluster().autoscaler })).toEqual([29, 29]);
  });

  test("a team is warned that no pod bills it", () => {
    const args = { namespaces: [{ name: "etl", team: "data" }], warm: [{ executors: 1, team: "data" }] };
    const paths = (on: ReturnType<typeof cluster>) => plan({ ...args, cluster: on }).warnings.map(({ path }) => path);
    expect(paths(withBuffers())).toContain("warm[0].team");
    expect(paths(cluster())).not.toContain("warm[0].team");
  });
});

test("a pool that would go to zero is warned of, with the hours in which it does not", () => {
  const { warnings } = plan({ spark: { image: "mine:1" }, warm: [{ executors: 5, hours }] });
  expect(warnings.map(({ path, problem }) => [path, problem])).toEqual([
    ["warm[0].executors", 'keeps 2 nodes of pool "spot" up, 217.26 hours a month, which would go down to 0'],
  ]);
});

test("whatever is given, there is a plan or there are issues, and never anything else", () => {
  const odd = fc.oneof(fc.constantFrom(undefined, null, NaN, "", "08:00", "24:00", "spot", 1, -1), fc.anything());
  const oddHours = fc.record({ from: odd, to: odd, days: odd, timeZone: odd, by: odd }, { requiredKeys: [] });
  const entry = fc.record(
    { executors: odd, drivers: odd, pool: odd, executorSize: odd, team: odd, hours: fc.oneof(odd, oddHours) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(odd, entry, fc.array(fc.oneof(odd, entry), { maxLength: 3 })), odd, (warm, pausePriority) => {
      for (const { path } of issuesOf({ warm, pausePriority })) expect(path).toMatch(/^(warm|pausePriority)/);
    }),
    { numRuns: 300 },
  );
});
