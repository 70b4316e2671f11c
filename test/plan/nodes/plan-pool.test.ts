import fc from "fast-check";

import { describeIssue, type InvalidArguments, type Issue, IssueList } from "../../../lib/plan/issue";
import type { Deduction } from "../../../lib/plan/nodes/allocatable";
import { findMachine, machineNames, nearestMachines } from "../../../lib/plan/nodes/catalogue/catalogue";
import type { MachineType } from "../../../lib/plan/nodes/machine";
import { planSparkPools, planSystemPool, type PoolContext } from "../../../lib/plan/nodes/plan-pool";
import type { NodePoolPlan, SparkPoolArgs, SystemPoolArgs } from "../../../lib/plan/nodes/pool";
import { aksProfile } from "../../../lib/plan/nodes/profiles/aks";
import { autoModeProfile, eksProfile } from "../../../lib/plan/nodes/profiles/eks";

const daemonSets: Deduction[] = [
  { name: "aws-node", cpuMillis: 50, memoryMiB: 128, ephemeralStorageMiB: 0 },
  { name: "kube-proxy", cpuMillis: 100, memoryMiB: 64, ephemeralStorageMiB: 10 },
];

const context: PoolContext = {
  findMachine: (name) => findMachine("aws", name),
  nearestMachines: (name, count) => nearestMachines("aws", name, count),
  profile: eksProfile("al2023"),
  daemonSets,
  poolNameMaxLength: 30,
};

const good: SparkPoolArgs = { name: "batch", machineTypes: ["m5.xlarge"], maxNodes: 10 };

/** Pools as a user without types could write them. */
function plan(pools: unknown, using: Partial<PoolContext> = {}): { plans: NodePoolPlan[]; issues: readonly Issue[] } {
  const issues = new IssueList();
  const plans = planSparkPools(pools as SparkPoolArgs[], "sparkPools", { ...context, ...using }, issues);
  return { plans, issues: found(issues) };
}

function found(issues: IssueList): readonly Issue[] {
  try {
    issues.raise("test");
    return [];
  } catch (error) {
    return (error as InvalidArguments).issues;
  }
}

function issuesOf(pool: Record<string, unknown>, using: Partial<PoolContext> = {}): readonly Issue[] {
  return plan([{ ...good, ...pool }], using).issues;
}

