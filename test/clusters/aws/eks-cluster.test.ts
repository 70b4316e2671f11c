import * as pulumi from "@pulumi/pulumi";

import { EksCluster } from "../../../lib/clusters/aws";
import { zoneName } from "../../../lib/clusters/aws/network/network";
import { matchingRegion } from "../../../lib/clusters/aws/region";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { ancestry, counts, one, recordCluster, type Statement, statements } from "./recorded";

describe("a cluster from nothing", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordCluster();
  });

  test("is made of exactly these resources", () => {
    expect(counts(recording)).toEqual({
      "spark-platform:clusters/aws:EksCluster": 1,
      "aws:ec2/vpc:Vpc": 1,
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
      "aws:ec2/subnet:Subnet": 6,
      "aws:ec2/internetGateway:InternetGateway": 1,
      "aws:ec2/eip:Eip": 1,
      "aws:ec2/natGateway:NatGateway": 1,
      "aws:ec2/routeTable:RouteTable": 2,
      "aws:ec2/route:Route": 2,
      "aws:ec2/routeTableAssociation:RouteTableAssociation": 6,
      "aws:ec2/vpcEndpoint:VpcEndpoint": 1,
      "aws:kms/key:Key": 1,
      "aws:cloudwatch/logGroup:LogGroup": 1,
      "aws:iam/role:Role": 4,
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 4,
      "aws:iam/rolePolicy:RolePolicy": 2,
      "aws:eks/cluster:Cluster": 1,
      "aws:eks/accessEntry:AccessEntry": 1,
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": 1,
      "aws:eks/addon:Addon": 4,
      "aws:eks/podIdentityAssociation:PodIdentityAssociation": 1,
      "aws:ec2/launchTemplate:LaunchTemplate": 4,
      "aws:eks/nodeGroup:NodeGroup": 4,
      // 7 of the system pool, 11 of each Spark pool.
      "aws:autoscaling/tag:Tag": 40,
      "pulumi:providers:kubernetes": 1,
      "spark-platform:addons:ClusterAutoscaler": 1,
      "kubernetes:core/v1:ServiceAccount": 1,
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": 1,
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": 1,
      "kubernetes:rbac.authorization.k8s.io/v1:Role": 1,
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": 1,
      "kubernetes:core/v1:ConfigMap": 1,
      "kubernetes:policy/v1:PodDisruptionBudget": 1,
      "kubernetes:apps/v1:Deployment": 1,
      "aws:s3/bucket:Bucket": 1,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
      "aws:s3/bucketPolicy:BucketPolicy": 1,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
      "aws:s3/bucketObjectv2:BucketObjectv2": 1,
      "aws:ecr/repository:Repository": 1,
      "aws:ecr/lifecyclePolicy:LifecyclePolicy": 1,
    });
  });

  test("has all of them below itself, under its own name", () => {
    const root = one(recording, "spark-platform:clusters/aws:EksCluster");
    const others = recording.resources.filter(({ urn }) => urn !== root.urn);
    expect(others.filter(({ parent }) => parent === undefined)).toEqual([]);
    expect(others.filter(({ name }) => !name.startsWith("analytics-"))).toEqual([]);
  });

  test("has the control plane that was planned", () => {
    expect(one(recording, "aws:eks/cluster:Cluster").inputs).toEqual({
      name: "analytics",
      version: "1.35",
      roleArn: "arn:aws:iam::000000000000:role/analytics-cluster",
      vpcConfig: {
        subnetIds: ["analytics-private-0-id", "analytics-private-1-id", "analytics-private-2-id"],
        endpointPrivateAccess: true,
        endpointPublicAccess: true,
        publicAccessCidrs: ["0.0.0.0/0"],
      },
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfig: {
        provider: { keyArn: "arn:aws:kms:us-east-1:000000000000:key/key-analytics-secrets" },
        resources: ["secrets"],
      },
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: false,
      tags: { "spark-platform": "analytics" },
    });
  });

  test("keeps its log for 30 days and turns its key over", () => {
    expect(one(recording, "aws:cloudwatch/logGroup:LogGroup").inputs).toMatchObject({
      name: "/aws/eks/analytics/cluster",
      retentionInDays: 30,
    });
    expect(one(recording, "aws:kms/key:Key").inputs).toMatchObject({
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
  });

  test("makes the deploying role, not its session, the one administrator", () => {
    expect(one(recording, "aws:eks/accessEntry:AccessEntry").inputs).toEqual({
      clusterName: "analytics",
      principalArn: "arn:aws:iam::000000000000:role/deployer",
      tags: { "spark-platform": "analytics" },
    });
    expect(one(recording, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation").inputs).toEqual({
      clusterName: "analytics",
      principalArn: "arn:aws:iam::000000000000:role/deployer",
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
  });

  test("puts a node group together as planned, and leaves its size to the autoscaler", () => {
    const group = one(recording, "aws:eks/nodeGroup:NodeGroup", "analytics-spot");
    expect(group.inputs).toEqual({
      clusterName: "analytics",
      nodeGroupNamePrefix: "spot-",
      nodeRoleArn: "arn:aws:iam::000000000000:role/analytics-node",
      subnetIds: ["analytics-private-0-id", "analytics-private-1-id", "analytics-private-2-id"],
      version: "1.35",
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "SPOT",
      instanceTypes: ["m7i.4xlarge", "m7a.4xlarge", "m6i.4xlarge", "m6a.4xlarge"],
      scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 50 },
      labels: {
        "spark-platform/pool": "spot",
        "spark-platform/capacity": "spot",
        "spark-platform/role": "spark",
      },
      taints: [{ key: "spark-platform/dedicated", value: "spark", effect: "NO_SCHEDULE" }],
      launchTemplate: { id: "analytics-spot-id", version: "1" },
      updateConfig: { maxUnavailablePercentage: 33 },
      tags: { "spark-platform": "analytics", "spark-platform-pool": "spot" },
    });
    expect(group.ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
    expect(group.deleteBeforeReplace).toBe(false);
  });

  test("hardens the machines: IMDSv2 with one hop, encrypted disks, tags that reach both", () => {
    const { inputs } = one(recording, "aws:ec2/launchTemplate:LaunchTemplate", "analytics-spot");
    expect(inputs).toMatchObject({
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: 100, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: { Name: "analytics-spot" },
      })),
    });
    const userData = Buffer.from(inputs.userData as string, "base64").toString();
    expect(userData).toContain('"maxPods": 23');
    expect(userData).toContain('"memory": "508Mi"');
    expect(one(recording, "aws:ec2/launchTemplate:LaunchTemplate", "analytics-system").inputs.userData).toBeUndefined();
  });

  test("tags the Auto Scaling group behind each node group with the plan's tags", () => {
    const tags = byType(recording, "aws:autoscaling/tag:Tag").filter(({ name }) => name.startsWith("analytics-spot-"));
    expect(tags.map(({ inputs }) => inputs)).toContainEqual({
      autoscalingGroupName: "eks-analytics-spot-000000000000",
      tag: {
        key: "k8s.io/cluster-autoscaler/node-template/resources/memory",
        value: "60995Mi",
        propagateAtLaunch: false,
      },
    });
    expect(new Set(tags.map(({ inputs }) => inputs.autoscalingGroupName))).toEqual(
      new Set(["eks-analytics-spot-000000000000"]),
    );
  });

  test("gives nodes no right over the network, and the network plugin a role of its own", () => {
    const attached = byType(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    expect(attached.map(({ inputs }) => [inputs.role, inputs.policyArn]).sort()).toEqual([
      ["analytics-cluster", "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"],
      ["analytics-node", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"],
      ["analytics-node", "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"],
      ["analytics-vpc-cni", "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"],
    ]);
    expect(one(recording, "aws:eks/addon:Addon", "analytics-vpc-cni").inputs).toMatchObject({
      podIdentityAssociations: [
        { serviceAccount: "aws-node", roleArn: "arn:aws:iam::000000000000:role/analytics-vpc-cni" },
      ],
      configurationValues: '{"enableNetworkPolicy":"true"}',
    });
  });

  test("asks for add-on versions that fit the cluster's", () => {
    const asked = recording.calls.filter(({ token }) => token === "aws:eks/getAddonVersion:getAddonVersion");
    expect(asked.map(({ args }) => `${String(args.addonName)} ${String(args.kubernetesVersion)}`).sort()).toEqual([
      "coredns 1.35",
      "eks-pod-identity-agent 1.35",
      "kube-proxy 1.35",
      "vpc-cni 1.35",
    ]);
    for (const { inputs } of byType(recording, "aws:eks/addon:Addon")) {
      expect(inputs.addonVersion).toBe("v1.0.0-eksbuild.1");
    }
  });

  test("keeps the kubeconfig secret, without a token in it", () => {
    expect(recording.secretOutputs).toEqual(["kubeconfig"]);
    const kubeconfig = JSON.parse(recording.outputs.kubeconfig as string) as { users: unknown[] };
    expect(kubeconfig.users).toEqual([
      {
        name: "analytics",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: ["eks", "get-token", "--cluster-name", "analytics", "--region", "us-east-1", "--output", "json"],
            interactiveMode: "IfAvailable",
          },
        },
      },
    ]);
    const provider = one(recording, "pulumi:providers:kubernetes");
    expect(provider.secrets).toEqual(["kubeconfig"]);
    expect(provider.inputs.enableServerSideApply).toBe("true");
    expect(provider.inputs.enableConfigMapMutable).toBe("true");
  });

  test("says how to reach it", () => {
    expect(recording.outputs).toMatchObject({
      accessCommand: "aws eks update-kubeconfig --name analytics --region us-east-1",
      eventLogUri: "s3a://analytics-event-logs/spark-events",
      registryUrl: "000000000000.dkr.ecr.us-east-1.amazonaws.com/analytics-images",
    });
  });

  test("warns that the API server can be reached from anywhere", () => {
    expect(recording.logs.map(({ severity, message }) => [severity, message.split(":")[0]])).toEqual([
      ["warn", "apiServer.publicCidrs"],
    ]);
  });

  test("lets nobody but services assume its roles", () => {
    const trusted = byType(recording, "aws:iam/role:Role").flatMap(({ name, inputs }) =>
      statements(inputs.assumeRolePolicy).map(({ Effect, Principal, Action }) => [name, Effect, Principal, Action]),
    );
    const pods = [{ Service: "pods.eks.amazonaws.com" }, ["sts:AssumeRole", "sts:TagSession"]];
    expect(trusted.sort()).toEqual([
      ["analytics-autoscaler", "Allow", ...pods],
      ["analytics-cluster", "Allow", { Service: "eks.amazonaws.com" }, ["sts:AssumeRole"]],
      ["analytics-node", "Allow", { Service: "ec2.amazonaws.com" }, ["sts:AssumeRole"]],
      ["analytics-vpc-cni", "Allow", ...pods],
    ]);
  });

  test("allows no action by wildcard, and changes only on its own groups and keys", () => {
    const allowed: Statement[] = byType(recording, "aws:iam/rolePolicy:RolePolicy").flatMap(({ inputs }) =>
      statements(inputs.policy),
    );
    expect(allowed.filter(({ Action }) => Action.some((action) => action.includes("*")))).toEqual([]);
    const onEverything = allowed.filter(({ Resource }) => Resource?.includes("*"));
    expect(onEverything.map(({ Sid }) => Sid)).toEqual(["Look"]);
    const looking = onEverything.find(({ Sid }) => Sid === "Look");
    expect(looking?.Action.filter((action) => !/:(Describe|GetInstanceTypesFrom)/.test(action))).toEqual([]);
    expect(allowed.find(({ Sid }) => Sid === "ScaleOwnGroups")).toEqual({
      Sid: "ScaleOwnGroups",
      Effect: "Allow",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: ["arn:aws:autoscaling:us-east-1:000000000000:autoScalingGroup:*"],
      Condition: { StringEquals: { "aws:ResourceTag/k8s.io/cluster-autoscaler/analytics": "owned" } },
    });
    expect(allowed.find(({ Sid }) => Sid === "LookAtOwnNodeGroups")?.Resource).toEqual([
      "arn:aws:eks:us-east-1:000000000000:nodegroup/analytics/*",
    ]);
  });

  describe("comes up, and goes down in the opposite order:", () => {
    const before = (first: [string, string?], then: [string, string?]): boolean =>
      ancestry(recording, one(recording, ...then)).has(one(recording, ...first).urn);

    test.each<[string, [string, string?], [string, string?]]>([
      ["the log before the cluster", ["aws:cloudwatch/logGroup:LogGroup"], ["aws:eks/cluster:Cluster"]],
      ["the way out before the cluster", ["aws:ec2/route:Route", "analytics-private-0"], ["aws:eks/cluster:Cluster"]],
      [
        "the Pod Identity agent before the network plugin",
        ["aws:eks/addon:Addon", "analytics-eks-pod-identity-agent"],
        ["aws:eks/addon:Addon", "analytics-vpc-cni"],
      ],
      [
        "the network plugin before nodes",
        ["aws:eks/addon:Addon", "analytics-vpc-cni"],
        ["aws:eks/nodeGroup:NodeGroup", "analytics-spot"],
      ],
      [
        "kube-proxy before nodes",
        ["aws:eks/addon:Addon", "analytics-kube-proxy"],
        ["aws:eks/nodeGroup:NodeGroup", "analytics-system"],
      ],
      [
        "the nodes' rights before nodes",
        ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "analytics-node-AmazonEKSWorkerNodePolicy"],
        ["aws:eks/nodeGroup:NodeGroup", "analytics-system"],
      ],
      [
        "system nodes before DNS",
        ["aws:eks/nodeGroup:NodeGroup", "analytics-system"],
        ["aws:eks/addon:Addon", "analytics-coredns"],
      ],
      ["DNS before the autoscaler", ["aws:eks/addon:Addon", "analytics-coredns"], ["kubernetes:apps/v1:Deployment"]],
      [
        "administrators before the provider that everything in the cluster goes through",
        ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation"],
        ["pulumi:providers:kubernetes"],
      ],
      [
        "administrators before anything in the cluster",
        ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation"],
        ["kubernetes:core/v1:ServiceAccount"],
      ],
      [
        "the autoscaler's identity before the autoscaler",
        ["aws:eks/podIdentityAssociation:PodIdentityAssociation"],
        ["kubernetes:apps/v1:Deployment"],
      ],
    ])("%s", (_, first, then) => {
      expect(before(first, then)).toBe(true);
      expect(before(then, first)).toBe(false);
    });
  });

  test("registers the same resources when nothing is known yet", async () => {
    const preview = await recordCluster({}, { outputs: "unknown" });
    expect(counts(preview)).toEqual(counts(recording));
  });
});

