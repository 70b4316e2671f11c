/** The resources of a program as a tree with their types, and how many there are of each type. */

import pc from "picocolors";

import { counted } from "./numbers";
import type { Section } from "./sections/section";
import { sectionText, type TableOptions } from "./tables";

/** What the report needs to know of a resource. */
export interface ReportedResource {
  type: string;
  name: string;
  urn: string;
  /** URN of the parent; absent at the top. */
  parent?: string;
}

/** A resource with what is below it. */
export interface ResourceBranch {
  resource: ReportedResource;
  children: ResourceBranch[];
}

/** Tree and counts as text. */
export function resourceTable(
  resources: readonly ReportedResource[],
  { width = 100, color = false }: TableOptions = {},
): string {
  const colors = pc.createColors(color);
  return [
    colors.bold(counted(resources.length, "resource")),
    ...treeLines(resourceBranches(resources), "", colors),
    "",
    sectionText(typeCounts(resources), width, colors),
  ].join("\n");
}

/** The resources at the top, with everything below them. */
export function resourceBranches(resources: readonly ReportedResource[]): ResourceBranch[] {
  const branches = new Map(resources.map((resource) => [resource.urn, { resource, children: [] as ResourceBranch[] }]));
  const roots: ResourceBranch[] = [];
  for (const branch of branches.values()) {
    const parent = branches.get(branch.resource.parent ?? "");
    (parent?.children ?? roots).push(branch);
  }
  return roots;
}

export function typeCounts(resources: readonly ReportedResource[]): Section {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return {
    id: "types",
    title: "By type",
    columns: [{ title: "Type" }, { title: "Count", align: "right" }],
    rows: [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => [type, String(count)]),
  };
}

function treeLines(branches: ResourceBranch[], indent: string, colors: ReturnType<typeof pc.createColors>): string[] {
  const rows = grouped(branches);
  return rows.flatMap(({ text, type, children }, index) => {
    const last = index === rows.length - 1;
    return [
      `${indent}${last ? "└─ " : "├─ "}${text}  ${colors.dim(type)}`,
      ...treeLines(children, `${indent}${last ? "   " : "│  "}`, colors),
    ];
  });
}

/** Siblings of one type that have no children, where there are more than this, become one line. */
const MANY = 5;

/** The lines of one level, in the order of the program. */
function grouped(branches: ResourceBranch[]): { text: string; type: string; children: ResourceBranch[] }[] {
  const leaves = new Map<string, ResourceBranch[]>();
  for (const branch of branches) {
    if (branch.children.length > 0) continue;
    const same = leaves.get(branch.resource.type) ?? [];
    leaves.set(branch.resource.type, [...same, branch]);
  }
  return branches.flatMap((branch) => {
    const { name, type } = branch.resource;
    const same = leaves.get(type) ?? [];
    if (!same.includes(branch) || same.length <= MANY) return [{ text: name, type, children: branch.children }];
    return branch === same[0] ? [{ text: `${name} and ${same.length - 1} more`, type, children: [] }] : [];
  });
}
