/**
 * What our plan makes of every machine type of the catalogue, beside Spark's defaults, the seed's rule, executor sizes that others
 * publish and the most that whole numbers allow. All are put on the same nodes: allocatable as this library plans it, less the
 * cloud's DaemonSets.
 */

import Table from "cli-table3";

import { catalogueClouds } from "../../lib/plan/nodes/catalogue/catalogue";
import { plain } from "../table";
import { type Row, rowsOf, summarise } from "./compare";
import { type CatalogueNode, catalogueNodes } from "./machines";
import { ours } from "./ours";
import { bestPublished, published } from "./published";
import { seedRule } from "./seed";
import type { Yield } from "./sizing";
import { sparkDefaults } from "./spark-defaults";
import { type UpperLimit, upperLimit } from "./upper-limit";

const alternatives = {
  "(a) Spark's defaults: 1 core, 1g": sparkDefaults,
  "(b) the seed's rule: 85 %, 3400m": seedRule,
  ...Object.fromEntries(Object.entries(published).map(([name, sizing]) => [`(c) ${name}`, sizing])),
  "(c) the best of these on each machine": bestPublished,
};

const goal = 0.99;

export function compareShapes(): void {
  for (const cloud of catalogueClouds) {
    const rows = rowsOf(catalogueNodes([cloud]), ours, alternatives);
    const limits = new Map(rows.map(({ node }) => [node, upperLimit(node)]));
    printYields(cloud, rows, limits);
    printGoal(rows, limits);
  }
}

function printYields(cloud: string, rows: readonly Row[], limits: Map<CatalogueNode, UpperLimit>): void {
  const priced = rows.filter(({ node }) => node.machine.price !== undefined);
  const [first] = priced;
  console.log(
    `\n${cloud}: ${rows.length} machine types, ${priced.length} with a price` +
      (first ? ` (on demand, ${first.node.machine.price!.region}, ${first.node.machine.price!.date})` : ""),
  );
  const table = new Table({
    style: plain,
    head: [
      "executors",
      "slots per $",
      "heap per $",
      "no executor on",
      "overbooked on",
      "ahead of us on",
      "fewer slots, more heap on",
    ],
    colAligns: ["left", "right", "right", "right", "right", "right", "right"],
  });
  const us = summarise(rows, (row) => row.ours);
  const push = (name: string, yieldOfRow: (row: Row) => Yield) => {
    const them = summarise(rows, yieldOfRow);
    table.push([
      name,
      percent(them.slotsPerDollar / us.slotsPerDollar),
      percent(them.heapGiBPerDollar / us.heapGiBPerDollar),
      ...[them.unschedulable, them.overbooked, them.ahead, them.moreHeap].map((names) => String(names.length)),
    ]);
  };
  table.push([
    "our plan",
    `100 % = ${us.slotsPerDollar.toFixed(1)}`,
    `100 % = ${us.heapGiBPerDollar.toFixed(1)} GiB`,
    String(rows.filter((row) => row.ours.executors === 0).length),
    String(us.overbooked.length),
    "",
    "",
  ]);
  for (const name of Object.keys(alternatives)) push(name, (row) => row.others[name]!);
  push("(d) the most that whole numbers allow", ({ node }) => limits.get(node)!.slotsFirst);
  push("(d) the same, for slots times heap", ({ node }) => limits.get(node)!.joint);
  console.log(table.toString());
}

/** Where the goal is missed, by name: it is no use to know only how often. */
function printGoal(rows: readonly Row[], limits: Map<CatalogueNode, UpperLimit>): void {
  const product = ({ slots, heapMiB }: Yield) => slots * heapMiB;
  const shares: [string, (us: Yield, limit: UpperLimit) => number][] = [
    ["task slots of the most", (us, { slotsFirst }) => us.slots / slotsFirst.slots],
    ["heap of the most with as many slots", (us, { slotsFirst }) => us.heapMiB / slotsFirst.heapMiB],
    // Of a product of two amounts the square root is what each has on average.
    ["slots times heap (square root)", (us, { joint }) => Math.sqrt(product(us) / product(joint))],
  ];
  for (const [name, shareOf] of shares) {
    const found = rows
      .filter(({ node }) => limits.get(node)!.slotsFirst.slots > 0)
      .map((row) => ({ name: row.node.machine.name, share: shareOf(row.ours, limits.get(row.node)!) }));
    const least = Math.min(...found.map(({ share }) => share));
    const missed = found.filter(({ share }) => share < goal);
    console.log(
      `${name}: at least ${percent(least)} on each machine type` +
        (missed.length === 0 ? "" : `; below ${percent(goal)} on ${missed.length}: ${some(missed)}`),
    );
  }
  const tooSmall = rows.filter((row) => row.ours.executors === 0).map(({ node }) => node.machine.name);
  if (tooSmall.length > 0) console.log(`no executor at all fits ${tooSmall.length}: ${list(tooSmall)}`);
  for (const name of Object.keys(alternatives)) {
    const { ahead, moreHeap } = summarise(rows, (row) => row.others[name]!);
    if (ahead.length > 0) console.log(`${name} is ahead of us on ${ahead.length}: ${list(ahead)}`);
    if (moreHeap.length > 0)
      console.log(`${name} has more heap with fewer slots on ${moreHeap.length}: ${list(moreHeap)}`);
  }
}

function some(missed: { name: string; share: number }[]): string {
  return list(missed.sort((a, b) => a.share - b.share).map(({ name, share }) => `${name} (${percent(share)})`));
}

function list(names: readonly string[]): string {
  return names.slice(0, 10).join(", ") + (names.length > 10 ? ", ..." : "");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
