/** Plans what EKS Auto Mode is told of each pool, the system pool included. Pure. */

import { karpenterNodePool, type KarpenterNodePool } from "../../../../addons/karpenter/node-pool";
import type { NodePoolPlan } from "../../../../plan/nodes/pool";
import { defaultDiskGiB } from "../../../../plan/nodes/reserve";

export interface AutoModePoolPlan {
  /** Name of the pool. */
  pool: string;
  nodePool: KarpenterNodePool;
  /** Volume for images, logs and scratch in GiB, where the machine has no local disks. */
  diskGiB: number;
}

export const NODE_CLASS = { group: "eks.amazonaws.com", version: "v1", kind: "NodeClass" };

/**
 * AWS ends a node of Auto Mode after 21 days, whatever runs on it; a drain starts a day before. The longest that both can be.
 * https://docs.aws.amazon.com/eks/latest/userguide/automode-learn-instances.html
 */
const LIFETIME = { expireAfter: "480h", terminationGracePeriod: "24h" };

/** @param objectName what a pool's objects in the cluster are called */
export function planAutoModePools(
  pools: readonly NodePoolPlan[],
  idleMinutes: number,
  objectName: (pool: string) => string,
): AutoModePoolPlan[] {
  const { group, kind } = NODE_CLASS;
  return pools.map((pool) => {
    const name = objectName(pool.name);
    return {
      pool: pool.name,
      nodePool: karpenterNodePool(pool, { name, nodeClassRef: { group, kind, name }, idleMinutes, ...LIFETIME }),
      diskGiB: pool.diskGiB ?? defaultDiskGiB,
    };
  });
}
