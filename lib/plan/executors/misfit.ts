/** Says why no shape fits what was wished for, with the arithmetic and the nearest shape that does. */

import type { IssueList } from "../issue";
import { explainMemory } from "../nodes/explain";
import type { PoolMachine, SparkRole } from "../nodes/pool";
import { formatMiB } from "../quantity";
import type { ShapeWish } from "./choose-shape";
import { heapWithin, minHeapMiB, overheadMiB } from "./memory";
import type { PodSizeArgs } from "./shape";

interface PlacedMachine {
  pool: string;
  machine: PoolMachine;
}

/** Adds one issue for each wish that some machine can't grant, or one for the machines when no wish is to blame. */
export function addMisfit(
  role: SparkRole,
  args: PodSizeArgs,
  wish: ShapeWish,
  machines: readonly PlacedMachine[],
  path: string,
  issues: IssueList,
): void {
  const before = issues.length;
  addCoresMisfit(args, machines, path, issues);
  addMemoryMisfit(args, wish, machines, path, issues);
  if (issues.length > before) return;

  const smallest = leastBy(machines, ({ machine }) => heapWithin(machine.available.memoryMiB, wish.kind));
  if (smallest === undefined) return;
  const { name } = smallest.machine.machine;
  const { cpuMillis, memoryMiB, pods } = smallest.machine.available;
  const hasRoom = cpuMillis >= 1 && pods >= 1 && heapWithin(memoryMiB, wish.kind) >= minHeapMiB;
  issues.add({
    path: `${path}.pools`,
    value: args.pools,
    problem: hasRoom
      ? `brings machines together that no single ${role} can fill: on the largest it would run more tasks than there are vCPU`
      : `includes ${name} of pool "${smallest.pool}", which leaves no room for one ${role}: ${cpuMillis}m CPU, ` +
        `${explainMemory(smallest.machine)} memory and ${pods} pods`,
    allowed: `pools whose every machine holds one ${role} with a heap of ${formatMiB(minHeapMiB)} or more`,
    change: hasRoom
      ? "Name pools of machines of like size."
      : "Name pools of larger machines, or take that machine out.",
  });
}

function addCoresMisfit(
  { cores }: PodSizeArgs,
  machines: readonly PlacedMachine[],
  path: string,
  issues: IssueList,
): void {
  const smallest = leastBy(machines, ({ machine }) => machine.machine.vcpu);
  if (cores === undefined || smallest === undefined || cores <= smallest.machine.machine.vcpu) return;
  const { vcpu } = smallest.machine.machine;
  issues.add({
    path: `${path}.cores`,
    value: cores,
    problem: `does not fit ${nodeName(smallest)}, which has ${vcpu} vCPU, and a node never gets more task slots than vCPU`,
    allowed: `1 to ${vcpu} in the pools that may run it`,
    change: `Use ${vcpu} cores or fewer, or name other pools in ${path}.pools.`,
  });
}

function addMemoryMisfit(
  { memory }: PodSizeArgs,
  { heapMiB, kind }: ShapeWish,
  machines: readonly PlacedMachine[],
  path: string,
  issues: IssueList,
): void {
  const smallest = leastBy(machines, ({ machine }) => machine.available.memoryMiB);
  if (heapMiB === undefined || smallest === undefined) return;
  const overhead = overheadMiB(heapMiB, kind);
  const { machine } = smallest;
  const available = machine.available.memoryMiB;
  if (heapMiB + overhead <= available) return;
  const most = heapWithin(available, kind);
  const fitting = machines.filter(({ machine: other }) => other.available.memoryMiB >= heapMiB + overhead);
  const roomyPools = [...new Set(fitting.map(({ pool }) => pool))].filter((pool) =>
    machines.every((other) => other.pool !== pool || fitting.includes(other)),
  );
  issues.add({
    path: `${path}.memory`,
    value: memory,
    problem:
      `does not fit ${nodeName(smallest)}: the pod takes ${formatMiB(heapMiB + overhead)} ` +
      `(${formatMiB(heapMiB)} heap + ${formatMiB(overhead)} overhead), and a pod can get at most ` +
      `${explainMemory(machine)} there`,
    allowed: `"auto", or a heap of at most ${formatMiB(most)}`,
    change: `${most >= minHeapMiB ? `Use memory "auto" or "${most}m", or ` : "Use "}${
      roomyPools.length > 0
        ? `only the pools ${JSON.stringify(roomyPools)}, where it fits.`
        : `machines that leave ${formatMiB(heapMiB + overhead)} for a pod.`
    }`,
  });
}

/** The machine type, or the pool that gives its name where none is known. */
function nodeName({ pool, machine }: PlacedMachine): string {
  const { name } = machine.machine;
  return name === pool ? `a node of pool "${pool}"` : name;
}

function leastBy<T>(values: readonly T[], measure: (value: T) => number): T | undefined {
  return values.reduce<T | undefined>(
    (least, value) => (least === undefined || measure(value) < measure(least) ? value : least),
    undefined,
  );
}
