import { AksCluster, type AksClusterArgs, planAksCluster } from "../../../lib/clusters/azure";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { ancestry, one, recordCluster } from "./recorded";

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";
const NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool";
const NODE_CLASS = "kubernetes:karpenter.azure.com/v1beta1:AKSNodeClass";

const auto = { autoscaler: "auto-provisioning", region: "westeurope" } as const;

interface NodePool {
  spec: {
    template: {
      metadata: { labels: Record<string, string> };
      spec: {
        nodeClassRef: object;
        requirements: { key: string; operator: string; values: string[] }[];
        taints: object[];
        startupTaints: object[];
      };
    };
    limits: Record<string, string>;
    disruption: { consolidateAfter: string };
    weight: number;
  };
}

function refusals(args: AksClusterArgs): string {
  try {
    planAksCluster("analytics", args);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a cluster with node auto-provisioning", () => {
  let recording: Recording;
  const specOf = (name: string) => (one(recording, NODE_POOL, name).inputs as unknown as NodePool).spec;

  beforeAll(async () => {
    recording = await recordCluster({ ...auto, tags: { team: "data" }, idleMinutes: 7 });
  });

  test("has it on, without the pools that it would make by itself, and no cluster autoscaler beside it", () => {
    const { nodeProvisioningProfile, autoScalerProfile, agentPoolProfiles } = one(recording, CLUSTER).inputs;
    // https://learn.microsoft.com/azure/aks/node-auto-provisioning-node-pools
    expect(nodeProvisioningProfile).toEqual({ mode: "Auto", defaultNodePools: "None" });
    expect(autoScalerProfile).toBeUndefined();
    const [system] = agentPoolProfiles as Record<string, unknown>[];
    expect(system).toMatchObject({ mode: "System", enableAutoScaling: false, count: 2 });
    expect(system).not.toHaveProperty("minCount");
    expect(system).not.toHaveProperty("maxCount");
    expect(one(recording, CLUSTER).ignoreChanges).not.toContain("agentPoolProfiles[0].count");
    expect(byType(recording, POOL)).toEqual([]);
    expect(byType(recording, "kubernetes:core/v1:ConfigMap")).toEqual([]);
  });

  test("tells it of each Spark pool: machines, capacity, taints and the most nodes", () => {
    expect(byType(recording, NODE_POOL).map(({ name }) => name)).toEqual([
      "analytics-drivers-pool",
      "analytics-spot-pool",
      "analytics-ondemand-pool",
    ]);
    const spot = specOf("analytics-spot-pool");
    expect(spot.template.spec.nodeClassRef).toEqual({
      group: "karpenter.azure.com",
      kind: "AKSNodeClass",
      name: "spot",
    });
    expect(spot.template.spec.requirements).toEqual([
      {
        key: "node.kubernetes.io/instance-type",
        operator: "In",
        values: ["Standard_D16ads_v5", "Standard_D16ds_v5"],
      },
      { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] },
      { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
    ]);
    expect(spot.limits).toEqual({ nodes: "50", cpu: "800" });
    expect(spot.disruption.consolidateAfter).toBe("7m");
    expect(spot.weight).toBeGreaterThan(specOf("analytics-ondemand-pool").weight);
  });

  test("keeps pods off a node until its network is there", () => {
    const { metadata, spec } = specOf("analytics-drivers-pool").template;
    // As the provider's own examples have it for clusters of Cilium.
    expect(metadata.labels).toMatchObject({ "kubernetes.azure.com/ebpf-dataplane": "cilium" });
    expect(spec.startupTaints).toEqual([{ key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute" }]);
  });

  test("makes nodes as they were planned", () => {
    const plan = planAksCluster("analytics", auto);
    const spot = plan.sparkPools.find(({ name }) => name === "spot");
    const nodeClass = one(recording, NODE_CLASS, "analytics-spot-class").inputs as { spec: object };
    expect(nodeClass.spec).toEqual({
      imageFamily: "Ubuntu",
      maxPods: spot?.kubelet?.maxPods,
      osDiskSizeGB: spot?.diskGiB,
      tags: { team: "data", "spark-platform": "analytics", "spark-platform-pool": "spot" },
    });
    // 65 536 less 7.5 % (4 916) less 25/20/10/6 % (5 612) less 750: karpenter-provider-azure@352646f5
    expect(spot?.machines[0]?.allocatable.memoryMiB).toBe(54_258);
    expect(plan.autoscaler).toEqual({
      name: "AKS node auto-provisioning",
      driverAnnotations: { "karpenter.sh/do-not-disrupt": "true" },
      executorAnnotations: {},
      idleSeconds: 300,
      choosesZone: true,
    });
  });

  test("is destroyed from the inside: NodePools with their machines, then their classes, then the cluster", () => {
    for (const nodePool of byType(recording, NODE_POOL)) {
      const before = ancestry(recording, nodePool);
      const [, pool] = /^analytics-(\w+)-pool$/.exec(nodePool.name) ?? [];
      expect(before.has(one(recording, NODE_CLASS, `analytics-${pool}-class`).urn)).toBe(true);
      expect(before.has(one(recording, CLUSTER).urn)).toBe(true);
      expect(nodePool.inputs.metadata).toMatchObject({
        annotations: { "pulumi.com/deletionPropagationPolicy": "foreground" },
      });
    }
  });

  test("is there before the first pod", async () => {
    const running = await recordProgram(() => ({
      ready: new AksCluster("analytics", auto).ready.map(({ urn }) => urn),
    }));
    const nodePools = byType(running, NODE_POOL).map(({ urn }) => urn);
    expect(running.outputs.ready).toEqual(expect.arrayContaining(nodePools));
  });

  test("stays in the zones that were named", async () => {
    const zonal = await recordCluster({ ...auto, zones: ["1", "3"] });
    const { requirements } = (one(zonal, NODE_POOL, "analytics-drivers-pool").inputs as unknown as NodePool).spec
      .template.spec;
    expect(requirements).toContainEqual({
      key: "topology.kubernetes.io/zone",
      operator: "In",
      values: ["westeurope-1", "westeurope-3"],
    });
  });
});

describe("what node auto-provisioning can't", () => {
  test.each<[AksClusterArgs, string]>([
    [
      { ...auto, systemPool: { minNodes: 2, maxNodes: 4 } },
      "systemPool.maxNodes: 4 is never reached: AKS runs no cluster autoscaler beside auto-provisioning, so the System pool stays at minNodes (2). Allowed: 2, or nothing.",
    ],
    [
      { ...auto, sparkPools: [{ name: "all", machineTypes: ["Standard_D4ds_v5"], minNodes: 1, maxNodes: 5 }] },
      "sparkPools[0].minNodes: 1 can't be kept up: auto-provisioning adds nodes for pods that wait and holds none without pods.",
    ],
    [
      { ...auto, sparkPools: [{ name: "all", machineTypes: ["Standard_D4s_v5"], diskGiB: 3000, maxNodes: 5 }] },
      "sparkPools[0].diskGiB: 3000 is more than auto-provisioning gives a node. Allowed: at most 2048.",
    ],
    [
      { autoscaler: "auto-provisioning", zones: ["1"] },
      "region: (not given) is needed to name zones to auto-provisioning",
    ],
    [
      { autoscaler: "karpenter" } as unknown as AksClusterArgs,
      'autoscaler: "karpenter" is not what this argument takes. Allowed: "native" or "auto-provisioning".',
    ],
  ])("%j is refused", (args, message) => {
    expect(refusals(args)).toContain(message);
  });

  test("is no reason to refuse more machine types than nodes, or a System pool of another size", () => {
    const sparkPools = [{ name: "all", machineTypes: ["Standard_D16ds_v5", "Standard_D16ads_v5"], maxNodes: 1 }];
    expect(refusals({ ...auto, sparkPools, systemPool: { minNodes: 3 } })).toBe("");
    expect(refusals({ sparkPools })).toContain("sparkPools[0].maxNodes");
  });
});
