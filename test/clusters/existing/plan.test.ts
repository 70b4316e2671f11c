import { planExistingCluster } from "../../../lib/clusters/existing";
import type { ExistingClusterPlanArgs, ExistingPoolArgs } from "../../../lib/clusters/existing";
import type { Issue } from "../../../lib/plan/issue";
import { issuesIn } from "../../issues-in";

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

function issuesOf(args: unknown): readonly Issue[] {
  return issuesIn(() => planExistingCluster("shared", args as ExistingClusterPlanArgs));
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
          // https://aws.amazon.com/ec2/instance-types/m6i/: 16 vCPU, 64 GiB, no disk.
          machine: expect.objectContaining({
            ...{ name: "m6i.4xlarge", vcpu: 16, memoryMiB: 65536, architecture: "amd64" },
          }) as object,
          allocatable: {
            cpuMillis: 15890,
            memoryMiB: 59983,
            ephemeralStorageMiB: 91067,
            pods: 234,
            capacity: { cpuMillis: 16000, memoryMiB: 65536, ephemeralStorageMiB: 91067 },
            breakdown: [{ name: "kept by the node", cpuMillis: 110, memoryMiB: 5553, ephemeralStorageMiB: 0 }],
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
      unknownFees: ["the control plane"],
    });
  });

  describe("looks the machine type up", () => {
    // On-demand price of m6i.4xlarge in us-east-1: https://aws.amazon.com/ec2/pricing/on-demand/
    const m6i = { region: "us-east-1", onDemandHourly: 0.768 };
    const machineOf = (changes: object) => {
      const plan = planExistingCluster("shared", withPool(changes));
      return { ...plan.sparkPools[1]!.machines[0]!, warnings: plan.warnings ?? [] };
    };
    const unlabelled = { labels: { "eks.amazonaws.com/nodegroup": "spot" } };

    it.each([
      ["by the label", {}],
      ["by the argument", { ...unlabelled, machineType: "m6i.4xlarge" }],
    ])("%s, and takes its list price", (_, changes) => {
      expect(machineOf(changes)).toMatchObject({ machine: { name: "m6i.4xlarge", price: m6i }, warnings: [] });
    });

    it("on every cloud", () => {
      const azure = machineOf({ ...unlabelled, machineType: "Standard_D16s_v5" });
      expect(azure.machine).toMatchObject({ vcpu: 16, price: { region: "eastus" } });
    });

    it("and leaves what nobody knows without a price", () => {
      expect(machineOf({ ...unlabelled, machineType: "m6i.4xlarge-custom" })).toMatchObject({
        machine: { name: "m6i.4xlarge-custom", vcpu: 16, memoryMiB: 59983 },
        allocatable: { breakdown: [] },
        warnings: [],
      });
      expect(machineOf(unlabelled).machine).toEqual({
        ...{ name: "spot", vcpu: 16, memoryMiB: 59983, architecture: "amd64" },
      });
    });

    it("takes the price that is given before the list price, and for what nobody knows", () => {
      const price = { onDemandHourly: 0.5, spotHourly: 0.2, region: "eu-west-1", date: "2026-10" };
      expect(machineOf({ price }).machine.price).toEqual(price);
      expect(machineOf({ ...unlabelled, price }).machine.price).toEqual(price);
    });

    it.each([
      ["more CPU", { cpu: "16001m", memory: "57691Mi" }, {}, "has 16 vCPU, and the nodes offer 16001m"],
      ["more memory", { cpu: "15890m", memory: "65537Mi" }, {}, "has 65 536 MiB, and the nodes offer 65 537 MiB"],
      [
        "another architecture",
        { cpu: "15890m", memory: "57691Mi" },
        { architecture: "arm64" },
        "is amd64, and the pool arm64",
      ],
    ])("but not where nodes report %s: that is warned of, and the nodes are right", (_, allocatable, more, problem) => {
      const { machine, warnings } = machineOf({ allocatable, ...more });
      expect(machine).not.toHaveProperty("price");
      expect(machine.memoryMiB).toBe(parseInt(allocatable.memory));
      expect(warnings).toEqual([
        expect.objectContaining({
          path: 'nodes[2].labels["node.kubernetes.io/instance-type"]',
          value: "m6i.4xlarge",
          problem: `${problem}, so neither its price nor anything else of it is used`,
        }),
      ]);
      expect(machineOf({ ...unlabelled, machineType: "m6i.4xlarge", allocatable, ...more }).warnings).toMatchObject([
        { path: "nodes[2].machineType" },
      ]);
    });

    it("takes the architecture of the machine type where the pool does not say", () => {
      const graviton = { ...unlabelled, machineType: "m7g.4xlarge", allocatable: { cpu: "15890m", memory: "57632Mi" } };
      const plan = planExistingCluster("shared", withPool(graviton));
      expect(plan.sparkPools[1]).toMatchObject({
        machines: [{ machine: { architecture: "arm64" } }],
        labels: { "kubernetes.io/arch": "arm64" },
      });
      expect(plan.warnings).toEqual([]);
    });

    // With SMT off an m6i.4xlarge has 8 CPUs, which EKS leaves 7910m of; the facts on allocatable have 15890m and, on AKS, 15740m.
    it.each([
      ["15890m", 16],
      ["15740m", 16],
      ["7910m", 8],
      ["14500m", 15],
    ])("never counts CPUs that are turned off: %s are of %d", (cpu, vcpu) => {
      const { machine, allocatable } = machineOf({ allocatable: { cpu, memory: "57691Mi" } });
      expect(machine.vcpu).toBe(vcpu);
      expect(machine.price).toMatchObject(m6i);
      expect(allocatable.capacity.cpuMillis).toBe(vcpu * 1000);
    });

    it("counts local disks only where the node's storage lies on them", () => {
      // m5d.4xlarge: 2 × 300 GB, 279 GiB each.
      const on = (ephemeralStorage?: string) =>
        machineOf({
          ...{ ...unlabelled, machineType: "m5d.4xlarge" },
          allocatable: { cpu: "15890m", memory: "57691Mi", ephemeralStorage },
        }).machine.localDisks;
      expect(on("500Gi")).toMatchObject({ count: 2 });
      expect(on("90Gi")).toBeUndefined();
      expect(on()).toBeUndefined();
    });
  });

  it("tells the region where it is given, or where labels agree on one", () => {
    const region = "topology.kubernetes.io/region";
    const labelled = (first: string, second: string) => ({
      nodes: [
        system,
        { ...drivers, labels: { ...drivers.labels, [region]: first } },
        { ...spot, labels: { ...spot.labels, [region]: second } },
      ],
    });
    expect(planExistingCluster("shared", base).region).toBeUndefined();
    expect(planExistingCluster("shared", labelled("eu-west-1", "eu-west-1")).region).toBe("eu-west-1");
    expect(planExistingCluster("shared", labelled("eu-west-1", "eu-west-2")).region).toBeUndefined();
    expect(planExistingCluster("shared", { ...labelled("a", "b"), region: "eu-west-3" }).region).toBe("eu-west-3");
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
    [
      "prices that are none",
      withPool({ price: { onDemandHourly: 0, spotHourly: -1, region: "eu-west-1", date: "2026-10" } }),
      ["nodes[2].price.onDemandHourly", "nodes[2].price.spotHourly"],
    ],
    [
      "a price of nowhere",
      withPool({ price: { onDemandHourly: 1 } }),
      ["nodes[2].price.region", "nodes[2].price.date"],
    ],
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
