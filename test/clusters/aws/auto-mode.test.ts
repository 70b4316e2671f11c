import { type EksClusterArgs, planEksCluster } from "../../../lib/clusters/aws";
import { planPlatform } from "../../../lib/plan/plan-platform";
import { byType, type Recording } from "../../../lib/testing";
import { issuesOf, pathsOf } from "./issues";
import { nodePool } from "./karpenter-schema";
import { ancestry, counts, one, recordCluster, statements } from "./recorded";

const NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool";
const NODE_CLASS = "kubernetes:eks.amazonaws.com/v1:NodeClass";
const NETWORK = { vpcId: "vpc-0a1b", privateSubnetIds: ["subnet-0a1b", "subnet-0c2d"] };

const recordAutoMode = (more: Partial<EksClusterArgs> = {}) =>
  recordCluster({ autoscaler: "auto-mode", network: NETWORK, ...more });

describe("a cluster in EKS Auto Mode", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordAutoMode();
  });

  test("has its nodes, network plugin, DNS and credentials from AWS: no node group, no add-on, no autoscaler", () => {
    const there = counts(recording);
    for (const type of [
      "aws:eks/nodeGroup:NodeGroup",
      "aws:eks/addon:Addon",
      "aws:ec2/launchTemplate:LaunchTemplate",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      "kubernetes:helm.sh/v4:Chart",
      "spark-platform:addons:ClusterAutoscaler",
      "spark-platform:addons:Karpenter",
    ]) {
      expect([type, there[type]]).toEqual([type, undefined]);
    }
    expect(there).toMatchObject({ [NODE_POOL]: 4, [NODE_CLASS]: 4 });
  });

  /** https://docs.aws.amazon.com/eks/latest/userguide/automode-get-started-cli.html */
  test("turns on all three parts, without the built-in node pools", () => {
    expect(one(recording, "aws:eks/cluster:Cluster").inputs).toMatchObject({
      computeConfig: { enabled: true },
      storageConfig: { blockStorage: { enabled: true } },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      bootstrapSelfManagedAddons: false,
      accessConfig: { authenticationMode: "API" },
    });
    const { computeConfig } = one(recording, "aws:eks/cluster:Cluster").inputs;
    expect(computeConfig).toEqual({ enabled: true });
  });

  test("gives the cluster's role what AWS asks for, with the right to tag machines", () => {
    const role = one(recording, "aws:iam/role:Role", "analytics-cluster");
    expect(statements(role.inputs.assumeRolePolicy)).toMatchObject([
      { Principal: { Service: "eks.amazonaws.com" }, Action: ["sts:AssumeRole", "sts:TagSession"] },
    ]);
    const attached = byType(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ inputs }) => inputs.role === "analytics-cluster")
      .map(({ inputs }) => (inputs.policyArn as string).split("/").at(-1));
    expect(attached.sort()).toEqual([
      "AmazonEKSBlockStoragePolicy",
      "AmazonEKSClusterPolicy",
      "AmazonEKSComputePolicy",
      "AmazonEKSLoadBalancingPolicy",
      "AmazonEKSNetworkingPolicy",
    ]);
    const rights = statements(one(recording, "aws:iam/rolePolicy:RolePolicy", "analytics-cluster").inputs.policy);
    const tagging = rights.filter(({ Action }) => Action.some((action) => action.startsWith("ec2:")));
    expect(tagging).toHaveLength(3);
    for (const { Condition } of tagging) {
      expect(Condition).toMatchObject({
        StringEquals: { "aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}" },
      });
    }
  });

  /** https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html */
  test("lets the nodes' own role join", () => {
    const principalArn = "arn:aws:iam::000000000000:role/analytics-auto-node";
    expect(one(recording, "aws:eks/accessEntry:AccessEntry", "analytics-auto-node").inputs).toMatchObject({
      principalArn,
      type: "EC2",
    });
    expect(
      one(recording, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "analytics-auto-node").inputs,
    ).toMatchObject({
      principalArn,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy",
    });
    const attached = byType(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ inputs }) => inputs.role === "analytics-auto-node")
      .map(({ inputs }) => (inputs.policyArn as string).split("/").at(-1));
    expect(attached).toEqual(["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"]);
  });

  test("says of each pool what its nodes are, in fields that a NodeClass has", () => {
    expect(one(recording, NODE_CLASS, "analytics-spot-class").inputs).toEqual({
      apiVersion: "eks.amazonaws.com/v1",
      kind: "NodeClass",
      metadata: { name: "analytics-spot" },
      spec: {
        role: "analytics-auto-node",
        subnetSelectorTerms: [{ id: "subnet-0a1b" }, { id: "subnet-0c2d" }],
        securityGroupSelectorTerms: [{ id: "sg-analytics-cluster" }],
        ephemeralStorage: { size: "100Gi" },
        networkPolicy: "DefaultAllow",
        tags: { "spark-platform": "analytics", "spark-platform-pool": "spot" },
      },
    });
  });

  test("writes NodePools that Karpenter's definition takes, by labels that Auto Mode knows", () => {
    // https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
    const known = ["node.kubernetes.io/instance-type", "karpenter.sh/capacity-type", "kubernetes.io/arch"];
    for (const { inputs } of byType(recording, NODE_POOL)) {
      expect(nodePool.safeParse(inputs).error).toBeUndefined();
      const { spec } = inputs as { spec: { template: { spec: { requirements: { key: string }[] } } } };
      expect(spec.template.spec.requirements.map(({ key }) => key)).toEqual(known);
    }
  });

  test("never lets a node outlive the 21 days that AWS gives it", () => {
    for (const { inputs } of byType(recording, NODE_POOL)) {
      const { template } = inputs.spec as {
        template: { spec: { expireAfter: string; terminationGracePeriod: string } };
      };
      const hours = parseInt(template.spec.expireAfter, 10) + parseInt(template.spec.terminationGracePeriod, 10);
      expect(hours).toBeLessThanOrEqual(21 * 24);
    }
  });

  test("enforces NetworkPolicies, as other clusters do", () => {
    expect(one(recording, "kubernetes:core/v1:ConfigMap").inputs).toMatchObject({
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
      data: { "enable-network-policy-controller": "true" },
    });
  });

  test("takes NodePools away before what their machines stand on", () => {
    for (const pool of byType(recording, NODE_POOL)) {
      const needed = [...ancestry(recording, pool)];
      for (const type of [
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        "aws:eks/cluster:Cluster",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      ]) {
        for (const { urn } of byType(recording, type)) expect(needed).toContain(urn);
      }
      expect(needed).toContain(one(recording, NODE_CLASS, pool.name.replace(/-pool$/, "-class")).urn);
    }
  });

  test("encrypts disks with the user's key, which the cluster may use through EC2", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:000000000000:key/1111";
    const encrypted = await recordAutoMode({ kmsKeyArn });
    const { spec } = one(encrypted, NODE_CLASS, "analytics-spot-class").inputs as {
      spec: { ephemeralStorage: object };
    };
    expect(spec.ephemeralStorage).toEqual({ size: "100Gi", kmsKeyID: kmsKeyArn });
    const rights = statements(one(encrypted, "aws:iam/rolePolicy:RolePolicy", "analytics-cluster").inputs.policy);
    expect(rights.flatMap(({ Action }) => Action)).toContain("kms:CreateGrant");
  });
});

