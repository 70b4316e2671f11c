import { EksCluster, type ExistingControlPlaneArgs, planEksCluster } from "../../../lib/clusters/aws";
import { byType, recordProgram } from "../../../lib/testing";
import { issuesOf, pathsOf } from "./issues";
import { ancestry, counts, one, recordCluster } from "./recorded";

const controlPlane: ExistingControlPlaneArgs = {
  name: "Prod_1",
  arn: "arn:aws:eks:us-east-1:123456789012:cluster/Prod_1",
  kubernetesVersion: "1.34",
  endpoint: "https://ABC.gr7.us-east-1.eks.amazonaws.com",
  certificateAuthority: "Y2VydGlmaWNhdGU=",
  vpcId: "vpc-1",
  privateSubnets: [
    { id: "subnet-a", zone: "us-east-1a", cidr: "10.0.0.0/18" },
    { id: "subnet-b", zone: "us-east-1b", cidr: "10.0.64.0/18" },
  ],
  securityGroupId: "sg-1",
  authenticationMode: "API",
  oidcIssuer: "https://oidc.eks.us-east-1.amazonaws.com/id/ABC",
};

describe("a cluster that is there", () => {
  test("gets node groups, an autoscaler, storage and a registry, and nothing of its own is managed", async () => {
    const recording = await recordCluster({ controlPlane });
    const types = Object.keys(counts(recording));
    const ofTheCluster =
      /^aws:(kms|cloudwatch|ec2(?!\/launchTemplate))|^aws:eks\/(cluster|accessEntry|accessPolicyAssociation):/;
    expect(types.filter((type) => ofTheCluster.test(type))).toEqual([]);
    expect(byType(recording, "aws:eks/addon:Addon").map(({ inputs }) => inputs.addonName)).toEqual([
      "eks-pod-identity-agent",
    ]);
    expect(byType(recording, "aws:eks/nodeGroup:NodeGroup")).toHaveLength(4);
    expect(byType(recording, "kubernetes:apps/v1:Deployment")).toHaveLength(1);
    expect(recording.outputs).toMatchObject({
      eventLogUri: "s3a://analytics-event-logs/spark-events",
      accessCommand: "aws eks update-kubeconfig --name Prod_1 --region us-east-1",
    });
  });

  test("is named by its own name, its nodes by its version and in its subnets", async () => {
    const recording = await recordCluster({ controlPlane });
    expect(one(recording, "aws:eks/nodeGroup:NodeGroup", "analytics-spot").inputs).toMatchObject({
      clusterName: "Prod_1",
      version: "1.34",
      subnetIds: ["subnet-a", "subnet-b"],
    });
    const tags = byType(recording, "aws:autoscaling/tag:Tag").map(({ inputs }) => (inputs.tag as { key: string }).key);
    expect(tags).toContain("k8s.io/cluster-autoscaler/Prod_1");
    const { spec } = one(recording, "kubernetes:apps/v1:Deployment").inputs as {
      spec: { template: { spec: { containers: { args: string[]; image: string }[] } } };
    };
    const [container] = spec.template.spec.containers;
    expect(container?.args).toContain("--cluster-name=Prod_1");
    expect(container?.image).toMatch(/:v1\.34\.\d+$/);
    const kubeconfig = JSON.parse(recording.outputs.kubeconfig as string) as { clusters: { cluster: object }[] };
    expect(kubeconfig.clusters[0]?.cluster).toEqual({
      server: controlPlane.endpoint,
      "certificate-authority-data": controlPlane.certificateAuthority,
    });
  });

  test("keeps an agent that is there, and identities wait for one that is not", async () => {
    const grant = (cluster: EksCluster) =>
      cluster.grantStorageAccess("jobs", {
        namespace: "jobs",
        serviceAccount: "spark",
        grants: [{ access: "read", uri: "s3a://logs/spark" }],
      });
    const record = (podIdentityAgent: boolean) =>
      recordProgram(() => {
        grant(new EksCluster("analytics", { controlPlane: { ...controlPlane, podIdentityAgent } }));
      });
    const there = await record(true);
    expect(byType(there, "aws:eks/addon:Addon")).toEqual([]);
    const created = await record(false);
    const association = one(created, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "jobs-association");
    expect(association.inputs.clusterName).toBe("Prod_1");
    expect(ancestry(created, association).has(one(created, "aws:eks/addon:Addon").urn)).toBe(true);
  });

  test("with identity irsa uses the provider that IAM has, or creates one for its issuer", async () => {
    const oidcProviderArn = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC";
    const type = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
    const created = await recordCluster({ controlPlane, identity: "irsa" });
    expect(one(created, type).inputs.url).toBe(controlPlane.oidcIssuer);
    const there = await recordCluster({ controlPlane: { ...controlPlane, oidcProviderArn }, identity: "irsa" });
    expect(byType(there, type)).toEqual([]);
    expect(byType(there, "aws:eks/addon:Addon")).toEqual([]);
    expect(one(there, "aws:iam/role:Role", "analytics-autoscaler").inputs.assumeRolePolicy).toContain(oidcProviderArn);
  });

  test("costs nothing that it did not cost before", () => {
    const plan = planEksCluster("analytics", { controlPlane });
    expect(plan.fixedHourlyCost).toEqual([]);
    expect(plan).toMatchObject({ kubernetesVersion: "1.34", region: "us-east-1", clusterName: "Prod_1" });
    expect(plan).not.toHaveProperty("serviceCidr");
    expect(plan.notes.map(({ path }) => path)).not.toContain("apiServer.publicCidrs");
  });
});

