/** The plan as tables for a terminal or a file. */

import Table, { type TableConstructorOptions } from "cli-table3";
import pc from "picocolors";

import { describeIssue } from "../plan/issue";
import type { PlatformPlan } from "../plan/platform";
import { columnWidths, PADDING, wrapped, wrappedNames } from "./columns";
import { planSections, subtitle } from "./sections";
import type { Section } from "./sections/section";

export interface TableOptions {
  /** Columns of the terminal. @default 100 */
  width?: number;
  /** @default false */
  color?: boolean;
}

/** Every part of the plan as one text: shapes, packing, pools, placement, configuration, cost, warnings. */
export function planTables(plan: PlatformPlan, { width = 100, color = false }: TableOptions = {}): string {
  const colors = pc.createColors(color);
  return [
    `${colors.bold(plan.name)}  ${subtitle(plan)}`,
    ...planSections(plan).map((section) => sectionText(section, width, colors)),
    warningsText(plan, width, colors),
  ].join("\n\n");
}

/** One section as text. */
export function sectionText(section: Section, width: number, colors: ReturnType<typeof pc.createColors>): string {
  const parts = [colors.bold(section.title)];
  if (section.intro !== undefined) parts.push(wrapped(section.intro, width));
  if (section.layout === "settings") parts.push(settingsText(section, width));
  else if (section.rows.length > 0) parts.push(tableText(section, width));
  for (const note of section.notes ?? []) parts.push(wrapped(note, width));
  return parts.join("\n");
}

function tableText({ columns, rows }: Section, width: number): string {
  const colWidths = columnWidths(columns, rows, width);
  const options: TableConstructorOptions = {
    head: columns.map(({ title }) => title),
    colAligns: columns.map(({ align }) => align ?? "left"),
    colWidths,
    wordWrap: true,
    wrapOnWordBoundary: true,
    // Lines between the rows of one table add nothing but length.
    style: { head: [], border: [], compact: true },
  };
  const table = new Table(options);
  const fitted = (cell: string, index: number) =>
    columns[index]?.names === true ? wrappedNames(cell, (colWidths[index] ?? width) - PADDING) : cell;
  table.push(...rows.map((row) => row.map(fitted)));
  return table.toString();
}

function settingsText({ rows }: Section, width: number): string {
  const indent = "    ";
  return rows
    .flatMap(([key = "", value = "", reason = ""]) => [
      `${key} = ${value}`,
      ...wrapped(reason, width - indent.length)
        .split("\n")
        .map((line) => indent + line),
    ])
    .join("\n");
}

function warningsText({ warnings }: PlatformPlan, width: number, colors: ReturnType<typeof pc.createColors>): string {
  if (warnings.length === 0) return colors.green("No warnings.");
  return [
    colors.yellow(colors.bold("Warnings")),
    ...warnings.map((issue) => wrapped(`- ${describeIssue(issue)}`, width)),
  ].join("\n");
}
