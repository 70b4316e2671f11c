/** What can't be had of AKS node auto-provisioning, with the way out. Pure. */

import type { IssueList } from "../../../../plan/issue";
import type { NodePoolPlan } from "../../../../plan/nodes/pool";
import { joinPath, type Sound } from "../../../../plan/structure";
import type { AksClusterPlanArgs } from "../../args";

/** Largest root disk in GB, as the definition of AKSNodeClass has it. */
const LARGEST_DISK_GIB = 2048;

/** Adds an issue where auto-provisioning is asked to do what it can't. */
export function checkAutoProvisioning(
  { zones, region }: Sound<AksClusterPlanArgs>,
  pools: Record<"system" | "spark", readonly NodePoolPlan[]>,
  issues: IssueList,
): void {
  for (const pool of pools.system) checkFixedSize(pool, issues);
  for (const pool of pools.spark) checkSparkPool(pool, issues);
  if (zones === undefined || zones.length === 0 || region !== undefined) return;
  issues.add({
    path: "region",
    value: undefined,
    problem: "is needed to name zones to auto-provisioning, which knows them by the region's name: westeurope-1",
    allowed: 'a region such as "westeurope"',
    change: "Set region, or the configuration azure-native:location; or leave zones out for all of the region.",
  });
}

/** https://learn.microsoft.com/azure/aks/migrate-from-autoscaler-to-node-auto-provisioning: together they are a preview, for migrations. */
function checkFixedSize({ argument = "systemPool", minNodes, maxNodes }: NodePoolPlan, issues: IssueList): void {
  if (minNodes === maxNodes) return;
  issues.add({
    path: joinPath(argument, ["maxNodes"]),
    value: maxNodes,
    problem: `is never reached: AKS runs no cluster autoscaler beside auto-provisioning, so the System pool stays at minNodes (${minNodes})`,
    allowed: `${minNodes}, or nothing`,
    change: `Leave maxNodes out, or set minNodes to ${maxNodes} for as many.`,
  });
}

function checkSparkPool({ argument = "sparkPools", minNodes, diskGiB = 0 }: NodePoolPlan, issues: IssueList): void {
  if (minNodes > 0) {
    issues.add({
      path: joinPath(argument, ["minNodes"]),
      value: minNodes,
      problem: "can't be kept up: auto-provisioning adds nodes for pods that wait and holds none without pods",
      allowed: "0, or nothing",
      change: 'Leave minNodes out and keep room free with the platform\'s `warm`, or use autoscaler "native".',
    });
  }
  if (diskGiB > LARGEST_DISK_GIB) {
    issues.add({
      path: joinPath(argument, ["diskGiB"]),
      value: diskGiB,
      problem: "is more than auto-provisioning gives a node",
      allowed: `at most ${LARGEST_DISK_GIB}`,
      change: "Ask for a smaller disk.",
    });
  }
}
