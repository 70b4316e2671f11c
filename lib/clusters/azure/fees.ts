/** What an AKS cluster costs without any node. */

import type { ClusterPlan } from "../../plan/cluster";
import type { AksNetworkPlan } from "./network/plan-network";

/**
 * US dollars per hour. https://azure.microsoft.com/pricing/details/kubernetes-service/,
 * https://azure.microsoft.com/pricing/details/azure-nat-gateway/ and https://azure.microsoft.com/pricing/details/ip-addresses/
 */
const HOURLY = { tier: { Free: 0, Standard: 0.1, Premium: 0.6 }, natGateway: 0.045, publicIpAddress: 0.005 };

const BASIS = { region: "eastus", date: "2026-06" };

/** The control plane, and the way out of a network that comes with the cluster. */
export function fixedHourlyCost(
  tier: keyof typeof HOURLY.tier,
  network: AksNetworkPlan,
): ClusterPlan["fixedHourlyCost"] {
  const controlPlane = tier === "Free" ? [] : [{ name: "AKS control plane", hourly: HOURLY.tier[tier], basis: BASIS }];
  if (network.kind === "existing" && network.outboundType !== "loadBalancer") return controlPlane;
  const address = { hourly: HOURLY.publicIpAddress, basis: BASIS };
  if (network.kind === "existing")
    return [...controlPlane, { name: "public IP address of the load balancer", ...address }];
  return [
    ...controlPlane,
    { name: "NAT gateway", hourly: HOURLY.natGateway, basis: BASIS },
    { name: "public IP address of the NAT gateway", ...address },
  ];
}
