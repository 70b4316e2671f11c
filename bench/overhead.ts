/**
 * What the library costs on top of what any program of the same size costs. Every figure is a median of fresh processes that took
 * turns, beside its ratio to a bare program that imports the same service modules and registers the same number of resources.
 */

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import Table from "cli-table3";

import { compileMeasured } from "./compile";
import { median } from "./median";
import { plain } from "./table";

const repository = resolve(__dirname, "..");
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);

interface Run {
  planMs: number;
  previewMs: number;
  peakMiB: number;
  resources: number;
}

export function measureOverhead(): void {
  const scratch = mkdtempSync(join(tmpdir(), "spark-platform-bench-"));
  try {
    execFileSync("npm", ["run", "--silent", "build"], { cwd: repository, stdio: "inherit" });
    measureRuns(scratch);
    measureCompilations(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function measureRuns(scratch: string): void {
  const replay = join(scratch, "replay.json");
  const programs = ["platform", "bare", "root-import"];
  const runs: Record<string, Run[]> = Object.fromEntries(programs.map((program) => [program, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const program of programs) {
      console.error(`running ${program}, round ${round} of ${rounds}${round === 0 ? " (not counted)" : ""}`);
      const run = runOnce(program, replay);
      if (round > 0) runs[program]?.push(run);
    }
  }
  const table = new Table({
    style: plain,
    head: ["a platform on AWS, in-process", "this library", "bare program", "ratio", "root of @pulumi/aws"],
  });
  const row = (label: string, unit: string, figure: (run: Run) => number) => {
    const [ours = 0, bare = 0, root = 0] = programs.map((program) => median((runs[program] ?? []).map(figure)));
    table.push([
      label,
      `${ours.toFixed(0)} ${unit}`,
      `${bare.toFixed(0)} ${unit}`,
      (ours / bare).toFixed(2),
      `${root.toFixed(0)} ${unit}`,
    ]);
  };
  row("start to finished plan (bare: modules loaded)", "ms", ({ planMs }) => planMs);
  row("start to finished preview", "ms", ({ previewMs }) => previewMs);
  row("peak memory", "MiB", ({ peakMiB }) => peakMiB);
  row("resources", "", ({ resources }) => resources);
  console.log(table.toString());
}

function measureCompilations(scratch: string): void {
  const { services } = JSON.parse(readFileSync(join(scratch, "replay.json"), "utf8")) as { services: string[] };
  const imports = services.map((service, index) => `import * as service${index} from "${service}";\n`).join("");
  const used = `export const services = [${services.map((_, index) => `service${index}`).join(", ")}];\n`;
  const sources = {
    platform: `import { SparkPlatform } from "spark-platform";\nimport { EksCluster } from "spark-platform/aws";\nexport const platform = new SparkPlatform("analytics", { cluster: new EksCluster("analytics") });\n`,
    bare: imports + used,
    root: `import * as aws from "@pulumi/aws";\nexport const bucket = new aws.s3.Bucket("logs");\n`,
  };
  const figures = Object.entries(sources).map(([name, source]) => {
    console.error(`compiling ${name}, three times`);
    return median3(() => compileMeasured(scratch, repository, name, source));
  });
  const [ours, bare, root] = figures;
  if (ours === undefined || bare === undefined || root === undefined) throw new Error("a program was not compiled");
  const table = new Table({
    style: plain,
    head: ["tsc, an AWS-only user's program", "this library", "bare program", "ratio", "root of @pulumi/aws"],
  });
  table.push(
    [
      "CPU time",
      ...[ours, bare].map(({ cpuSeconds }) => `${cpuSeconds.toFixed(1)} s`),
      (ours.cpuSeconds / bare.cpuSeconds).toFixed(2),
      `${root.cpuSeconds.toFixed(1)} s`,
    ],
    [
      "peak memory",
      ...[ours, bare].map(({ peakMiB }) => `${peakMiB.toFixed(0)} MiB`),
      (ours.peakMiB / bare.peakMiB).toFixed(2),
      `${root.peakMiB.toFixed(0)} MiB`,
    ],
  );
  console.log(table.toString());
}

function runOnce(program: string, replay: string): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, "measure.cjs"), join(__dirname, "programs", `${program}.cjs`), replay],
    { cwd: repository, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Run;
}

function median3<T extends { cpuSeconds: number }>(measure: () => T): T {
  const [, middle] = [measure(), measure(), measure()].sort((a, b) => a.cpuSeconds - b.cpuSeconds);
  if (middle === undefined) throw new Error("three measurements have a middle one");
  return middle;
}
