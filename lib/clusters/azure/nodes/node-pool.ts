/** Plans the agent pools of AKS: one for each machine type of each pool. Pure. */

import type { IssueList } from "../../../plan/issue";
import type { NodePoolPlan, PoolMachine, SparkPoolArgs, Taint } from "../../../plan/nodes/pool";
import { defaultDiskGiB } from "../../../plan/nodes/reserve";
import { imaginedKubeProxy } from "../../common/imagined-kube-proxy";
import { agentPoolName } from "./names";
import { isEphemeral } from "./os-disk";

/** The agent pool of one machine type, in the words of Azure's API. */
export interface AksAgentPoolPlan {
  /** Name in AKS. */
  name: string;
  /** Name of the pool that it belongs to. */
  pool: string;
  mode: "System" | "User";
  priority: "Regular" | "Spot";
  vmSize: string;
  /** Availability zones; empty where the region has none. */
  zones: string[];
  minCount: number;
  maxCount: number;
  maxPods: number;
  osDiskType: "Ephemeral" | "Managed";
  osDiskSizeGB: number;
  nodeLabels: Record<string, string>;
  /** `key=value:Effect`. */
  nodeTaints: string[];
  /** What the autoscaler is told of a node before there is one. */
  autoscalerTags: Record<string, string>;
}

/** What AKS puts on spot nodes by itself, said here too so that pods tolerate it and no preview shows a difference. */
const SPOT = { key: "kubernetes.azure.com/scalesetpriority", value: "spot" };

/** Keeps pods that AKS has not put there away from its System nodes. https://learn.microsoft.com/azure/aks/use-system-pools */
export const SYSTEM_TAINT: Taint = { key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" };

export function spotLabels({ capacity }: Pick<SparkPoolArgs, "capacity">): Record<string, string> {
  return capacity === "spot" ? { [SPOT.key]: SPOT.value } : {};
}

export function spotTaints({ capacity }: Pick<SparkPoolArgs, "capacity">): Taint[] {
  return capacity === "spot" ? [{ ...SPOT, effect: "NoSchedule" }] : [];
}

/** Adds an issue for each pool that can't be divided among its machine types, since an agent pool has one. */
export function checkDivision(pools: NodePoolPlan[], issues: IssueList): void {
  for (const { argument = "sparkPools", machines, maxNodes, role } of pools) {
    if (role === "system" && machines.length > 1) {
      issues.add({
        path: `${argument}.machineTypes`,
        value: machines.map(({ machine }) => machine.name),
        problem: "names several machine types, and AKS's System pool has one",
        allowed: "one machine type",
        change: "Keep the first.",
      });
    } else if (maxNodes < machines.length) {
      issues.add({
        path: `${argument}.maxNodes`,
        value: maxNodes,
        problem: `is fewer than the pool's ${machines.length} machine types: an agent pool of AKS has one, and maxNodes is divided among them`,
        allowed: `a whole number from ${machines.length}`,
        change: "Raise maxNodes, or name fewer machine types.",
      });
    }
  }
}

/**
 * The agent pools of a pool: its nodes divided among its machine types, the first ones getting what does not divide.
 * @param controlPlane the cluster that is there already, if it is
 */
export function planAgentPools(pool: NodePoolPlan, zones: string[], controlPlane?: unknown): AksAgentPoolPlan[] {
  const { machines, minNodes, maxNodes } = pool;
  const least = divide(minNodes, machines.length);
  const most = divide(maxNodes, machines.length);
  return machines.map((machine, at) =>
    planAgentPool(pool, machine, { min: least[at]!, max: most[at]! }, zones, controlPlane),
  );
}

function planAgentPool(
  pool: NodePoolPlan,
  { machine, allocatable }: PoolMachine,
  count: { min: number; max: number },
  zones: string[],
  controlPlane: unknown,
): AksAgentPoolPlan {
  const { diskGiB = defaultDiskGiB } = pool;
  const unchangeable = {
    vmSize: machine.name,
    priority: pool.capacity === "spot" ? "Spot" : "Regular",
    zones,
    maxPods: allocatable.pods,
    osDiskType: isEphemeral(machine, diskGiB) ? "Ephemeral" : "Managed",
    osDiskSizeGB: diskGiB,
  } as const;
  const isSystem = pool.role === "system";
  return {
    // The first pool of a new cluster is part of it; beside those of a cluster that is there, it has a name of its own.
    name: isSystem && controlPlane === undefined ? pool.name : agentPoolName(pool.name, unchangeable),
    pool: pool.name,
    mode: isSystem ? "System" : "User",
    ...unchangeable,
    minCount: count.min,
    maxCount: count.max,
    nodeLabels: pool.labels,
    nodeTaints: pool.taints.map(({ key, value = "", effect }) => `${key}=${value}:${effect}`),
    autoscalerTags: autoscalerTags(allocatable),
  };
}

/** 50 among 4: 13, 13, 12, 12. */
function divide(total: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, at) => Math.floor(total / parts) + (at < total % parts ? 1 : 0));
}

/**
 * cluster-autoscaler takes the allocatable of a scale set without machines to be the whole machine, unless tags of the scale set say
 * otherwise; AKS passes an agent pool's tags on to it. The room of the kube-proxy that it imagines there is on top.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/azure/README.md
 */
function autoscalerTags({ cpuMillis, memoryMiB, ephemeralStorageMiB }: PoolMachine["allocatable"]) {
  const prefix = "k8s.io_cluster-autoscaler_node-template_resources";
  return {
    [`${prefix}_cpu`]: `${cpuMillis + imaginedKubeProxy.cpuMillis}m`,
    [`${prefix}_memory`]: `${memoryMiB}Mi`,
    [`${prefix}_ephemeral-storage`]: `${ephemeralStorageMiB}Mi`,
  };
}
