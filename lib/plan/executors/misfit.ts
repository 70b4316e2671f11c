/** Says why no shape fits what was wished for, with the arithmetic and the nearest shape that does. */

import type { IssueList } from "../issue";
import { explainMemory } from "../nodes/explain";
import type { PoolMachine, SparkRole } from "../nodes/pool";
import { formatMiB } from "../quantity";
import type { ShapeWish } from "./choose-shape";
import { heapWithin, largest, memoryWith, memoryWithin, minHeapMiB, minOffHeapMiB, type PodMemory } from "./memory";
import type { PodSizeArgs } from "./shape";

export interface PlacedMachine {
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

  const smallest = leastBy(machines, ({ machine }) => machine.available.memoryMiB);
  if (smallest === undefined) return;
  const { name } = smallest.machine.machine;
  const { cpuMillis, memoryMiB, pods } = smallest.machine.available;
  const hasRoom = cpuMillis >= 1 && pods >= 1 && memoryWithin(memoryMiB, wish) !== undefined;
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
  args: PodSizeArgs,
  wish: ShapeWish,
  machines: readonly PlacedMachine[],
  path: string,
  issues: IssueList,
): void {
  const smallest = leastBy(machines, ({ machine }) => machine.available.memoryMiB);
  const argument = largestWish(wish);
  if (argument === undefined || smallest === undefined) return;
  const least = leastPod(wish);
  const { machine } = smallest;
  if (least.memoryMiB <= machine.available.memoryMiB) return;
  const most = mostOf(argument, machine.available.memoryMiB, wish);
  const fitting = machines.filter(({ machine: other }) => other.available.memoryMiB >= least.memoryMiB);
  const roomyPools = [...new Set(fitting.map(({ pool }) => pool))].filter((pool) =>
    machines.every((other) => other.pool !== pool || fitting.includes(other)),
  );
  const what = { memory: "a heap", offHeap: "off-heap memory", pysparkMemory: "PySpark memory" }[argument];
  const auto = argument === "pysparkMemory" ? "" : '"auto"';
  const isUseful = most >= (argument === "memory" ? minHeapMiB : 1);
  issues.add({
    path: `${path}.${argument}`,
    value: args[argument],
    problem:
      `does not fit ${nodeName(smallest)}: the pod takes ${formatMiB(least.memoryMiB)} (${partsOf(least)}), ` +
      `and a pod can get at most ${explainMemory(machine)} there`,
    allowed: `${auto && `${auto}, or `}${what} of at most ${formatMiB(most)}`,
    change: `${isUseful ? `Use ${argument} ${auto && `${auto} or `}"${most}m", or ` : "Use "}${
      roomyPools.length > 0
        ? `only the pools ${JSON.stringify(roomyPools)}, where it fits.`
        : `machines that leave ${formatMiB(least.memoryMiB)} for a pod.`
    }`,
  });
}

type Amount = "memory" | "offHeap" | "pysparkMemory";

/** The argument that asks for the most memory; undefined when none asks for an amount. */
function largestWish({ heapMiB, offHeapMiB, pysparkMiB }: ShapeWish): Amount | undefined {
  const amounts: [Amount, number | "auto" | undefined][] = [
    ["memory", heapMiB],
    ["offHeap", offHeapMiB],
    ["pysparkMemory", pysparkMiB],
  ];
  return amounts
    .flatMap(([argument, mib]) => (typeof mib === "number" && mib > 0 ? [{ argument, mib }] : []))
    .reduce<{ argument: Amount; mib: number } | undefined>(
      (most, one) => (most === undefined || one.mib > most.mib ? one : most),
      undefined,
    )?.argument;
}

/** The least pod with all the amounts that are asked for. */
function leastPod(wish: ShapeWish): PodMemory {
  const { heapMiB = minHeapMiB, offHeapMiB = 0 } = wish;
  return memoryWith(heapMiB, offHeapMiB === "auto" ? minOffHeapMiB : offHeapMiB, wish);
}

/** The most of one amount that fits a pod with the least of the others. */
function mostOf(argument: Amount, podMiB: number, wish: ShapeWish): number {
  const { offHeapMiB } = wish;
  if (argument === "memory")
    return heapWithin(podMiB, { ...wish, offHeapMiB: offHeapMiB === "auto" ? minOffHeapMiB : offHeapMiB });
  const changed = argument === "offHeap" ? "offHeapMiB" : "pysparkMiB";
  return largest(podMiB, (mib) => leastPod({ ...wish, [changed]: mib }).memoryMiB <= podMiB);
}

/** For example `14 336 MiB heap + 1 433 MiB overhead`. */
function partsOf({ heapMiB, overheadMiB, offHeapMiB, pysparkMiB }: PodMemory): string {
  const parts: [string, number][] = [
    ["heap", heapMiB],
    ["overhead", overheadMiB],
    ["off-heap", offHeapMiB],
    ["PySpark", pysparkMiB],
  ];
  return parts.flatMap(([name, mib]) => (mib > 0 ? [`${formatMiB(mib)} ${name}`] : [])).join(" + ");
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
