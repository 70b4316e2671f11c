import * as kubernetes from "@pulumi/kubernetes";

import { EksCluster, type EksClusterArgs } from "../../../lib/clusters/aws";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { ec2NodeClass, nodePool } from "./karpenter-schema";
import { ancestry, counts, one, recordCluster, type Statement, statements } from "./recorded";

const NETWORK = { vpcId: "vpc-0a1b", privateSubnetIds: ["subnet-0a1b", "subnet-0c2d"] };
const NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool";
const NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const CHART = "kubernetes:helm.sh/v4:Chart";

const recordKarpenter = (more: Partial<EksClusterArgs> = {}) =>
  recordCluster({ autoscaler: "karpenter", network: NETWORK, ...more });

const specOf = (recording: Recording, type: string, name: string) =>
  one(recording, type, `analytics-${name}`).inputs.spec as Record<string, unknown>;

describe("a cluster with Karpenter", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordKarpenter();
  });

  test("has one node group, for the system nodes, and no cluster-autoscaler", () => {
    expect(counts(recording)).toMatchObject({
      "aws:eks/nodeGroup:NodeGroup": 1,
      "spark-platform:addons:Karpenter": 1,
      [CHART]: 2,
      [NODE_POOL]: 3,
      [NODE_CLASS]: 3,
    });
    expect(counts(recording)["spark-platform:addons:ClusterAutoscaler"]).toBeUndefined();
    expect(counts(recording)["aws:autoscaling/tag:Tag"]).toBeUndefined();
    expect(one(recording, "aws:eks/nodeGroup:NodeGroup").inputs).toMatchObject({
      nodeGroupNamePrefix: "system-",
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 2 },
    });
  });

  test("writes objects that Karpenter's definitions take", () => {
    for (const { inputs } of byType(recording, NODE_POOL)) expect(nodePool.safeParse(inputs).error).toBeUndefined();
    for (const { inputs } of byType(recording, NODE_CLASS)) {
      expect(ec2NodeClass.safeParse(inputs).error).toBeUndefined();
    }
  });

  test("gives each NodePool the node class of its own pool", () => {
    const pairs = byType(recording, NODE_POOL).map(({ inputs }) => {
      const { metadata, spec } = inputs as { metadata: { name: string }; spec: { template: { spec: object } } };
      return [metadata.name, (spec.template.spec as { nodeClassRef: object }).nodeClassRef];
    });
    expect(pairs).toEqual(
      ["analytics-drivers", "analytics-spot", "analytics-on-demand"].map((name) => [
        name,
        { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name },
      ]),
    );
    expect(byType(recording, NODE_CLASS).map(({ inputs }) => (inputs.metadata as { name: string }).name)).toEqual(
      pairs.map(([name]) => name),
    );
  });

  test("hardens and tags the machines, in the cluster's own subnets and security group", () => {
    expect(specOf(recording, NODE_CLASS, "spot-class")).toMatchObject({
      instanceProfile: "analytics-spark-node",
      subnetSelectorTerms: [{ id: "subnet-0a1b" }, { id: "subnet-0c2d" }],
      securityGroupSelectorTerms: [{ id: "sg-analytics-cluster" }],
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1, httpEndpoint: "enabled" },
      blockDeviceMappings: [
        {
          rootVolume: true,
          ebs: { volumeType: "gp3", volumeSize: "100Gi", encrypted: true, deleteOnTermination: true },
        },
      ],
      tags: { Name: "analytics-spot", "spark-platform": "analytics", "spark-platform-pool": "spot" },
    });
  });

  test("lets the nodes' role join the cluster and nothing else", () => {
    expect(one(recording, "aws:eks/accessEntry:AccessEntry", "analytics-spark-node").inputs).toMatchObject({
      clusterName: "analytics",
      principalArn: "arn:aws:iam::000000000000:role/analytics-spark-node",
      type: "EC2_LINUX",
    });
    expect(one(recording, "aws:iam/instanceProfile:InstanceProfile").inputs.role).toBe("analytics-spark-node");
    const attached = byType(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ inputs }) => inputs.role === "analytics-spark-node")
      .map(({ inputs }) => inputs.policyArn);
    expect(attached).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    ]);
  });

  test("hears of every event that Karpenter knows, by a queue that only its own rules may fill", () => {
    const patterns = byType(recording, "aws:cloudwatch/eventRule:EventRule").map(
      ({ inputs }) => JSON.parse(inputs.eventPattern as string) as Record<string, string[]>,
    );
    // https://karpenter.sh/v1.14/reference/cloudformation/
    expect(patterns.map((pattern) => [pattern.source?.join(), pattern["detail-type"]?.join()]).sort()).toEqual([
      ["aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"],
      ["aws.ec2", "EC2 Instance Rebalance Recommendation"],
      ["aws.ec2", "EC2 Instance State-change Notification"],
      ["aws.ec2", "EC2 Spot Instance Interruption Warning"],
      ["aws.health", "AWS Health Event"],
    ]);
    const queueArn = "arn:aws:sqs:us-east-1:000000000000:analytics-karpenter-interruptions";
    for (const { inputs } of byType(recording, "aws:cloudwatch/eventTarget:EventTarget")) {
      expect(inputs.arn).toBe(queueArn);
    }
    expect(one(recording, "aws:sqs/queue:Queue").inputs).toMatchObject({
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
    });
    const [send, plain] = statements(one(recording, "aws:sqs/queuePolicy:QueuePolicy").inputs.policy);
    expect(send).toMatchObject({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["sqs:SendMessage"],
      Resource: [queueArn],
    });
    expect((send?.Condition as { ArnEquals: Record<string, string[]> }).ArnEquals["aws:SourceArn"]).toHaveLength(5);
    expect(plain).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
  });

  test("is deployed by its two charts of one version, on system nodes, with what was planned for it", () => {
    const charts = byType(recording, CHART).map(({ inputs }) => inputs);
    expect(charts.map(({ chart, version, namespace }) => [chart, version, namespace])).toEqual([
      ["oci://public.ecr.aws/karpenter/karpenter-crd", "1.14.3", "kube-system"],
      ["oci://public.ecr.aws/karpenter/karpenter", "1.14.3", "kube-system"],
    ]);
    expect(charts[1]).toMatchObject({
      skipCrds: true,
      values: {
        replicas: 2,
        serviceAccount: { name: "karpenter" },
        nodeSelector: { "spark-platform/role": "system" },
        controller: { resources: { requests: { cpu: "500m", memory: "1024Mi" }, limits: { memory: "1024Mi" } } },
        settings: {
          clusterName: "analytics",
          interruptionQueue: "analytics-karpenter-interruptions",
          vmMemoryOverheadPercent: 0.075,
        },
      },
    });
    expect(one(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs).toMatchObject({
      namespace: "kube-system",
      serviceAccount: "karpenter",
      roleArn: "arn:aws:iam::000000000000:role/analytics-karpenter",
    });
  });

  test("leaves in an order that ends: pods, NodePools with their machines, controller, then what both stand on", async () => {
    const order = await recordProgram(() => {
      const cluster = new EksCluster("analytics", { autoscaler: "karpenter" });
      new kubernetes.core.v1.ConfigMap("pods", {}, { provider: cluster.provider, dependsOn: cluster.ready });
    });
    const pools = byType(order, NODE_POOL);
    const before = (type: string, name?: string) => ancestry(order, one(order, type, name));
    for (const { urn } of pools) expect([...before("kubernetes:core/v1:ConfigMap", "pods")]).toContain(urn);
    for (const pool of pools) {
      const needed = ancestry(order, pool);
      for (const type of [
        CHART,
        "aws:sqs/queuePolicy:QueuePolicy",
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "aws:iam/instanceProfile:InstanceProfile",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:eks/accessEntry:AccessEntry",
        "aws:eks/nodeGroup:NodeGroup",
        "aws:eks/addon:Addon",
        "aws:ec2/natGateway:NatGateway",
        "aws:ec2/route:Route",
      ]) {
        for (const { urn } of byType(order, type)) expect([...needed]).toContain(urn);
      }
      const nodeClass = one(order, NODE_CLASS, pool.name.replace(/-pool$/, "-class"));
      expect([...needed]).toContain(nodeClass.urn);
      expect((pool.inputs.metadata as { annotations: object }).annotations).toEqual({
        "pulumi.com/deletionPropagationPolicy": "foreground",
        "pulumi.com/waitFor": "condition=Ready",
      });
    }
    expect([...ancestry(order, byType(order, CHART)[1]!)]).toContain(byType(order, CHART)[0]!.urn);
  });
});

