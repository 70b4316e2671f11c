/**
 * The most that whole numbers allow, by brute force and apart from the library's own search: every number of cores from 1 to 5 with
 * every heap from 512 MiB to 31 GiB, each MiB tried, on the same node. An executor may request any CPU up to its cores, so only
 * memory, pods and vCPU limit how many there are; all executors of a node are alike, and never have more task slots than it has vCPU.
 */

import type { PoolMachine } from "../../lib/plan/nodes/pool";
import { nothing, sparkOverheadMiB, type Yield } from "./sizing";

const widest = 5;
const leastHeapMiB = 512;
const mostHeapMiB = 31 * 1024;

/** Pods' memory by heap, computed once. */
const podMiBOf = Int32Array.from({ length: mostHeapMiB + 1 }, (_, heapMiB) => heapMiB + sparkOverheadMiB(heapMiB));

export interface UpperLimit {
  /** The most task slots of any packing, and the most heap of those that have as many. */
  slotsFirst: Yield;
  /** The packing with the largest product of task slots and heap: it may give up slots for heap. */
  joint: Yield;
}

export function upperLimit({ machine, available }: PoolMachine): UpperLimit {
  let slotsFirst = nothing;
  let joint = nothing;
  for (let cores = 1; cores <= Math.min(widest, machine.vcpu); cores += 1) {
    const most = Math.min(Math.floor(machine.vcpu / cores), available.pods, available.cpuMillis);
    for (let heap = leastHeapMiB; heap <= mostHeapMiB; heap += 1) {
      const executors = Math.min(most, Math.floor(available.memoryMiB / podMiBOf[heap]!));
      if (executors < 1) break;
      const slots = executors * cores;
      const heapMiB = executors * heap;
      if (slots > slotsFirst.slots || (slots === slotsFirst.slots && heapMiB > slotsFirst.heapMiB))
        slotsFirst = { executors, tasks: slots, slots, heapMiB };
      if (slots * heapMiB > joint.slots * joint.heapMiB) joint = { executors, tasks: slots, slots, heapMiB };
    }
  }
  return { slotsFirst, joint };
}
