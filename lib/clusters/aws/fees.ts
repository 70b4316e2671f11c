/** What an EKS cluster costs without any node. */

import type { ClusterPlan } from "../../plan/cluster";
import type { Issue } from "../../plan/issue";
import type { EksNetworkPlan } from "./network/plan-network";

/**
 * US dollars per hour; an interface endpoint's in each zone. https://aws.amazon.com/eks/pricing/, https://aws.amazon.com/vpc/pricing/
 * and https://aws.amazon.com/privatelink/pricing/
 */
const HOURLY = {
  standardSupport: 0.1,
  extendedSupport: 0.6,
  natGateway: 0.045,
  publicIpv4Address: 0.005,
  interfaceEndpoint: 0.01,
};

type Fee = ClusterPlan["fixedHourlyCost"][number];

const BASIS = { region: "us-east-1", date: "2026-04" };

/** The day on which this was last compared with the calendar. */
const LOOKED_AT = "2026-11-23";

/**
 * Last day of standard support of the versions that leave it first; from the day after the control plane costs more. 1.35 follows
 * on 2027-03-27. https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
const STANDARD_SUPPORT_ENDS: Record<string, string> = { "1.33": "2026-07-29", "1.34": "2026-12-02" };

/** The control plane, and the NAT gateways and endpoints of a network; what was there before costs nothing more. */
export function fixedHourlyCost(
  kubernetesVersion: string,
  network: EksNetworkPlan,
  isNewControlPlane: boolean,
): ClusterPlan["fixedHourlyCost"] {
  return [...(isNewControlPlane ? [controlPlaneCost(kubernetesVersion)] : []), ...networkCost(network)];
}

function controlPlaneCost(kubernetesVersion: string): Fee {
  return isExtended(kubernetesVersion)
    ? { name: "EKS control plane in extended support", hourly: HOURLY.extendedSupport, basis: BASIS }
    : { name: "EKS control plane", hourly: HOURLY.standardSupport, basis: BASIS };
}

function networkCost(network: EksNetworkPlan): Fee[] {
  if (network.kind === "existing") return [];
  const { natGateways, endpoints, zones } = network;
  const several = natGateways > 1 ? ` (${natGateways})` : "";
  const nat = [
    { name: `NAT gateway${several}`, hourly: natGateways * HOURLY.natGateway, basis: BASIS },
    {
      name: `public IPv4 address of the NAT gateway${several}`,
      hourly: natGateways * HOURLY.publicIpv4Address,
      basis: BASIS,
    },
  ];
  const interfaces = endpoints.length * zones;
  return [
    ...(natGateways > 0 ? nat : []),
    ...(interfaces > 0
      ? [
          {
            name: `VPC endpoints (${endpoints.length} in ${zones} zones)`,
            hourly: interfaces * HOURLY.interfaceEndpoint,
            basis: BASIS,
          },
        ]
      : []),
  ];
}

/** A note where the version costs more, or soon will. */
export function supportNotes(kubernetesVersion: string): Issue[] {
  const ends = STANDARD_SUPPORT_ENDS[kubernetesVersion];
  if (ends === undefined) return [];
  const { standardSupport, extendedSupport } = HOURLY;
  const difference = `the control plane costs ${extendedSupport.toFixed(2)} instead of ${standardSupport.toFixed(2)} USD an hour`;
  return [
    {
      path: "kubernetesVersion",
      value: kubernetesVersion,
      problem: isExtended(kubernetesVersion)
        ? `has been out of EKS's standard support since ${ends}, so ${difference}`
        : `leaves EKS's standard support on ${ends}; from then on ${difference}`,
      allowed: "any version, at that price",
      change: "Use a later version.",
    },
  ];
}

function isExtended(kubernetesVersion: string): boolean {
  return (STANDARD_SUPPORT_ENDS[kubernetesVersion] ?? LOOKED_AT) < LOOKED_AT;
}
