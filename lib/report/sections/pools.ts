/** Node pools, and what is taken from each machine before a pod gets anything. */

import type { Resources } from "../../plan/nodes/allocatable";
import type { NodePoolPlan, PoolMachine } from "../../plan/nodes/pool";
import type { PlatformPlan } from "../../plan/platform";
import { formatMiB } from "../../plan/quantity";
import { cores, counted, figure } from "../numbers";
import type { Section } from "./section";

/** All pools of a plan, Spark's first. */
export function allPools({ cluster }: PlatformPlan): NodePoolPlan[] {
  return [...cluster.sparkPools, ...cluster.systemPools];
}

/** What runs in a pool, for people. */
export function runsText(pool: NodePoolPlan): string {
  return pool.role === "system" ? "platform" : pool.runs.map((role) => `${role}s`).join(", ");
}

export function nodeRange({ minNodes, maxNodes }: NodePoolPlan): string {
  return minNodes === maxNodes ? figure(maxNodes) : `${figure(minNodes)}–${figure(maxNodes)}`;
}

export function poolsSection(plan: PlatformPlan): Section {
  return {
    id: "pools",
    title: "Node pools",
    intro: "Allocatable is what the kubelet reports; free is what is left for pods beside the DaemonSets.",
    columns: [
      { title: "Pool" },
      { title: "Runs", prose: true },
      { title: "Capacity" },
      { title: "Nodes", align: "right" },
      { title: "Machine type" },
      { title: "Alloc. CPU", align: "right" },
      { title: "MiB", align: "right" },
      { title: "Free CPU", align: "right" },
      { title: "MiB", align: "right" },
    ],
    rows: allPools(plan).flatMap((pool) =>
      pool.machines.map(({ machine, allocatable, available }, index) => [
        ...(index === 0 ? [pool.name, runsText(pool), pool.capacity, nodeRange(pool)] : ["", "", "", ""]),
        machine.name,
        cores(allocatable.cpuMillis),
        figure(allocatable.memoryMiB),
        cores(available.cpuMillis),
        figure(available.memoryMiB),
      ]),
    ),
  };
}

/** Absent where nothing is known to be taken, as on clusters that state what is left. */
export function breakdownSection(plan: PlatformPlan): Section | undefined {
  // Machine types that end up the same are one entry.
  const groups = new Map<string, { names: Set<string>; machine: PoolMachine }>();
  for (const machine of allPools(plan).flatMap(({ machines }) => machines)) {
    if (machine.allocatable.breakdown.length + machine.daemonSets.length === 0) continue;
    const key = JSON.stringify([machine.allocatable, machine.daemonSets]);
    const group = groups.get(key) ?? { names: new Set(), machine };
    group.names.add(machine.machine.name);
    groups.set(key, group);
  }
  if (groups.size === 0) return undefined;
  return {
    id: "breakdown",
    title: "Where a machine goes",
    intro: "From what the vendor sells to what pods can request.",
    columns: [
      { title: "Machine type", prose: true },
      { title: "Step" },
      { title: "CPU", align: "right" },
      { title: "Memory MiB", align: "right" },
      { title: "Disk MiB", align: "right" },
    ],
    rows: [...groups.values()].flatMap(({ names, machine }) => machineRows([...names].join(", "), machine)),
    notes: allPools(plan).flatMap(gainNote),
  };
}

/** What the kubelet settings of a pool win, where they win something. */
function gainNote({ name, machines, kubelet }: NodePoolPlan): string[] {
  const gains = machines.map(({ allocatable }) => allocatable.gainedMiB ?? 0);
  const [least, most] = [Math.min(...gains), Math.max(...gains)];
  if (kubelet === undefined || most === 0) return [];
  const amount = least === most ? formatMiB(most) : `${figure(least)} to ${formatMiB(most)}`;
  return [
    `${name}: ${amount} more for pods on each node than with the cloud's usual settings, ` +
      `since nodes admit and reserve for ${counted(kubelet.maxPods, "pod")} only.`,
  ];
}

function machineRows(names: string, { allocatable, daemonSets, available }: PoolMachine): string[][] {
  // A disk whose size nobody stated is not an empty one.
  const knownDisk = allocatable.capacity.ephemeralStorageMiB > 0;
  const amounts = ({ cpuMillis, memoryMiB, ephemeralStorageMiB }: Resources) => [
    cores(cpuMillis),
    figure(memoryMiB),
    knownDisk ? figure(ephemeralStorageMiB) : "unknown",
  ];
  return [
    [names, "machine", ...amounts(allocatable.capacity)],
    ...allocatable.breakdown.map((step) => ["", `− ${step.name}`, ...amounts(step)]),
    ["", "= allocatable", ...amounts(allocatable)],
    ...daemonSets.map((step) => ["", `− ${step.name} (DaemonSet)`, ...amounts(step)]),
    ["", "= free for pods", ...amounts(available)],
  ];
}
