/** `spark-platform explain`: whether one exact pod fits a node, why or why not, and the nearest pod that does. */

import { explainShape } from "../../plan/executors/explain";
import type { PodShape } from "../../plan/executors/shape";
import { IssueList } from "../../plan/issue";
import type { SparkRole } from "../../plan/nodes/pool";
import { podKeys } from "../../plan/size/pod-keys";
import { counted } from "../../report/numbers";
import { memoryParts } from "../../report/pod-memory";
import type { Answer } from "../answer";
import { type NodeOptions, nodeOptionNames } from "../commands/node-options";
import { readNodes } from "../options/node-options";
import { type ExactShapeOptions, readRole, readShape } from "../options/shape-options";
import { optionText } from "../options/write";
import { Misuse } from "../problem";
import type { ExplainAnswer } from "../schemas/explain";
import { allocatableLines, breakdownSection } from "../tables/nodes";
import { shapeSection } from "../tables/shapes";
import { kindData, nodeData } from "./node-data";

export interface ExplainOptions extends NodeOptions, ExactShapeOptions {}

type ExplainedNode = ExplainAnswer["nodes"][number];

const SHORTAGES = { cpu: "CPU", memory: "memory", pods: "pods", "task slots": "vCPU for its task slots" } as const;

/** @throws Misuse with every option that can't be used. */
export function explain(options: ExplainOptions): Answer<ExplainAnswer> {
  const issues = new IssueList();
  const role = readRole(options, issues);
  const shape = readShape(options, issues);
  const planned = readNodes(options, issues);
  if (planned === undefined || shape === undefined || issues.length > 0) throw new Misuse(issues.all);
  const nodes = planned.nodes.map((node) => ({ ...nodeData(node), ...explainShape(shape, node) }));
  const fits = nodes.every((node) => node.fits);
  const data = { fits, kind: kindData(planned), shape, nodes };
  return {
    data,
    summary: [...nodes.flatMap((node) => verdict(role, node)), ...allocatableLines(nodes)],
    sections: [shapeSection(`The ${role}`, role, shape), breakdownSection(nodes, data.kind)],
    ...pasteOf(role, nodes),
    next: [`npx spark-platform size${optionText(options, [...nodeOptionNames, "cores", "kind", "role"])}`],
    failed: !fits,
  };
}

function verdict(role: SparkRole, { machine, fits, podsPerNode, line, shortOf, nearest }: ExplainedNode): string[] {
  if (fits) return [`Fits: ${counted(podsPerNode, role)} on ${machine.name}: ${line}.`];
  const missing = shortOf.map((one) => SHORTAGES[one]).join(" and ");
  return [
    `Does not fit ${machine.name}, which has too little ${missing}: ${line.replace(/^does not fit: /, "")}.`,
    nearest === undefined
      ? `No pod of Spark fits ${machine.name}.`
      : `The nearest that fits: ${shapeText(nearest.shape)}: ${nearest.line}.`,
  ];
}

function shapeText(shape: PodShape): string {
  return `${counted(shape.cores, "core")}, ${shape.cpuRequestMillis}m, ${memoryParts(shape)}, ${shape.memoryMiB} MiB in all`;
}

/** The keys of the nearest shape, where there is one for all of the machines. */
function pasteOf(role: SparkRole, nodes: readonly ExplainedNode[]): Pick<Answer, "paste"> {
  const [first] = nodes.flatMap(({ nearest }) => nearest ?? []).sort((a, b) => a.shape.memoryMiB - b.shape.memoryMiB);
  if (first === undefined) return {};
  const lines = Object.entries(podKeys(role, first.shape)).map(([key, value]) => `${key} ${value}`);
  return { paste: { title: "The nearest that fits, in spark-defaults.conf", lines } };
}
