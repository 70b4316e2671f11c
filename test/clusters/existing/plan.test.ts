import { planExistingCluster } from "../../../lib/clusters/existing";
import type { ExistingClusterPlanArgs, ExistingPoolArgs } from "../../../lib/clusters/existing";
import { InvalidArguments, type Issue } from "../../../lib/plan/issue";

// Allocatable of r5.4xlarge, m6i.4xlarge and m5.xlarge as in the worked table of the EKS formulas, 7.5 % VM overhead.
const system: ExistingPoolArgs = {
  name: "system",
  role: "system",
  labels: { "eks.amazonaws.com/nodegroup": "system" },
  maxNodes: 2,
  allocatable: { cpu: "3920m", memory: "14162Mi" },
};
const drivers: ExistingPoolArgs = {
  name: "drivers",
  runs: ["driver"],
  labels: { "eks.amazonaws.com/nodegroup": "drivers" },
  maxNodes: 4,
  allocatable: { cpu: "3920m", memory: "14162Mi", pods: 58 },
};
const spot: ExistingPoolArgs = {
  name: "spot",
  capacity: "spot",
  labels: { "eks.amazonaws.com/nodegroup": "spot", "node.kubernetes.io/instance-type": "m6i.4xlarge" },
  taints: [{ key: "spot", value: "true", effect: "NoSchedule" }],
  maxNodes: 20,
  // A node that was measured: aws/karpenter-provider-aws#7989.
  allocatable: { cpu: "15890m", memory: "61422956Ki", pods: "234", ephemeralStorage: "95491281146" },
};
const base: ExistingClusterPlanArgs = { nodes: [system, drivers, spot] };

function issuesOf(args: unknown): Issue[] {
  try {
    planExistingCluster("shared", args as ExistingClusterPlanArgs);
  } catch (error) {
    if (error instanceof InvalidArguments) return [...error.issues];
    throw error;
  }
  return [];
}

const withPool = (changes: object, index = 2) => ({
  nodes: base.nodes.map((pool, at) => (at === index ? { ...pool, ...changes } : pool)),
});

