/** Plans the network: which blocks there are, that none overlap, and that every node gets an address and one for each pod. Pure. */

import type { IssueList } from "../../../plan/issue";
import { joinPath, type Sound } from "../../../plan/structure";
import {
  addressesIn,
  type Block,
  checkOverlaps,
  nthBlock,
  overlaps,
  prefixLength,
  soundBlock,
} from "../../common/cidr";
import type { AksClusterPlanArgs, ExistingNetworkArgs, NewNetworkArgs } from "../args";
import type { AksAgentPoolPlan } from "../nodes/node-pool";

export type AksNetworkPlan =
  | {
      kind: "new";
      cidr: string;
      /** Of the subnet for nodes. */
      nodeCidr: string;
      outboundType: "userAssignedNATGateway";
    }
  | {
      kind: "existing";
      /** Of the subnet, where it is known. */
      nodeCidr?: string;
      outboundType: NonNullable<ExistingNetworkArgs["outboundType"]>;
    };

/** All addresses of a cluster. */
export interface AddressPlan {
  network: AksNetworkPlan;
  podCidr: string;
  serviceCidr: string;
  /** Within the Services' block. */
  dnsServiceIp: string;
}

type Pair = [Block | undefined, Block | undefined];

const DEFAULT_CIDR = "10.0.0.0/16";
const DEFAULT_POD_CIDR = "10.244.0.0/14";
const DEFAULT_SERVICE_CIDR = "172.20.0.0/16";

/** Blocks that AKS keeps for itself: https://learn.microsoft.com/azure/aks/concepts-network-cni-overview */
const TAKEN_BY_AKS = ["169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"];

/** Services take a block smaller than a /12: https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning */
const SERVICE_PREFIX = { shortest: 13, longest: 28 };

/** Overlay networking gives every node a /24: https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay */
const NODE_POD_PREFIX = 24;

/** Azure keeps five in every subnet: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq */
const RESERVED_ADDRESSES = 5;

/** Nodes that may be there besides a pool's own while it is upgraded: a tenth of it, at least one. */
function surgeOf({ maxCount, priority }: AksAgentPoolPlan): number {
  return priority === "Spot" ? 0 : Math.ceil(maxCount / 10);
}

/** https://learn.microsoft.com/azure/aks/quotas-skus-regions */
const MOST_NODES = 5000;

/** Adds every issue of the blocks. @returns undefined when there is one. */
export function planAddresses(args: Sound<AksClusterPlanArgs>, issues: IssueList): AddressPlan | undefined {
  const { podCidr = DEFAULT_POD_CIDR, serviceCidr = DEFAULT_SERVICE_CIDR, network = {}, peerCidrs = [] } = args;
  const before = issues.length;
  const isExisting = isExistingNetwork(network);
  const cidr = network.cidr ?? (isExisting ? undefined : DEFAULT_CIDR);
  const nodes = cidr === undefined ? undefined : soundBlock({ path: "network.cidr", cidr }, issues);
  const pods = soundBlock({ path: "podCidr", cidr: podCidr }, issues);
  const services = soundBlock({ path: "serviceCidr", cidr: serviceCidr }, issues);
  const peers = peerCidrs.flatMap((peer, at) => {
    if (peer === undefined) return [];
    return soundBlock({ path: joinPath("peerCidrs", [at]), cidr: peer }, issues) ?? [];
  });
  for (const block of [nodes, pods, services]) if (block) checkFree(block, issues);
  if (services) checkServiceSize(services, issues);
  checkOverlaps(
    [
      [services, nodes],
      [pods, nodes],
      [pods, services],
      ...peers.flatMap((peer): Pair[] => [nodes, pods, services].map((own) => [peer, own])),
    ],
    issues,
  );
  if (issues.length > before || !pods || !services) return undefined;
  const outboundType = (isExisting ? network.outboundType : undefined) ?? "userAssignedNATGateway";
  return {
    network:
      isExisting || !nodes
        ? { kind: "existing", ...(nodes && { nodeCidr: nodes.cidr }), outboundType }
        : {
            kind: "new",
            cidr: nodes.cidr,
            nodeCidr: nthBlock(nodes.cidr, prefixLength(nodes.cidr) + 2, 0),
            outboundType: "userAssignedNATGateway",
          },
    podCidr: pods.cidr,
    serviceCidr: services.cidr,
    dnsServiceIp: nthAddress(services.cidr, 10),
  };
}

