/** Shapes of pods, how they pack and what they cost, for `size` and `explain`. */

import type { PodShape } from "../../plan/executors/shape";
import type { SparkRole } from "../../plan/nodes/pool";
import { sentence } from "../../report/numbers";
import { LIMITS } from "../../report/sections/pods";
import type { Section } from "../../report/sections/section";
import type { SizeAnswer } from "../schemas/size";
import { priceBases } from "./price-bases";

type SizedNodeData = SizeAnswer["nodes"][number];

/** The parts of a pod; those that it does not have have no column. */
export function shapeSection(title: string, role: SparkRole, shape: PodShape): Section {
  const cells: [string, string][] = [
    [role === "executor" ? "Task slots" : "Cores", String(shape.cores)],
    ["CPU request", `${shape.cpuRequestMillis}m`],
    ["Heap MiB", String(shape.heapMiB)],
    ["Overhead MiB", String(shape.overheadMiB)],
    ...(shape.offHeapMiB > 0 ? [["Off-heap MiB", String(shape.offHeapMiB)] as [string, string]] : []),
    ...(shape.pysparkMiB > 0 ? [["PySpark MiB", String(shape.pysparkMiB)] as [string, string]] : []),
    ["Pod MiB", String(shape.memoryMiB)],
  ];
  return {
    id: "shape",
    title,
    columns: cells.map(([heading]) => ({ title: heading, align: "right" })),
    rows: [cells.map(([, cell]) => cell)],
  };
}

export function packingSection(role: SparkRole, nodes: readonly SizedNodeData[]): Section {
  return {
    id: "packing",
    title: "How they pack",
    columns: [
      { title: "Machine type" },
      { title: `${role === "executor" ? "Executors" : "Drivers"} per node`, align: "right" },
      { title: "CPU left", align: "right" },
      { title: "MiB left", align: "right" },
      { title: "Limited by" },
      { title: "Disk MiB each", align: "right" },
    ],
    rows: nodes.map(({ machine, podsPerNode, leftOver, limitedBy, localDiskMiB }) => [
      machine.name,
      String(podsPerNode),
      `${leftOver?.cpuMillis ?? 0}m`,
      String(leftOver?.memoryMiB ?? 0),
      limitedBy === undefined ? "" : LIMITS[limitedBy],
      String(localDiskMiB ?? 0),
    ]),
  };
}

export function priceSection(role: SparkRole, nodes: readonly SizedNodeData[]): Section {
  const bases = priceBases(nodes.map(({ machine }) => machine.price));
  const core = role === "executor" ? "slot" : "core";
  return {
    id: "price",
    title: "What an hour costs",
    intro:
      bases === ""
        ? "No list price is known."
        : `US dollars at list price (${bases}) where the node is full; disks and the cluster come on top.`,
    columns: [
      { title: "Machine type" },
      { title: "Node", align: "right" },
      { title: sentence(role), align: "right" },
      { title: sentence(core), align: "right" },
      { title: "Node on spot", align: "right" },
      { title: `${sentence(role)} on spot`, align: "right" },
      { title: `${sentence(core)} on spot`, align: "right" },
    ],
    rows: nodes.map(({ machine, onDemand, spot }) => [
      machine.name,
      ...[machine.price?.onDemandHourly, onDemand?.podHourly, onDemand?.slotHourly].map(dollarsText),
      ...[machine.price?.spotHourly, spot?.podHourly, spot?.slotHourly].map(dollarsText),
    ]),
  };
}

function dollarsText(dollars: number | undefined): string {
  return dollars === undefined ? "unknown" : `$${dollars.toFixed(4)}`;
}
