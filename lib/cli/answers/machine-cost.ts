/** `spark-platform cost --machine`: what nodes cost, and what one executor and one task slot on them do. */

import { hoursPerMonth } from "../../plan/cost/estimate";
import { IssueList } from "../../plan/issue";
import type { CapacityType } from "../../plan/nodes/pool";
import { costOfNodes } from "../../plan/size/cost-nodes";
import { sizeNodes } from "../../plan/size/size-nodes";
import { counted, hourly, monthly } from "../../report/numbers";
import type { Section } from "../../report/sections/section";
import { priceBases } from "../tables/price-bases";
import type { Answer } from "../answer";
import { type NodeOptions, nodeOptionNames } from "../commands/node-options";
import { readNodes } from "../options/node-options";
import { readOneOf, readWhole } from "../options/read";
import { readWish, type ShapeOptions, shapeOptionNames } from "../options/shape-options";
import { optionText } from "../options/write";
import { Misuse, Problem } from "../problem";
import type { MachineCostAnswer } from "../schemas/cost";

export interface MachineCostOptions extends NodeOptions, Omit<ShapeOptions, "role"> {
  nodes?: string;
  capacity?: string;
}

const capacities: readonly CapacityType[] = ["on-demand", "spot"];
const mostNodes = 100_000;

/** @throws Misuse with every option that can't be used. */
export function machineCost(options: MachineCostOptions): Answer<MachineCostAnswer> {
  const issues = new IssueList();
  const count = readWhole(options.nodes, "--nodes", [1, mostNodes], issues) ?? 1;
  const capacity = readOneOf(options.capacity, "--capacity", capacities, issues) ?? "on-demand";
  const wish = readWish(options, "executor", issues);
  const planned = readNodes(options, issues);
  if (planned === undefined || issues.length > 0) throw new Misuse(issues.all);
  const sized = sizeNodes(planned.nodes, wish);
  const asked = optionText(options, [...nodeOptionNames, ...shapeOptionNames]);
  if (sized === undefined) {
    throw new Problem("No executor fits, so none has a cost.", [`npx spark-platform size${asked}`]);
  }
  const { shape } = sized;
  const machines = sized.nodes.map((node) => ({
    machine: node.node.machine,
    podsPerNode: node.packing.podsPerNode,
    ...costOfNodes(node, shape, capacity, count),
  }));
  const data = { capacity, count, shape, machines };
  return {
    data,
    summary: [`Executors of ${counted(shape.cores, "core")} on ${counted(count, "node")}, ${capacity}.`],
    sections: [costSection(data)],
    next: [`npx spark-platform size${asked}`],
    failed: false,
  };
}

function costSection({ machines, count }: MachineCostAnswer): Section {
  const bases = priceBases(machines.map(({ machine }) => machine.price)) || "unknown";
  const rows = machines.flatMap(({ machine, podsPerNode, node, nodes, pod, slot }) => [
    [machine.name, "one node", hourly(node), monthly(node)],
    ["", `one executor of ${podsPerNode} on a node`, hourly(pod), monthly(pod)],
    ["", "one task slot", hourly(slot), monthly(slot)],
    ...(count === 1 ? [] : [["", counted(count, "node"), hourly(nodes), monthly(nodes)]]),
  ]);
  return {
    id: "cost",
    title: "Cost",
    intro:
      `US dollars at list price (${bases}); a month is ${hoursPerMonth} hours. \u2264 is an upper bound. ` +
      "Disks, network, storage and the cluster itself come on top.",
    columns: [
      { title: "Machine type" },
      { title: "What" },
      { title: "Per hour", align: "right" },
      { title: "Per month", align: "right" },
    ],
    rows,
  };
}
