/** Reads an EKS cluster that is already there, so that all of it is checked before anything is put into it. */

import { getAddon } from "@pulumi/aws/eks/getAddon";
import { getCluster, type GetClusterResult } from "@pulumi/aws/eks/getCluster";
import { getOpenIdConnectProvider } from "@pulumi/aws/iam/getOpenIdConnectProvider";
import type { GetSubnetResult } from "@pulumi/aws/ec2/getSubnet";

import { failReading, firstLine } from "../../read-failure";
import type { ExistingControlPlaneArgs } from "./existing-args";
import { describe, readSubnets, type ReadOptions, regionIn } from "../network/read-network";

const READER = "readControlPlane";

const AGENT = "eks-pod-identity-agent";

/** How the AWS provider says that something is not there, which is an answer and no failure. */
const NOT_THERE = /not ?found|couldn't find|no addon|empty result/i;

/** Subnets that are made for load balancers which face the internet: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const PUBLIC_ROLE = "kubernetes.io/role/elb";

/**
 * Asks AWS what an EKS cluster is, for the argument `controlPlane` of {@link EksCluster}. It asks whenever the program runs, so a
 * preview needs credentials too: `eks:DescribeCluster`, `eks:DescribeAddon`, `ec2:DescribeSubnets`, `iam:ListOpenIDConnectProviders`
 * and `iam:GetOpenIDConnectProvider`.
 *
 * Nodes will go to those subnets of the control plane that give no public addresses and are not tagged for public load balancers;
 * `network` names others.
 *
 * @example
 * const controlPlane = await readControlPlane("prod", { region: "eu-central-1" });
 * new EksCluster("analytics", { controlPlane });
 *
 * @throws pulumi.ResourceError of one line where there is no such cluster, or one that is not active or not IPv4.
 */
export async function readControlPlane(name: string, options: ReadOptions = {}): Promise<ExistingControlPlaneArgs> {
  const invoke = { provider: options.provider };
  const cluster = await getCluster({ name, ...regionIn(options) }, invoke).catch((error: Error) =>
    failReading(name, `EKS did not describe it: ${firstLine(error)}`, READER),
  );
  checkCluster(name, cluster);
  const [subnets, agent, oidc] = await Promise.all([
    readSubnets(cluster.vpcConfig.subnetIds, READER, options),
    whereThere(name, getAddon({ clusterName: name, addonName: AGENT, ...regionIn(options) }, invoke)),
    readProvider(name, issuerOf(cluster), options),
  ]);
  return describeCluster(name, cluster, subnets, agent !== undefined, oidc);
}

function checkCluster(name: string, { status, kubernetesNetworkConfigs, outpostConfigs }: GetClusterResult): void {
  if (status !== "ACTIVE") failReading(name, `is ${status}; wait until EKS has it as ACTIVE.`, READER);
  if (kubernetesNetworkConfigs?.[0]?.ipFamily === "ipv6")
    failReading(name, "gives pods IPv6 addresses, and this library plans for IPv4.", READER);
  if ((outpostConfigs ?? []).length > 0)
    failReading(name, "is on an Outpost, whose nodes this library can't plan.", READER);
}

function issuerOf({ identities }: GetClusterResult): string | undefined {
  return identities?.[0]?.oidcs?.[0]?.issuer;
}

async function readProvider(
  name: string,
  url: string | undefined,
  { provider }: ReadOptions,
): Promise<string | undefined> {
  if (url === undefined) return undefined;
  return (await whereThere(name, getOpenIdConnectProvider({ url }, { provider })))?.arn;
}

/** The answer, or undefined where there is no such thing; any other failure, such as a right that is missing, ends the reading. */
async function whereThere<T>(name: string, asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: Error) =>
    NOT_THERE.test(error.message) ? undefined : failReading(name, firstLine(error), READER),
  );
}

function describeCluster(
  name: string,
  cluster: GetClusterResult,
  subnets: GetSubnetResult[],
  hasAgent: boolean,
  oidcProviderArn: string | undefined,
): ExistingControlPlaneArgs {
  const { arn, version, endpoint, certificateAuthorities, vpcConfig, accessConfigs, computeConfigs } = cluster;
  const autoMode = computeConfigs?.[0]?.enabled === true;
  const oidcIssuer = issuerOf(cluster);
  // Clusters of before access entries have no mode.
  const mode = accessConfigs?.[0]?.authenticationMode ?? "CONFIG_MAP";
  return {
    name,
    arn,
    kubernetesVersion: version,
    endpoint,
    certificateAuthority: certificateAuthorities[0]?.data ?? "",
    vpcId: vpcConfig.vpcId,
    privateSubnets: subnets.filter(isPrivate).map(describe),
    securityGroupId: vpcConfig.clusterSecurityGroupId,
    authenticationMode: mode as ExistingControlPlaneArgs["authenticationMode"],
    ...(oidcIssuer !== undefined && { oidcIssuer }),
    ...(oidcProviderArn !== undefined && { oidcProviderArn }),
    podIdentityAgent: hasAgent || autoMode,
    autoMode,
  };
}

function isPrivate({ mapPublicIpOnLaunch, tags }: GetSubnetResult): boolean {
  return !mapPublicIpOnLaunch && !(PUBLIC_ROLE in (tags ?? {}));
}
