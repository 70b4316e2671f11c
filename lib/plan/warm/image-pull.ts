/** The pod that brings Spark's image to nodes where no pause pod does: it takes a place among the pods of the node. */

import type { ClusterPlan } from "../cluster";
import type { NodePoolPlan } from "../nodes/pool";
import type { WarmWish } from "./check-warm";

const imagePull = { name: "image pull", cpuMillis: 0, memoryMiB: 0, ephemeralStorageMiB: 0 };

/** The cluster with one pod fewer on every node where room may be kept for CapacityBuffers. */
export function withImagePull(cluster: ClusterPlan, wishes: readonly WarmWish[]): ClusterPlan {
  const isKept = ({ name, runs }: NodePoolPlan) =>
    wishes.some(
      ({ pool = name, executors, drivers }) =>
        pool === name && ((executors > 0 && runs.includes("executor")) || (drivers > 0 && runs.includes("driver"))),
    );
  if (cluster.autoscaler?.capacityBuffers === undefined || !cluster.sparkPools.some(isKept)) return cluster;
  return { ...cluster, sparkPools: cluster.sparkPools.map((pool) => (isKept(pool) ? withOnePodLess(pool) : pool)) };
}

function withOnePodLess(pool: NodePoolPlan): NodePoolPlan {
  return {
    ...pool,
    machines: pool.machines.map(({ daemonSets, available, ...machine }) => ({
      ...machine,
      daemonSets: [...daemonSets, imagePull],
      available: { ...available, pods: available.pods - 1 },
    })),
  };
}
