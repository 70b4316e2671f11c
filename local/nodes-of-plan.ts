/** The fake nodes that a plan is tried on: of every pool as many as the platform keeps up, and one more for a job. */

import { type NodePoolPlan } from "../lib/plan/nodes/pool";
import { type PlatformPlan } from "../lib/plan/platform";
import { type KwokNode, kwokNode } from "./control-plane/nodes";

/** @param more nodes of a pool beyond what the platform keeps up. @default 1 on Spark pools, 0 on system pools */
export function nodesOfPlan(plan: PlatformPlan, more?: (pool: NodePoolPlan) => number): KwokNode[] {
  const { systemPools, sparkPools } = plan.cluster;
  return [...systemPools, ...sparkPools].flatMap((pool) => {
    const warm = plan.warm.filter((pods) => pods.pool === pool.name).reduce((sum, { nodes }) => sum + nodes, 0);
    const kept = Math.max(pool.minNodes, warm);
    const count = kept + (more === undefined ? (pool.role === "spark" || kept === 0 ? 1 : 0) : more(pool));
    return Array.from({ length: Math.min(count, pool.maxNodes) }, (_, index) => nodeOfPool(pool, index + 1));
  });
}

/** A node of the pool's first machine type with exactly the allocatable that was planned for it. */
function nodeOfPool(pool: NodePoolPlan, index: number): KwokNode {
  const [first] = pool.machines;
  if (first === undefined) throw new Error(`pool ${pool.name} has no machine`);
  const { allocatable, machine } = first;
  return kwokNode({
    name: `${pool.name}-${index}`,
    pool: pool.name,
    labels: pool.labels,
    taints: pool.taints,
    cpuMillis: allocatable.cpuMillis,
    memoryMiB: allocatable.memoryMiB,
    ephemeralStorageMiB: allocatable.ephemeralStorageMiB,
    pods: allocatable.pods,
    capacity: { cpuMillis: allocatable.capacity.cpuMillis, memoryMiB: allocatable.capacity.memoryMiB },
    architecture: machine.architecture,
  });
}
