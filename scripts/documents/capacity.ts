/** What docs/capacity.md shows of the measured files: its tables and its picture. */

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { type CapacityDocument, documentSchema, type Measurement } from "../../test/capacity/report/document";
import { capacityChart } from "./capacity-chart";

const repository = resolve(__dirname, "../..");

export const capacityPagePath = join(repository, "docs/capacity.md");
export const measuredFolder = join(repository, "docs/measured");
export const chartPath = join(measuredFolder, "capacity.svg");

/** Runs that are kept, that with Karpenter first: `docs/measured/capacity-<autoscaler>.json`. */
export function measuredRuns(): CapacityDocument[] {
  const files = readdirSync(measuredFolder).filter((name) => /^capacity-.*\.json$/.test(name));
  const runs = files.map((name) => documentSchema.parse(JSON.parse(readFileSync(join(measuredFolder, name), "utf8"))));
  return runs.sort((a, b) => (a.autoscaler < b.autoscaler ? 1 : -1));
}

/** A block of the page that a run fills: `<!-- measured with <autoscaler> -->` to `<!-- end -->`. */
const block = /(<!-- (measured|goals) with (\S+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** docs/capacity.md with the tables of the runs, their columns not yet aligned. */
export function pageWithMeasurements(): string {
  const runs = measuredRuns();
  return readFileSync(capacityPagePath, "utf8").replace(
    block,
    (_, before: string, kind: string, autoscaler: string, after: string) => {
      const run = runs.find((one) => one.autoscaler === autoscaler);
      if (run === undefined) throw new Error(`docs/measured has no run with ${autoscaler}`);
      return `${before}\n${kind === "goals" ? goals(run) : times(run)}\n\n${after}`;
    },
  );
}

/** The picture of the first run. */
export function measuredChart(): string {
  const [first] = measuredRuns();
  if (first === undefined) throw new Error("docs/measured has no run");
  return capacityChart(first);
}

function times({ cases }: CapacityDocument): string {
  const rows = cases.map(({ id, title, name, pods, nodes, nodeSeconds }) =>
    row([
      id,
      `${title}: ${name}`,
      pods.count,
      seconds(pods.p50Seconds),
      seconds(pods.p95Seconds),
      nodes,
      Math.round(nodeSeconds),
    ]),
  );
  return [
    row(["", "Case", "Pods", "p50", "p95", "Nodes", "Node-seconds"]),
    row(["-", "-", "-:", "-:", "-:", "-:", "-:"]),
    ...rows,
  ].join("\n");
}

function goals({ cases }: CapacityDocument): string {
  const judged = (measured: Measurement) => measured.checks.filter(({ kind }) => kind === "time");
  const rows = cases.flatMap((measured) =>
    judged(measured).map(({ what, goal, measured: value, passed }) =>
      row([measured.id, what, goal, value, passed ? "met" : "**missed**"]),
    ),
  );
  return [row(["", "What", "Goal", "Measured", ""]), row(["-", "-", "-", "-", "-"]), ...rows].join("\n");
}

function seconds(value: number | null): string {
  if (value === null) return "–";
  return value < 10 ? `${value.toFixed(2)} s` : `${value.toFixed(0)} s`;
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}
