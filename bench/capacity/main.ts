/** How soon pods get room with the library's means and without, measured on a real scheduler and a real autoscaler. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import Table from "cli-table3";

import { type CapacityDocument, documentSchema, type Measurement } from "../../test/capacity/report/document";
import { plain } from "../table";

const repository = resolve(__dirname, "../..");

interface Comparison {
  what: string;
  measure: (measurement: Measurement) => number;
  unit: string;
  ours: [id: string, name: RegExp];
  other: [id: string, name: RegExp];
  against: string;
}

const p95 = ({ pods }: Measurement) => pods.p95Seconds ?? Number.NaN;

const comparisons: Comparison[] = [
  {
    what: "executor bound, warm capacity (pause pods)",
    measure: p95,
    unit: "s, p95",
    ours: ["3", /give way/],
    other: ["1", /./],
    against: "from zero",
  },
  {
    what: "executor bound, warm capacity (CapacityBuffers)",
    measure: p95,
    unit: "s, p95",
    ours: ["3b", /nobody holds/],
    other: ["1", /./],
    against: "from zero",
  },
  {
    what: "a whole application has its nodes",
    measure: bound,
    unit: "s",
    ours: ["10", /one boot/],
    other: ["10", /two boots/],
    against: "without placeholders",
  },
  {
    what: "a trace of jobs",
    measure: ({ nodeSeconds }) => nodeSeconds,
    unit: "node-seconds",
    ours: ["12", /the library's/],
    other: ["12", /data-on-eks/],
    against: "data-on-eks' sizes, default scheduler",
  },
];

export function measureCapacity(): void {
  const folder = mkdtempSync(join(tmpdir(), "capacity-"));
  const out = join(folder, "capacity.json");
  const cases = [...new Set(comparisons.flatMap(({ ours, other }) => [ours[0], other[0]]))].join(",");
  const script = join(repository, "scripts/capacity.ts");
  const run = spawnSync(process.execPath, ["--import", "tsx", script, "--short", "--cases", cases, "--out", out], {
    cwd: repository,
    stdio: "inherit",
  });
  // What is left out for want of Go or a machine says so itself and leaves no file.
  if (existsSync(out)) print(documentSchema.parse(JSON.parse(readFileSync(out, "utf8"))));
  rmSync(folder, { recursive: true });
  if (run.status !== 0) process.exitCode = 1;
}

function print({ cases, boot, autoscaler }: CapacityDocument): void {
  const table = new Table({
    head: ["What", "", "Ours", "Alternative", "Ratio", "The alternative"],
    style: plain,
    colAligns: ["left", "left", "right", "right", "right", "left"],
  });
  for (const { what, measure, unit, ours, other, against } of comparisons) {
    const [own, theirs] = [ours, other].map(([id, name]) => cases.find((one) => one.id === id && name.test(one.name)));
    if (own === undefined || theirs === undefined) continue;
    const [mine, yours] = [measure(own), measure(theirs)];
    table.push([what, unit, mine.toFixed(1), yours.toFixed(1), `${(yours / mine).toFixed(1)}×`, against]);
  }
  console.log(`\nCapacity: ${autoscaler}, machines that boot in ${boot.from} to ${boot.to} s`);
  console.log(table.toString());
}

/** From the submission to the last pod's node. */
function bound({ timeline, pods }: Measurement): number {
  return timeline.find((moment) => moment.bound >= pods.count)?.t ?? Number.NaN;
}
