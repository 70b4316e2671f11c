/** Reads what a user wishes for the memory of a pod. */

import type { IssueList } from "../issue";
import { formatMiB, memoryAllowed, parseMemoryMiB } from "../quantity";
import type { Sound } from "../structure";
import { minHeapMiB, type MemoryWish } from "./memory";
import type { PodSizeArgs } from "./shape";

/**
 * Adds an issue for each amount that is none; the wish is without it then.
 * @param path of `args` as the user writes it: `executors` or `drivers`
 */
export function wishedMemory(args: Sound<PodSizeArgs>, path: string, issues: IssueList): MemoryWish {
  const { kind = "jvm", memory = "auto", offHeap = kind === "off-heap" ? "auto" : undefined, pysparkMemory } = args;
  return {
    kind,
    heapMiB: memory === "auto" ? undefined : heapOf(memory, path, issues),
    offHeapMiB: offHeap === "auto" ? "auto" : amountOf(offHeap, `${path}.offHeap`, '"auto", or ', issues),
    pysparkMiB: amountOf(pysparkMemory, `${path}.pysparkMemory`, "", issues),
  };
}

function heapOf(memory: string, path: string, issues: IssueList): number | undefined {
  const heapMiB = parseMemoryMiB(memory);
  if (heapMiB !== undefined && heapMiB >= minHeapMiB) return heapMiB;
  issues.add({
    path: `${path}.memory`,
    value: memory,
    problem: heapMiB === undefined ? "is no amount of memory" : "is less than Spark's memory manager starts with",
    allowed: `"auto", or ${memoryAllowed}, at least ${formatMiB(minHeapMiB)}`,
    change: 'Use "auto" to fill the nodes.',
  });
  return undefined;
}

function amountOf(text: string | undefined, path: string, also: string, issues: IssueList): number | undefined {
  if (text === undefined) return undefined;
  const mib = parseMemoryMiB(text);
  if (mib !== undefined) return mib;
  issues.add({
    path,
    value: text,
    problem: "is no amount of memory",
    allowed: `${also}${memoryAllowed}`,
    change: "Leave it out for none.",
  });
  return undefined;
}