/** Adds an issue when the subnet or the pods' block has no room for every node of every pool at its most, and those of an upgrade. */
export function checkRoom(
  { network, podCidr }: AddressPlan,
  pools: readonly AksAgentPoolPlan[],
  issues: IssueList,
): void {
  const { most, surging } = nodesOf(pools);
  const nodes = most + surging;
  const podBlocks = podBlocksIn(podCidr);
  if (podBlocks < nodes) {
    issues.add({
      path: "podCidr",
      value: podCidr,
      problem: `has room for ${podBlocks} nodes, each of which takes a /${NODE_POD_PREFIX} for its pods, but there may be ${nodes} (${most}, and ${nodes - most} more during an upgrade)`,
      allowed: `a block of /${prefixFor(nodes * 2 ** (32 - NODE_POD_PREFIX))} or larger`,
      change: "Use a larger block, or fewer nodes.",
    });
  }
  const { nodeCidr } = network;
  const addresses = nodeCidr === undefined ? Infinity : addressesIn(nodeCidr) - RESERVED_ADDRESSES;
  if (addresses < nodes) {
    issues.add({
      path: "network.cidr",
      value: network.kind === "new" ? network.cidr : nodeCidr,
      problem: `leaves ${Math.max(0, addresses)} addresses in the subnet of the nodes, but there may be ${nodes} nodes (${most}, and ${nodes - most} more during an upgrade)`,
      allowed: `a block of /${prefixFor(nodes + RESERVED_ADDRESSES) - (network.kind === "new" ? 2 : 0)} or larger`,
      change: "Use a larger block, or fewer nodes.",
    });
  }
  if (most > MOST_NODES) {
    issues.add({
      path: "sparkPools",
      value: most,
      problem: "nodes are more than a cluster of AKS can have",
      allowed: `at most ${MOST_NODES} nodes in all pools together`,
      change: "Lower maxNodes of the pools, or use several clusters.",
    });
  }
}

/** Most nodes of the pools, and how many more there may be while they are upgraded. */
export function nodesOf(pools: readonly AksAgentPoolPlan[]): { most: number; surging: number } {
  const sum = (of: (pool: AksAgentPoolPlan) => number) => pools.reduce((total, pool) => total + of(pool), 0);
  return { most: sum(({ maxCount }) => maxCount), surging: sum(surgeOf) };
}

/** Nodes that a block for pods has room for. */
export function podBlocksIn(podCidr: string): number {
  return Math.floor(addressesIn(podCidr) / 2 ** (32 - NODE_POD_PREFIX));
}

/** Whether the network is one that is already there. */
function isExistingNetwork(
  network: Sound<NewNetworkArgs | ExistingNetworkArgs>,
): network is Sound<ExistingNetworkArgs> {
  return "subnetId" in network;
}

function checkFree({ path, cidr }: Block, issues: IssueList): void {
  const taken = TAKEN_BY_AKS.find((block) => overlaps(block, cidr));
  if (taken === undefined) return;
  issues.add({
    path,
    value: cidr,
    problem: `overlaps ${taken}, which AKS keeps for itself`,
    allowed: `a block apart from ${TAKEN_BY_AKS.join(", ")}`,
    change: `Give ${path} another block.`,
  });
}

function checkServiceSize({ path, cidr }: Block, issues: IssueList): void {
  const { shortest, longest } = SERVICE_PREFIX;
  const length = prefixLength(cidr);
  if (length >= shortest && length <= longest) return;
  issues.add({
    path,
    value: cidr,
    problem:
      length < shortest ? "is larger than AKS takes for Services" : "has no room for Services beside that of DNS",
    allowed: `a block from /${shortest} to /${longest}`,
    change: `Leave serviceCidr out for ${DEFAULT_SERVICE_CIDR}.`,
  });
}

/** Prefix of the smallest block with that many addresses. */
function prefixFor(addresses: number): number {
  return 32 - Math.ceil(Math.log2(addresses));
}

/** The `n`th address of a block, counted from 0. */
function nthAddress(cidr: string, n: number): string {
  return nthBlock(cidr, 32, n).replace(/\/32$/, "");
}
