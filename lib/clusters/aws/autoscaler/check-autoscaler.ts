/** What can't be had of an autoscaler on EKS, with the way out. Pure. */

import type { IssueList } from "../../../plan/issue";
import type { NodePoolPlan } from "../../../plan/nodes/pool";
import { joinPath, type Sound } from "../../../plan/structure";
import type { EksAutoscaler, EksClusterPlanArgs } from "../args";
import { autoscalerOf } from "./autoscalers";

/** EKS Auto Mode rents none of these: https://docs.aws.amazon.com/eks/latest/userguide/automode-learn-instances.html */
const TOO_SMALL = /\.(nano|micro|small)$/;

/** Adds an issue where two would add nodes, or one that is asked to do what it can't. */
export function checkAutoscaler(
  args: Sound<EksClusterPlanArgs>,
  pools: Record<"system" | "spark", readonly NodePoolPlan[]>,
  issues: IssueList,
): void {
  const autoscaler = autoscalerOf(args);
  checkOnlyOne(args, autoscaler, issues);
  checkCapacityBuffers(args, autoscaler, issues);
  if (autoscaler === "cluster-autoscaler") return;
  for (const pool of pools.spark) checkStartsEmpty(pool, autoscaler, issues);
  if (autoscaler === "karpenter") checkFixedSystemPool(pools.system, issues);
  else checkAutoModePools(args, [...pools.system, ...pools.spark], issues);
}

/** Two that add nodes for the same pods add twice what is needed, and fight over the empty ones. */
function checkOnlyOne(args: Sound<EksClusterPlanArgs>, autoscaler: EksAutoscaler, issues: IssueList): void {
  const { controlPlane, installAutoscaler } = args;
  const at = args.autoscaler === undefined ? "controlPlane.autoMode" : "autoscaler";
  if (controlPlane?.autoMode && autoscaler !== "auto-mode") {
    issues.add({
      path: at,
      value: autoscaler,
      problem:
        "would be a second one: the cluster that is there runs EKS Auto Mode, which brings Karpenter and its definitions",
      allowed: '"auto-mode", or nothing',
      change: "Leave autoscaler out.",
    });
  }
  if (controlPlane !== undefined && !controlPlane.autoMode && autoscaler === "auto-mode") {
    issues.add({
      path: "autoscaler",
      value: autoscaler,
      problem: "is off on the cluster that is there, and this library leaves that as it is",
      allowed: '"cluster-autoscaler" or "karpenter", or a cluster with EKS Auto Mode',
      change:
        "Turn EKS Auto Mode on where the cluster is managed and set controlPlane.autoMode, or use another autoscaler.",
    });
  }
  if (installAutoscaler === false && (controlPlane === undefined || autoscaler === "auto-mode")) {
    issues.add({
      path: "installAutoscaler",
      value: false,
      problem:
        controlPlane === undefined
          ? "leaves a new cluster without anything that adds nodes"
          : "means nothing with EKS Auto Mode, which is never installed",
      allowed: "true, or nothing; false where the cluster of controlPlane already runs its autoscaler",
      change: "Leave it out.",
    });
  }
}

/** Why the others keep no room for CapacityBuffer objects here, with the way out. */
const WITHOUT_CAPACITY_BUFFERS: Record<Exclude<EksAutoscaler, "karpenter">, { problem: string; change: string }> = {
  "cluster-autoscaler": {
    problem:
      "needs the definition of CapacityBuffer, which no chart of cluster-autoscaler that is deployed here brings, and flags that are off",
    change:
      'Use autoscaler "karpenter", leave it out for pause pods, or run a cluster-autoscaler of your own with both on an ' +
      "ExistingCluster with autoscaler.capacityBuffers.",
  },
  "auto-mode": {
    problem: "is a feature gate of Karpenter, and AWS sets those of EKS Auto Mode",
    change: 'Use autoscaler "karpenter", or leave it out for pause pods.',
  },
};

function checkCapacityBuffers(
  { capacityBuffers }: Sound<EksClusterPlanArgs>,
  autoscaler: EksAutoscaler,
  issues: IssueList,
): void {
  if (!capacityBuffers || autoscaler === "karpenter") return;
  issues.add({
    path: "capacityBuffers",
    value: true,
    allowed: 'false, or nothing; true with autoscaler "karpenter"',
    ...WITHOUT_CAPACITY_BUFFERS[autoscaler],
  });
}

function checkStartsEmpty(
  { argument = "sparkPools", minNodes }: NodePoolPlan,
  autoscaler: EksAutoscaler,
  issues: IssueList,
) {
  if (minNodes === 0) return;
  issues.add({
    path: joinPath(argument, ["minNodes"]),
    value: minNodes,
    problem: `can't be kept up: ${nameOf(autoscaler)} adds nodes for pods that wait and holds none without pods`,
    allowed: "0, or nothing",
    change: "Leave minNodes out and keep room free with the platform's `warm`, or use cluster-autoscaler.",
  });
}

function checkFixedSystemPool(pools: readonly NodePoolPlan[], issues: IssueList): void {
  for (const { argument = "systemPool", minNodes, maxNodes } of pools) {
    if (minNodes === maxNodes) continue;
    issues.add({
      path: joinPath(argument, ["maxNodes"]),
      value: maxNodes,
      problem: `is never reached: Karpenter leaves the node group of the system pool as it is, at minNodes (${minNodes})`,
      allowed: `${minNodes}, or nothing`,
      change: `Leave maxNodes out, or set minNodes to ${maxNodes} for as many.`,
    });
  }
}

function checkAutoModePools(args: Sound<EksClusterPlanArgs>, pools: readonly NodePoolPlan[], issues: IssueList): void {
  const { minNodes } = args.systemPool ?? {};
  if (minNodes !== undefined && minNodes !== 1) {
    issues.add({
      path: "systemPool.minNodes",
      value: minNodes,
      problem:
        "can't be kept up: EKS Auto Mode adds nodes for pods that wait, and the platform's own pods always need one",
      allowed: "1, or nothing",
      change: "Leave minNodes out.",
    });
  }
  for (const { argument = "systemPool", machines } of pools) {
    machines.forEach(({ machine: { name } }, index) => {
      if (!TOO_SMALL.test(name)) return;
      issues.add({
        path: joinPath(argument, ["machineTypes", index]),
        value: name,
        problem: "is too small for EKS Auto Mode, which rents no nano, micro or small machines",
        allowed: "machine types from the size medium on",
        change: "Use a larger machine type.",
      });
    });
  }
}

function nameOf(autoscaler: EksAutoscaler): string {
  return autoscaler === "karpenter" ? "Karpenter" : "EKS Auto Mode";
}
