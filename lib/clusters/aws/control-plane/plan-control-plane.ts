/** Checks what is said of a control plane that is already there, and fills in what follows from it. Pure. */

import type { IssueList } from "../../../plan/issue";
import type { Sound } from "../../../plan/structure";
import { checkSameRegion, checkSameVersion, refuseWithControlPlane } from "../../common/existing";
import type { EksClusterPlanArgs, ExistingNetworkArgs } from "../args";
import type { ExistingControlPlaneArgs } from "./existing-args";

/** `arn:aws:eks:eu-central-1:111122223333:cluster/prod` */
const CLUSTER_ARN = /^arn:aws[\w-]*:eks:([a-z0-9-]+):\d{12}:cluster\/([\w-]{1,100})$/;

/** What belongs to the control plane, so that it can't be said of one that is there. */
const OF_THE_CONTROL_PLANE = ["serviceCidr", "logRetentionDays", "admins", "deletionProtection"] as const;

const OTHER_REGION = "Deploy with an AWS provider of that region (aws:region), or name a cluster of this one.";

/** Region of an EKS cluster. */
function regionOf(arn: string): string | undefined {
  return CLUSTER_ARN.exec(arn)?.[1];
}

/**
 * The arguments with what the control plane decides: region, Kubernetes version, and the network where none was named.
 * Those that are given stay; whether they agree is {@link checkControlPlane}'s affair.
 */
export function withControlPlane<T extends Sound<EksClusterPlanArgs>>(args: T): T {
  const { controlPlane, region, kubernetesVersion, network } = args;
  if (controlPlane === undefined) return args;
  return {
    ...args,
    region: region ?? (controlPlane.arn === undefined ? undefined : regionOf(controlPlane.arn)),
    kubernetesVersion: kubernetesVersion ?? controlPlane.kubernetesVersion,
    network: network ?? networkOf(controlPlane),
  };
}

function networkOf({ vpcId, privateSubnets }: Sound<ExistingControlPlaneArgs>): Sound<ExistingNetworkArgs> {
  const areKnown = privateSubnets !== undefined && privateSubnets.length > 0;
  return { ...(vpcId !== undefined && { vpcId }), ...(areKnown && { privateSubnets }) };
}

/** @param args as they were given */
export function checkControlPlane(args: Sound<EksClusterPlanArgs>, issues: IssueList): void {
  const { controlPlane } = args;
  if (controlPlane === undefined) return;
  checkArn(controlPlane, issues);
  const actualRegion = controlPlane.arn === undefined ? undefined : regionOf(controlPlane.arn);
  checkSameRegion(args.region, actualRegion, OTHER_REGION, issues);
  checkSameVersion(args.kubernetesVersion, controlPlane.kubernetesVersion, issues);
  checkNetwork(args.network, controlPlane, issues);
  checkIdentity(args.identity ?? "pod-identity", controlPlane, issues);
  checkAutoscaler(args, controlPlane, issues);
  for (const key of OF_THE_CONTROL_PLANE) refuseWithControlPlane(key, (args as Record<string, unknown>)[key], issues);
  refuseWithControlPlane("apiServer.publicCidrs", args.apiServer?.publicCidrs, issues);
  refuseWithControlPlane("roles.cluster", args.roles?.cluster, issues);
}

function checkArn({ name, arn }: Sound<ExistingControlPlaneArgs>, issues: IssueList): void {
  if (arn === undefined || name === undefined) return;
  const [, , named] = CLUSTER_ARN.exec(arn) ?? [];
  if (named === name) return;
  issues.add({
    path: "controlPlane.arn",
    value: arn,
    problem: named === undefined ? "is not the ARN of an EKS cluster" : `is not the ARN of the cluster ${name}`,
    allowed: `arn:aws:eks:<region>:<account>:cluster/${name}`,
    change: `Take both from: aws eks describe-cluster --name ${name}`,
  });
}

function checkNetwork(
  network: Sound<EksClusterPlanArgs>["network"],
  { vpcId, privateSubnets }: Sound<ExistingControlPlaneArgs>,
  issues: IssueList,
): void {
  if (network === undefined) {
    if (privateSubnets !== undefined && privateSubnets.length > 0) return;
    issues.add({
      path: "network",
      value: undefined,
      problem: "is missing, and the cluster that is there has no subnet that is known to be private",
      allowed: "a network that is there: { vpcId, privateSubnetIds }",
      change: `Name private subnets of ${vpcId ?? "the cluster's VPC"} in network.`,
    });
    return;
  }
  const given = "vpcId" in network ? network.vpcId : undefined;
  if (given !== undefined && (typeof given !== "string" || given === vpcId)) return;
  issues.add({
    path: given === undefined ? "network" : "network.vpcId",
    value: given ?? network,
    problem: `is not the VPC of the cluster that is there, ${vpcId}; its nodes must be in it`,
    allowed: `subnets of ${vpcId}: { vpcId, privateSubnetIds }`,
    change: "Name subnets of that VPC, or leave network out for those of the control plane.",
  });
}

function checkIdentity(
  identity: string,
  { name, oidcIssuer, oidcProviderArn }: Sound<ExistingControlPlaneArgs>,
  issues: IssueList,
): void {
  if (identity !== "irsa" || oidcIssuer !== undefined || oidcProviderArn !== undefined) return;
  issues.add({
    path: "controlPlane.oidcIssuer",
    value: undefined,
    problem: 'is missing, and identity "irsa" needs an OpenID Connect provider for the cluster in IAM',
    allowed:
      "the issuer of the cluster's tokens, for which a provider is created, or oidcProviderArn of one that is there",
    change: `Give what this prints: aws eks describe-cluster --name ${name} --query cluster.identity.oidc.issuer`,
  });
}

/** EKS lets the nodes of node groups in by itself, whatever the mode; nodes of other makers need an access entry. */
function checkAutoscaler(
  args: Sound<EksClusterPlanArgs> & { autoscaler?: unknown },
  { name, authenticationMode }: Sound<ExistingControlPlaneArgs>,
  issues: IssueList,
): void {
  const { autoscaler } = args;
  if (authenticationMode !== "CONFIG_MAP" || typeof autoscaler !== "string") return;
  if (autoscaler === "cluster-autoscaler") return;
  issues.add({
    path: "controlPlane.authenticationMode",
    value: authenticationMode,
    problem: `knows no access entries, so nodes of autoscaler ${JSON.stringify(autoscaler)} could not join`,
    allowed: '"API" or "API_AND_CONFIG_MAP", or autoscaler "cluster-autoscaler"',
    change: `Run once: aws eks update-cluster-config --name ${name} --access-config authenticationMode=API_AND_CONFIG_MAP`,
  });
}