describe("the plan of a cluster in EKS Auto Mode", () => {
  const args = { autoscaler: "auto-mode", region: "us-east-1" } as const;
  const cluster = planEksCluster("analytics", args);
  const plan = planPlatform({ name: "analytics", cluster });

  test("places the platform's own pods on a system pool whose machines are known", () => {
    expect(cluster.systemPools).toMatchObject([{ name: "system", minNodes: 1, maxNodes: 4 }]);
    const system = plan.placements.filter(({ pod }) => pod.allowedOn.includes("system"));
    expect(system.map(({ pod, pools }) => [pod.name, ...pools])).toEqual([
      ["spark operator controller", "system"],
      ["spark operator webhook", "system"],
      ["history server", "system"],
    ]);
  });

  test("counts no DaemonSet, and the pods and memory of nodes that can't be told anything", () => {
    const [machine] = cluster.sparkPools[1]!.machines;
    expect(machine?.daemonSets).toEqual([]);
    // https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html: 110 pods. 65 536 − 7.5 % − (255 + 11 × 110) − 100.
    expect(machine?.allocatable).toMatchObject({ pods: 110, memoryMiB: 65_536 - 4916 - 1465 - 100 });
  });

  test("holds AWS's fee for every node, on spot of the on-demand price too, and says so", () => {
    const prices = (pool: number, of = cluster) => of.sparkPools[pool]!.machines.map(({ machine }) => machine.price!);
    const listed = planEksCluster("analytics", { region: "us-east-1" });
    for (const pool of [0, 1, 2]) {
      prices(pool).forEach((price, index) => {
        const list = prices(pool, listed)[index]!;
        expect(price.onDemandHourly).toBeCloseTo(list.onDemandHourly * 1.12, 6);
        if (list.spotHourly === undefined) return;
        expect(price.spotHourly).toBeCloseTo(list.spotHourly + list.onDemandHourly * 0.12, 6);
      });
    }
    expect(cluster.notes.filter(({ path }) => path === "autoscaler").map(({ problem }) => problem)).toEqual([
      expect.stringContaining("12 %"),
      expect.stringContaining("21 days"),
    ]);
  });

  test("keeps drivers where they are for as long as AWS does", () => {
    expect(cluster.autoscaler).toMatchObject({
      name: "EKS Auto Mode",
      driverAnnotations: { "karpenter.sh/do-not-disrupt": "true" },
      idleSeconds: 300,
    });
  });

  test.each([
    [{ systemPool: { minNodes: 2 } }, ["systemPool.minNodes"]],
    [{ systemPool: { minNodes: 1, maxNodes: 6 } }, []],
    [
      { sparkPools: [{ name: "s", machineTypes: ["m7i.xlarge"], maxNodes: 3, minNodes: 1 }] },
      ["sparkPools[0].minNodes"],
    ],
    [
      { sparkPools: [{ name: "s", machineTypes: ["m7i.xlarge"], maxNodes: 3, maxPods: 20 }] },
      ["sparkPools[0].maxPods"],
    ],
  ])("refuses what its nodes can't be told: %j", (more, paths) => {
    expect(pathsOf({ ...args, ...more })).toEqual(paths);
  });

  test("refuses machines that Auto Mode does not rent", () => {
    expect(issuesOf({ ...args, systemPool: { machineTypes: ["t3.small"] } }).map(({ path }) => path)).toContain(
      "systemPool.machineTypes[0]",
    );
  });

  test("puts nothing into kube-system of a cluster that is there", async () => {
    const recording = await recordCluster({
      controlPlane: {
        name: "prod",
        arn: "arn:aws:eks:us-east-1:000000000000:cluster/prod",
        kubernetesVersion: "1.35",
        endpoint: "https://0000.gr7.us-east-1.eks.amazonaws.com",
        certificateAuthority: "bW9ja2Vk",
        vpcId: "vpc-0a1b",
        securityGroupId: "sg-0a1b",
        authenticationMode: "API",
        autoMode: true,
      },
      network: NETWORK,
    });
    expect(counts(recording)).toMatchObject({ [NODE_POOL]: 4 });
    expect(counts(recording)["kubernetes:core/v1:ConfigMap"]).toBeUndefined();
    expect(counts(recording)["aws:eks/addon:Addon"]).toBeUndefined();
  });
});
