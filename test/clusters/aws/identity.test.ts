import * as pulumi from "@pulumi/pulumi";

import { SparkPlatform } from "../../../lib";
import { EksCluster, type EksClusterArgs, planEksCluster } from "../../../lib/clusters/aws";
import { planPlatform } from "../../../lib/plan/plan-platform";
import { byType, recordProgram, type Recording } from "../../../lib/testing";
import { ancestry, one, recordCluster, statements } from "./recorded";

const PROVIDER_KEY = "spark.hadoop.fs.s3a.aws.credentials.provider";
const ISSUER = "oidc.eks.us-east-1.amazonaws.com/id/000000000000";

function recordPlatform(args: EksClusterArgs): Promise<Recording> {
  return recordProgram(() => {
    new SparkPlatform("lake", { cluster: new EksCluster("analytics", args), spark: { image: "example.com/spark:1" } });
  });
}

const providerFor = (identity: EksClusterArgs["identity"], version: string) =>
  planPlatform({
    name: "lake",
    cluster: planEksCluster("analytics", { identity }),
    spark: { version },
  }).configuration.find(({ key }) => key === PROVIDER_KEY)?.value;

describe("identity irsa", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordPlatform({ identity: "irsa" });
  });

  test("makes the cluster's issuer known to IAM, for the audience that EKS writes into tokens", () => {
    expect(one(recording, "aws:iam/openIdConnectProvider:OpenIdConnectProvider").inputs).toEqual({
      url: `https://${ISSUER}`,
      clientIdLists: ["sts.amazonaws.com"],
      tags: { "spark-platform": "analytics" },
    });
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
  test("ties each role to one service account by subject and audience", () => {
    const trusted = byType(recording, "aws:iam/role:Role").flatMap(({ inputs }) => statements(inputs.assumeRolePolicy));
    const pods = trusted.filter(({ Action }) => Action.includes("sts:AssumeRoleWithWebIdentity"));
    expect(pods.length).toBeGreaterThan(3);
    const subjects = pods.map(({ Principal, Condition }) => {
      expect(Principal).toEqual({ Federated: `arn:aws:iam::000000000000:oidc-provider/${ISSUER}` });
      const { StringEquals, ...other } = Condition as { StringEquals: Record<string, string> };
      expect(other).toEqual({});
      expect(Object.keys(StringEquals).sort()).toEqual([`${ISSUER}:aud`, `${ISSUER}:sub`]);
      expect(StringEquals[`${ISSUER}:aud`]).toBe("sts.amazonaws.com");
      return StringEquals[`${ISSUER}:sub`]!;
    });
    expect(subjects).toContain("system:serviceaccount:kube-system:cluster-autoscaler");
    expect(subjects).toContain("system:serviceaccount:kube-system:aws-node");
    expect(new Set(subjects).size).toBe(subjects.length);
    expect(subjects.filter((subject) => !/^system:serviceaccount:[a-z0-9-]+:[a-z0-9-]+$/.test(subject))).toEqual([]);
    expect(trusted.filter(({ Principal }) => JSON.stringify(Principal).includes("pods.eks"))).toEqual([]);
  });

  test("writes each role on its service account, and nothing else is needed", () => {
    const annotated = byType(recording, "kubernetes:core/v1:ServiceAccount").flatMap(({ inputs }) => {
      const { name, annotations = {} } = inputs.metadata as { name: string; annotations?: Record<string, string> };
      const role = annotations["eks.amazonaws.com/role-arn"];
      return role === undefined ? [] : [[name, role]];
    });
    expect(annotated).toContainEqual(["cluster-autoscaler", "arn:aws:iam::000000000000:role/analytics-autoscaler"]);
    expect(annotated.length).toBe(3);
    expect(byType(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation")).toEqual([]);
    expect(byType(recording, "aws:eks/addon:Addon").map(({ inputs }) => inputs.addonName)).not.toContain(
      "eks-pod-identity-agent",
    );
    const { inputs } = one(recording, "aws:eks/addon:Addon", "analytics-vpc-cni");
    expect(inputs.serviceAccountRoleArn).toBe("arn:aws:iam::000000000000:role/analytics-vpc-cni");
    expect(inputs).not.toHaveProperty("podIdentityAssociations");
  });

  test("is there before the first node", () => {
    const nodes = ancestry(recording, one(recording, "aws:eks/nodeGroup:NodeGroup", "analytics-system"));
    expect(nodes.has(one(recording, "aws:iam/openIdConnectProvider:OpenIdConnectProvider").urn)).toBe(true);
  });

  // Hadoop 3.3.4's S3A is built on version 1 of AWS' SDK, that of 3.4 and later on version 2; the classes are in their javadoc.
  test.each([
    ["3.5.8", "com.amazonaws.auth.WebIdentityTokenCredentialsProvider"],
    ["4.0.1", "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider"],
    ["4.1.1", "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider"],
  ])("works with the libraries of Spark %s", (version, provider) => {
    expect(providerFor("irsa", version)).toBe(provider);
  });
});

describe("identity pod-identity", () => {
  test("is what there is without a word", () => {
    expect(planEksCluster("analytics").identity).toBe("pod-identity");
    expect(providerFor("pod-identity", "4.1.1")).toBe(
      "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider",
    );
  });

  test("is refused with Spark 3.5, with the way out", () => {
    expect(() => providerFor(undefined, "3.5.8")).toThrow(/spark\.version: "3\.5\.8" .* identity "irsa" works with it/);
  });
});

describe("roles of the user's own", () => {
  const own = (name: string) => `arn:aws:iam::123456789012:role/team/${name}`;
  const roles = {
    cluster: own("control-plane"),
    nodes: pulumi.output(own("nodes")),
    pods: {
      "kube-system/aws-node": own("cni"),
      "kube-system/cluster-autoscaler": own("autoscaler"),
      "default/spark-driver": own("driver"),
    },
  };

  test("are used as they are: nothing of IAM is created", async () => {
    const recording = await recordCluster({ roles });
    expect(recording.resources.filter(({ type }) => type.startsWith("aws:iam/"))).toEqual([]);
    expect(one(recording, "aws:eks/cluster:Cluster").inputs.roleArn).toBe(own("control-plane"));
    expect(one(recording, "aws:eks/nodeGroup:NodeGroup", "analytics-spot").inputs.nodeRoleArn).toBe(own("nodes"));
    expect(one(recording, "aws:eks/addon:Addon", "analytics-vpc-cni").inputs.podIdentityAssociations).toEqual([
      { serviceAccount: "aws-node", roleArn: own("cni") },
    ]);
    expect(one(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs).toMatchObject({
      serviceAccount: "cluster-autoscaler",
      roleArn: own("autoscaler"),
    });
  });

  test.each(["pod-identity", "irsa"] as const)("are given to pods by %s", async (identity) => {
    const recording = await recordProgram(() => {
      const cluster = new EksCluster("analytics", { roles, identity });
      const grants = [{ access: "read" as const, uri: "s3a://logs/spark" }];
      const given = cluster.grantStorageAccess("jobs", {
        namespace: "default",
        serviceAccount: "spark-driver",
        grants,
      });
      return { annotations: given.serviceAccountAnnotations };
    });
    const associations = byType(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation");
    expect(associations.filter(({ inputs }) => inputs.roleArn === own("driver"))).toHaveLength(
      identity === "irsa" ? 0 : 1,
    );
    expect(recording.outputs.annotations).toEqual(
      identity === "irsa" ? { "eks.amazonaws.com/role-arn": own("driver") } : {},
    );
  });

  test("that are no ARNs of roles are refused", () => {
    expect(() =>
      planEksCluster("analytics", { roles: { nodes: "node-role", pods: { "aws-node": own("x") } } }),
    ).toThrow(/roles\.nodes: "node-role" [^]*roles\.pods\["aws-node"\]/);
  });
});

test("a permissions boundary limits every role", async () => {
  const boundary = "arn:aws:iam::123456789012:policy/limit";
  const recording = await recordPlatform({
    permissionsBoundary: boundary,
    registry: { pullThrough: {} },
  });
  const roles = byType(recording, "aws:iam/role:Role");
  expect(roles.length).toBeGreaterThan(5);
  expect(roles.filter(({ inputs }) => inputs.permissionsBoundary !== boundary)).toEqual([]);
});