/** Against the documented policy, https://karpenter.sh/v1.14/reference/cloudformation/ */
describe("what Karpenter's controller may do", () => {
  let rights: Statement[];

  beforeAll(async () => {
    const recording = await recordKarpenter();
    rights = statements(one(recording, "aws:iam/rolePolicy:RolePolicy", "analytics-karpenter").inputs.policy);
  });

  const allowing = (action: string) => rights.filter(({ Action }) => Action.includes(action));

  test("is everything that the documents ask for, but for writing to IAM", () => {
    const documented = [
      ...["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:CreateTags"],
      ...["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate", "iam:PassRole", "eks:DescribeCluster"],
      ...["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage", "ssm:GetParameter", "pricing:GetProducts"],
      ...["iam:ListInstanceProfiles", "iam:GetInstanceProfile"],
      ...[
        "CapacityReservations",
        "Images",
        "Instances",
        "InstanceStatus",
        "InstanceTypeOfferings",
        "InstanceTypes",
      ].map((what) => `ec2:Describe${what}`),
      ...["LaunchTemplates", "PlacementGroups", "SecurityGroups", "SpotPriceHistory", "Subnets"].map(
        (what) => `ec2:Describe${what}`,
      ),
    ];
    const allowed = new Set(rights.flatMap(({ Action }) => Action));
    expect([...allowed].sort()).toEqual([...documented, "iam:CreateServiceLinkedRole"].sort());
  });

  test("ends and tags machines only where they carry the cluster's tag", () => {
    for (const action of ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"]) {
      for (const { Condition } of allowing(action)) {
        expect(Condition).toMatchObject({
          StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/analytics": "owned" },
          StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
        });
      }
    }
    for (const { Condition } of allowing("ec2:CreateTags")) {
      expect(JSON.stringify(Condition)).toContain('kubernetes.io/cluster/analytics":"owned"');
    }
  });

  test("launches only into the cluster's subnets and security group, and only what it tags", () => {
    const [network, templates, tagged] = allowing("ec2:RunInstances");
    expect(network?.Resource).toEqual([
      "arn:aws:ec2:us-east-1::image/*",
      "arn:aws:ec2:us-east-1::snapshot/*",
      "arn:aws:ec2:us-east-1:*:security-group/sg-analytics-cluster",
      "arn:aws:ec2:us-east-1:*:subnet/subnet-0a1b",
      "arn:aws:ec2:us-east-1:*:subnet/subnet-0c2d",
    ]);
    expect(templates?.Resource).toEqual(["arn:aws:ec2:us-east-1:000000000000:launch-template/*"]);
    expect(tagged?.Condition).toMatchObject({
      StringEquals: {
        "aws:RequestTag/kubernetes.io/cluster/analytics": "owned",
        "aws:RequestTag/eks:eks-cluster-name": "analytics",
      },
    });
    expect(tagged?.Resource?.every((arn) => arn.startsWith("arn:aws:ec2:us-east-1:000000000000:"))).toBe(true);
  });

  test("passes no role but the nodes', to EC2 alone", () => {
    expect(allowing("iam:PassRole")).toEqual([
      {
        Sid: "GiveNodesTheirRole",
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: ["arn:aws:iam::000000000000:role/analytics-spark-node"],
        Condition: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] } },
      },
    ]);
  });

  test("names a resource or a condition wherever IAM knows one", () => {
    const unbound = rights.filter(({ Resource, Condition }) => Resource?.includes("*") && Condition === undefined);
    expect(unbound.flatMap(({ Action }) => Action)).toEqual(["pricing:GetProducts", "iam:ListInstanceProfiles"]);
  });
});