describe("a planned Spark pool", () => {
  it("is complete when only the necessary is given", () => {
    const { plans, issues } = plan([good]);
    expect(issues).toEqual([]);
    expect(plans).toHaveLength(1);
    const { machines, ...rest } = plans[0]!;
    expect(rest).toEqual({
      name: "batch",
      argument: "sparkPools[0]",
      role: "spark",
      capacity: "on-demand",
      runs: ["driver", "executor"],
      minNodes: 0,
      maxNodes: 10,
      diskGiB: 100,
      // 4 vCPU, 2 DaemonSets and 4 more; 255 MiB and 11 for each of them.
      kubelet: { maxPods: 10, kubeReservedMemoryMiB: 365 },
      labels: {
        "spark-platform/pool": "batch",
        "spark-platform/capacity": "on-demand",
        "spark-platform/role": "spark",
      },
      selector: { "spark-platform/pool": "batch" },
      taints: [{ key: "spark-platform/dedicated", value: "spark", effect: "NoSchedule" }],
    });
    // m5.xlarge: 16384 - ceil(6 %) 984 - (255 + 11 * 10) - 100 = 14935; the ENI limit of 58 would have reserved 528 more.
    expect(machines).toHaveLength(1);
    expect(machines[0]).toMatchObject({
      machine: { name: "m5.xlarge" },
      allocatable: { cpuMillis: 3920, memoryMiB: 14_935, pods: 10, gainedMiB: 528 },
      daemonSets,
      // 102400 - 128 - 1024 - 10240 = 91008, less the DaemonSets' 10.
      available: { cpuMillis: 3770, memoryMiB: 14_935 - 192, ephemeralStorageMiB: 91_008 - 10, pods: 8 },
    });
  });

  it("keeps what the user gives beside what it sets itself", () => {
    const { plans, issues } = plan(
      [
        good,
        {
          name: "spot",
          capacity: "spot",
          machineTypes: ["r6gd.4xlarge", "r7gd.4xlarge"],
          minNodes: 1,
          maxNodes: 50,
          maxPods: 20,
          diskGiB: 200,
          labels: { team: "data" },
          taints: [{ key: "team", value: "data", effect: "NoExecute" }],
        },
      ],
      {
        ownLabels: ({ capacity }) => ({ "eks.amazonaws.com/capacityType": capacity === "spot" ? "SPOT" : "ON_DEMAND" }),
      },
    );
    expect(issues).toEqual([]);
    expect(plans[1]).toMatchObject({
      runs: ["executor"],
      minNodes: 1,
      diskGiB: 200,
      kubelet: { maxPods: 20, kubeReservedMemoryMiB: 475 },
      labels: {
        team: "data",
        "eks.amazonaws.com/capacityType": "SPOT",
        "spark-platform/pool": "spot",
        "spark-platform/capacity": "spot",
        "spark-platform/role": "spark",
      },
      taints: [
        { key: "spark-platform/dedicated", value: "spark", effect: "NoSchedule" },
        { key: "team", value: "data", effect: "NoExecute" },
      ],
    });
    // r6gd.4xlarge and r7gd.4xlarge have one 950 GB (884 GiB) NVMe disk; pods live there, not on the root disk.
    expect(plans[1]?.machines.map(({ allocatable }) => allocatable.capacity.ephemeralStorageMiB)).toEqual([
      905_216, 905_216,
    ]);
    expect(plan([{ ...good, diskGiB: 200 }]).plans[0]?.machines[0]?.allocatable.capacity.ephemeralStorageMiB).toBe(
      204_800,
    );
  });

  it("admits no more pods than the network gives the smallest of its machines", () => {
    const machine: MachineType = {
      name: "narrow",
      vcpu: 4,
      memoryMiB: 16_384,
      architecture: "amd64",
      networkMaxPods: 7,
    };
    expect(plan([good], { findMachine: () => machine }).plans[0]?.kubelet?.maxPods).toBe(7);
  });

  it.each([
    [2, 8],
    [192, 198],
  ])("admits a pod for each of %d vCPU, for each of 2 DaemonSets and 4 more: %d", (vcpu, pods) => {
    const machine: MachineType = { name: "one", vcpu, memoryMiB: 786_432, architecture: "amd64", networkMaxPods: 737 };
    expect(plan([good], { findMachine: () => machine }).plans[0]?.kubelet?.maxPods).toBe(pods);
  });

  it("tells AKS of no fewer pods than it takes, and of no more than 250", () => {
    const pods = (vcpu: number) => {
      const machine: MachineType = { name: "one", vcpu, memoryMiB: 786_432, architecture: "amd64" };
      return plan([good], { profile: aksProfile("aks"), findMachine: () => machine }).plans[0]?.kubelet?.maxPods;
    };
    expect([pods(2), pods(416)]).toEqual([10, 250]);
  });

  it("has no kubelet settings where the cloud configures kubelets itself", () => {
    const [pool] = plan([good], { profile: autoModeProfile, daemonSets: [] }).plans;
    expect(pool).not.toHaveProperty("kubelet");
    expect(pool?.machines[0]?.allocatable.pods).toBe(58);
    expect(pool?.machines[0]?.allocatable).not.toHaveProperty("gainedMiB");
  });

  it("admits 22 pods and says what that wins where the cloud's network would give 250", () => {
    // AKS with overlay networking: 20 MiB for each pod, on D16ds_v5's 64 GiB 5050 MiB for 250 and 490 for 22.
    const machine: MachineType = { name: "D16ds_v5", vcpu: 16, memoryMiB: 65_536, architecture: "amd64" };
    const [pool] = plan([good], { profile: aksProfile("aks"), findMachine: () => machine }).plans;
    expect(pool?.kubelet).toEqual({ maxPods: 22 });
    expect(pool?.machines[0]?.allocatable).toMatchObject({ pods: 22, gainedMiB: 4560 });
  });

  it("takes GPU machines of one kind", () => {
    expect(issuesOf({ machineTypes: ["g5.xlarge"] })).toEqual([]);
  });

  it("is left out when it has an issue, and the others are planned", () => {
    const { plans } = plan([good, { ...good, name: "other", maxNodes: 0 }, { ...good, name: "third" }]);
    expect(plans.map(({ name }) => name)).toEqual(["batch", "third"]);
  });
});

