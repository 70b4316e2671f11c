import { planEksCluster } from "../../../lib/clusters/aws";
import type { PlatformPlan, SparkPoolArgs } from "../../../lib/plan";
import { schedulingOf } from "../../../lib/plan/placement/scheduling";
import { planPlatform } from "../../../lib/plan/plan-platform";
import { type EmittedNodeClass, imaginedNode, type Machine } from "./karpenter-node";

/** Karpenter's own, which it is deployed with. */
const OVERHEAD = 0.075;

/** https://aws.amazon.com/ec2/instance-types/ */
const MACHINES: Record<string, Machine> = {
  "c7i.2xlarge": { vcpu: 8, memoryMiB: 16 * 1024 },
  "m7i.large": { vcpu: 2, memoryMiB: 8 * 1024 },
  "m7i.xlarge": { vcpu: 4, memoryMiB: 16 * 1024 },
  "m7i.4xlarge": { vcpu: 16, memoryMiB: 64 * 1024 },
  "m7a.4xlarge": { vcpu: 16, memoryMiB: 64 * 1024 },
  "m6i.4xlarge": { vcpu: 16, memoryMiB: 64 * 1024 },
  "m6a.4xlarge": { vcpu: 16, memoryMiB: 64 * 1024 },
  "r6gd.4xlarge": { vcpu: 16, memoryMiB: 128 * 1024, isArm: true },
  "r7i.48xlarge": { vcpu: 192, memoryMiB: 1536 * 1024 },
};

function platformOn(sparkPools?: SparkPoolArgs[]): {
  plan: PlatformPlan;
  pools: ReturnType<typeof planEksCluster>["karpenterPools"];
} {
  const cluster = planEksCluster("analytics", {
    autoscaler: "karpenter",
    region: "us-east-1",
    ...(sparkPools && { sparkPools }),
  });
  return { plan: planPlatform({ name: "analytics", cluster }), pools: cluster.karpenterPools };
}

const driverPool: SparkPoolArgs = { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 };

/**
 * A pod that is a MiB larger than the node that Karpenter imagines brings no node, and stays Pending although it would fit the real
 * one: https://github.com/aws/karpenter-provider-aws/issues/6611
 */
describe.each<[string, SparkPoolArgs[] | undefined]>([
  ["the pools that come by default", undefined],
  [
    "memory-rich Arm machines with local disks",
    [driverPool, { name: "r", machineTypes: ["r6gd.4xlarge"], maxNodes: 9, runs: ["executor"] }],
  ],
  [
    "small machines on spot",
    [driverPool, { name: "c", machineTypes: ["c7i.2xlarge"], capacity: "spot", maxNodes: 99 }],
  ],
  [
    "the largest machines",
    [driverPool, { name: "xl", machineTypes: ["r7i.48xlarge"], runs: ["executor"], maxNodes: 3 }],
  ],
])("on %s, the node that Karpenter imagines", (_, sparkPools) => {
  const { plan, pools } = platformOn(sparkPools);
  const poolOf = (name: string) => pools.find(({ pool }) => pool === name)!;

  test.each(["driver", "executor"] as const)("holds the planned %s as many times as planned", (role) => {
    const { shape, packing } = plan[role];
    expect(packing.length).toBeGreaterThan(0);
    for (const { pool, machineType, podsPerNode } of packing) {
      const { nodeClass, nodePool } = poolOf(pool);
      const [types] = nodePool.spec.template.spec.requirements;
      expect(types).toMatchObject({ key: "node.kubernetes.io/instance-type", operator: "In" });
      expect(types?.values).toContain(machineType);
      const room = imaginedNode(MACHINES[machineType]!, nodeClass as EmittedNodeClass, OVERHEAD);
      expect(podsPerNode).toBeGreaterThanOrEqual(1);
      expect(podsPerNode * shape.cpuRequestMillis).toBeLessThanOrEqual(room.cpuMillis);
      expect(podsPerNode * shape.memoryMiB).toBeLessThanOrEqual(room.memoryMiB);
      expect(podsPerNode).toBeLessThanOrEqual(room.pods);
    }
  });

  test.each(["driver", "executor"] as const)(
    "has the labels that a %s looks for and only taints that it tolerates",
    (role) => {
      const { affinity, tolerations } = schedulingOf(plan, role);
      const terms = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
      for (const pool of plan[role].pools) {
        const { metadata, spec } = poolOf(pool).nodePool.spec.template;
        const matches = terms.filter(({ matchExpressions }) =>
          matchExpressions.every(({ key, values }) => values.includes(metadata.labels[key] ?? "")),
        );
        expect(matches).toHaveLength(1);
        for (const { key, value, effect } of spec.taints) {
          expect(tolerations).toContainEqual({ key, operator: "Equal", value, effect });
        }
      }
    },
  );
});

describe("Karpenter's pools", () => {
  const { plan, pools } = platformOn();
  const specs = Object.fromEntries(pools.map(({ pool, nodePool }) => [pool, nodePool.spec]));

  test("try spot first, as executors prefer it", () => {
    expect(specs.spot!.weight).toBeGreaterThan(specs["on-demand"]!.weight);
    const [capacity] = specs.spot!.template.spec.requirements.filter(({ key }) => key === "karpenter.sh/capacity-type");
    expect(capacity?.values).toEqual(["spot"]);
  });

  test("end at maxNodes, in nodes and in cores", () => {
    expect(specs.spot!.limits).toEqual({ nodes: "50", cpu: "800" });
    expect(specs.drivers!.limits).toEqual({ nodes: "10", cpu: "40" });
  });

  test("keep drivers where they are", () => {
    expect(plan.cluster.autoscaler).toEqual({
      name: "Karpenter",
      driverAnnotations: { "karpenter.sh/do-not-disrupt": "true" },
      executorAnnotations: {},
      idleSeconds: 300,
      choosesZone: true,
    });
    expect(plan.cluster.spotNoticeSeconds).toBe(120);
  });

  test("leave Karpenter itself a place on the system nodes, of which there are no more than two", () => {
    const placed = plan.placements.find(({ pod }) => pod.name === "Karpenter");
    expect(placed).toMatchObject({ pools: ["system"], pod: { replicas: 2, cpuMillis: 500, memoryMiB: 1024 } });
    expect(plan.cluster.systemPools[0]).toMatchObject({ minNodes: 2, maxNodes: 2 });
    expect(plan.placements.map(({ pod }) => pod.name)).not.toContain("cluster-autoscaler");
  });

  test("are sized for less memory than a node group's, by what Karpenter does not know yet", () => {
    const grouped = planEksCluster("analytics", {}).sparkPools[1]!.machines[0]!.allocatable.memoryMiB;
    const [machine] = plan.cluster.sparkPools[1]!.machines;
    // 7.5 % of 65 536 in place of 6 %.
    expect(grouped - machine!.allocatable.memoryMiB).toBe(4916 - 3933);
  });
});
