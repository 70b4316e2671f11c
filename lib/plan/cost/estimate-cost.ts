/** Estimates what a platform costs from the list prices of its machines. */

import type { ClusterPlan } from "../cluster";
import { podsPerNode } from "../executors/pack";
import type { PodShape, SizedPod } from "../executors/shape";
import type { MachineType, Price } from "../nodes/machine";
import type { NodePoolPlan } from "../nodes/pool";
import type { PausePodsPlan } from "../platform";
import type { CostEstimate, CostLine } from "./estimate";

export interface CostInput {
  cluster: ClusterPlan;
  driver: SizedPod;
  executor: SizedPod;
  warm: readonly PausePodsPlan[];
}

/** What list prices of machines do not tell. */
const leftOut = [
  "discounts, commitments and taxes",
  "disks and volumes",
  "load balancers",
  "logs and metrics",
  "network traffic",
  "object storage",
];

/** What nothing runs on costs, what one pod more costs, what everything costs. */
export function estimateCost({ cluster, driver, executor, warm }: CostInput): CostEstimate {
  const pools = [...cluster.systemPools, ...cluster.sparkPools];
  const fixed = cluster.fixedHourlyCost.map(({ name, hourly }) => known(name, hourly));
  const warmNodes = warm.map(({ pool, nodes }) => ({ pool, nodes: extraNodes(cluster, pool, nodes) }));
  const atMin = pools.map((pool) => nodesCost(pool, pool.minNodes));
  const keptWarm = warmNodes.flatMap(({ pool, nodes }) =>
    cluster.sparkPools.filter(({ name }) => name === pool).map((one) => nodesCost(one, nodes)),
  );
  return {
    lines: [
      total("idle", [...fixed, ...atMin, ...keptWarm]),
      ...(warm.length > 0 ? [total("warm capacity, part of idle", keptWarm)] : []),
      ...podLines(executor, cluster),
      ...podLines(driver, cluster),
      total("at full scale", [...fixed, ...pools.map((pool) => nodesCost(pool, pool.maxNodes))]),
    ],
    leftOut,
    basis: basisOf(pools),
  };
}

/** Nodes that pause pods keep beyond those that the pool keeps anyway. */
function extraNodes({ sparkPools }: ClusterPlan, name: string, nodes: number): number {
  const minNodes = sparkPools.find((pool) => pool.name === name)?.minNodes ?? 0;
  return Math.max(0, nodes - minNodes);
}

/** An amount with what it is for. */
interface Amount {
  /** For example `2 × m7i.large in system`. */
  label: string;
  /** US dollars per hour; absent when it is not known. */
  hourly?: number;
  /** What has no known price, for example `m7i.4xlarge on spot`. */
  unpriced?: string;
  /** The most that it can be; the same as `hourly` where that is known, absent where no price is. */
  atMost?: number;
}

function known(label: string, hourly: number): Amount {
  return { label, hourly, atMost: hourly };
}

function nodesCost(pool: NodePoolPlan, nodes: number): Amount {
  const { machine, ...each } = dearest(pool, () => 1);
  const label = `${nodes} × ${machine} in ${pool.name}`;
  if (nodes === 0) return known(label, 0);
  const unpriced = pool.capacity === "spot" ? `${machine} on spot` : machine;
  return { label, hourly: times(each.hourly, nodes), atMost: times(each.atMost, nodes), unpriced };
}

function podLines({ role, shape, pools }: SizedPod, cluster: ClusterPlan): CostLine[] {
  return cluster.sparkPools.filter(({ name }) => pools.includes(name)).map((pool) => podLine(role, shape, pool));
}

function podLine(role: string, shape: PodShape, pool: NodePoolPlan): CostLine {
  const counts = new Map(pool.machines.map((one) => [one.machine.name, podsPerNode(shape, one)]));
  const { machine, hourly, atMost } = dearest(pool, ({ name }) => 1 / (counts.get(name) ?? 1));
  const count = counts.get(machine) ?? 1;
  const share = `a node of ${machine} shared by ${count}`;
  return {
    name: `one ${role} on ${pool.name} (${machine})`,
    ...amountOf(hourly, atMost),
    note: `${share}${pool.machines.length > 1 ? ", the dearest machine of the pool" : ""}${unknownNote(pool, hourly, atMost)}`,
  };
}

/** The machine on which a share of a node costs most: an upper bound for the pool. */
function dearest(
  { machines, capacity }: NodePoolPlan,
  share: (machine: MachineType) => number,
): { machine: string; hourly?: number; atMost?: number } {
  const costs = machines.map(({ machine }) => ({
    machine: machine.name,
    hourly: times(hourlyPrice(machine.price, capacity), share(machine)),
    atMost: times(machine.price?.onDemandHourly, share(machine)),
  }));
  const byCost = [...costs].sort((a, b) => (b.hourly ?? b.atMost ?? 0) - (a.hourly ?? a.atMost ?? 0));
  const every = (key: "hourly" | "atMost") =>
    costs.every((cost) => cost[key] !== undefined) ? Math.max(...costs.map((cost) => cost[key] ?? 0)) : undefined;
  const hourly = every("hourly");
  return { machine: byCost[0]?.machine ?? "", hourly, atMost: hourly ?? every("atMost") };
}

function hourlyPrice(price: Price | undefined, capacity: NodePoolPlan["capacity"]): number | undefined {
  return capacity === "spot" ? price?.spotHourly : price?.onDemandHourly;
}

function total(name: string, amounts: readonly Amount[]): CostLine {
  const parts = amounts.filter(({ hourly }) => hourly !== 0);
  const missing = new Set(parts.flatMap(({ hourly, unpriced }) => (hourly === undefined ? (unpriced ?? []) : [])));
  const sum = (key: "hourly" | "atMost") =>
    parts.every((part) => part[key] !== undefined)
      ? round(parts.reduce((all, part) => all + (part[key] ?? 0), 0))
      : undefined;
  const [hourly, atMost] = [sum("hourly"), sum("atMost")];
  const note =
    parts.length === 0
      ? "no node is up and nothing else is billed by the hour"
      : parts.map(({ label }) => label).join(" + ");
  if (hourly !== undefined) return { name, hourly, note };
  const bound = atMost === undefined ? "" : ", which counts at its on-demand price";
  return {
    name,
    ...amountOf(hourly, atMost),
    note: `${note}; no price is known for ${[...missing].join(", ")}${bound}`,
  };
}

/** The amount where it is known, else the most that it can be where that is. */
function amountOf(hourly: number | undefined, atMost: number | undefined): Pick<CostLine, "hourly" | "atMost"> {
  if (hourly !== undefined) return { hourly: round(hourly) };
  return atMost === undefined ? {} : { atMost: round(atMost) };
}

function unknownNote({ capacity }: NodePoolPlan, hourly: number | undefined, atMost: number | undefined): string {
  if (hourly !== undefined) return "";
  if (capacity === "spot" && atMost !== undefined) {
    return "; the spot price is not known, so the on-demand price counts";
  }
  return "; no list price is known";
}

function basisOf(pools: readonly NodePoolPlan[]): string {
  const prices = pools.flatMap(({ machines }) => machines.flatMap(({ machine }) => machine.price ?? []));
  const bases = [...new Set(prices.map(({ region, date }) => `${region}, ${date}`))].sort();
  return bases.length > 0 ? bases.join("; ") : "no list price is known";
}

function times(amount: number | undefined, factor: number): number | undefined {
  return amount === undefined ? undefined : amount * factor;
}

/** To a hundredth of a cent: list prices have four decimals. */
function round(amount: number): number {
  return Math.round(amount * 1e4) / 1e4;
}
