/** Plans the network: which blocks there are, that none overlap, and that every node and every pod gets an address. Pure. */

import type { IssueList } from "../../../plan/issue";
import { joinPath, type Sound } from "../../../plan/structure";
import { addressesIn, bitsFor, type Block, checkOverlaps, contains, prefixLength, soundBlock } from "../../common/cidr";
import type { ExistingNetworkArgs, GkeClusterPlanArgs, NewNetworkArgs } from "../args";
import type { GkeNodePoolPlan } from "../nodes/node-pool";

/** Blocks of an existing network are there where the user told them. */
export type GkeNetworkPlan =
  | { kind: "new"; cidr: string; podCidr: string; serviceCidr: string }
  | { kind: "existing"; cidr?: string; podCidr?: string; serviceCidr?: string };

type BlockName = "cidr" | "podCidr" | "serviceCidr";

const DEFAULT_BLOCKS: Record<BlockName, string> = {
  cidr: "10.0.0.0/20",
  podCidr: "10.4.0.0/14",
  serviceCidr: "10.8.0.0/20",
};

/**
 * Lengths of prefix that a subnet's primary range, and GKE's ranges for pods and Services can have.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing
 */
const PREFIXES: Record<BlockName, { shortest: number; longest: number; what: string }> = {
  cidr: { shortest: 8, longest: 29, what: "nodes" },
  podCidr: { shortest: 9, longest: 28, what: "pods" },
  serviceCidr: { shortest: 16, longest: 28, what: "Services" },
};

/** Private ranges that every subnet takes. https://cloud.google.com/vpc/docs/subnets#valid-ranges */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** Docker's bridge on every node; pods there could not be reached. */
const DOCKER_BRIDGE = { path: "the bridge of Docker", cidr: "172.17.0.0/16" };

/**
 * Addresses of a subnet that nodes can't have: four that Google keeps (https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet)
 * and the one at which nodes reach the control plane.
 */
const TAKEN_ADDRESSES = 5;

/**
 * Addresses that a node takes of the pods' range: a block of at least twice as many as it admits pods, from /28 for 8 to /24 for
 * 65 to 128. https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
 */
export function podAddressesOf(maxPods: number): number {
  return 2 ** bitsFor(2 * maxPods);
}

/** Adds every issue of the network's blocks: what they are, where they overlap, and whether the pools at their most fit in. */
export function planNetwork(
  { network = {}, peerCidrs = [] }: Sound<GkeClusterPlanArgs>,
  pools: readonly GkeNodePoolPlan[],
  issues: IssueList,
): GkeNetworkPlan {
  const isExisting = isExistingNetwork(network);
  const given = isExisting ? network : { ...DEFAULT_BLOCKS, ...withoutUndefined(network) };
  const block = (name: BlockName): Block | undefined => {
    const cidr = given[name];
    const sound = cidr === undefined ? undefined : soundBlock({ path: `network.${name}`, cidr }, issues);
    return sound && (isExisting || checkRange(name, sound, issues)) ? sound : undefined;
  };
  const [nodes, pods, services] = [block("cidr"), block("podCidr"), block("serviceCidr")];
  const peers = peerCidrs.flatMap((cidr, at) => {
    const peer = cidr === undefined ? undefined : soundBlock({ path: joinPath("peerCidrs", [at]), cidr }, issues);
    return peer ?? [];
  });
  checkOverlaps(
    [
      [pods, nodes],
      [services, nodes],
      [services, pods],
      [pods, DOCKER_BRIDGE],
      ...peers.flatMap((peer) => [nodes, pods, services].map((one): [Block, Block | undefined] => [peer, one])),
    ],
    issues,
  );
  checkAddresses(nodes, pods, pools, issues);
  if (isExisting) {
    const { cidr, podCidr, serviceCidr } = network;
    return { kind: "existing", ...withoutUndefined({ cidr, podCidr, serviceCidr }) };
  }
  return { kind: "new", ...DEFAULT_BLOCKS, ...withoutUndefined(network) };
}

/** Adds an issue for each block that could not hold every node, or its pods' block, while all pools are at their most and upgraded. */
function checkAddresses(
  nodeBlock: Block | undefined,
  podBlock: Block | undefined,
  pools: readonly GkeNodePoolPlan[],
  issues: IssueList,
): void {
  const most = pools.map(({ totalMaxNodes, surgeNodes, maxPods }) => ({ nodes: totalMaxNodes + surgeNodes, maxPods }));
  const nodes = most.reduce((sum, pool) => sum + pool.nodes, 0);
  const podAddresses = most.reduce((sum, pool) => sum + pool.nodes * podAddressesOf(pool.maxPods), 0);
  const allowed =
    "a block with room for every node of every pool at its maxNodes, and one more of each during upgrades";
  const nodeRoom = nodeBlock ? addressesIn(nodeBlock.cidr) - TAKEN_ADDRESSES : Infinity;
  if (nodeBlock && nodes > nodeRoom) {
    issues.add({
      path: nodeBlock.path,
      value: nodeBlock.cidr,
      problem: `leaves ${nodeRoom} addresses for nodes, but there may be ${nodes} nodes`,
      allowed,
      change: `Use a /${prefixFor(nodes + TAKEN_ADDRESSES)} or larger, or fewer nodes.`,
    });
  }
  const podRoom = podBlock ? addressesIn(podBlock.cidr) : Infinity;
  if (podBlock && podAddresses > podRoom) {
    issues.add({
      path: podBlock.path,
      value: podBlock.cidr,
      problem: `has ${podRoom} addresses, but ${nodes} nodes take ${podAddresses} for their pods`,
      allowed,
      change: `Use a /${prefixFor(podAddresses)} or larger, fewer nodes, or a smaller maxPods.`,
    });
  }
}

function isExistingNetwork(
  network: Sound<NewNetworkArgs | ExistingNetworkArgs>,
): network is Sound<ExistingNetworkArgs> {
  return "network" in network || "subnetwork" in network || "podRange" in network || "serviceRange" in network;
}

/** Adds an issue for a block that a subnet does not take. @returns whether it does. */
function checkRange(name: BlockName, block: Block, issues: IssueList): boolean {
  const { shortest, longest, what } = PREFIXES[name];
  const length = prefixLength(block.cidr);
  const isPrivate = PRIVATE_RANGES.some((range) => contains(range, block.cidr));
  if (length >= shortest && length <= longest && isPrivate) return true;
  issues.add({
    path: block.path,
    value: block.cidr,
    problem: `is not a block that GKE takes for ${what}`,
    allowed: `a block from /${shortest} to /${longest} within ${PRIVATE_RANGES.join(", ")}`,
    change: `Leave ${block.path} out for ${DEFAULT_BLOCKS[name]}.`,
  });
  return false;
}

function prefixFor(addresses: number): number {
  return 32 - bitsFor(addresses);
}

function withoutUndefined<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
