/** Where the user wrote down a pool, for messages about it. */

import type { NodePoolPlan } from "./pool";

type PoolList = "systemPools" | "sparkPools";

/** `cluster.nodes[2]`: the cluster's own argument, or the pool's place in a plan that was put together by hand. */
export function poolPath({ argument }: NodePoolPlan, list: PoolList, index: number): string {
  return `cluster.${argument ?? `${list}[${index}]`}`;
}

/** `cluster.nodes`: the argument that all the pools come from. */
export function poolsPath(pools: readonly NodePoolPlan[], list: PoolList): string {
  return `cluster.${pools[0]?.argument?.replace(/\[\d+\]$/, "") ?? list}`;
}
