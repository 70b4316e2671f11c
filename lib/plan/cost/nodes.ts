/** What the nodes of a pool cost. A pool of several machine types counts as if all were the dearest: an upper bound. */

import type { MachineType, Price } from "../nodes/machine";
import type { CapacityType, NodePoolPlan } from "../nodes/pool";
import { type Amount, costOf, distinctBases, knownAmount, times, timesAmount } from "./amount";
import type { CostPart, MachineCost, PriceBasis } from "./estimate";

/** The machine of a pool on which a share of a node costs most, with that cost. */
export interface DearestShare extends Amount {
  machineType: string;
  /** Of that machine, whatever the pool's capacity. */
  onDemandHourly?: number;
}

/**
 * @param shareOf a machine, of which the cost is wanted; 1 is the whole node
 */
export function dearestShare(
  { machines, capacity }: NodePoolPlan,
  shareOf: (machine: MachineType) => number,
): DearestShare {
  const costs = machines.map(({ machine }) => ({
    machineType: machine.name,
    onDemandHourly: times(machine.price?.onDemandHourly, shareOf(machine)),
    hourly: times(hourlyPrice(machine.price, capacity), shareOf(machine)),
    atMost: times(machine.price?.onDemandHourly, shareOf(machine)),
  }));
  const [first] = [...costs].sort((a, b) => (b.hourly ?? b.atMost ?? 0) - (a.hourly ?? a.atMost ?? 0));
  const most = (key: "hourly" | "atMost") =>
    costs.every((cost) => cost[key] !== undefined) ? Math.max(...costs.map((cost) => cost[key] ?? 0)) : undefined;
  const hourly = most("hourly");
  return {
    machineType: first?.machineType ?? "",
    onDemandHourly: first?.onDemandHourly,
    hourly,
    atMost: hourly ?? most("atMost"),
  };
}

/** A part with the amount that sums are made of. */
export interface Priced {
  part: CostPart;
  amount: Amount;
}

export function nodesCost(pool: NodePoolPlan, count: number): Priced {
  const dearest = dearestShare(pool, () => 1);
  const { machineType } = dearest;
  const amount = count === 0 ? knownAmount(0) : timesAmount(dearest, count);
  const bound = dearestShare({ ...pool, capacity: "on-demand" }, () => count).hourly;
  return {
    amount,
    part: {
      name: `${count} × ${machineType} in ${pool.name}`,
      nodes: { pool: pool.name, machineType, count },
      ...costOf(amount),
      ...onDemand(bound),
      ...(amount.hourly === undefined && { unpriced: unpricedMachine(pool, machineType) }),
      basis: poolBasis(pool),
    },
  };
}

/** An on-demand amount where it is known. */
export function onDemand(hourly: number | undefined): { onDemandHourly?: number } {
  const { hourly: rounded } = costOf({ hourly });
  return rounded === undefined ? {} : { onDemandHourly: rounded };
}

/** Prices of each machine type of a pool side by side. */
export function machineCosts(pool: NodePoolPlan): MachineCost[] {
  return pool.machines.map(({ machine: { name, price } }) => ({
    pool: pool.name,
    capacity: pool.capacity,
    machineType: name,
    ...(price && { onDemandHourly: price.onDemandHourly }),
    ...(price?.spotHourly !== undefined && {
      spotHourly: price.spotHourly,
      spotSaving: 1 - price.spotHourly / price.onDemandHourly,
    }),
    basis: price ? distinctBases([onDemandBasis(price), spotBasis(price)]) : [],
  }));
}

/** Region and month of the prices that nodes of a pool count with. */
export function poolBasis({ machines, capacity }: NodePoolPlan): PriceBasis[] {
  const basisOf = capacity === "spot" ? spotBasis : onDemandBasis;
  return distinctBases(machines.flatMap(({ machine: { price } }) => (price ? basisOf(price) : [])));
}

function onDemandBasis({ region, date }: Price): PriceBasis {
  return { region, date };
}

/** Without a spot price the on-demand price bounds it. */
function spotBasis({ region, date, spotHourly, spotDate }: Price): PriceBasis {
  return { region, date: spotHourly === undefined ? date : (spotDate ?? date) };
}

function unpricedMachine({ machines, capacity }: NodePoolPlan, dearest: string): string {
  const without = machines.find(({ machine }) => hourlyPrice(machine.price, capacity) === undefined);
  const name = without?.machine.name ?? dearest;
  return capacity === "spot" ? `${name} on spot` : name;
}

function hourlyPrice(price: Price | undefined, capacity: CapacityType): number | undefined {
  return capacity === "spot" ? price?.spotHourly : price?.onDemandHourly;
}
