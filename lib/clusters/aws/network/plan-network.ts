/** Plans the network: which blocks and subnets there are, that none overlap, and that every pod gets an address. Pure. */

import type { IssueList } from "../../../plan/issue";
import type { NodePoolPlan } from "../../../plan/nodes/pool";
import { joinPath, type Sound } from "../../../plan/structure";
import { type Block, checkOverlaps, contains, prefixLength, soundBlock } from "../../common/cidr";
import { autoscalerOf, endpointsOf } from "../autoscaler/autoscalers";
import type { EksAutoscaler, EksClusterPlanArgs, ExistingNetworkArgs, NewNetworkArgs } from "../args";
import type { ExistingSubnetArgs } from "../control-plane/existing-args";
import { longestVpcPrefix, splitVpc, type SubnetPlan, usableAddresses } from "./subnets";

export type EksNetworkPlan =
  | {
      kind: "new";
      cidr: string;
      zones: number;
      natGateways: number;
      /** Services that are reached by an interface endpoint, as AWS names them: `ecr.api`. */
      endpoints: string[];
      subnets: SubnetPlan[];
    }
  | {
      kind: "existing";
      /** Absent where the subnets' sizes are not known. */
      subnets?: { id: string; availableAddresses: number }[];
    };

type Pair = [Block | undefined, Block | undefined];

const DEFAULT_VPC_CIDR = "10.0.0.0/16";
export const DEFAULT_SERVICE_CIDR = "172.20.0.0/16";

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const LARGEST_VPC = 16;

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html */
const SERVICE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const SERVICE_PREFIX = { shortest: 12, longest: 24 };

const ECR_ENDPOINTS = ["ecr.api", "ecr.dkr"];

/**
 * What nodes, the network plugin and identities call; the autoscaler has more.
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
const NODE_ENDPOINTS = [...ECR_ENDPOINTS, "ec2", "eks", "eks-auth", "sts", "logs"];

/** Whether the network is one that is already there. */
function isExistingNetwork(
  network: Sound<NewNetworkArgs | ExistingNetworkArgs>,
): network is Sound<ExistingNetworkArgs> {
  return "vpcId" in network || "privateSubnetIds" in network || "privateSubnets" in network;
}

/** Adds every issue of the network's blocks. @returns undefined when there is no way to split the VPC. */
export function planNetwork(args: Sound<EksClusterPlanArgs>, issues: IssueList): EksNetworkPlan | undefined {
  const { network = {}, serviceCidr = DEFAULT_SERVICE_CIDR, peerCidrs = [] } = args;
  const isNewControlPlane = args.controlPlane === undefined;
  const service = isNewControlPlane ? soundBlock({ path: "serviceCidr", cidr: serviceCidr }, issues) : undefined;
  if (service) checkServiceBlock(service, issues);
  const peers = peerCidrs.flatMap((cidr, at) => {
    const peer = cidr === undefined ? undefined : soundBlock({ path: joinPath("peerCidrs", [at]), cidr }, issues);
    return peer ?? [];
  });
  const isExisting = isExistingNetwork(network);
  const vpcCidr = network.cidr ?? (isExisting ? undefined : DEFAULT_VPC_CIDR);
  const vpc = vpcCidr === undefined ? undefined : soundBlock({ path: "network.cidr", cidr: vpcCidr }, issues);
  checkOverlaps(
    [
      [service, vpc],
      ...peers.flatMap((peer): Pair[] => [
        [peer, vpc],
        [peer, service],
      ]),
    ],
    issues,
  );
  if (isExisting) {
    checkDifferent(network.privateSubnetIds ?? [], "network.privateSubnetIds", issues);
    return planExistingSubnets(network.privateSubnets, isNewControlPlane, issues);
  }
  return vpc && planNewNetwork(vpc, network, autoscalerOf(args), issues);
}

/**
 * Adds an issue when the private subnets could not give an address to every pod of every node at full scale.
 *
 * A node takes one address for itself and one for each pod, and the VPC network plugin keeps a further network interface's
 * worth at hand (WARM_ENI_TARGET=1), which is counted as as many again.
 */
export function checkAddresses(network: EksNetworkPlan, pools: readonly NodePoolPlan[], issues: IssueList): void {
  const available = availableAddresses(network);
  if (available === undefined) return;
  const needed = pools.reduce((sum, { maxNodes, machines }) => sum + maxNodes * 2 * (1 + mostPods(machines)), 0);
  if (needed <= available) return;
  const nodes = pools.reduce((sum, { maxNodes }) => sum + maxNodes, 0);
  const isNew = network.kind === "new";
  issues.add({
    path: isNew ? "network.cidr" : "network.privateSubnets",
    value: isNew ? network.cidr : network.subnets?.map(({ id }) => id),
    problem: `leaves ${available} addresses in the private subnets, but ${nodes} nodes with their pods may take ${needed}`,
    allowed: `${isNew ? "a block" : "subnets"} with room for every node of every pool at its maxNodes`,
    change: isNew
      ? "Use a larger block, fewer nodes, or a smaller maxPods."
      : "Add subnets, use larger ones, fewer nodes, or a smaller maxPods.",
  });
}

