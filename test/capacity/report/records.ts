/** What was seen of pods and nodes, and what follows from it. Pure. Times are seconds of one clock. */

export interface PodRecord {
  namespace: string;
  name: string;
  kind: "driver" | "executor" | "pause" | "placeholder" | "other";
  /** When the call that creates it was made; for a pod that a controller made, when it was first seen. */
  created: number;
  /** When it was first seen with a node. */
  bound?: number;
  node?: string;
  gone?: number;
}

export interface NodeRecord {
  name: string;
  pool: string;
  created: number;
  /** When pods could first be bound to it. */
  schedulable?: number;
  gone?: number;
}

export interface Moment {
  t: number;
  pending: number;
  bound: number;
  nodes: number;
}

export interface BoundTimes {
  count: number;
  p50Seconds: number;
  p95Seconds: number;
}

/** The value that `share` of the values do not exceed, by the nearest rank. @throws where there are none */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("there is no percentile of nothing");
  return value;
}

/** From created to bound; undefined where no pod was bound. */
export function boundTimes(pods: readonly PodRecord[]): BoundTimes | undefined {
  const seconds = pods.flatMap(({ created, bound }) => (bound === undefined ? [] : [Math.max(0, bound - created)]));
  if (seconds.length === 0) return undefined;
  return { count: seconds.length, p50Seconds: percentile(seconds, 0.5), p95Seconds: percentile(seconds, 0.95) };
}

/** How long nodes existed from `from` to `to`, their boot included, all together. */
export function nodeSeconds(nodes: readonly NodeRecord[], from: number, to: number): number {
  const within = ({ created, gone = to }: NodeRecord) => Math.max(0, Math.min(gone, to) - Math.max(created, from));
  return nodes.reduce((sum, node) => sum + within(node), 0);
}

/** Nodes that existed at some time from `from` to `to`. */
export function nodesUsed(nodes: readonly NodeRecord[], from: number, to: number): number {
  return nodes.filter(({ created, gone = to }) => created <= to && gone >= from).length;
}

/** Most moments in a timeline: more would make the picture no better. */
const moments = 240;

/** What was there at even intervals of at least a fiftieth of a second from `from` to `to`; `t` counts from `from`. */
export function timelineOf(
  pods: readonly PodRecord[],
  nodes: readonly NodeRecord[],
  from: number,
  to: number,
): Moment[] {
  const step = Math.max(0.02, (to - from) / moments);
  const count = Math.floor((to - from) / step) + 1;
  const isThere = (at: number, { created, gone = Infinity }: { created: number; gone?: number }) =>
    created <= at && at < gone;
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * step;
    const there = pods.filter((pod) => isThere(at, pod));
    const bound = there.filter(({ bound = Infinity }) => bound <= at).length;
    const nodesThere = nodes.filter((node) => isThere(at, node)).length;
    return { t: rounded(index * step), pending: there.length - bound, bound, nodes: nodesThere };
  });
}

/** To the millisecond: no finer than times are known. */
export function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
