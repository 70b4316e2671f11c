/** The parts of a pod's memory in words. */

import type { PodMemory } from "../plan/executors/memory";

const NAMES = { heapMiB: "heap", overheadMiB: "overhead", offHeapMiB: "off-heap", pysparkMiB: "PySpark" } as const;

/** For example `13805 MiB heap + 1380 MiB overhead`; parts that a pod does not have are left out. */
export function memoryParts(memory: PodMemory, amount: (mib: number) => string = (mib) => `${mib} MiB`): string {
  return (Object.keys(NAMES) as (keyof typeof NAMES)[])
    .filter((part) => memory[part] > 0)
    .map((part) => `${amount(memory[part])} ${NAMES[part]}`)
    .join(" + ");
}
