/** Why a shape fits a machine or not, with the arithmetic in one line and the nearest shape that does. */

import { explainMemory } from "../nodes/explain";
import type { PoolMachine } from "../nodes/pool";
import { formatMiB } from "../quantity";
import { nearestShape } from "./nearest-shape";
import { podsPerNode } from "./pack";
import type { PodShape } from "./shape";

/** What a machine has too little of for one pod; task slots where the pod has more cores than the machine has vCPU. */
export type Shortage = "cpu" | "memory" | "pods" | "task slots";

export interface Explanation {
  fits: boolean;
  /** Pods on a node that runs nothing else; 0 when not even one fits. */
  podsPerNode: number;
  /**
   * What the pods take of the machine and what there is, for example `4 × 3915m = 15660m of 15660m CPU, 4 × 14 335 MiB = …`;
   * for a shape that does not fit, what one pod takes.
   */
  line: string;
  /** Empty when the shape fits. */
  shortOf: Shortage[];
  /** The nearest shape that fits; absent when this one does, and where the machine has no room for any. */
  nearest?: { shape: PodShape; line: string };
}

/** Sets a shape beside a machine. */
export function explainShape(shape: PodShape, machine: PoolMachine): Explanation {
  const shortOf = shortagesOf(shape, machine);
  const fits = shortOf.length === 0;
  const nearest = fits ? undefined : nearestShape(shape, machine);
  return {
    fits,
    podsPerNode: fits ? podsPerNode(shape, machine) : 0,
    line: (fits ? "" : "does not fit: ") + arithmeticOf(shape, machine, fits ? podsPerNode(shape, machine) : 1),
    shortOf,
    ...(nearest && {
      nearest: { shape: nearest, line: arithmeticOf(nearest, machine, podsPerNode(nearest, machine)) },
    }),
  };
}

function shortagesOf(shape: PodShape, { available, machine }: PoolMachine): Shortage[] {
  const shortages: [Shortage, boolean][] = [
    ["cpu", shape.cpuRequestMillis > available.cpuMillis],
    ["memory", shape.memoryMiB > available.memoryMiB],
    ["pods", available.pods < 1],
    ["task slots", shape.cores > machine.vcpu],
  ];
  return shortages.flatMap(([name, isShort]) => (isShort ? [name] : []));
}

function arithmeticOf(shape: PodShape, machine: PoolMachine, count: number): string {
  const { cores, cpuRequestMillis, memoryMiB } = shape;
  const { available } = machine;
  return [
    `${count} × ${cpuRequestMillis}m = ${count * cpuRequestMillis}m of ${available.cpuMillis}m CPU`,
    `${count} × ${formatMiB(memoryMiB)} = ${formatMiB(count * memoryMiB)} of ${explainMemory(machine)} memory`,
    `${count} × ${cores} = ${count * cores} task slots on ${machine.machine.vcpu} vCPU`,
    `${count} of ${Math.max(0, available.pods)} pods`,
  ].join(", ");
}