describe("the network", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordCluster();
  });

  test("has a public and a private subnet in each zone, in zones where EKS is", () => {
    const subnets = byType(recording, "aws:ec2/subnet:Subnet");
    expect(subnets.map(({ name, inputs }) => [name, inputs.cidrBlock, inputs.availabilityZone]).sort()).toEqual([
      ["analytics-private-0", "10.0.0.0/18", "us-east-1a"],
      ["analytics-private-1", "10.0.64.0/18", "us-east-1b"],
      ["analytics-private-2", "10.0.128.0/18", "us-east-1c"],
      ["analytics-public-0", "10.0.192.0/20", "us-east-1a"],
      ["analytics-public-1", "10.0.208.0/20", "us-east-1b"],
      ["analytics-public-2", "10.0.224.0/20", "us-east-1c"],
    ]);
    // A zone that AWS adds later must not move the subnets.
    expect(subnets.map(({ ignoreChanges }) => ignoreChanges)).toEqual(Array(6).fill(["availabilityZone"]));
    const asked = recording.calls.find(({ token }) => token.endsWith(":getAvailabilityZones"));
    expect(asked?.args).toMatchObject({ excludeZoneIds: ["use1-az3", "usw1-az2", "cac1-az3"] });
  });

  test("reaches S3 without NAT, and closes the group that a VPC is born with", () => {
    expect(one(recording, "aws:ec2/vpcEndpoint:VpcEndpoint").inputs).toMatchObject({
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.us-east-1.s3",
      routeTableIds: ["analytics-private-0-id"],
    });
    expect(one(recording, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs).toMatchObject({
      ingress: [],
      egress: [],
    });
  });

  test("sends each zone through its own NAT gateway where it has one, else all through the first", async () => {
    const ways = (recorded: Recording) =>
      byType(recorded, "aws:ec2/routeTableAssociation:RouteTableAssociation")
        .map(({ inputs }) => `${String(inputs.subnetId)} ${String(inputs.routeTableId)}`)
        .filter((way) => way.startsWith("analytics-private"))
        .sort();
    expect(ways(recording)).toEqual([
      "analytics-private-0-id analytics-private-0-id",
      "analytics-private-1-id analytics-private-0-id",
      "analytics-private-2-id analytics-private-0-id",
    ]);
    const perZone = await recordCluster({ network: { natGateways: "per-zone" } });
    expect(ways(perZone)).toEqual([
      "analytics-private-0-id analytics-private-0-id",
      "analytics-private-1-id analytics-private-1-id",
      "analytics-private-2-id analytics-private-2-id",
    ]);
    expect(byType(perZone, "aws:ec2/natGateway:NatGateway")).toHaveLength(3);
  });

  test("fails in the user's words where the region has fewer zones", () => {
    expect(zoneName(["a", "b"], 1, 3)).toBe("b");
    expect(() => zoneName(["a", "b"], 2, 3)).toThrow(
      "network.zones: 3 is more than the 2 zones that EKS has here (a, b). Use fewer zones.",
    );
  });
});

