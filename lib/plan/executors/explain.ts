/** The arithmetic of a fit in one line, for the preview report and the command line. */

import { explainMemory } from "../nodes/explain";
import type { PoolMachine } from "../nodes/pool";
import { formatMiB } from "../quantity";
import { podsPerNode } from "./pack";
import type { PodShape } from "./shape";

/**
 * What pods of a shape take of a machine and what there is, for example
 * `4 × 3910m = 15640m of 15660m CPU, 4 × 14 154 MiB = 56 616 MiB of 56 617 MiB (65 536 MiB − …) memory`.
 */
export function explainFit(shape: PodShape, machine: PoolMachine): string {
  const count = podsPerNode(shape, machine);
  const { cpuRequestMillis: cpu, memoryMiB: memory } = shape;
  const line =
    `${Math.max(1, count)} × ${cpu}m = ${Math.max(1, count) * cpu}m of ${machine.available.cpuMillis}m CPU, ` +
    `${Math.max(1, count)} × ${formatMiB(memory)} = ${formatMiB(Math.max(1, count) * memory)} of ${explainMemory(machine)} memory`;
  return count === 0 ? `does not fit: ${line}` : line;
}
