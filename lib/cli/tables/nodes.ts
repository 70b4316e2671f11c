/** What is taken from a node, step by step, and what is left: in millicores and whole MiB, as Kubernetes writes them. */

import { formatMiB } from "../../plan/quantity";
import { counted } from "../../report/numbers";
import type { Section } from "../../report/sections/section";
import type { NodeData, NodeKindData } from "../schemas/nodes";

/** For example `m7g.4xlarge: allocatable 15890m CPU, 60858 MiB memory, 30 pods`. */
export function allocatableLines(nodes: readonly NodeData[]): string[] {
  const amounts = ({ cpuMillis, memoryMiB, pods }: NodeData["allocatable"]) =>
    `${cpuMillis}m CPU, ${memoryMiB} MiB memory, ${counted(pods, "pod")}`;
  return alike(nodes).flatMap(({ names, node: { allocatable, available } }) => [
    `${names}: allocatable ${amounts(allocatable)}`,
    `${names}: available beside the DaemonSets ${amounts(available)}`,
  ]);
}

interface Alike {
  /** Machine types that end up the same. */
  names: string;
  node: NodeData;
}

function alike(nodes: readonly NodeData[]): Alike[] {
  const groups = new Map<string, NodeData[]>();
  for (const node of nodes) {
    const { capacity, breakdown, daemonSets, available, gainedMiB } = node;
    const key = JSON.stringify([capacity, breakdown, daemonSets, available, gainedMiB]);
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.values()].flatMap((group) => {
    const [node] = group;
    return node === undefined ? [] : [{ names: group.map(({ machine }) => machine.name).join(", "), node }];
  });
}

export function breakdownSection(nodes: readonly NodeData[], kind: NodeKindData): Section {
  return {
    id: "breakdown",
    title: "Where the machine goes",
    intro: `Nodes of ${kind.cloud} with ${kind.os} and ${kind.autoscaler}; reservations of ${kind.profile}.`,
    columns: [
      { title: "Machine type", prose: true },
      { title: "Step" },
      { title: "CPU", align: "right" },
      { title: "Memory MiB", align: "right" },
      { title: "Disk MiB", align: "right" },
      { title: "Pods", align: "right" },
    ],
    rows: alike(nodes).flatMap(nodeRows),
    notes: leverNotes(nodes),
  };
}

interface Amounts {
  cpuMillis: number;
  memoryMiB: number;
  ephemeralStorageMiB: number;
  pods?: number;
}

function nodeRows({ names, node }: Alike): string[][] {
  const { capacity, breakdown, allocatable, daemonSets, available } = node;
  const row = (name: string, step: string, amounts: Amounts): string[] => [
    name,
    step,
    `${amounts.cpuMillis}m`,
    String(amounts.memoryMiB),
    String(amounts.ephemeralStorageMiB),
    amounts.pods === undefined ? "" : String(amounts.pods),
  ];
  return [
    row(names, "capacity", capacity),
    ...breakdown.map((step) => row("", `− ${step.name}`, step)),
    row("", "= allocatable", allocatable),
    ...daemonSets.map((step) => row("", `− ${step.name}`, step)),
    row("", "= available beside the DaemonSets", available),
  ];
}

/** What admitting few pods wins, for each machine where it wins something. */
function leverNotes(nodes: readonly NodeData[]): string[] {
  return alike(nodes)
    .filter(({ node }) => node.gainedMiB > 0)
    .map(
      ({ names, node: { gainedMiB, kubelet } }) =>
        `${names}: ${formatMiB(gainedMiB)} more for pods on each node than with the cloud's usual settings. ` +
        `Its kubelet needs maxPods ${kubelet.maxPods}` +
        (kubelet.kubeReservedMemoryMiB === undefined
          ? "."
          : ` and kubeReserved.memory ${kubelet.kubeReservedMemoryMiB}Mi; the library's own pools have both.`),
    );
}