describe("an issue with one pool", () => {
  it.each<[string, Record<string, unknown>, string, unknown, RegExp, RegExp]>([
    ["a name in capitals", { name: "Batch" }, "name", "Batch", /can carry/, /1 to 30 lower-case/],
    ["an empty name", { name: "" }, "name", "", /can carry/, /1 to 30 lower-case/],
    ["a long name", { name: "a".repeat(31) }, "name", "a".repeat(31), /can carry/, /1 to 30 lower-case/],
    ["no name", { name: undefined }, "name", undefined, /is missing/, /^a name$/],
    [
      "the system pool's name",
      { name: "system" },
      "name",
      "system",
      /already the name of the platform's own pool/,
      /no other pool/,
    ],
    ["unknown capacity", { capacity: "cheap" }, "capacity", "cheap", /not what/, /"on-demand" or "spot"/],
    ["no node", { maxNodes: 0 }, "maxNodes", 0, /not what/, /a whole number from 1 to 1000/],
    ["NaN nodes", { maxNodes: NaN }, "maxNodes", NaN, /not what/, /a whole number from 1 to 1000/],
    ["a billion nodes", { maxNodes: 1e9 }, "maxNodes", 1e9, /not what/, /a whole number from 1 to 1000/],
    ["half a node", { maxNodes: 1.5 }, "maxNodes", 1.5, /not what/, /a whole number from 1 to 1000/],
    ["nodes as text", { maxNodes: "3" }, "maxNodes", "3", /not what/, /a whole number from 1 to 1000/],
    ["fewer than no nodes", { minNodes: -1 }, "minNodes", -1, /not what/, /a whole number from 0 to 1000/],
    ["more least nodes than most", { minNodes: 11 }, "minNodes", 11, /above maxNodes \(10\)/, /0 to 10/],
    ["no machine type", { machineTypes: [] }, "machineTypes", [], /not what/, /at least one machine type/],
    [
      "machine types as text",
      { machineTypes: "m5.large" },
      "machineTypes",
      "m5.large",
      /not what/,
      /a list of machine types/,
    ],
    ["a number as machine type", { machineTypes: [5] }, "machineTypes[0]", 5, /not what/, /name of a machine type/],
    [
      "an unknown machine type",
      { machineTypes: ["m5.xlrge"] },
      "machineTypes[0]",
      "m5.xlrge",
      /not a machine type/,
      /m5\.xlarge/,
    ],
    [
      "a machine type twice",
      { machineTypes: ["m5.large", "m5.large"] },
      "machineTypes[1]",
      "m5.large",
      /listed twice/,
      /once/,
    ],
    [
      "other vCPU",
      { machineTypes: ["m5.xlarge", "r5.large"] },
      "machineTypes[1]",
      "r5.large",
      /2 vCPU, 16 GiB, amd64.*m5\.xlarge.*4 vCPU/,
      /equal vCPU/,
    ],
    [
      "other memory",
      { machineTypes: ["m5.xlarge", "c5.xlarge"] },
      "machineTypes[1]",
      "c5.xlarge",
      /8 GiB/,
      /within 10 %/,
    ],
    [
      "another architecture",
      { machineTypes: ["m5.xlarge", "m6g.xlarge"] },
      "machineTypes[1]",
      "m6g.xlarge",
      /arm64/,
      /one architecture/,
    ],
    [
      // https://aws.amazon.com/ec2/instance-types/g4/: one T4, 4 vCPU and 16 GiB, as an m5.xlarge has without it.
      "GPUs on some machines only",
      { machineTypes: ["m5.xlarge", "g4dn.xlarge"] },
      "machineTypes[1]",
      "g4dn.xlarge",
      /4 vCPU, 16 GiB, amd64, 1 × NVIDIA T4\) than m5\.xlarge.*\(4 vCPU, 16 GiB, amd64\)/,
      /equal accelerators/,
    ],
    ["an empty list of roles", { runs: [] }, "runs", [], /not what/, /at least one of "driver" and "executor"/],
    ["an unknown role", { runs: ["executor", "worker"] }, "runs[1]", "worker", /not what/, /"driver" or "executor"/],
    [
      "pods for DaemonSets only",
      { maxPods: 3 },
      "maxPods",
      3,
      /no room for two Spark pods beside the 2 DaemonSets/,
      /4 to 58/,
    ],
    ["more pods than the network has", { maxPods: 59 }, "maxPods", 59, /network plugin/, /4 to 58/],
    ["pods as NaN", { maxPods: NaN }, "maxPods", NaN, /not what/, /whole number from 1 to 250/],
    ["a tiny disk", { diskGiB: 19 }, "diskGiB", 19, /not what/, /20 to 16384/],
    ["a huge disk", { diskGiB: 16_385 }, "diskGiB", 16_385, /not what/, /20 to 16384/],
    [
      "a reserved label",
      { labels: { "karpenter.sh/nodepool": "x" } },
      'labels["karpenter.sh/nodepool"]',
      "karpenter.sh/nodepool",
      /under karpenter\.sh\//,
      /team/,
    ],
    [
      "our own label",
      { labels: { "spark-platform/pool": "x" } },
      'labels["spark-platform/pool"]',
      "spark-platform/pool",
      /under spark-platform\//,
      /team/,
    ],
    ["a label key with a space", { labels: { "a b": "x" } }, 'labels["a b"]', "a b", /not made of/, /team/],
    ["a label value with a space", { labels: { team: "a b" } }, "labels.team", "a b", /not made of/, /63/],
    ["a number as label value", { labels: { team: 1 } }, "labels.team", 1, /not what/, /text/],
    [
      "a reserved taint",
      { taints: [{ key: "node.kubernetes.io/x", effect: "NoSchedule" }] },
      "taints[0].key",
      "node.kubernetes.io/x",
      /under kubernetes\.io\//,
      /team/,
    ],
    [
      "a taint value with a slash",
      { taints: [{ key: "team", value: "a/b", effect: "NoSchedule" }] },
      "taints[0].value",
      "a/b",
      /not made of/,
      /63/,
    ],
    [
      "an unknown effect",
      { taints: [{ key: "team", effect: "Never" }] },
      "taints[0].effect",
      "Never",
      /not what/,
      /NoSchedule, NoExecute or PreferNoSchedule/,
    ],
    [
      "a taint twice",
      {
        taints: [
          { key: "team", value: "a", effect: "NoSchedule" },
          { key: "team", value: "b", effect: "NoSchedule" },
        ],
      },
      "taints[1]",
      "team:NoSchedule",
      /key and effect of sparkPools\[0\]\.taints\[0\]/,
      /one taint for each/,
    ],
    ["an argument that does not exist", { maxNode: 5 }, "maxNode", 5, /an argument that is not there/, /maxNodes/],
  ])(
    "with %s names the argument, the value, what is wrong and what is allowed",
    (_, pool, path, value, problem, allowed) => {
      const issues = issuesOf(pool);
      expect(issues).toHaveLength(1);
      const [issue] = issues;
      expect(issue).toMatchObject({ path: `sparkPools[0].${path}`, value });
      expect(issue?.problem).toMatch(problem);
      expect(issue?.allowed).toMatch(allowed);
      expect(issue?.change).toMatch(/^[A-Z].*[.?]$/);
    },
  );

  it("says what was meant by a misspelt argument or machine type", () => {
    expect(issuesOf({ maxNode: 5 })[0]?.change).toBe('Did you mean "maxNodes"?');
    expect(issuesOf({ machineTypes: ["m5.xlrge"] })[0]?.change).toBe('Did you mean "m5.xlarge"?');
  });

  it("takes memory that differs by 10 % or less, and no more", () => {
    const memory: Record<string, number> = { a: 16_384, b: 14_746, c: 14_745 };
    const using: Partial<PoolContext> = {
      findMachine: (name) => ({ name, vcpu: 4, memoryMiB: memory[name]!, architecture: "amd64" }),
    };
    expect(issuesOf({ machineTypes: ["a", "b"] }, using)).toEqual([]);
    expect(issuesOf({ machineTypes: ["a", "c"] }, using).map(({ path }) => path)).toEqual([
      "sparkPools[0].machineTypes[1]",
    ]);
  });

  it("takes the network limit of the machine that has the fewest addresses", () => {
    const machineTypes = ["m8i.xlarge", "m5.xlarge"];
    expect(issuesOf({ machineTypes, maxPods: 58 })).toEqual([]);
    expect(issuesOf({ machineTypes, maxPods: 59 }).map(({ path }) => path)).toEqual(["sparkPools[0].maxPods"]);
  });

  it("allows no more than 250 pods, however many addresses there are", () => {
    const [issue] = issuesOf({ machineTypes: ["m5.24xlarge"], maxPods: 3 });
    expect(issue?.allowed).toBe("a whole number from 4 to 250");
  });

  it("refuses maxPods where the cloud configures kubelets itself", () => {
    const issues = issuesOf({ maxPods: 20 }, { profile: autoModeProfile });
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ path: "sparkPools[0].maxPods", value: 20, change: "Leave maxPods out." });
    expect(issues[0]?.problem).toMatch(/can't be set/);
  });

  it("asks for as many pods as AKS wants at least", () => {
    // "Minimum 10 pods": learn.microsoft.com/azure/aks/quotas-skus-regions.
    const using = { profile: aksProfile("aks") };
    expect(issuesOf({ maxPods: 10 }, using)).toEqual([]);
    const [issue] = issuesOf({ maxPods: 9 }, using);
    expect(issue?.problem).toMatch(/fewer than these nodes can be told/);
    expect(issue?.allowed).toMatch(/^a whole number from 10 to /);
  });

  it("names no machine type where none is known", () => {
    const [issue] = issuesOf({}, { findMachine: () => undefined, nearestMachines: () => [] });
    expect(issue?.allowed).toBe("a known machine type");
    expect(issue?.change).not.toContain("undefined");
  });

  it("takes taints of one key with two effects", () => {
    const taints = ["NoSchedule", "NoExecute"].map((effect) => ({ key: "team", effect }));
    expect(issuesOf({ taints })).toEqual([]);
  });

  it.each<[string, Deduction[]]>([
    ["CPU", [{ name: "agents", cpuMillis: 1930, memoryMiB: 10, ephemeralStorageMiB: 0 }]],
    ["pods", Array(17).fill({ name: "agent", cpuMillis: 1, memoryMiB: 1, ephemeralStorageMiB: 0 }) as Deduction[]],
  ])("refuses a machine on which the DaemonSets leave no %s", (_, large) => {
    const issues = issuesOf({ machineTypes: ["t3.medium"] }, { daemonSets: large });
    expect(issues.map(({ path }) => path)).toEqual(["sparkPools[0].machineTypes"]);
  });

  it("refuses a machine on which the DaemonSets leave no memory, with the arithmetic", () => {
    const large: Deduction[] = [{ name: "agents", cpuMillis: 100, memoryMiB: 4000, ephemeralStorageMiB: 0 }];
    const [issue] = issuesOf({ machineTypes: ["t3.medium"] }, { daemonSets: large });
    expect(issue?.path).toBe("sparkPools[0].machineTypes");
    expect(describeIssue(issue!)).toContain(
      "0 MiB (4 096 MiB − 435 MiB VM overhead − 332 MiB kube-reserved − 100 MiB eviction threshold − 4 000 MiB agents)",
    );
  });
});

