/** The VPC that a cluster lives in: a new one with one subnet and a way out, or one that is already there. */

import { Network as Vpc } from "@pulumi/gcp/compute/network";
import { Router } from "@pulumi/gcp/compute/router";
import { RouterNat } from "@pulumi/gcp/compute/routerNat";
import { Subnetwork } from "@pulumi/gcp/compute/subnetwork";
import type * as pulumi from "@pulumi/pulumi";

import type { ExistingNetworkArgs } from "../args";
import type { GkeNetworkPlan } from "./plan-network";

export interface Network {
  network: pulumi.Input<string>;
  subnetwork: pulumi.Input<string>;
  /** Names of the subnet's secondary ranges. */
  podRange: pulumi.Input<string>;
  serviceRange: pulumi.Input<string>;
  /** The way out: nodes can't pull public images before it exists, nor drain after it is gone. */
  egress: pulumi.Resource[];
}

type NewNetworkPlan = Extract<GkeNetworkPlan, { kind: "new" }>;

const POD_RANGE = "pods";
const SERVICE_RANGE = "services";

/**
 * Ports of Cloud NAT that a node has for one address of the internet: few at first, more as its pods open connections. Executors
 * that all fetch from one package index would run out of a fixed share.
 */
const NAT_PORTS = { least: 64, most: 8192 };

/** Takes a network that is there, without touching it. */
export function adoptNetwork({ network, subnetwork, podRange, serviceRange }: ExistingNetworkArgs): Network {
  return { network, subnetwork, podRange, serviceRange, egress: [] };
}

/**
 * Creates a network: closed to the internet but for what nodes open themselves, through Cloud NAT. Google's own APIs (Cloud Storage,
 * Artifact Registry) are reached without it. It has no firewall rules of its own: GKE makes those among nodes and pods, and what the
 * API server asks of pods, webhooks on any port included, comes through the tunnels that konnectivity-agent opens from within.
 *
 * Costs what Cloud NAT takes: 0.0014 USD an hour for each node up to 32, 0.005 for its address, and 0.045 per GiB.
 */
export function createNetwork(
  name: string,
  { plan, region }: { plan: NewNetworkPlan; region: string },
  opts: pulumi.CustomResourceOptions,
): Network {
  const vpc = new Vpc(
    `${name}-vpc`,
    { autoCreateSubnetworks: false, description: `Of the GKE cluster ${name}`, routingMode: "REGIONAL" },
    opts,
  );
  const subnet = new Subnetwork(
    `${name}-nodes`,
    {
      network: vpc.id,
      region,
      ipCidrRange: plan.cidr,
      secondaryIpRanges: [
        { rangeName: POD_RANGE, ipCidrRange: plan.podCidr },
        { rangeName: SERVICE_RANGE, ipCidrRange: plan.serviceCidr },
      ],
      privateIpGoogleAccess: true,
    },
    opts,
  );
  const router = new Router(`${name}-router`, { network: vpc.id, region }, opts);
  const nat = new RouterNat(
    `${name}-nat`,
    {
      router: router.name,
      region,
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetworks: [{ name: subnet.id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
      enableDynamicPortAllocation: true,
      // The two exclude each other.
      enableEndpointIndependentMapping: false,
      minPortsPerVm: NAT_PORTS.least,
      maxPortsPerVm: NAT_PORTS.most,
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    },
    opts,
  );
  return {
    network: vpc.id,
    subnetwork: subnet.id,
    podRange: POD_RANGE,
    serviceRange: SERVICE_RANGE,
    egress: [nat],
  };
}
