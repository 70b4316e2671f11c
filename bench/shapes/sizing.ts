/** What a machine type yields when it is full of executors of one size: what the tables compare. */

import type { PoolMachine } from "../../lib/plan/nodes/pool";

/** One size of executor, however it was found. */
export interface ExecutorSize {
  cores: number;
  requestMillis: number;
  heapMiB: number;
  /** Heap, overhead and whatever else Spark adds up to the pod's memory request. */
  podMiB: number;
}

export interface Yield {
  executors: number;
  /** Tasks that run at once. */
  tasks: number;
  /** At most as many as there are vCPU: more tasks than that only share them. */
  slots: number;
  heapMiB: number;
}

/** The executors of one way to size them that a node holds; none where its size does not fit. */
export type Sizing = (node: PoolMachine) => Yield;

export const nothing: Yield = { executors: 0, tasks: 0, slots: 0, heapMiB: 0 };

export function yieldOf(size: ExecutorSize, { machine, available }: PoolMachine): Yield {
  const executors = Math.min(
    Math.floor(available.cpuMillis / size.requestMillis),
    Math.floor(available.memoryMiB / size.podMiB),
    available.pods,
  );
  if (executors < 1) return nothing;
  const tasks = executors * size.cores;
  return { executors, tasks, slots: Math.min(tasks, machine.vcpu), heapMiB: executors * size.heapMiB };
}

/** Spark's own overhead for a JVM executor: `max(0.1 * heap, 384 MiB)`. */
export function sparkOverheadMiB(heapMiB: number): number {
  return Math.max(Math.trunc(0.1 * heapMiB), 384);
}
