import * as pulumi from "@pulumi/pulumi";

import { EksCluster, readControlPlane, readNetwork, type ReadOptions } from "../../../lib/clusters/aws";
import { type RecordedCall, recordProgram } from "../../../lib/testing";

const GET_CLUSTER = "aws:eks/getCluster:getCluster";
const GET_ADDON = "aws:eks/getAddon:getAddon";
const GET_PROVIDER = "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider";
const GET_SUBNET = "aws:ec2/getSubnet:getSubnet";
const GET_VPC = "aws:ec2/getVpc:getVpc";

type Answer = Record<string, unknown> | Error | ((args: Record<string, unknown>) => Record<string, unknown> | Error);

/** What EKS answers (aws eks describe-cluster), in the provider's field names. */
const cluster = {
  id: "prod",
  name: "prod",
  arn: "arn:aws:eks:eu-central-1:123456789012:cluster/prod",
  version: "1.36",
  status: "ACTIVE",
  endpoint: "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
  certificateAuthorities: [{ data: "Y2VydA==" }],
  identities: [{ oidcs: [{ issuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC" }] }],
  vpcConfig: { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b", "subnet-c"], clusterSecurityGroupId: "sg-1" },
  accessConfigs: [{ authenticationMode: "API_AND_CONFIG_MAP", bootstrapClusterCreatorAdminPermissions: true }],
  computeConfigs: [],
  kubernetesNetworkConfigs: [{ ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" }],
  outpostConfigs: [],
};

const subnets: Record<string, object> = {
  "subnet-a": { availabilityZone: "eu-central-1a", cidrBlock: "10.0.0.0/20", mapPublicIpOnLaunch: false, tags: {} },
  "subnet-b": { availabilityZone: "eu-central-1b", cidrBlock: "10.0.16.0/20", mapPublicIpOnLaunch: true, tags: {} },
  "subnet-c": {
    availabilityZone: "eu-central-1c",
    cidrBlock: "10.0.32.0/20",
    mapPublicIpOnLaunch: false,
    tags: { "kubernetes.io/role/elb": "1" },
  },
};

const usual: Record<string, Answer> = {
  [GET_CLUSTER]: cluster,
  [GET_ADDON]: { id: "prod:eks-pod-identity-agent", arn: "arn" },
  [GET_PROVIDER]: { arn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/ABC" },
  [GET_SUBNET]: ({ id }) => ({ id, vpcId: "vpc-1", ...subnets[id as string] }),
  [GET_VPC]: ({ id }) => ({ id, cidrBlock: "10.0.0.0/16" }),
};

async function readWith<T>(
  reader: () => Promise<T>,
  answers: Record<string, Answer> = {},
): Promise<{ result: T; calls: RecordedCall[] }> {
  let result: T | undefined;
  const { calls } = await recordProgram(
    async () => {
      result = await reader();
    },
    {
      calls: (token, args) => {
        const answer = { ...usual, ...answers }[token];
        const given = typeof answer === "function" ? answer(args) : answer;
        if (given instanceof Error) throw given;
        return given;
      },
    },
  );
  return { result: result as T, calls };
}

const read = (answers: Record<string, Answer> = {}, options?: ReadOptions) =>
  readWith(() => readControlPlane("prod", options), answers);

describe("readControlPlane", () => {
  test("says what the cluster is, with the subnets in which nodes are private", async () => {
    const { result, calls } = await read({}, { region: "eu-central-1" });
    expect(result).toEqual({
      name: "prod",
      arn: cluster.arn,
      kubernetesVersion: "1.36",
      endpoint: cluster.endpoint,
      certificateAuthority: "Y2VydA==",
      vpcId: "vpc-1",
      privateSubnets: [{ id: "subnet-a", zone: "eu-central-1a", cidr: "10.0.0.0/20" }],
      securityGroupId: "sg-1",
      authenticationMode: "API_AND_CONFIG_MAP",
      oidcIssuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC",
      oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/ABC",
      podIdentityAgent: true,
      autoMode: false,
    });
    const regional = calls.filter(({ token }) => token !== GET_PROVIDER);
    expect(regional.filter(({ args }) => args.region !== "eu-central-1")).toEqual([]);
  });

  test("tells an add-on and a provider that are not there from what it may not ask", async () => {
    const { result } = await read({
      [GET_ADDON]: new Error("reading EKS Add-On (prod:eks-pod-identity-agent): couldn't find resource"),
      [GET_PROVIDER]: new Error("finding IAM OIDC Provider by url (https://oidc...): not found"),
    });
    expect(result.podIdentityAgent).toBe(false);
    expect(result).not.toHaveProperty("oidcProviderArn");
    await expect(
      read({ [GET_ADDON]: new Error("AccessDeniedException: not authorized to perform: eks:DescribeAddon") }),
    ).rejects.toThrow(/^readControlPlane: "prod": .*AccessDeniedException/);
  });

  test("knows EKS Auto Mode, which has the agent built in, and clusters of before access entries", async () => {
    const { result } = await read({
      [GET_CLUSTER]: { ...cluster, computeConfigs: [{ enabled: true }], accessConfigs: [] },
      [GET_ADDON]: new Error("ResourceNotFoundException: No addon: eks-pod-identity-agent found in cluster: prod"),
    });
    expect(result).toMatchObject({ autoMode: true, podIdentityAgent: true, authenticationMode: "CONFIG_MAP" });
  });

  test.each<[string, Answer, string]>([
    ["is not there", new Error("reading EKS Cluster (prod): couldn't find resource"), "EKS did not describe it: "],
    ["is being updated", { ...cluster, status: "UPDATING" }, "is UPDATING; wait until EKS has it as ACTIVE."],
    ["has IPv6", { ...cluster, kubernetesNetworkConfigs: [{ ipFamily: "ipv6" }] }, "gives pods IPv6 addresses, "],
    ["is on an Outpost", { ...cluster, outpostConfigs: [{ outpostArns: ["arn"] }] }, "is on an Outpost, "],
  ])("ends in one line where the cluster %s", async (_, answer, problem) => {
    const failure: unknown = await read({ [GET_CLUSTER]: answer }).catch((error: unknown) => error);
    expect(pulumi.ResourceError.isInstance(failure) && failure.hideStack).toBe(true);
    expect((failure as Error).message.split("\n")).toHaveLength(1);
    expect((failure as Error).message).toContain(`readControlPlane: "prod": ${problem}`);
  });

  test("gives EksCluster all that it asks for", async () => {
    const { resources } = await recordProgram(async () => {
      new EksCluster("analytics", { controlPlane: await readControlPlane("prod"), identity: "irsa" });
    });
    expect(resources.filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup")).toHaveLength(4);
  });
});

describe("readNetwork", () => {
  test("says where each subnet is and how large, and the block of their VPC", async () => {
    const { result } = await readWith(() => readNetwork(["subnet-a", "subnet-b", "subnet-a"]));
    expect(result).toEqual({
      vpcId: "vpc-1",
      cidr: "10.0.0.0/16",
      privateSubnets: [
        { id: "subnet-a", zone: "eu-central-1a", cidr: "10.0.0.0/20" },
        { id: "subnet-b", zone: "eu-central-1b", cidr: "10.0.16.0/20" },
      ],
    });
  });

  test("fails where a subnet is not there, or in another VPC, or where none is named", async () => {
    const elsewhere: Answer = ({ id }) => ({ id, vpcId: `vpc-of-${String(id)}`, ...subnets[id as string] });
    await expect(readWith(() => readNetwork(["subnet-a", "subnet-b"]), { [GET_SUBNET]: elsewhere })).rejects.toThrow(
      'readNetwork: "subnet-b": is in vpc-of-subnet-b, but subnet-a is in vpc-of-subnet-a.',
    );
    await expect(
      readWith(() => readNetwork(["subnet-a"]), { [GET_SUBNET]: new Error("no matching EC2 Subnet found\nid: 1") }),
    ).rejects.toThrow(/^readNetwork: "subnet-a": EC2 did not describe it: .*no matching EC2 Subnet found$/);
    await expect(readWith(() => readNetwork([]))).rejects.toThrow("no subnet is named.");
  });
});
