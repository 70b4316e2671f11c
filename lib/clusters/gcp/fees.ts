/** What a GKE cluster costs besides its machines. */

import type { ClusterPlan } from "../../plan/cluster";
import type { NodePoolPlan } from "../../plan/nodes/pool";
import type { GkeNetworkPlan } from "./network/plan-network";

/** US dollars per hour. https://cloud.google.com/kubernetes-engine/pricing and https://cloud.google.com/nat/pricing */
const HOURLY = { management: 0.1, natNode: 0.0014, natAddress: 0.005 };

/** Nodes that Cloud NAT takes its fee for; more cost no more. */
const NAT_NODES = 32;

const BASIS = { region: "us-central1", date: "2026-11" };

/**
 * The management fee, and Cloud NAT of a network that comes with the cluster: for the nodes that are always there, since what the
 * others add, 0.04 dollars an hour at most, is nothing beside the nodes themselves.
 */
export function fixedHourlyCost(
  network: GkeNetworkPlan,
  pools: readonly Pick<NodePoolPlan, "minNodes">[],
): ClusterPlan["fixedHourlyCost"] {
  const management = { name: "GKE cluster management", hourly: HOURLY.management, basis: BASIS };
  if (network.kind === "existing") return [management];
  const nodes = pools.reduce((sum, { minNodes }) => sum + minNodes, 0);
  return [
    management,
    { name: `Cloud NAT for ${nodes} nodes`, hourly: HOURLY.natNode * Math.min(nodes, NAT_NODES), basis: BASIS },
    { name: "public IPv4 address of Cloud NAT", hourly: HOURLY.natAddress, basis: BASIS },
  ];
}
