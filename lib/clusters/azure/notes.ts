/** What works on AKS but deserves a look. Pure. */

import type { Issue } from "../../plan/issue";
import type { NodePoolPlan } from "../../plan/nodes/pool";
import { openApiServerNotes } from "../common/notes";
import type { AksClusterPlanArgs } from "./args";
import { ephemeralGiB } from "./nodes/os-disk";
import { eventLogNotes } from "./storage/plan-storage";

/** https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers */
const MOST_NODES_OF_FREE_TIER = 10;

/** What System nodes need at least: https://learn.microsoft.com/azure/aks/use-system-pools */
const LEAST_SYSTEM_VCPU = 4;

/** The month in which this was last compared with the calendar. */
const LOOKED_AT = "2026-11";

/**
 * Last month of community support of the versions that leave it first. 1.35 follows in 2027-03.
 * https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
 */
const SUPPORT_ENDS: Record<string, string> = { "1.33": "2026-07", "1.34": "2026-11" };

export function notesOf(args: AksClusterPlanArgs, pools: readonly NodePoolPlan[]): Issue[] {
  return [
    ...(args.controlPlane
      ? []
      : openApiServerNotes(args.apiServer, "credentials of Entra ID with a role in the cluster")),
    ...egressNotes(args),
    ...tierNotes(args, pools),
    ...supportNotes(args),
    ...systemNotes(pools),
    ...eventLogNotes(args),
    ...pools.flatMap(rawDiskNotes),
  ];
}

/** Nodes reach the API server through the internet, by the address of their way out. */
function egressNotes({ apiServer, network }: AksClusterPlanArgs): Issue[] {
  const cidrs = apiServer?.publicCidrs ?? [];
  const isOwnWayOut = network !== undefined && "subnetId" in network && network.outboundType !== "loadBalancer";
  if (!isOwnWayOut || cidrs.length === 0 || cidrs.includes("0.0.0.0/0")) return [];
  return [
    {
      path: "apiServer.publicCidrs",
      value: cidrs,
      problem:
        "must name the public address by which the nodes of this network get out: they reach the API server by it",
      allowed: "blocks that it is in, besides those that you deploy from",
      change: "Make sure that the address of the NAT gateway or firewall is among them.",
    },
  ];
}

function tierNotes({ tier }: AksClusterPlanArgs, pools: readonly NodePoolPlan[]): Issue[] {
  const nodes = pools.reduce((sum, { maxNodes }) => sum + maxNodes, 0);
  if (tier !== "Free" || nodes <= MOST_NODES_OF_FREE_TIER) return [];
  return [
    {
      path: "tier",
      value: tier,
      problem: `is meant for clusters of up to ${MOST_NODES_OF_FREE_TIER} nodes, and there may be ${nodes}: its API server is not scaled up, and has no service level`,
      allowed: '"Standard", for 0.10 USD an hour',
      change: "Leave tier out.",
    },
  ];
}

/** AKS makes no new clusters of a version that is out of support, unless they have long-term support. */
function supportNotes({ kubernetesVersion, tier }: AksClusterPlanArgs): Issue[] {
  const ends = SUPPORT_ENDS[kubernetesVersion ?? ""];
  if (ends === undefined || tier === "Premium") return [];
  return [
    {
      path: "kubernetesVersion",
      value: kubernetesVersion,
      problem:
        ends < LOOKED_AT
          ? `has been out of AKS's community support since ${ends}: there are no patches, and no new clusters`
          : `leaves AKS's community support in ${ends}; from then on there are no patches, and no new clusters`,
      allowed: 'any version with tier "Premium", whose long-term support goes on for a year',
      change: "Use a later version.",
    },
  ];
}

function systemNotes(pools: readonly NodePoolPlan[]): Issue[] {
  const machines = pools.filter(({ role }) => role === "system").flatMap((pool) => pool.machines);
  const small = machines.find(({ machine }) => machine.vcpu < LEAST_SYSTEM_VCPU)?.machine;
  if (small === undefined) return [];
  return [
    {
      path: "systemPool.machineTypes",
      value: small.name,
      problem: `has ${small.vcpu} vCPU, and AKS asks for ${LEAST_SYSTEM_VCPU} on System nodes: it may refuse the cluster`,
      allowed: `machine types of ${LEAST_SYSTEM_VCPU} vCPU and more`,
      change: "Use a larger one, for example Standard_D4ads_v5.",
    },
  ];
}

/** Disks that Azure puts no operating system on are attached, but AKS neither formats nor mounts them. */
function rawDiskNotes({ argument = "sparkPools", machines }: NodePoolPlan): Issue[] {
  return machines.flatMap(({ machine }) => {
    if (machine.localDisks === undefined || ephemeralGiB(machine) !== undefined) return [];
    const { count, sizeGiB } = machine.localDisks;
    return [
      {
        path: `${argument}.machineTypes`,
        value: machine.name,
        problem: `has ${count} local disk${count > 1 ? "s" : ""} of ${sizeGiB} GiB that AKS leaves unused: scratch space is on the root disk`,
        allowed:
          'sizes with a "d" in their name of the series D, E and F, version 5 and later, whose local disk becomes the root disk',
        change: "Use one of them, for example Standard_E16ads_v5.",
      },
    ];
  });
}
