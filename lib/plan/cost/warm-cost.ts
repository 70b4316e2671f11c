/** What room that is kept free costs: each entry by itself, and all that is switched over a month. */

import type { ClusterPlan } from "../cluster";
import type { NodePoolPlan } from "../nodes/pool";
import type { WarmPlan } from "../warm/args";
import { togetherInForce } from "../warm/hours";
import { costOf, sumAmounts, timesAmount } from "./amount";
import { type Cost, hoursPerMonth, type WarmCost } from "./estimate";
import { nodesCost } from "./nodes";

/** Nodes of a pool that are kept up at the time when they are most. Entries may not share one. */
export function keptNodes({ name, maxNodes }: NodePoolPlan, warm: readonly WarmPlan[]): number {
  const sums = togetherInForce(warm.filter(({ pool }) => pool === name)).map((entries) =>
    entries.reduce((sum, { nodes }) => sum + nodes, 0),
  );
  return Math.min(Math.max(...sums), maxNodes);
}

/** Those of them that the pool would not keep anyway. */
export function warmNodes(pool: NodePoolPlan, warm: readonly WarmPlan[]): number {
  return Math.max(0, keptNodes(pool, warm) - pool.minNodes);
}

/** Each entry with the nodes that it adds: those that are up anyway stand in for the entries that hold at all hours first. */
export function warmCosts(warm: readonly WarmPlan[], { sparkPools }: ClusterPlan): WarmCost[] {
  const left = new Map(sparkPools.map(({ name, minNodes }) => [name, minNodes]));
  const lasting = warm.filter(({ hours }) => hours === undefined);
  const nodesOf = new Map(
    [...lasting, ...warm.filter(({ hours }) => hours !== undefined)].map(({ name, pool, nodes }) => {
      const free = Math.min(nodes, left.get(pool) ?? 0);
      left.set(pool, (left.get(pool) ?? 0) - free);
      return [name, nodes - free];
    }),
  );
  return warm.flatMap(({ name, pool: poolName, hours }) => {
    const pool = sparkPools.find((one) => one.name === poolName);
    if (pool === undefined) return [];
    const nodes = nodesOf.get(name) ?? 0;
    const { amount } = nodesCost(pool, nodes);
    const hoursKept = hours?.hoursPerMonth ?? hoursPerMonth;
    const month = costOf(timesAmount(amount, hoursKept));
    return [
      {
        name,
        nodes,
        ...costOf(amount),
        hoursPerMonth: hoursKept,
        ...(month.hourly !== undefined && { monthly: month.hourly }),
        ...(month.atMost !== undefined && { monthlyAtMost: month.atMost }),
      },
    ];
  });
}

/** Idle cost over a month: what lasts, and of what is switched its hours' share. */
export function averageOf(outOfHours: Cost, switched: readonly WarmCost[]): Cost {
  const bounds = [
    outOfHours,
    ...switched.map((entry) => timesAmount(boundOf(entry), entry.hoursPerMonth / hoursPerMonth)),
  ];
  return costOf(sumAmounts(bounds.map(boundOf)));
}

/** What is known is its own bound. */
function boundOf({ hourly, atMost }: Cost): { hourly: number | undefined; atMost: number | undefined } {
  return { hourly, atMost: atMost ?? hourly };
}