describe("a cluster that is there is refused", () => {
  const network = { vpcId: "vpc-1", privateSubnetIds: ["subnet-c", "subnet-d"] };
  const noIssuer = { oidcIssuer: undefined };

  test.each<[string, object, object, string[]]>([
    ["whose ARN is another's", { name: "other" }, {}, ["controlPlane.arn"]],
    ["whose ARN is no cluster's", { arn: "arn:aws:s3:::bucket" }, {}, ["controlPlane.arn"]],
    ["in another region", {}, { region: "eu-central-1" }, ["region"]],
    ["of another version than asked for", {}, { kubernetesVersion: "1.35" }, ["kubernetesVersion"]],
    ["of a version that is not supported", { kubernetesVersion: "1.31" }, {}, ["controlPlane.kubernetesVersion"]],
    ["without an issuer where irsa needs it", noIssuer, { identity: "irsa" }, ["controlPlane.oidcIssuer"]],
    ["without private subnets", { privateSubnets: [] }, {}, ["network"]],
    ["with nodes in another VPC", {}, { network: { ...network, vpcId: "vpc-2" } }, ["network.vpcId"]],
    ["with a new network", {}, { network: { cidr: "10.1.0.0/16" } }, ["network"]],
    [
      "without access entries where Karpenter needs them",
      { authenticationMode: "CONFIG_MAP" },
      { autoscaler: "karpenter" },
      ["controlPlane.authenticationMode"],
    ],
    [
      "with what is a matter of the control plane",
      {},
      {
        serviceCidr: "172.21.0.0/16",
        logRetentionDays: 7,
        admins: [],
        deletionProtection: true,
        apiServer: { publicCidrs: [] },
        roles: { cluster: "arn:aws:iam::123456789012:role/cluster" },
      },
      ["serviceCidr", "logRetentionDays", "admins", "deletionProtection", "apiServer.publicCidrs", "roles.cluster"],
    ],
  ])("%s", (_, more, args, paths) => {
    expect(pathsOf({ controlPlane: { ...controlPlane, ...more }, ...args })).toEqual(paths);
  });

  test.each<[string, object, object]>([
    ["with subnets of its VPC that are named", { privateSubnets: [] }, { network }],
    [
      "that knows its administrators by ConfigMap, since EKS lets node groups in",
      { authenticationMode: "CONFIG_MAP" },
      {},
    ],
    ["whose access entries let nodes of Karpenter in", {}, { autoscaler: "karpenter" }],
    ["without an issuer where Pod Identity does without", noIssuer, {}],
    ["behind a proxy", {}, { apiServer: { proxyUrl: "socks5://localhost:1080" } }],
    ["with its own region and version said again", {}, { region: "us-east-1", kubernetesVersion: "1.34" }],
    ["with services in a block that other clusters' VPC has", {}, { network: { ...network, cidr: "172.20.0.0/16" } }],
  ])("but not one %s", (_, more, args) => {
    expect(pathsOf({ controlPlane: { ...controlPlane, ...more }, ...args })).toEqual([]);
  });

  test("with the way out of each", () => {
    const [issue] = issuesOf({ controlPlane: { ...controlPlane, oidcIssuer: undefined }, identity: "irsa" });
    expect(issue?.change).toContain("aws eks describe-cluster --name Prod_1 --query cluster.identity.oidc.issuer");
  });

  test("where half of it is missing, each part by its path", () => {
    expect(pathsOf({ controlPlane: { name: "prod" } })).toEqual([
      "controlPlane.arn",
      "controlPlane.kubernetesVersion",
      "controlPlane.endpoint",
      "controlPlane.certificateAuthority",
      "controlPlane.vpcId",
      "controlPlane.securityGroupId",
      "controlPlane.authenticationMode",
      "network",
    ]);
  });
});