describe("what is already there is left untouched:", () => {
  test("a VPC, with ids that are outputs", async () => {
    const recording = await recordCluster({
      network: {
        vpcId: pulumi.output("vpc-1"),
        privateSubnetIds: [pulumi.output("subnet-a"), "subnet-b"],
      },
    });
    const network = Object.keys(counts(recording)).filter((type) => /^aws:ec2\/(?!launchTemplate)/.test(type));
    expect(network).toEqual([]);
    expect(one(recording, "aws:eks/cluster:Cluster").inputs.vpcConfig).toMatchObject({
      subnetIds: ["subnet-a", "subnet-b"],
    });
    expect(one(recording, "aws:eks/nodeGroup:NodeGroup", "analytics-spot").inputs.subnetIds).toEqual([
      "subnet-a",
      "subnet-b",
    ]);
  });

  test("a bucket and a registry", async () => {
    const recording = await recordCluster({
      eventLogs: { bucket: pulumi.output("company-logs"), prefix: "team/spark" },
      registry: { url: pulumi.output("registry.example.com/spark") },
    });
    expect(Object.keys(counts(recording)).filter((type) => /^aws:(s3|ecr)\//.test(type))).toEqual([]);
    expect(recording.outputs).toMatchObject({
      eventLogUri: "s3a://company-logs/team/spark",
      registryUrl: "registry.example.com/spark",
    });
  });
});

describe("who may do what", () => {
  test("is said by admins, named after them so that their order means nothing", async () => {
    const admins = ["arn:aws:iam::123456789012:role/ci", pulumi.output("arn:aws:iam::123456789012:user/ada")];
    const recording = await recordCluster({ admins });
    const entries = byType(recording, "aws:eks/accessEntry:AccessEntry");
    expect(entries.map(({ name, inputs }) => [name, inputs.principalArn])).toEqual([
      ["analytics-admin-123456789012-role-ci", "arn:aws:iam::123456789012:role/ci"],
      ["analytics-admin-1", "arn:aws:iam::123456789012:user/ada"],
    ]);
    expect(recording.calls.filter(({ token }) => token.includes("getCallerIdentity"))).toEqual([]);
  });

  test("falls to the role that the cluster is reached through", async () => {
    const recording = await recordCluster({ accessRoleArn: "arn:aws:iam::123456789012:role/deploy" });
    expect(one(recording, "aws:eks/accessEntry:AccessEntry").inputs.principalArn).toBe(
      "arn:aws:iam::123456789012:role/deploy",
    );
    expect(recording.outputs.kubeconfig).toContain('"--role-arn","arn:aws:iam::123456789012:role/deploy"');
    expect(recording.outputs.accessCommand).toMatch(/ --role-arn arn:aws:iam::123456789012:role\/deploy$/);
  });

  test("is closed to the internet by an empty list", async () => {
    const recording = await recordCluster({ apiServer: { publicCidrs: [] } });
    const { vpcConfig } = one(recording, "aws:eks/cluster:Cluster").inputs;
    expect(vpcConfig).toEqual({
      subnetIds: ["analytics-private-0-id", "analytics-private-1-id", "analytics-private-2-id"],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    });
    expect(recording.logs).toEqual([]);
  });
});

describe("bad arguments", () => {
  test("are listed all at once, without a stack, and nothing is registered", async () => {
    const recording = await recordCluster(
      { kubernetesVersion: "1.30", network: { zones: 1 }, eventLogs: { prefix: "/" } },
      { errors: "return" },
    );
    expect(recording.resources).toEqual([]);
    const [error, ...others] = recording.errors;
    expect(others).toEqual([]);
    expect(pulumi.ResourceError.isInstance(error) && error.hideStack).toBe(true);
    expect(error?.message.split("\n").map((line) => line.split(" ").slice(0, 4).join(" "))).toEqual([
      'EksCluster "analytics" has 3',
      "  - network.zones:",
      "  - eventLogs.prefix:",
      "  - kubernetesVersion:",
    ]);
  });

  test("include a region that is not the provider's", () => {
    expect(matchingRegion(undefined, "us-east-1")).toBe("us-east-1");
    expect(matchingRegion("us-east-1", "us-east-1")).toBe("us-east-1");
    expect(() => matchingRegion("eu-central-1", "us-east-1")).toThrow(
      'region: "eu-central-1" is not the region of the AWS provider, us-east-1. Give region the provider\'s, or give the cluster a provider of that region.',
    );
  });
});

describe("options and tags", () => {
  test("reach every taggable resource, machines and disks included", async () => {
    const recording = await recordCluster({ tags: { team: "data" } });
    const taggable = recording.resources.filter(({ type, inputs }) => type.startsWith("aws:") && "tags" in inputs);
    expect(taggable.filter(({ inputs }) => (inputs.tags as { team?: string }).team !== "data")).toEqual([]);
    expect(one(recording, "aws:ec2/launchTemplate:LaunchTemplate", "analytics-spot").inputs).toMatchObject({
      tagSpecifications: Array(3).fill({ tags: { team: "data", Name: "analytics-spot" } }),
    });
  });

  test("take the region from the configuration, and deletion protection as it is given", async () => {
    const recording = await recordProgram(
      () => {
        const { plan } = new EksCluster("analytics", { deletionProtection: true });
        return { region: plan.region };
      },
      { config: { "aws:region": "us-east-1" } },
    );
    expect(recording.outputs.region).toBe("us-east-1");
    expect(one(recording, "aws:eks/cluster:Cluster").inputs.deletionProtection).toBe(true);
  });
});
