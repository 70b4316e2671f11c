/** What AWS would say of a cluster and a network that are already there. */

import { ACCOUNT } from "./account";

type Fields = Record<string, unknown>;

const ZONES = ["a", "b", "c", "d"];
const VPC = "vpc-0a1b2c3d4e5f60718";
const SUBNETS = ["subnet-private-a", "subnet-private-b", "subnet-private-c", "subnet-public-a"];

/** Answers by token; what is not asked for by name is the same for everything. */
export const awsClusterAnswers: Record<string, (args: Fields, region: string) => Fields> = {
  "aws:eks/getCluster:getCluster": ({ name, region: asked }, region) => cluster(String(name), text(asked) ?? region),
  "aws:eks/getAddon:getAddon": (args) => ({ id: `${String(args.clusterName)}:${String(args.addonName)}`, ...args }),
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": ({ url }) => ({
    id: url,
    url,
    arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${String(url).replace("https://", "")}`,
    clientIdLists: ["sts.amazonaws.com"],
  }),
  "aws:ec2/getSubnet:getSubnet": ({ id, region: asked }, region) => subnet(String(id), text(asked) ?? region),
  "aws:ec2/getVpc:getVpc": ({ id }) => ({ id, cidrBlock: "10.0.0.0/16" }),
  "aws:ec2/getVpcEndpointService:getVpcEndpointService": (args, region) => ({
    id: "service",
    ...args,
    serviceName: `com.amazonaws.${region}.service`,
  }),
  "aws:index/getDefaultTags:getDefaultTags": () => ({ id: ACCOUNT, tags: {} }),
};

function cluster(name: string, region: string): Fields {
  return {
    id: name,
    name,
    arn: `arn:aws:eks:${region}:${ACCOUNT}:cluster/${name}`,
    version: "1.35",
    status: "ACTIVE",
    region,
    endpoint: `https://${ACCOUNT}.gr7.${region}.eks.amazonaws.com`,
    certificateAuthorities: [{ data: "bW9ja2VkIGNlcnRpZmljYXRl" }],
    identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${ACCOUNT}` }] }],
    vpcConfig: { vpcId: VPC, subnetIds: SUBNETS, clusterSecurityGroupId: `sg-${name}` },
    accessConfigs: [{ authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false }],
    computeConfigs: [],
    kubernetesNetworkConfigs: [{ ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" }],
    outpostConfigs: [],
  };
}

/** In the zone that the last letter of its id names, else in one that follows from the id. */
function subnet(id: string, region: string): Fields {
  const named = ZONES.findIndex((zone) => id.endsWith(`-${zone}`));
  const index = named >= 0 ? named : [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % ZONES.length;
  return {
    id,
    vpcId: VPC,
    availabilityZone: `${region}${ZONES[index]}`,
    cidrBlock: `10.0.${64 * index}.0/18`,
    mapPublicIpOnLaunch: id.includes("public"),
    tags: {},
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
