/** `spark-platform size`: the best drivers or executors for a node, how they pack, what they cost and how to ask for them. */

import { explainShape } from "../../plan/executors/explain";
import { memoryWith, minHeapMiB } from "../../plan/executors/memory";
import type { ShapeWish } from "../../plan/executors/choose-shape";
import type { PodShape } from "../../plan/executors/shape";
import { IssueList } from "../../plan/issue";
import type { SparkRole } from "../../plan/nodes/pool";
import type { PlannedNode } from "../../plan/size/plan-nodes";
import { type SizedNodes, sizeNodes } from "../../plan/size/size-nodes";
import { podKeys } from "../../plan/size/pod-keys";
import { counted } from "../../report/numbers";
import { packingPicture } from "../../report/picture/packing-picture";
import type { Answer } from "../answer";
import { type NodeOptions, nodeOptionNames } from "../commands/node-options";
import { readNodes } from "../options/node-options";
import { readRole, readWish, type ShapeOptions, shapeOptionNames } from "../options/shape-options";
import { optionText } from "../options/write";
import { Misuse } from "../problem";
import type { SizeAnswer } from "../schemas/size";
import { allocatableLines, breakdownSection } from "../tables/nodes";
import { packingSection, priceSection, shapeSection } from "../tables/shapes";
import { kindData, nodeData } from "./node-data";

export interface SizeOptions extends NodeOptions, ShapeOptions {}

export interface SizedAnswer extends Answer<SizeAnswer> {
  /** An SVG document; undefined where nothing fits. */
  picture: (() => string) | undefined;
}

/** @throws Misuse with every option that can't be used. */
export function size(options: SizeOptions): SizedAnswer {
  const issues = new IssueList();
  const role = readRole(options, issues);
  const wish = readWish(options, role, issues);
  const planned = readNodes(options, issues);
  if (planned === undefined || issues.length > 0) throw new Misuse(issues.all);
  const sized = sizeNodes(planned.nodes, wish);
  const data: SizeAnswer = {
    fits: sized !== undefined,
    role,
    kind: kindData(planned),
    ...(sized && { shape: sized.shape }),
    nodes: sized === undefined ? planned.nodes.map(emptyNode) : sizedNodes(sized),
    configuration: sized === undefined ? {} : podKeys(role, sized.shape),
    reasons: sized === undefined ? reasonsAgainst(planned.nodes, wish) : [],
  };
  return {
    data,
    summary: [...allocatableLines(data.nodes), ...verdict(data)],
    sections: [
      breakdownSection(data.nodes, data.kind),
      ...(data.shape === undefined ? [] : shapeSections(role, data.shape, data)),
    ],
    ...(sized && { paste: { title: "In spark-defaults.conf", lines: pasteLines(data) } }),
    next: nextSteps(data, options),
    failed: sized === undefined,
    picture:
      sized &&
      (() =>
        packingPicture(
          role,
          sized.shape,
          sized.nodes.map(({ node, packing }) => ({ machine: node, podsPerNode: packing.podsPerNode })),
        )),
  };
}

function emptyNode(node: PlannedNode): SizeAnswer["nodes"][number] {
  return { ...nodeData(node), podsPerNode: 0 };
}

function sizedNodes({ nodes }: SizedNodes): SizeAnswer["nodes"] {
  return nodes.map(({ node, packing, onDemand, spot }) => ({
    ...nodeData(node),
    podsPerNode: packing.podsPerNode,
    leftOver: packing.leftOver,
    limitedBy: packing.limitedBy,
    localDiskMiB: packing.localDiskMiB,
    ...(onDemand && { onDemand }),
    ...(spot && { spot }),
  }));
}

function shapeSections(role: SparkRole, shape: PodShape, { nodes }: SizeAnswer) {
  const title = `The best ${role} ${nodes.length > 1 ? "for all of these machine types" : "for it"}`;
  return [shapeSection(title, role, shape), packingSection(role, nodes), priceSection(role, nodes)];
}

function verdict({ role, shape, nodes, reasons }: SizeAnswer): string[] {
  if (shape === undefined) return [`No ${role} fits. ${reasons.join(" ")}`];
  return nodes.map(({ machine, podsPerNode }) => {
    const pods = `${counted(podsPerNode, role)} of ${counted(shape.cores, "core")} on ${machine.name}`;
    const slots = `${podsPerNode * shape.cores} of ${machine.vcpu} vCPU are task slots`;
    return role === "executor" ? `${pods}: ${slots}.` : `${pods}.`;
  });
}

/** Set beside each machine: the smallest pod that has what is wished for. */
function reasonsAgainst(nodes: readonly PlannedNode[], wish: ShapeWish): string[] {
  const { cores = 1, heapMiB = minHeapMiB, offHeapMiB = 0, pysparkMiB, kind } = wish;
  const memory = memoryWith(heapMiB, offHeapMiB === "auto" ? 1 : offHeapMiB, { kind, pysparkMiB });
  return nodes.flatMap((node) => {
    const { fits, line } = explainShape({ cores, cpuRequestMillis: 1, ...memory }, node);
    return fits ? [] : [`${node.machine.name} ${line}.`];
  });
}

function pasteLines({ configuration }: SizeAnswer): string[] {
  return Object.entries(configuration).map(([key, value]) => `${key} ${value}`);
}

function nextSteps({ shape, kind }: SizeAnswer, options: SizeOptions): string[] {
  if (shape === undefined) return [`npx spark-platform machines --cloud ${kind.cloud}`];
  return [
    `npx spark-platform size${optionText(options, [...nodeOptionNames, ...shapeOptionNames])} --svg nodes.svg`,
    "npx spark-platform conf check spark-defaults.conf --spark 4.1",
  ];
}