describe("planExistingCluster", () => {
  it("takes what nodes report as it is and subtracts nothing but DaemonSets", () => {
    const plan = planExistingCluster("shared", {
      ...base,
      daemonSets: [
        { name: "cni", cpu: "50m", memory: "100M" },
        { name: "logs", cpu: 0.1, memory: "128Mi" },
      ],
    });
    expect(plan.sparkPools.map(({ name }) => name)).toEqual(["drivers", "spot"]);
    expect(plan.sparkPools[1]).toEqual({
      name: "spot",
      argument: "nodes[2]",
      role: "spark",
      capacity: "spot",
      runs: ["executor"],
      minNodes: 0,
      maxNodes: 20,
      machines: [
        {
          machine: { name: "m6i.4xlarge", vcpu: 16, memoryMiB: 59983, architecture: "amd64" },
          allocatable: {
            cpuMillis: 15890,
            memoryMiB: 59983,
            ephemeralStorageMiB: 91067,
            pods: 234,
            capacity: { cpuMillis: 15890, memoryMiB: 59983, ephemeralStorageMiB: 91067 },
            breakdown: [],
          },
          // 100M is 95.4 MiB: a request is rounded up.
          daemonSets: [
            { name: "cni", cpuMillis: 50, memoryMiB: 96, ephemeralStorageMiB: 0 },
            { name: "logs", cpuMillis: 100, memoryMiB: 128, ephemeralStorageMiB: 0 },
          ],
          available: { cpuMillis: 15740, memoryMiB: 59759, ephemeralStorageMiB: 91067, pods: 232 },
        },
      ],
      labels: {
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "eks.amazonaws.com/nodegroup": "spot",
        "node.kubernetes.io/instance-type": "m6i.4xlarge",
      },
      selector: { "eks.amazonaws.com/nodegroup": "spot", "node.kubernetes.io/instance-type": "m6i.4xlarge" },
      taints: [{ key: "spot", value: "true", effect: "NoSchedule" }],
    });
  });

  it("keeps system pools apart, with one node always there and no Spark on them", () => {
    const { systemPools } = planExistingCluster("shared", base);
    expect(systemPools).toHaveLength(1);
    expect(systemPools[0]).toMatchObject({ name: "system", role: "system", runs: [], minNodes: 1, maxNodes: 2 });
    expect(systemPools[0]?.machines[0]?.allocatable.pods).toBe(110);
  });

  it("assumes the shortest spot notice of the clouds and both autoscalers' annotations", () => {
    expect(planExistingCluster("shared", base)).toMatchObject({
      kind: "existing cluster",
      kubernetesVersion: "1.35",
      spotNoticeSeconds: 30,
      storage: { schemes: "unmanaged", configuration: [] },
      autoscaler: {
        driverAnnotations: {
          "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
          "karpenter.sh/do-not-disrupt": "true",
        },
        executorAnnotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" },
      },
      fixedHourlyCost: [],
    });
  });

  it("opens the scheme of the identities that the cluster has, with the configuration they need", () => {
    const plan = planExistingCluster("shared", {
      ...base,
      storageAccess: { scheme: "abfss", sparkConf: { "spark.hadoop.fs.azure.account.auth.type": "OAuth" } },
    });
    expect(plan.storage.schemes).toEqual(["abfss"]);
    expect(plan.storage.configuration).toEqual([
      {
        key: "spark.hadoop.fs.azure.account.auth.type",
        value: "OAuth",
        reason: expect.stringContaining("abfss://") as string,
      },
    ]);
  });

  it("takes the architecture from the label where it is given", () => {
    const plan = planExistingCluster("shared", withPool({ labels: { pool: "spot", "kubernetes.io/arch": "arm64" } }));
    expect(plan.sparkPools[1]?.machines[0]?.machine.architecture).toBe("arm64");
  });

  it("accepts labels that clouds and autoscalers reserve, since the nodes carry them already", () => {
    expect(issuesOf(withPool({ labels: { "karpenter.sh/nodepool": "spot", "kubernetes.io/arch": "amd64" } }))).toEqual(
      [],
    );
  });

  it.each<[string, unknown, string[]]>([
    ["nothing at all", {}, ["nodes"]],
    ["no pools", { nodes: [] }, ["nodes", "nodes"]],
    ["no system pool", { nodes: [drivers, spot] }, ["nodes"]],
    ["only spot pools for Spark", { nodes: [system, spot] }, ["nodes"]],
    ["no pool for executors", { nodes: [system, drivers] }, ["nodes"]],
    ["an unknown version", { ...base, kubernetesVersion: "1.32" }, ["kubernetesVersion"]],
    ["a version with a patch", { ...base, kubernetesVersion: "1.35.2" }, ["kubernetesVersion"]],
    ["an unknown argument of a pool", withPool({ machineTypes: ["m6i.4xlarge"] }), ["nodes[2].machineTypes"]],
    ["an unknown architecture", withPool({ architecture: "x86_64" }), ["nodes[2].architecture"]],
    [
      "an architecture that the label contradicts",
      withPool({ architecture: "arm64", labels: { pool: "spot", "kubernetes.io/arch": "amd64" } }),
      ["nodes[2].architecture"],
    ],
    ["a name that is no label", withPool({ name: "Spot_Pool" }), ["nodes[2].name"]],
    ["a name twice", withPool({ name: "drivers" }), ["nodes[2].name"]],
    ["a pool without labels", withPool({ labels: {} }), ["nodes[2].labels"]],
    ["a label with a bad value", withPool({ labels: { pool: "a b" } }), ["nodes[2].labels.pool"]],
    ["labels that match another pool's nodes", withPool({ labels: { ...drivers.labels } }), ["nodes[2].labels"]],
    [
      "labels that another pool's nodes carry among others",
      {
        nodes: [system, { ...drivers, labels: { team: "data" } }, { ...spot, labels: { team: "data", pool: "spot" } }],
      },
      ["nodes[1].labels"],
    ],
    ["drivers on spot", withPool({ runs: ["driver", "executor"] }), ["nodes[2].runs"]],
    ["a pool that runs nothing", withPool({ runs: [] }), ["nodes[2].runs", "nodes"]],
    ["a system pool on spot", withPool({ capacity: "spot" }, 0), ["nodes[0].capacity"]],
    ["a system pool that runs drivers", withPool({ runs: ["driver"] }, 0), ["nodes[0].runs"]],
    ["no nodes", withPool({ maxNodes: 0 }), ["nodes[2].maxNodes"]],
    ["half a node", withPool({ maxNodes: 1.5 }), ["nodes[2].maxNodes"]],
    ["more nodes at least than at most", withPool({ minNodes: 30 }), ["nodes[2].minNodes"]],
    [
      "CPU that is no quantity",
      withPool({ allocatable: { cpu: "16 cores", memory: "1Gi" } }),
      ["nodes[2].allocatable.cpu"],
    ],
    [
      "memory that is no quantity",
      withPool({ allocatable: { cpu: 4, memory: "16GB" } }),
      ["nodes[2].allocatable.memory"],
    ],
    ["memory without a unit", withPool({ allocatable: { cpu: 4, memory: "64" } }), ["nodes[2].allocatable.memory"]],
    ["negative CPU", withPool({ allocatable: { cpu: -1, memory: "1Gi" } }), ["nodes[2].allocatable.cpu"]],
    ["no pods", withPool({ allocatable: { cpu: 4, memory: "1Gi", pods: 0 } }), ["nodes[2].allocatable.pods"]],
    [
      "nonsense storage",
      withPool({ allocatable: { cpu: 4, memory: "1Gi", ephemeralStorage: "big" } }),
      ["nodes[2].allocatable.ephemeralStorage"],
    ],
    [
      "a DaemonSet with nonsense",
      { ...base, daemonSets: [{ name: "cni", cpu: "x", memory: "y" }] },
      ["daemonSets[0].cpu", "daemonSets[0].memory"],
    ],
    ["an unknown scheme", { ...base, storageAccess: { scheme: "s3" } }, ["storageAccess.scheme"]],
    ["a notice of no time", { ...base, spotNoticeSeconds: 0 }, ["spotNoticeSeconds"]],
  ])("refuses %s", (_, args, paths) => {
    expect(issuesOf(args).map(({ path }) => path)).toEqual(paths);
  });

  it("finds all problems at once", () => {
    const issues = issuesOf({
      nodes: [
        { ...system, name: "-", capacity: "spot" },
        { ...spot, runs: ["driver"], minNodes: 99 },
      ],
    });
    expect(issues.map(({ path }) => path)).toEqual([
      "nodes[0].name",
      "nodes[0].capacity",
      "nodes[1].runs",
      "nodes[1].minNodes",
      "nodes",
    ]);
  });
});
