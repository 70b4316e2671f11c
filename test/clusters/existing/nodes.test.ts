import { planPlatform } from "../../../lib";
import { planExistingCluster } from "../../../lib/clusters/existing";
import { groupNodes, type KubernetesDaemonSet, type KubernetesNode } from "../../../lib/clusters/existing/nodes";

function node(name: string, labels: Record<string, string>, changes: Partial<KubernetesNode> = {}): KubernetesNode {
  return {
    metadata: { name, labels: { "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", ...labels } },
    spec: {},
    status: {
      allocatable: { cpu: "15890m", memory: "61422956Ki", pods: "234", "ephemeral-storage": "95491281146" },
    },
    ...changes,
  };
}

function daemonSet(name: string, changes: object = {}, desired = 3): KubernetesDaemonSet {
  return {
    metadata: { name },
    spec: {
      template: { spec: { containers: [{ resources: { requests: { cpu: "50m", memory: "64Mi" } } }], ...changes } },
    },
    status: { desiredNumberScheduled: desired },
  };
}

describe("groupNodes", () => {
  it.each([
    [
      "an EKS node group",
      { "eks.amazonaws.com/nodegroup": "Big_Pool", "eks.amazonaws.com/capacityType": "SPOT" },
      "eks.amazonaws.com/nodegroup",
      "big-pool",
    ],
    [
      "a Karpenter node pool",
      { "karpenter.sh/nodepool": "general", "karpenter.sh/capacity-type": "spot" },
      "karpenter.sh/nodepool",
      "general",
    ],
    [
      "a GKE node pool",
      { "cloud.google.com/gke-nodepool": "pool-1", "cloud.google.com/gke-spot": "true" },
      "cloud.google.com/gke-nodepool",
      "pool-1",
    ],
    [
      "an AKS agent pool",
      { "kubernetes.azure.com/agentpool": "spot", "kubernetes.azure.com/scalesetpriority": "spot" },
      "kubernetes.azure.com/agentpool",
      "spot",
    ],
  ])("recognises %s and that it is spot", (_, labels, key, name) => {
    const { nodes } = groupNodes([node("a", { ...labels, "node.kubernetes.io/instance-type": "x" })], []);
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({ name, role: "spark", capacity: "spot" });
    expect(nodes[0]?.labels[key]).toBe(labels[key as keyof typeof labels]);
  });

  it("falls back to the machine type where nodes carry no pool's name", () => {
    const { nodes } = groupNodes([node("a", { "node.kubernetes.io/instance-type": "m6i.4xlarge" })], []);
    expect(nodes[0]).toMatchObject({ name: "m6i-4xlarge", capacity: "on-demand" });
    expect(nodes[0]?.labels).toEqual({
      "node.kubernetes.io/instance-type": "m6i.4xlarge",
      "kubernetes.io/arch": "amd64",
    });
  });

  it("takes the smallest of each resource over a pool's nodes", () => {
    const small = { cpu: "7910m", memory: "70000000Ki", pods: "58", "ephemeral-storage": "18242267924" };
    const { nodes } = groupNodes(
      [
        node("a", { "karpenter.sh/nodepool": "p" }),
        node("b", { "karpenter.sh/nodepool": "p" }, { status: { allocatable: small } }),
      ],
      [],
    );
    expect(nodes).toHaveLength(1);
    expect(nodes[0]?.maxNodes).toBe(2);
    // 61422956 Ki and 18242267924 bytes in whole MiB, rounded down.
    expect(nodes[0]?.allocatable).toEqual({ cpu: "7910m", memory: "59983Mi", pods: 58, ephemeralStorage: "17397Mi" });
  });

  it("splits a pool that has spot and on-demand nodes, or two architectures", () => {
    const pool = { "karpenter.sh/nodepool": "p" };
    const { nodes } = groupNodes(
      [
        node("a", { ...pool, "karpenter.sh/capacity-type": "spot" }),
        node("b", { ...pool, "karpenter.sh/capacity-type": "on-demand" }),
        node("c", { ...pool, "karpenter.sh/capacity-type": "spot", "kubernetes.io/arch": "arm64" }),
      ],
      [],
    );
    expect(nodes.map(({ name, capacity, architecture }) => [name, capacity, architecture])).toEqual([
      ["p", "spot", "amd64"],
      ["p-2", "on-demand", "amd64"],
      ["p-3", "spot", "arm64"],
    ]);
  });

  it("keeps the taints that all nodes of a pool have and forgets those of a node's state", () => {
    const spot = { key: "spot", value: "true", effect: "NoSchedule" };
    const { nodes } = groupNodes(
      [
        node(
          "a",
          { "karpenter.sh/nodepool": "p" },
          { spec: { taints: [spot, { key: "node.kubernetes.io/not-ready", effect: "NoExecute" }] } },
        ),
        node(
          "b",
          { "karpenter.sh/nodepool": "p" },
          { spec: { taints: [{ key: "by-hand", effect: "NoSchedule" }, spot] } },
        ),
      ],
      [],
    );
    expect(nodes[0]?.taints).toEqual([spot]);
  });

  it("leaves out control-plane, virtual and Windows nodes", () => {
    const { nodes } = groupNodes(
      [
        node("a", { "node-role.kubernetes.io/control-plane": "" }),
        node("b", { type: "virtual-kubelet" }),
        node("c", { "kubernetes.io/os": "windows" }),
      ],
      [],
    );
    expect(nodes).toEqual([]);
  });

  it.each<Record<string, string>>([{ "ephemeral-storage": "0" }, {}])(
    "leaves out ephemeral storage where a node reports %j",
    (storage) => {
      const { nodes } = groupNodes(
        [
          node("a", {}),
          node("b", {}, { status: { allocatable: { cpu: "4", memory: "8Gi", pods: "29", ...storage } } }),
        ],
        [],
      );
      expect(nodes[0]?.allocatable).toEqual({ cpu: "4000m", memory: "8192Mi", pods: 29 });
    },
  );

  describe("takes for the system", () => {
    const little = { status: { allocatable: { cpu: "2", memory: "4Gi", pods: "29" } } };
    const addonsOnly = {
      spec: { taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" }] },
    };
    const ofTeam = { spec: { taints: [{ key: "team", value: "data", effect: "NoSchedule" }] } };
    const ofGroup = (name: string, changes: Partial<KubernetesNode> = {}, labels: Record<string, string> = {}) =>
      node(name, { "kubernetes.azure.com/agentpool": name, ...labels }, changes);
    const mode = { "kubernetes.azure.com/mode": "system" };
    const spot = { "kubernetes.azure.com/scalesetpriority": "spot" };

    it.each<[string, KubernetesNode[], string[]]>([
      ["a pool whose label says so", [ofGroup("nodepool1", {}, mode), ofGroup("spark", little)], ["nodepool1"]],
      ["a pool that is named so, not the first by name", [ofGroup("drivers"), ofGroup("system")], ["system"]],
      ["a label's word before a name", [ofGroup("nodepool1", {}, mode), ofGroup("my-system")], ["nodepool1"]],
      [
        "every pool that is named so",
        [ofGroup("spark", little), ofGroup("system-a"), ofGroup("system-b")],
        ["system-a", "system-b"],
      ],
      [
        "the least memory, where names tell no pool from another",
        [ofGroup("b-system"), ofGroup("a-system")],
        ["a-system"],
      ],
      ["the on-demand pool with the least memory", [ofGroup("big"), ofGroup("little", little)], ["little"]],
      ["the first by name of equal ones", [ofGroup("b"), ofGroup("a")], ["a"]],
      ["no pool on spot", [ofGroup("a-system", little, spot), ofGroup("b"), ofGroup("c")], ["b"]],
      ["no pool with a taint", [ofGroup("little", { ...little, ...ofTeam }), ofGroup("a"), ofGroup("b")], ["a"]],
      [
        "one that is kept for add-ons alone, whose taint the platform's own pods tolerate",
        [ofGroup("nodepool1", addonsOnly, mode), ofGroup("a"), ofGroup("b")],
        ["nodepool1"],
      ],
      [
        "one without a taint too where another taint keeps pods out",
        [ofGroup("nodepool1", ofTeam, mode), ofGroup("a"), ofGroup("b")],
        ["a", "nodepool1"],
      ],
      ["no last pool for drivers", [ofGroup("nodepool1", ofTeam, mode), ofGroup("a")], ["nodepool1"]],
    ])("%s", (_, given, system) => {
      const { nodes } = groupNodes(given, []);
      expect(nodes.filter(({ role }) => role === "system").map(({ name }) => name)).toEqual(system);
    });
  });

  it("says that one node is always there only where the platform's own pods run", () => {
    const { nodes } = groupNodes(
      [node("a", { "karpenter.sh/nodepool": "spark" }), node("b", { "karpenter.sh/nodepool": "system" })],
      [],
    );
    expect(nodes.map(({ name, minNodes }) => [name, minNodes])).toEqual([
      ["spark", 0],
      ["system", 1],
    ]);
  });

  it("counts DaemonSets that run somewhere, sidecars and init containers included, and no others", () => {
    const { daemonSets } = groupNodes(
      [node("a", {})],
      [
        daemonSet("plain"),
        daemonSet("sidecar", {
          initContainers: [
            { restartPolicy: "Always", resources: { requests: { cpu: "25m", memory: "100M" } } },
            { resources: { requests: { cpu: "10m", memory: "1Gi" } } },
          ],
        }),
        daemonSet("limits-only", { containers: [{ resources: { limits: { cpu: "1", memory: "1Gi" } } }] }),
        daemonSet("nothing", { containers: [{}] }),
        daemonSet("some-nodes", { nodeSelector: { gpu: "true" } }, 1),
        daemonSet("no-nodes", { nodeSelector: { gpu: "true" } }, 0),
        daemonSet("windows", { nodeSelector: { "kubernetes.io/os": "windows" } }, 0),
      ],
    );
    expect(daemonSets).toEqual([
      { name: "plain", cpu: "50m", memory: "64Mi" },
      { name: "sidecar", cpu: "75m", memory: "1024Mi" },
      { name: "limits-only", cpu: "1000m", memory: "1024Mi" },
      { name: "nothing", cpu: "0m", memory: "0Mi" },
      { name: "some-nodes", cpu: "50m", memory: "64Mi" },
    ]);
  });

  it.each([
    ["v1.35.2-eks-1a2b3c", "1.35"],
    ["v1.34.1+k3s1", "1.34"],
    ["kwok", undefined],
    [undefined, undefined],
  ])("reads the API server's version %s as %s", (gitVersion, minor) => {
    const read = groupNodes([node("a", {})], [], { gitVersion });
    expect(read.kubernetesVersion).toBe(minor);
    expect("kubernetesVersion" in read).toBe(minor !== undefined);
  });

  it("makes pools of which the one that AKS keeps for add-ons holds the platform's own pods", () => {
    const user = { "kubernetes.azure.com/mode": "user" };
    const read = groupNodes(
      [
        node(
          "a",
          { "kubernetes.azure.com/agentpool": "nodepool1", "kubernetes.azure.com/mode": "system" },
          { spec: { taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" }] } },
        ),
        node("c", { "kubernetes.azure.com/agentpool": "spark", ...user }),
      ],
      [],
    );
    const { placements } = planPlatform({
      name: "analytics",
      cluster: planExistingCluster("shared", read),
      eventLogs: { uri: "abfss://logs@example.dfs.core.windows.net/spark" },
    });
    expect(placements.map(({ pod, pools }) => [pod.name, pools])).toEqual([
      ["driver", ["spark"]],
      ["executor", ["spark"]],
      ["spark operator controller", ["nodepool1"]],
      ["spark operator webhook", ["nodepool1"]],
      ["history server", ["nodepool1"]],
    ]);
  });

  it("reads the machine type of a pool and the region of the cluster where all nodes agree", () => {
    const type = "node.kubernetes.io/instance-type";
    const region = "topology.kubernetes.io/region";
    const of = (pool: string, name: string, machine: string, place: string) =>
      node(name, { "karpenter.sh/nodepool": pool, [type]: machine, [region]: place });
    const read = groupNodes(
      [
        of("one", "a", "m6i.4xlarge", "eu-west-1"),
        of("one", "b", "m6i.4xlarge", "eu-west-1"),
        of("two", "c", "m6i.4xlarge", "eu-west-1"),
        of("two", "d", "m7i.4xlarge", "eu-west-1"),
      ],
      [],
    );
    expect(read.nodes.map(({ name, machineType }) => [name, machineType])).toEqual([
      ["one", "m6i.4xlarge"],
      ["two", undefined],
    ]);
    expect(read.nodes[0]?.labels).not.toHaveProperty([type]);
    expect(read.region).toBe("eu-west-1");
    expect(groupNodes([of("one", "a", "x", "eu-west-1"), of("one", "b", "x", "eu-west-2")], [])).not.toHaveProperty(
      "region",
    );
  });

  it("makes pools that ExistingCluster takes", () => {
    const read = groupNodes(
      [
        node("a", { "eks.amazonaws.com/nodegroup": "system", "spark-platform/role": "system" }),
        node("b", { "eks.amazonaws.com/nodegroup": "od", "eks.amazonaws.com/capacityType": "ON_DEMAND" }),
        node("c", { "eks.amazonaws.com/nodegroup": "spot", "eks.amazonaws.com/capacityType": "SPOT" }),
      ],
      [daemonSet("cni")],
    );
    const plan = planExistingCluster("shared", read);
    expect(plan.systemPools.map(({ name }) => name)).toEqual(["system"]);
    expect(plan.sparkPools.map(({ name, runs }) => [name, runs])).toEqual([
      ["od", ["driver", "executor"]],
      ["spot", ["executor"]],
    ]);
  });
});
