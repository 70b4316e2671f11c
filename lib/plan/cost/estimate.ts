/** Money, in US dollars per hour at list price; what is not known says so instead of counting as 0. */

export interface CostLine {
  /** For example `idle`, `one executor on spot (m7i.4xlarge)`. */
  name: string;
  /** US dollars per hour; absent when a price that it needs is not known. */
  hourly?: number;
  /**
   * The most that it can be, in US dollars per hour: with spot machines at their on-demand price. Absent when `hourly` is known,
   * and when not even that bound is.
   */
  atMost?: number;
  /** How it comes about, or why it is not known. */
  note: string;
}

export interface CostEstimate {
  lines: CostLine[];
  /** What the figures leave out, by name: storage, traffic, load balancers, ... */
  leftOut: string[];
  /** Region and month of the prices, for example `us-east-1, 2026-07`. */
  basis: string;
}
