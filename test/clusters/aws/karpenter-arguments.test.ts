import { planEksCluster } from "../../../lib/clusters/aws";
import { issuesOf, pathsOf } from "./issues";

const controlPlane = {
  name: "prod",
  arn: "arn:aws:eks:us-east-1:000000000000:cluster/prod",
  kubernetesVersion: "1.35",
  endpoint: "https://0000.gr7.us-east-1.eks.amazonaws.com",
  certificateAuthority: "bW9ja2Vk",
  vpcId: "vpc-0a1b",
  privateSubnets: [
    { id: "subnet-0a1b", zone: "us-east-1a", cidr: "10.0.0.0/17" },
    { id: "subnet-0c2d", zone: "us-east-1b", cidr: "10.0.128.0/17" },
  ],
  securityGroupId: "sg-0a1b",
  authenticationMode: "API" as const,
  podIdentityAgent: true,
};

describe("the argument autoscaler", () => {
  test("is one of three", () => {
    expect(issuesOf({ autoscaler: "carpenter" })).toMatchObject([
      { path: "autoscaler", value: "carpenter", allowed: '"cluster-autoscaler", "karpenter", "auto-mode"' },
    ]);
  });

  test("decides who makes the nodes of which pool", () => {
    const makers = (autoscaler?: "cluster-autoscaler" | "karpenter" | "auto-mode") => {
      const plan = planEksCluster("analytics", autoscaler && { autoscaler });
      return [plan.nodeGroups, plan.karpenterPools, plan.autoModePools].map((pools) => pools.map(({ pool }) => pool));
    };
    const spark = ["drivers", "spot", "on-demand"];
    expect(makers()).toEqual([["system", ...spark], [], []]);
    expect(makers("cluster-autoscaler")).toEqual(makers());
    expect(makers("karpenter")).toEqual([["system"], spark, []]);
    expect(makers("auto-mode")).toEqual([[], [], ["system", ...spark]]);
  });

  test("keeps system nodes out of a cluster-autoscaler's sight where Karpenter is the autoscaler", () => {
    expect(planEksCluster("analytics", { autoscaler: "karpenter" }).nodeGroups[0]?.autoscalerTags).toEqual([]);
  });
});

describe("pools with Karpenter", () => {
  const sparkPools = [
    { name: "drivers", machineTypes: ["m7i.xlarge"], maxNodes: 5, minNodes: 1 },
    { name: "executors", machineTypes: ["m7i.4xlarge"], maxNodes: 5, minNodes: 2 },
  ];

  test("start at no node, since Karpenter keeps none without pods", () => {
    expect(issuesOf({ autoscaler: "karpenter", sparkPools })).toMatchObject([
      { path: "sparkPools[0].minNodes", value: 1, change: expect.stringContaining("warm") as string },
      { path: "sparkPools[1].minNodes", value: 2 },
    ]);
    expect(pathsOf({ sparkPools })).toEqual([]);
  });

  test("have system nodes of a fixed number: nothing adds any", () => {
    expect(issuesOf({ autoscaler: "karpenter", systemPool: { minNodes: 2, maxNodes: 4 } })).toMatchObject([
      { path: "systemPool.maxNodes", value: 4, allowed: "2, or nothing" },
    ]);
    expect(
      planEksCluster("analytics", { autoscaler: "karpenter", systemPool: { minNodes: 3 } }).systemPools,
    ).toMatchObject([{ minNodes: 3, maxNodes: 3 }]);
  });

  test("take labels and taints that no tag could hold", () => {
    const taints = ["NoSchedule", "NoExecute"].map((effect) => ({ key: "example.com/gpu", value: "yes", effect }));
    const labels = { [`example.com/${"x".repeat(63)}`]: "y" };
    const pool = { ...sparkPools[0], minNodes: 0, taints, labels };
    expect(pathsOf({ autoscaler: "karpenter", sparkPools: [pool] })).toEqual([]);
    expect(pathsOf({ sparkPools: [pool] })).not.toEqual([]);
  });

  test("never take a label of Karpenter's own", () => {
    const pool = { ...sparkPools[0], minNodes: 0, labels: { "karpenter.k8s.aws/instance-family": "m7i" } };
    expect(pathsOf({ autoscaler: "karpenter", sparkPools: [pool] })).toEqual([
      'sparkPools[0].labels["karpenter.k8s.aws/instance-family"]',
    ]);
  });
});

describe("never two autoscalers", () => {
  test("a cluster with Auto Mode gets no other one", () => {
    const there = { ...controlPlane, autoMode: true };
    expect(issuesOf({ controlPlane: there, autoscaler: "karpenter" })).toMatchObject([
      { path: "autoscaler", value: "karpenter", change: "Leave autoscaler out." },
    ]);
    expect(pathsOf({ controlPlane: there, autoscaler: "cluster-autoscaler" })).toEqual(["autoscaler"]);
    expect(planEksCluster("analytics", { controlPlane: there }).autoscalerKind).toBe("auto-mode");
  });

  test("a cluster without Auto Mode does not get it turned on", () => {
    expect(issuesOf({ controlPlane, autoscaler: "auto-mode" })).toMatchObject([
      { path: "autoscaler", problem: expect.stringContaining("is off on the cluster that is there") as string },
    ]);
  });

  test("a cluster that has its autoscaler already keeps it, and brings it no pod of ours", () => {
    const plan = planEksCluster("analytics", { controlPlane, autoscaler: "karpenter", installAutoscaler: false });
    expect(plan).toMatchObject({ installsAutoscaler: false, autoscaler: { name: "Karpenter" } });
    expect(plan.karpenterPools).toHaveLength(3);
    expect(plan.systemPods?.map(({ name }) => name)).not.toContain("Karpenter");
    expect(plan.notes.map(({ path }) => path)).not.toContain("autoscaler");
  });

  test("a cluster that is there and gets one is told so", () => {
    const { notes } = planEksCluster("analytics", { controlPlane, autoscaler: "karpenter" });
    expect(notes.filter(({ path }) => path === "autoscaler")).toMatchObject([
      { value: "karpenter", change: "Set installAutoscaler to false if the cluster already has it." },
    ]);
  });

  test("a new cluster always gets one", () => {
    expect(pathsOf({ autoscaler: "karpenter", installAutoscaler: false })).toEqual(["installAutoscaler"]);
    expect(pathsOf({ installAutoscaler: false })).toEqual(["installAutoscaler"]);
  });
});