describe("Karpenter with more", () => {
  const KEY = "arn:aws:kms:us-east-1:000000000000:key/1111";

  test("encrypts disks with the user's key, which it may use through EC2 only", async () => {
    const recording = await recordKarpenter({ kmsKeyArn: KEY });
    expect(specOf(recording, NODE_CLASS, "spot-class").blockDeviceMappings).toMatchObject([{ ebs: { kmsKeyID: KEY } }]);
    const rights = statements(one(recording, "aws:iam/rolePolicy:RolePolicy", "analytics-karpenter").inputs.policy);
    const ofKey = rights.filter(({ Resource }) => Resource?.includes(KEY));
    expect(ofKey.flatMap(({ Action }) => Action)).toContain("kms:CreateGrant");
    for (const { Condition } of ofKey) {
      expect(Condition).toMatchObject({ StringEquals: { "kms:ViaService": "ec2.us-east-1.amazonaws.com" } });
    }
  });

  test("makes local disks the pods' scratch", async () => {
    const recording = await recordKarpenter({
      sparkPools: [{ name: "nvme", machineTypes: ["r6id.4xlarge"], maxNodes: 4 }],
    });
    expect(specOf(recording, NODE_CLASS, "nvme-class").instanceStorePolicy).toBe("RAID0");
    expect(ec2NodeClass.safeParse(one(recording, NODE_CLASS).inputs).error).toBeUndefined();
  });

  test("gives the default tags of the provider to machines too", async () => {
    const calls = (token: string) =>
      token.endsWith("getDefaultTags:getDefaultTags")
        ? { tags: { costCentre: "42", "kubernetes.io/cluster/analytics": "owned" } }
        : undefined;
    const recording = await recordCluster(
      { autoscaler: "karpenter", network: NETWORK, tags: { team: "data" } },
      { calls },
    );
    expect(specOf(recording, NODE_CLASS, "spot-class").tags).toMatchObject({ costCentre: "42", team: "data" });
    // Karpenter's own, which its definition refuses.
    for (const { inputs } of byType(recording, NODE_CLASS)) {
      expect(ec2NodeClass.safeParse(inputs).error).toBeUndefined();
    }
  });

  test("takes the nodes' role of the user, which EKS lets in with the system nodes", async () => {
    const nodes = "arn:aws:iam::000000000000:role/company/spark-nodes";
    const recording = await recordKarpenter({ roles: { nodes } });
    expect(one(recording, "aws:iam/instanceProfile:InstanceProfile").inputs.role).toBe("spark-nodes");
    expect(byType(recording, "aws:eks/accessEntry:AccessEntry").map(({ name }) => name)).toEqual([
      "analytics-admin-deployer",
    ]);
    const rights = statements(one(recording, "aws:iam/rolePolicy:RolePolicy", "analytics-karpenter").inputs.policy);
    expect(rights.find(({ Action }) => Action.includes("iam:PassRole"))?.Resource).toEqual([nodes]);
  });

  test("uses IRSA where the cluster does", async () => {
    const recording = await recordKarpenter({ identity: "irsa" });
    const chart = byType(recording, CHART)[1];
    expect((chart?.inputs.values as { serviceAccount: object }).serviceAccount).toEqual({
      name: "karpenter",
      annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::000000000000:role/analytics-karpenter" },
    });
  });

  test("comes from the user's registries, and the platform's images with it", async () => {
    const mirrors = {
      images: { "public.ecr.aws": "registry.example.com/ecr" },
      charts: "oci://registry.example.com/charts",
    };
    const recording = await recordProgram(() => {
      const { imageMirrors } = new EksCluster("analytics", { autoscaler: "karpenter", network: NETWORK, mirrors });
      return { imageMirrors };
    });
    expect(byType(recording, CHART).map(({ inputs }) => inputs.chart)).toEqual([
      "oci://registry.example.com/charts/karpenter-crd",
      "oci://registry.example.com/charts/karpenter",
    ]);
    expect((byType(recording, CHART)[1]?.inputs.values as { controller: object }).controller).toMatchObject({
      image: { repository: "registry.example.com/ecr/karpenter/controller" },
    });
    expect(recording.outputs.imageMirrors).toEqual(mirrors.images);
  });

  test("asks for no prices in a VPC without a way out, whose endpoints lead to the queue and to the images' names", async () => {
    const recording = await recordCluster({
      autoscaler: "karpenter",
      network: { natGateways: "none", endpoints: "all" },
    });
    const chart = byType(recording, CHART)[1];
    expect((chart?.inputs.values as { settings: object }).settings).toMatchObject({ isolatedVPC: true });
    const services = byType(recording, "aws:ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => inputs.serviceName);
    expect(services).toEqual(
      expect.arrayContaining(["sqs", "ssm", "eks", "ec2", "sts"].map((name) => `com.amazonaws.us-east-1.${name}`)),
    );
    expect(services).not.toContain("com.amazonaws.us-east-1.autoscaling");
  });
});
