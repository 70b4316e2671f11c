/** What nodes leave for pods, without a cluster: from a cloud, machine types and settings to the figures of each node. */

import type { IssueList } from "../issue";
import type { Deduction } from "../nodes/allocatable";
import { findMachine, nearestMachines } from "../nodes/catalogue/catalogue";
import { kubeletFor, type KubeletSettings } from "../nodes/kubelet";
import type { MachineType } from "../nodes/machine";
import { type NodeKind, nodeKind, type NodeKindArgs } from "../nodes/node-kind";
import type { PoolMachine } from "../nodes/pool";
import { addUnknownMachine, planMachine } from "../nodes/pool-machines";
import { joinPath } from "../structure";

/** A kind of node, and what is special about the ones that are asked about. */
export interface NodeArgs extends NodeKindArgs {
  /** Machine types, of any shapes; none needs to be named where `measured` says all. */
  machines: string[];
  /** Most pods on a node; memory is reserved for no more. @default what the library sets on nodes for Spark */
  maxPods?: number;
  /** Root disk in GiB. @default 100 */
  diskGiB?: number;
  /** What the DaemonSets on a node request in all; 0 of both means that there are none. @default the cloud's usual ones */
  daemonSets?: { cpuMillis?: number; memoryMiB?: number };
  /** Capacity as a kubelet reports it. @default the machine's own, less what the virtual machine keeps */
  measured?: { cpuMillis?: number; memoryMiB?: number };
}

/** A node with the settings that its kubelet needs for these figures. */
export interface PlannedNode extends PoolMachine {
  kubelet: KubeletSettings;
}

export interface PlannedNodes {
  kind: NodeKind;
  /** One for each machine type. */
  nodes: PlannedNode[];
}

/** @returns undefined when an issue was added; its path is the argument's */
export function planNodes(args: NodeArgs, issues: IssueList): PlannedNodes | undefined {
  const before = issues.length;
  const kind = nodeKind(args, "", issues);
  const machines = machinesOf(args, issues);
  if (kind !== undefined) checkMaxPods(args, kind, issues);
  if (kind === undefined || issues.length > before) return undefined;
  return { kind, nodes: machines.map((machine) => planNode(machine, kind, args)) };
}

/** Each machine type once; several may have different shapes, as Karpenter mixes them. */
function machinesOf(args: NodeArgs, issues: IssueList): MachineType[] {
  const { cloud, machines, measured = {} } = args;
  if (machines.length > 0) {
    const context = { nearestMachines: (name: string, count: number) => nearestMachines(cloud, name, count) };
    return [...new Set(machines)].flatMap((name, index) => {
      const machine = findMachine(cloud, name);
      if (machine === undefined) addUnknownMachine(name, joinPath("machines", [index]), context, issues);
      return machine ?? [];
    });
  }
  const { cpuMillis, memoryMiB } = measured;
  if (cpuMillis !== undefined && memoryMiB !== undefined) {
    return [{ name: "node", vcpu: Math.ceil(cpuMillis / 1000), memoryMiB, architecture: "amd64" }];
  }
  issues.add({
    path: "machines",
    value: undefined,
    problem: "is missing",
    allowed: "one machine type or more, or the CPU and the memory that a node reports",
    change: "Name a machine type.",
  });
  return [];
}

function checkMaxPods({ maxPods }: NodeArgs, { profile, autoscaler }: NodeKind, issues: IssueList): void {
  if (maxPods === undefined || profile.settings.includes("maxPods")) return;
  issues.add({
    path: "maxPods",
    value: maxPods,
    problem: `can't be set on ${autoscaler} nodes: the cloud decides`,
    allowed: "nothing",
    change: "Leave it out.",
  });
}

function planNode(machine: MachineType, kind: NodeKind, args: NodeArgs): PlannedNode {
  const { diskGiB, measured } = args;
  const kubelet = kubeletFor(kind.profile, args.maxPods ?? kind.maxPods(machine));
  const daemonSets = daemonSetsOf(kind.daemonSets, args.daemonSets);
  const planned = planMachine(machine, { ...kubelet, diskGiB, measured }, { profile: kind.profile, daemonSets });
  const pods = planned.allocatable.pods - (daemonSets.length === 0 ? 0 : Math.max(1, kind.daemonSets.length));
  return { ...planned, available: { ...planned.available, pods }, kubelet };
}

/** The usual ones, or one line for all where their sum is given; that they are as many pods as usual stays. */
function daemonSetsOf(usual: readonly Deduction[], given: NodeArgs["daemonSets"]): Deduction[] {
  if (given === undefined) return [...usual];
  const sum = (amount: (one: Deduction) => number) => usual.reduce((all, one) => all + amount(one), 0);
  const { cpuMillis = sum((one) => one.cpuMillis), memoryMiB = sum((one) => one.memoryMiB) } = given;
  if (cpuMillis === 0 && memoryMiB === 0) return [];
  return [{ name: "DaemonSets as given", cpuMillis, memoryMiB, ephemeralStorageMiB: 0 }];
}
