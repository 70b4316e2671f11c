/** Writes the arithmetic behind a node's figures, for reports and error messages. */

import { formatMiB } from "../quantity";
import type { PoolMachine } from "./pool";

/** For example `57 191 MiB (65 536 MiB − 4 916 MiB VM overhead − 2 829 MiB kube-reserved − 100 MiB eviction threshold)`. */
export function explainMemory({ allocatable, daemonSets, available }: PoolMachine): string {
  const parts = [...allocatable.breakdown, ...daemonSets]
    .filter(({ memoryMiB }) => memoryMiB > 0)
    .map(({ name, memoryMiB }) => ` − ${formatMiB(memoryMiB)} ${name}`);
  const left = formatMiB(available.memoryMiB);
  return parts.length === 0 ? left : `${left} (${formatMiB(allocatable.capacity.memoryMiB)}${parts.join("")})`;
}
