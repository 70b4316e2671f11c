/** The machine types of one pool: known ones of one shape, with what each leaves for pods. */

import type { IssueList } from "../issue";
import { joinPath } from "../structure";
import type { Deduction } from "./allocatable";
import { explainMemory } from "./explain";
import type { MachineType } from "./machine";
import type { PoolMachine } from "./pool";
import type { ReservationProfile } from "./profiles/profile";
import { allocatable, type AllocatableOptions, deduct } from "./reserve";

/** What a cluster knows of the nodes that it rents. */
export interface MachineContext {
  /** The machine type of that exact name, where it is rented. */
  findMachine(name: string): MachineType | undefined;
  /** The `count` known names closest to `name`, nearest first. */
  nearestMachines(name: string, count: number): string[];
  profile: ReservationProfile;
  /** Requests of the DaemonSets that run on every node. */
  daemonSets: Deduction[];
  /** Requests of those that run besides on nodes with accelerators. @default none */
  acceleratorDaemonSets?: Deduction[];
}

/** Autoscalers that simulate a pool's next node take its first machine type for all; nodes this close still pass for equal. */
const memoryTolerance = 0.1;

/** The known machines among `names`; adds an issue for each that is unknown, listed twice or of another shape than the first. */
export function findMachines(
  names: readonly (string | undefined)[],
  path: string,
  context: MachineContext,
  issues: IssueList,
): MachineType[] {
  const machines: MachineType[] = [];
  names.forEach((name, index) => {
    if (name === undefined) return;
    const at = joinPath(path, [index]);
    const machine = context.findMachine(name);
    if (machine === undefined) {
      addUnknownMachine(name, at, context, issues);
    } else if (machines.includes(machine)) {
      issues.add({
        path: at,
        value: name,
        problem: "is listed twice",
        allowed: "each machine type once",
        change: `Remove ${at}.`,
      });
    } else {
      checkShape(machine, machines[0] ?? machine, at, issues);
      machines.push(machine);
    }
  });
  return machines;
}

/** What each machine leaves for pods; adds an issue for each that leaves nothing. */
export function planMachines(
  machines: MachineType[],
  options: AllocatableOptions,
  path: string,
  context: MachineContext,
  issues: IssueList,
): PoolMachine[] {
  return machines.map((machine) => {
    const planned = planMachine(machine, options, context);
    const { cpuMillis, memoryMiB, pods } = planned.available;
    if (cpuMillis <= 0 || memoryMiB <= 0 || pods <= 0) {
      issues.add({
        path,
        value: machine.name,
        problem: `has no room beside the ${planned.daemonSets.length} DaemonSets: ${cpuMillis}m CPU, ${explainMemory(planned)} memory and ${Math.max(0, pods)} pods are left`,
        allowed: "machine types that have CPU, memory and pods left",
        change: "Use a larger machine type.",
      });
    }
    return planned;
  });
}

/** What one machine leaves for pods: its allocatable, less the DaemonSets. */
export function planMachine(
  machine: MachineType,
  options: AllocatableOptions,
  context: Pick<MachineContext, "profile" | "daemonSets" | "acceleratorDaemonSets">,
): PoolMachine {
  const daemonSets = [...context.daemonSets, ...((machine.accelerators && context.acceleratorDaemonSets) ?? [])];
  const onNode = allocatable(machine, context.profile, options);
  const { left } = deduct(onNode, daemonSets);
  return { machine, allocatable: onNode, daemonSets, available: { ...left, pods: onNode.pods - daemonSets.length } };
}

export function addUnknownMachine(
  name: string,
  path: string,
  context: Pick<MachineContext, "nearestMachines">,
  issues: IssueList,
): void {
  const nearest = context.nearestMachines(name, 3);
  issues.add({
    path,
    value: name,
    problem: "is not a machine type that is known here",
    allowed: nearest.length > 0 ? `a known machine type, such as ${nearest.join(", ")}` : "a known machine type",
    change: nearest.length > 0 ? `Did you mean "${nearest[0]}"?` : "Use a machine type of this cloud and region.",
  });
}

function checkShape(machine: MachineType, first: MachineType, path: string, issues: IssueList): void {
  const isAlike =
    machine.vcpu === first.vcpu &&
    machine.architecture === first.architecture &&
    acceleratorsOf(machine) === acceleratorsOf(first) &&
    Math.abs(machine.memoryMiB - first.memoryMiB) <= memoryTolerance * first.memoryMiB;
  if (isAlike) return;
  issues.add({
    path,
    value: machine.name,
    problem: `has another shape (${shapeOf(machine)}) than ${first.name}, the first of its pool (${shapeOf(first)})`,
    allowed: "machine types of one architecture with equal vCPU, equal accelerators and memory within 10 %",
    change: `Put ${machine.name} into a pool of its own.`,
  });
}

function shapeOf(machine: MachineType): string {
  const { vcpu, memoryMiB, architecture } = machine;
  return `${vcpu} vCPU, ${memoryMiB / 1024} GiB, ${architecture}${acceleratorsOf(machine)}`;
}

/** Executors on a pool are all alike: a GPU on some of its nodes would be paid for and found by chance. */
function acceleratorsOf({ accelerators }: MachineType): string {
  return accelerators === undefined ? "" : `, ${accelerators.count} × ${accelerators.name}`;
}