describe("an issue with all pools", () => {
  it.each([[undefined], [null], ["m5.large"], [{}], [[]]])("%j is no list of pools", (pools) => {
    const { plans, issues } = plan(pools);
    expect(plans).toEqual([]);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ path: "sparkPools", value: pools });
    expect(issues[0]?.problem).toContain("no Spark pool");
  });

  it("refuses a name that another pool has", () => {
    const { issues } = plan([good, { ...good, name: "b" }, good]);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ path: "sparkPools[2].name", value: "batch" });
    expect(issues[0]?.problem).toBe("is already the name of sparkPools[0]");
  });

  it("refuses a spot pool that runs drivers", () => {
    const { issues } = plan([good, { ...good, name: "spot", capacity: "spot", runs: ["driver", "executor"] }]);
    expect(issues.map(({ path }) => path)).toEqual(["sparkPools[1].runs"]);
    expect(issues[0]?.problem).toContain("drivers run on spot nodes");
  });

  it("refuses spot pools only: there is nowhere for drivers", () => {
    const { issues } = plan([{ ...good, capacity: "spot" }]);
    expect(issues.map(({ path }) => path)).toEqual(["sparkPools"]);
    expect(issues[0]?.value).toEqual(["batch (spot: executor)"]);
    expect(issues[0]?.problem).toContain("nowhere for drivers");
  });

  it("does not count drivers on a spot pool as a place for drivers", () => {
    const { issues } = plan([{ ...good, capacity: "spot", runs: ["driver", "executor"] }]);
    expect(issues.map(({ path }) => path)).toEqual(["sparkPools[0].runs", "sparkPools"]);
  });

  it("refuses pools of which none runs executors", () => {
    const { issues } = plan([{ ...good, runs: ["driver"] }]);
    expect(issues.map(({ path }) => path)).toEqual(["sparkPools"]);
    expect(issues[0]?.problem).toContain("nowhere for executors");
  });

  it("does not complain about roles while a capacity is misspelt", () => {
    expect(plan([{ ...good, capacity: "ondemand", runs: ["executor"] }]).issues.map(({ path }) => path)).toEqual([
      "sparkPools[0].capacity",
    ]);
  });

  it("reports everything that is wrong at once, also beside a field of the wrong kind", () => {
    const { issues } = plan([
      { name: "Batch", machineTypes: ["m5.xlrge"], maxNodes: NaN, labels: { "k8s.io/x": "-" }, taints: "none" },
      { ...good, minNodes: 20, maxPods: 1 },
      "pool",
    ]);
    expect(issues.map(({ path }) => path).sort()).toEqual([
      'sparkPools[0].labels["k8s.io/x"]',
      'sparkPools[0].labels["k8s.io/x"]',
      "sparkPools[0].machineTypes[0]",
      "sparkPools[0].maxNodes",
      "sparkPools[0].name",
      "sparkPools[0].taints",
      "sparkPools[1].maxPods",
      "sparkPools[1].minNodes",
      "sparkPools[2]",
    ]);
  });
});

