/** Plans the node pools of GKE that one pool becomes: from what the pool's nodes are to what GKE is asked for. Pure. */

import type { IssueList } from "../../../plan/issue";
import type { NodePoolPlan, Taint } from "../../../plan/nodes/pool";
import { defaultDiskGiB } from "../../../plan/nodes/reserve";
import { acceleratorOf, bootDiskType, type GkeAccelerator, takesLocalSsds } from "./machine-series";

export interface GkeNodePoolPlan {
  /** Name of the pool that it is of. */
  pool: string;
  role: NodePoolPlan["role"];
  machineType: string;
  isSpot: boolean;
  /** Nodes in all zones together. */
  totalMinNodes: number;
  totalMaxNodes: number;
  /** Nodes that GKE makes in each zone at first; the autoscaler takes it from there. */
  initialNodesPerZone: number;
  /** Nodes that an upgrade adds for its time. */
  surgeNodes: number;
  maxPods: number;
  bootDisk: { type: string; sizeGiB: number };
  /** Local SSDs that hold the pods' scratch space, images and logs; absent where there are none. */
  localSsds?: number;
  accelerator?: GkeAccelerator;
  /** Labels that GKE is asked to put on the nodes; those that it sets by itself are left out. */
  labels: Record<string, string>;
  /** Taints that GKE is asked to put on the nodes; those that it sets by itself are left out. */
  taints: { key: string; value: string; effect: string }[];
  /** Seconds that a spot node has from the notice of its loss; absent where it is what GKE gives by itself. */
  spotNoticeSeconds?: number;
}

const SURGE_NODES = 1;

/** What GKE puts on nodes by itself, and refuses or rewrites where it is asked to. */
const GKE_LABEL = /^([^/]+\.)?(kubernetes\.io|k8s\.io|cloud\.google\.com)\//;

const TAINT_EFFECTS: Record<Taint["effect"], string> = {
  NoSchedule: "NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
};

/** What GKE taints nodes with accelerators with: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus */
export const gpuTaint: Taint = { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" };

/** Keeps pods off spot nodes that were not meant for them: https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms */
export const spotTaint: Taint = { key: "cloud.google.com/gke-spot", value: "true", effect: "NoSchedule" };

/**
 * One node pool for each machine type of the pool, since one of GKE has a single type.
 *
 * GKE has no maximum over several node pools, so the pool's nodes are shared out: the sum never exceeds what was asked for. What
 * does not divide goes to the first types, and so does the minimum.
 *
 * @param zones that the pool's nodes are spread over
 * @param spotNoticeSeconds where spot nodes are given more than GKE gives by itself
 */
export function planNodePools(
  pool: NodePoolPlan,
  zones: number,
  spotNoticeSeconds: number | undefined,
): GkeNodePoolPlan[] {
  const { machines, minNodes, maxNodes, capacity } = pool;
  const isSpot = capacity === "spot";
  return machines.map(({ machine, allocatable }, index) => {
    const totalMinNodes = shareOf(minNodes, machines.length, index);
    const localSsds = machine.localDisks?.count;
    const accelerator = acceleratorOf(machine);
    return {
      pool: pool.name,
      role: pool.role,
      machineType: machine.name,
      isSpot,
      totalMinNodes,
      totalMaxNodes: shareOf(maxNodes, machines.length, index),
      initialNodesPerZone: Math.ceil(totalMinNodes / zones),
      surgeNodes: SURGE_NODES,
      maxPods: allocatable.pods,
      bootDisk: { type: bootDiskType(machine.name), sizeGiB: pool.diskGiB ?? defaultDiskGiB },
      ...(localSsds !== undefined && { localSsds }),
      ...(accelerator !== undefined && { accelerator }),
      labels: Object.fromEntries(Object.entries(pool.labels).filter(([key]) => !GKE_LABEL.test(key))),
      taints: pool.taints
        .filter(({ key }) => key !== gpuTaint.key)
        .map(({ key, value = "", effect }) => ({ key, value, effect: TAINT_EFFECTS[effect] })),
      ...(isSpot && spotNoticeSeconds !== undefined && { spotNoticeSeconds }),
    };
  });
}

/**
 * Adds an issue where GKE could not make the node pools: local SSDs on a machine type that takes none, a machine type without a node
 * to share, or more nodes at first, as many in each zone, than there may be.
 */
export function checkNodePools(
  pool: Pick<NodePoolPlan, "argument" | "minNodes" | "maxNodes" | "machines">,
  planned: readonly GkeNodePoolPlan[],
  zones: number,
  issues: IssueList,
): void {
  const { argument: path = "sparkPools", minNodes, maxNodes, machines } = pool;
  for (const { machineType, localSsds } of planned) {
    if (localSsds === undefined || takesLocalSsds(machineType)) continue;
    issues.add({
      path: `${path}.machineTypes`,
      value: machineType,
      problem: `is described with ${localSsds} local disks in machines, and takes no local SSD`,
      allowed: "a machine type of N1, N2, N2D, C2, C2D or M3, or one that ends in -lssd",
      change: "Leave localDisks out of its description, or use another machine type.",
    });
  }
  if (maxNodes < machines.length) {
    issues.add({
      path: `${path}.maxNodes`,
      value: maxNodes,
      problem: `leaves some of ${machines.length} machine types without a node: GKE needs a node pool for each, and maxNodes is shared out`,
      allowed: `a whole number from ${machines.length}`,
      change: "Raise maxNodes, or name fewer machine types.",
    });
    return;
  }
  const first = planned.find(({ initialNodesPerZone, totalMaxNodes }) => initialNodesPerZone * zones > totalMaxNodes);
  if (first === undefined) return;
  const { initialNodesPerZone, totalMaxNodes } = first;
  issues.add({
    path: `${path}.minNodes`,
    value: minNodes,
    problem: `does not divide by ${zones} zones: GKE starts with ${initialNodesPerZone} in each, ${initialNodesPerZone * zones} in all, and ${first.machineType} may have ${totalMaxNodes} at most`,
    allowed: "a maximum with room for the minimum, rounded up to as many in every zone",
    change: `Raise maxNodes, or name fewer zones.`,
  });
}

function shareOf(nodes: number, parts: number, index: number): number {
  return Math.floor(nodes / parts) + (index < nodes % parts ? 1 : 0);
}
