/** Money, in US dollars at list price; what is not known says so instead of counting as 0. */

import type { Price } from "../nodes/machine";
import type { CapacityType, SparkRole } from "../nodes/pool";

/** Hours of a month, as clouds count it. */
export const hoursPerMonth = 730;

/** Which list prices a figure rests on. */
export type PriceBasis = Pick<Price, "region" | "date">;

/** US dollars per hour. */
export interface Cost {
  /** Absent when a price that it needs is not known. */
  hourly?: number;
  /** The most that it can be: with spot machines at their on-demand price. Absent when `hourly` is known, or when not even that is. */
  atMost?: number;
}

/** One thing that is paid for: a fee, or nodes of one pool. */
export interface CostPart extends Cost {
  /** For people, for example `EKS control plane` or `2 × m7i.large in system`. */
  name: string;
  /** Absent for a fee. `machineType` is the dearest of the pool's. */
  nodes?: { pool: string; machineType: string; count: number };
  /** What has no known price, for example `m7i.4xlarge on spot`. */
  unpriced?: string;
  /** With spot machines at their on-demand price, above which no cloud lets a spot price rise; absent where that is not known. */
  onDemandHourly?: number;
  /** Empty where no price is known. */
  basis: PriceBasis[];
}

/** A sum with all that it is made of. */
export interface CostTotal extends Cost {
  /** As of its parts: the most that can be reached. */
  onDemandHourly?: number;
  parts: CostPart[];
  basis: PriceBasis[];
}

/** One pod more: its share of a node that is full of its like, on the machine of the pool where that costs most. */
export interface PodCost extends Cost {
  role: SparkRole;
  /** Name of the executor size; absent for drivers, and for executors of the usual size. */
  size?: string;
  pool: string;
  capacity: CapacityType;
  machineType: string;
  /** Whether the pool has other machine types, of which this one is the dearest. */
  isDearest: boolean;
  podsPerNode: number;
  /** What the same pod costs at the on-demand price; only on spot pools. */
  onDemandHourly?: number;
  /** Of an executor: what compares pools with each other. */
  perTaskSlot?: Cost;
  /** Of an executor. */
  perHeapGiB?: Cost;
  basis: PriceBasis[];
}

/** List prices of one machine type of a pool. */
export interface MachineCost {
  pool: string;
  capacity: CapacityType;
  machineType: string;
  onDemandHourly?: number;
  spotHourly?: number;
  /** Share of the on-demand price that spot saves, 0 to 1; absent where either price is not known. */
  spotSaving?: number;
  basis: PriceBasis[];
}

/** What one entry of warm capacity adds; entries whose rests share a node cost less together. */
export interface WarmCost extends Cost {
  /** As in `plan.warm`. */
  name: string;
  /** Nodes beyond those that are up anyway. */
  nodes: number;
  /** Hours of a month in which they are kept up; `hourly` holds for these. */
  hoursPerMonth: number;
  /** US dollars; absent where `hourly` is. */
  monthly?: number;
  /** Absent where `atMost` is. */
  monthlyAtMost?: number;
}

export interface CostEstimate {
  /** While nothing runs: fees, the nodes that are always up, and warm capacity, when most of it is kept. */
  idle: CostTotal;
  /** The same outside of the hours of warm capacity; absent where none has hours. */
  outOfHours?: CostTotal;
  /** The same on average over a month; absent where no warm capacity has hours. */
  average?: Cost;
  /** What warm capacity adds to idle, when most of it is kept; absent where none is. */
  warm?: CostTotal;
  /** Each entry of warm capacity by itself. */
  warmEntries: WarmCost[];
  /** Executors (of every size) and drivers, on each pool that may run them. */
  pods: PodCost[];
  /** Everything at once: fees, and every pool at its most nodes. */
  atScale: CostTotal;
  /** Each machine type of each pool; spot against on-demand. */
  machines: MachineCost[];
  /** The most that the platform may cost, as the budget says; absent without one. */
  budgetHourly?: number;
  /** What the figures leave out, by name: storage, traffic, load balancers, ... */
  leftOut: string[];
  /** Of all figures together. */
  basis: PriceBasis[];
}
