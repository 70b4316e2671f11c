/** Nodes and shapes as `size` and `explain` hand them to programs. */

import type { NodeArgs, PlannedNode, PlannedNodes } from "../../plan/size/plan-nodes";
import type { NodeData, NodeKindData } from "../schemas/nodes";

export function kindData({ args, kind }: PlannedNodes & { args: NodeArgs }): NodeKindData {
  const { autoscaler, os, profile } = kind;
  return { cloud: args.cloud, autoscaler, os, profile: profile.name };
}

export function nodeData({ machine, allocatable, daemonSets, available, kubelet }: PlannedNode): NodeData {
  const { capacity, breakdown, gainedMiB = 0, cpuMillis, memoryMiB, ephemeralStorageMiB, pods } = allocatable;
  return {
    machine,
    capacity,
    breakdown,
    allocatable: { cpuMillis, memoryMiB, ephemeralStorageMiB, pods },
    daemonSets,
    available,
    kubelet,
    gainedMiB,
  };
}
