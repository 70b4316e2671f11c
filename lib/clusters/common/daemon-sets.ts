/** Plans DaemonSets of the user's own: what each takes from every node. Pure. */

import type { IssueList } from "../../plan/issue";
import type { Deduction } from "../../plan/nodes/allocatable";
import { memoryAllowed, parseCpuMillis, parseMemoryMiB } from "../../plan/quantity";
import { joinPath, type Sound } from "../../plan/structure";
import type { DaemonSetRequests } from "./args";

/** Adds an issue for every amount that is none. @returns those that are sound. */
export function planDaemonSets(
  daemonSets: readonly (Sound<DaemonSetRequests> | undefined)[],
  issues: IssueList,
  argument = "daemonSets",
): Deduction[] {
  return daemonSets.flatMap(({ name, cpu, memory } = {}, index) => {
    const path = joinPath(argument, [index]);
    const cpuMillis = cpu === undefined ? undefined : parseCpuMillis(cpu);
    const memoryMiB = memory === undefined ? undefined : parseMemoryMiB(memory);
    const cpuIsWrong = cpu !== undefined && cpuMillis === undefined;
    const memoryIsWrong = memory !== undefined && memoryMiB === undefined;
    if (cpuIsWrong) addQuantityIssue(`${path}.cpu`, cpu, 'an amount of CPU such as "50m"', issues);
    if (memoryIsWrong) addQuantityIssue(`${path}.memory`, memory, memoryAllowed, issues);
    if (name === undefined || cpuMillis === undefined || memoryMiB === undefined) return [];
    return { name, cpuMillis, memoryMiB, ephemeralStorageMiB: 0 };
  });
}

function addQuantityIssue(path: string, value: unknown, allowed: string, issues: IssueList): void {
  issues.add({ path, value, problem: "is no quantity", allowed, change: "Give what the DaemonSet's pod requests." });
}
