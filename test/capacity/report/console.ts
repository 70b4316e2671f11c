/** What a person sees of a run: a table for each measurement, with what was checked. */

import Table from "cli-table3";
import { bold, green, red, yellow } from "picocolors";

import { type Check, type Measurement } from "./document";

export function printMeasurement({ id, title, name, seconds, pods, nodes, nodeSeconds, checks }: Measurement): void {
  const plain = { style: { head: [], border: [] } };
  console.log(bold(`\nCase ${id}, ${title}: ${name}`));
  const figures = new Table({ head: ["pods", "bound p50", "bound p95", "nodes", "node-seconds", "took"], ...plain });
  figures.push([
    pods.count,
    inSeconds(pods.p50Seconds),
    inSeconds(pods.p95Seconds),
    nodes,
    nodeSeconds.toFixed(0),
    inSeconds(seconds),
  ]);
  console.log(figures.toString());
  for (const check of checks) console.log(checkLine(check));
}

export function checkLine({ what, goal, measured, passed, kind }: Check): string {
  const mark = passed ? green("✔") : kind === "time" ? yellow("slow") : red("✘");
  return `  ${mark} ${what}: ${measured} (goal: ${goal})`;
}

function inSeconds(seconds: number | null): string {
  return seconds === null ? "-" : `${seconds.toFixed(2)} s`;
}
