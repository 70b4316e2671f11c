/** Estimates what a platform costs from the list prices of its machines and the fees of its cluster. */

import type { ClusterPlan } from "../cluster";
import { podsPerNode } from "../executors/pack";
import type { ExecutorSize, SizedPod } from "../executors/shape";
import type { NodePoolPlan } from "../nodes/pool";
import type { WarmPlan } from "../warm/args";
import { costOf, distinctBases, knownAmount, sumAmounts, timesAmount } from "./amount";
import type { CostEstimate, CostTotal, PodCost } from "./estimate";
import { dearestShare, machineCosts, nodesCost, onDemand, poolBasis, type Priced } from "./nodes";
import { averageOf, warmCosts, warmNodes } from "./warm-cost";

export interface CostInput {
  cluster: ClusterPlan;
  driver: SizedPod;
  executor: SizedPod;
  /** Executors of other sizes. @default none */
  executorSizes?: readonly ExecutorSize[];
  warm: readonly WarmPlan[];
  /** Absent without a budget. */
  budgetHourly: number | undefined;
}

/** What list prices of machines and fees do not tell. */
const leftOut = [
  "discounts, commitments and taxes",
  "disks and volumes",
  "load balancers",
  "logs and metrics",
  "network traffic",
  "object storage",
];

/** What nothing runs on costs, what one pod more costs, what everything costs. */
export function estimateCost(input: CostInput): CostEstimate {
  const { cluster, driver, executor, executorSizes = [], warm, budgetHourly } = input;
  const pools = [...cluster.systemPools, ...cluster.sparkPools];
  const fees = feesOf(cluster);
  const always = pools.map((pool) => nodesCost(pool, pool.minNodes));
  const keptBy = (entries: readonly WarmPlan[]) =>
    cluster.sparkPools.map((pool) => nodesCost(pool, warmNodes(pool, entries)));
  const kept = keptBy(warm);
  const lasting = warm.filter(({ hours }) => hours === undefined);
  const outOfHours = totalOf([...fees, ...always, ...keptBy(lasting)]);
  const warmEntries = warmCosts(warm, cluster);
  const switched = warmEntries.filter(({ name }) => !lasting.some((entry) => entry.name === name));
  return {
    idle: totalOf([...fees, ...always, ...kept]),
    ...(switched.length > 0 && { outOfHours, average: averageOf(outOfHours, switched) }),
    ...(warm.length > 0 && { warm: totalOf(kept) }),
    warmEntries,
    pods: [
      ...podCosts(executor, cluster),
      ...executorSizes.flatMap(({ name, sized }) => podCosts(sized, cluster, name)),
      ...podCosts(driver, cluster),
    ],
    atScale: costAtScale(cluster),
    machines: pools.flatMap(machineCosts),
    ...(budgetHourly !== undefined && { budgetHourly }),
    leftOut: [...(cluster.unknownFees ?? []), ...leftOut],
    basis: distinctBases([...fees.flatMap(({ part }) => part.basis), ...pools.flatMap(poolBasis)]),
  };
}

/** Fees, and every pool at its most nodes: no more can be reached. */
export function costAtScale(cluster: ClusterPlan): CostTotal {
  const pools = [...cluster.systemPools, ...cluster.sparkPools];
  return totalOf([...feesOf(cluster), ...pools.map((pool) => nodesCost(pool, pool.maxNodes))]);
}

function feesOf({ fixedHourlyCost }: ClusterPlan): Priced[] {
  return fixedHourlyCost.map(({ name, hourly, basis }) => ({
    amount: knownAmount(hourly),
    part: { name, hourly, onDemandHourly: hourly, basis: basis ? [basis] : [] },
  }));
}

function totalOf(priced: readonly Priced[]): CostTotal {
  const parts = priced.filter(({ part }) => part.nodes?.count !== 0);
  return {
    ...costOf(sumAmounts(parts.map(({ amount }) => amount))),
    ...onDemand(sumAmounts(parts.map(({ part }) => ({ hourly: part.onDemandHourly }))).hourly),
    parts: parts.map(({ part }) => part),
    basis: distinctBases(parts.flatMap(({ part }) => part.basis)),
  };
}

function podCosts(sized: SizedPod, cluster: ClusterPlan, size?: string): PodCost[] {
  return cluster.sparkPools
    .filter(({ name }) => sized.pools.includes(name))
    .map((pool) => ({ role: sized.role, ...(size !== undefined && { size }), ...podCost(sized, pool) }));
}

function podCost({ role, shape }: SizedPod, pool: NodePoolPlan): Omit<PodCost, "role" | "size"> {
  const counts = new Map(pool.machines.map((one) => [one.machine.name, podsPerNode(shape, one)]));
  const { machineType, onDemandHourly, ...share } = dearestShare(pool, ({ name }) => 1 / (counts.get(name) ?? 1));
  return {
    pool: pool.name,
    capacity: pool.capacity,
    machineType,
    isDearest: pool.machines.length > 1,
    podsPerNode: counts.get(machineType) ?? 1,
    ...costOf(share),
    ...(pool.capacity === "spot" && onDemand(onDemandHourly)),
    ...(role === "executor" && {
      perTaskSlot: costOf(timesAmount(share, 1 / shape.cores)),
      perHeapGiB: costOf(timesAmount(share, 1024 / shape.heapMiB)),
    }),
    basis: poolBasis(pool),
  };
}
