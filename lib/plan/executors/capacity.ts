/** How many drivers and executors the pools can hold at full scale. */

import type { ClusterPlan } from "../cluster";
import type { NodePoolPlan } from "../nodes/pool";
import { podsPerNode } from "./pack";
import type { PodShape, SizedPod } from "./shape";

/** Pods on one node of a pool, whichever of its machines the node is. */
export function podsPerPoolNode(shape: PodShape, pool: NodePoolPlan): number {
  return pool.machines.reduce((least, machine) => Math.min(least, podsPerNode(shape, machine)), Infinity);
}

/** Pods of one role when every pool that may run it is at its most nodes and runs nothing else. */
export function capacityFor({ shape, pools }: SizedPod, cluster: ClusterPlan): number {
  return poolsOf(pools, cluster).reduce((sum, pool) => sum + pool.maxNodes * podsPerPoolNode(shape, pool), 0);
}

/**
 * Executors that one application can have at most. Its own driver takes room where both may run, and lands where it costs
 * the most: an executor more than this could stay Pending for ever.
 */
export function executorsBesideDriver(driver: SizedPod, executor: SizedPod, cluster: ClusterPlan): number {
  const lost = poolsOf(driver.pools, cluster)
    .filter(({ name }) => executor.pools.includes(name))
    .map((pool) => podsPerPoolNode(executor.shape, pool) - executorsWithDriver(driver.shape, executor.shape, pool));
  return capacityFor(executor, cluster) - Math.max(0, ...lost);
}

function executorsWithDriver(driver: PodShape, executor: PodShape, pool: NodePoolPlan): number {
  const machines = pool.machines.map((machine) => ({
    ...machine,
    available: {
      ...machine.available,
      cpuMillis: machine.available.cpuMillis - driver.cpuRequestMillis,
      memoryMiB: machine.available.memoryMiB - driver.memoryMiB,
      pods: machine.available.pods - 1,
    },
  }));
  return podsPerPoolNode(executor, { ...pool, machines });
}

function poolsOf(names: readonly string[], { sparkPools }: ClusterPlan): NodePoolPlan[] {
  return sparkPools.filter(({ name }) => names.includes(name));
}
