/** Amounts that are kept back from a capacity, as data, and the one function that works them out. */

/** A share of one slice of a capacity. */
export interface Bracket {
  /** Upper end of the slice, in the unit of the capacity; the slice starts where the one before ends. @default no end */
  upTo?: number;
  /** Parts per million of the slice. */
  ppm: number;
}

/** Something that is added as soon as a quantity is large enough. */
export interface Step {
  /** @default "capacity" */
  by?: "capacity" | "pods" | "disks";
  /** The quantity from which on it is added, in the quantity's own unit. */
  from: number;
  /** May be negative. */
  adds: number;
  /** Adds it again each time the quantity has grown by this much. @default once */
  every?: number;
}

/** The sum of its parts, then no less than `atLeast`, then no more than `atMostPpm`. */
export interface Amount {
  /** @default 0 */
  fixed?: number;
  /** For every pod that the reservation is made for. @default 0 */
  perPod?: number;
  /** Marginal shares of the capacity, lowest slice first. @default none */
  brackets?: Bracket[];
  /** How shares become whole numbers: their sum upwards, or each bracket downwards where a vendor's code does so. @default "sum up" */
  rounding?: "sum up" | "each down";
  /** @default none */
  steps?: Step[];
  /** @default 0 */
  atLeast?: number;
  /** Parts per million of the capacity that the amount never exceeds. @default no limit */
  atMostPpm?: number;
}

/** What an amount is worked out for. */
export interface AmountOf {
  /** Millicores of the machine, or MiB of its memory or disk. */
  capacity: number;
  /** Pods that the reservation is made for. */
  pods: number;
  /** Local disks that pods' storage lies on; 0 where it lies on the root disk. */
  disks: number;
}

/** A whole number, rounded up. An amount that is no number, from a profile written by hand, keeps everything back. */
export function amountOf(amount: Amount, of: AmountOf): number {
  const { fixed = 0, perPod = 0, steps = [], atLeast = 0, atMostPpm } = amount;
  const stepped = steps.reduce((sum, step) => sum + step.adds * timesReached(step, of), 0);
  const parts = Math.max(atLeast, fixed + perPod * of.pods + stepped + shareOf(amount, of.capacity));
  // Parts per million keep the products in whole numbers; a fraction such as 0.0025 would not.
  const most = atMostPpm === undefined ? Infinity : Math.ceil((of.capacity * atMostPpm) / 1e6);
  const whole = Math.ceil(Math.min(parts, most));
  return Number.isNaN(whole) ? Infinity : Math.max(0, whole);
}

function timesReached({ by = "capacity", from, every }: Step, of: AmountOf): number {
  if (of[by] < from) return 0;
  return every === undefined ? 1 : 1 + Math.floor((of[by] - from) / every);
}

function shareOf({ brackets = [], rounding = "sum up" }: Amount, capacity: number): number {
  let from = 0;
  let millionths = 0;
  for (const { upTo = Infinity, ppm } of brackets) {
    const share = Math.max(0, Math.min(capacity, upTo) - from) * ppm;
    millionths += rounding === "each down" ? Math.floor(share / 1e6) * 1e6 : share;
    from = upTo;
  }
  return Math.ceil(millionths / 1e6);
}