describe("planSparkPools", () => {
  it("never throws, and either finds an issue or plans every pool", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(anyPool, { maxLength: 4 })), (pools) => {
        const { plans, issues } = plan(pools);
        expect(issues.length > 0 || plans.length === (pools as unknown[]).length).toBe(true);
        for (const { path, problem, allowed, change } of issues) {
          expect(path).toMatch(/^sparkPools/);
          expect([problem, allowed, change].every((text) => text.length > 0)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("plans nothing on which a pod could be promised more than the machine has", () => {
    fc.assert(
      fc.property(fc.array(soundPool, { minLength: 1, maxLength: 3 }), (pools) => {
        const { plans } = plan(pools);
        for (const { machines } of plans) {
          for (const { allocatable, available, machine } of machines) {
            expect(allocatable.cpuMillis).toBeLessThan(machine.vcpu * 1000);
            expect(allocatable.memoryMiB).toBeLessThan(machine.memoryMiB);
            expect(available.memoryMiB).toBe(allocatable.memoryMiB - 192);
            expect(available.cpuMillis).toBe(allocatable.cpuMillis - 150);
            expect(available.pods).toBe(allocatable.pods - 2);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("planSystemPool", () => {
  const args: SystemPoolArgs = { machineTypes: ["t3.large"], minNodes: 1, maxNodes: 3 };

  function planSystem(given: unknown): { pool: NodePoolPlan | undefined; issues: readonly Issue[] } {
    const issues = new IssueList();
    const pool = planSystemPool(given as SystemPoolArgs, "systemPool", context, issues);
    return { pool, issues: found(issues) };
  }

  it("plans an untainted on-demand pool with the kubelet's own defaults", () => {
    const { pool, issues } = planSystem(args);
    expect(issues).toEqual([]);
    const { machines, ...rest } = pool!;
    expect(rest).toEqual({
      name: "system",
      argument: "systemPool",
      role: "system",
      capacity: "on-demand",
      runs: [],
      minNodes: 1,
      maxNodes: 3,
      diskGiB: 100,
      labels: { "spark-platform/role": "system" },
      selector: { "spark-platform/role": "system" },
      taints: [],
    });
    // t3.large admits 35 pods: 8192 - ceil(10.6 % of 4096 + 4.4 % of 4096) 615 - (255 + 11 * 35) - 100.
    expect(machines.map(({ allocatable }) => [allocatable.pods, allocatable.memoryMiB])).toEqual([[35, 6837]]);
    expect(machines[0]?.allocatable.gainedMiB).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "systemPool"],
    ["no machine type", { ...args, machineTypes: [] }, "systemPool.machineTypes"],
    ["an unknown machine type", { ...args, machineTypes: ["t3.lage"] }, "systemPool.machineTypes[0]"],
    ["two shapes", { ...args, machineTypes: ["t3.large", "t3.xlarge"] }, "systemPool.machineTypes[1]"],
    ["no node to start with", { ...args, minNodes: 0 }, "systemPool.minNodes"],
    ["more least nodes than most", { ...args, minNodes: 4 }, "systemPool.minNodes"],
    ["NaN nodes", { ...args, maxNodes: NaN }, "systemPool.maxNodes"],
    ["an argument that does not exist", { ...args, labels: {} }, "systemPool.labels"],
  ])("refuses %s", (_, given, path) => {
    const { pool, issues } = planSystem(given);
    expect(pool).toBeUndefined();
    expect(issues.map((issue) => issue.path)).toEqual([path]);
  });
});

const anyText = fc.oneof(fc.string(), fc.constantFrom("a", "spot", "team", "kubernetes.io/x", "NoSchedule"));
const anyNumber = fc.oneof(fc.integer({ min: -5, max: 300 }), fc.double(), fc.constantFrom(NaN, 1e9));

/** Keys that pools have, with values that are right, nearly right, or anything at all. */
const anyPool = fc.record(
  {
    name: fc.oneof(fc.stringMatching(/^[a-z]{1,8}$/), anyText),
    capacity: fc.oneof(fc.constantFrom("on-demand", "spot"), fc.anything()),
    machineTypes: fc.oneof(fc.array(fc.oneof(fc.constantFrom(...machineNames("aws")), anyText)), fc.anything()),
    runs: fc.oneof(fc.array(fc.constantFrom("driver", "executor")), fc.anything()),
    minNodes: anyNumber,
    maxNodes: anyNumber,
    maxPods: anyNumber,
    diskGiB: anyNumber,
    labels: fc.oneof(fc.dictionary(anyText, anyText), fc.anything()),
    taints: fc.oneof(fc.array(fc.record({ key: anyText, value: anyText, effect: anyText })), fc.anything()),
  },
  { requiredKeys: [] },
);

const soundPool = fc.record({
  name: fc.stringMatching(/^[a-z]{4,12}$/),
  machineTypes: fc.constantFrom(...machineNames("aws")).map((name) => [name]),
  maxNodes: fc.integer({ min: 1, max: 1000 }),
});