function availableAddresses(network: EksNetworkPlan): number | undefined {
  if (network.kind === "existing")
    return network.subnets?.reduce((sum, { availableAddresses: addresses }) => sum + addresses, 0);
  return network.subnets
    .filter(({ access }) => access === "private")
    .reduce((sum, { cidr }) => sum + usableAddresses(cidr), 0);
}

/**
 * The size of a subnet counts, not what is free in it just now: at the next deployment the cluster's own nodes would seem to be
 * in the way of themselves.
 */
function planExistingSubnets(
  given: Sound<ExistingSubnetArgs[]> | undefined,
  isNewControlPlane: boolean,
  issues: IssueList,
): EksNetworkPlan {
  if (given === undefined) return { kind: "existing" };
  const path = "network.privateSubnets";
  const subnets = given.flatMap((subnet, at) => {
    const { id, cidr, availableAddresses: told } = subnet ?? {};
    const block = cidr === undefined ? undefined : soundBlock({ path: `${joinPath(path, [at])}.cidr`, cidr }, issues);
    if (id === undefined || block === undefined) return [];
    return { id, availableAddresses: told ?? usableAddresses(block.cidr) };
  });
  checkDifferent(
    given.map((subnet) => subnet?.id),
    path,
    issues,
  );
  const zones = new Set(given.map((subnet) => subnet?.zone));
  if (isNewControlPlane && zones.size === 1 && !zones.has(undefined)) {
    issues.add({
      path,
      value: [...zones][0],
      problem: "is the only zone, and EKS wants its control plane in two",
      allowed: "subnets of at least two zones",
      change: "Add a subnet of another zone.",
    });
  }
  return subnets.length === given.length ? { kind: "existing", subnets } : { kind: "existing" };
}

function planNewNetwork(
  vpc: Block,
  args: Sound<NewNetworkArgs>,
  autoscaler: EksAutoscaler,
  issues: IssueList,
): EksNetworkPlan | undefined {
  const { zones = 3, natGateways = "one", endpoints = "s3" } = args;
  const longest = longestVpcPrefix(zones);
  const length = prefixLength(vpc.cidr);
  const subnets = splitVpc(vpc.cidr, zones);
  if (length < LARGEST_VPC || subnets === undefined) {
    issues.add({
      path: vpc.path,
      value: vpc.cidr,
      problem: length < LARGEST_VPC ? "is larger than a VPC can be" : `is too small for subnets in ${zones} zones`,
      allowed: `a block from /${LARGEST_VPC} to /${longest}`,
      change: length < LARGEST_VPC ? `Use a /${LARGEST_VPC}.` : "Use a larger block, or fewer zones.",
    });
    return undefined;
  }
  if (natGateways === "none" && endpoints !== "all") {
    issues.add({
      path: "network.natGateways",
      value: natGateways,
      problem: `leaves no way to the services of AWS, and endpoints ${JSON.stringify(endpoints)} has not all of them`,
      allowed: '"one" or "per-zone", or endpoints "all"',
      change: 'Add endpoints: "all".',
    });
  }
  const isClosed = natGateways === "none";
  return {
    kind: "new",
    cidr: vpc.cidr,
    zones,
    natGateways: { none: 0, one: 1, "per-zone": zones }[natGateways],
    endpoints: { s3: [], ecr: ECR_ENDPOINTS, all: [...NODE_ENDPOINTS, ...endpointsOf(autoscaler)] }[endpoints],
    subnets: isClosed ? subnets.filter(({ access }) => access === "private") : subnets,
  };
}

function checkServiceBlock({ path, cidr }: Block, issues: IssueList): void {
  const { shortest, longest } = SERVICE_PREFIX;
  const length = prefixLength(cidr);
  if (length >= shortest && length <= longest && SERVICE_RANGES.some((range) => contains(range, cidr))) return;
  issues.add({
    path,
    value: cidr,
    problem: "is not a block that EKS takes for Services",
    allowed: `a block from /${shortest} to /${longest} within ${SERVICE_RANGES.join(", ")}`,
    change: `Leave serviceCidr out for ${DEFAULT_SERVICE_CIDR}.`,
  });
}

function checkDifferent(subnetIds: readonly unknown[], path: string, issues: IssueList): void {
  subnetIds.forEach((id, index) => {
    if (typeof id !== "string" || subnetIds.indexOf(id) === index) return;
    issues.add({
      path: joinPath(path, [index]),
      value: id,
      problem: "is listed twice",
      allowed: "each subnet once, in at least two zones",
      change: "Name a subnet of another zone.",
    });
  });
}

function mostPods(machines: NodePoolPlan["machines"]): number {
  return Math.max(0, ...machines.map(({ allocatable }) => allocatable.pods));
}
