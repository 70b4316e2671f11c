/**
 * How long it takes to plan 1,000 machine types (allocatable and the best shape), beside a brute force over the same machines that
 * tries every heap MiB by MiB, and beside parsing the catalogue alone. Every figure is a median of fresh processes that took turns.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";

import Table from "cli-table3";

import { median } from "../median";
import { plain } from "../table";

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);

interface Run {
  milliseconds: number;
  /** Peak of the process's memory, its start included. */
  peakMiB: number;
}

const tasks = {
  catalogue: "parsing the catalogue alone",
  plan: "planning 1,000 machine types",
  "brute-force": "brute force over the same machines",
};

export function measureSpeed(): void {
  const names = Object.keys(tasks) as (keyof typeof tasks)[];
  const runs = new Map(names.map((name) => [name, [] as Run[]]));
  for (let round = 0; round < rounds; round += 1) for (const name of names) runs.get(name)!.push(runOnce(name));
  const figure = (name: keyof typeof tasks, of: keyof Run) => median(runs.get(name)!.map((run) => run[of]));
  const table = new Table({
    style: plain,
    head: ["1,000 machine types of the catalogue", "time", "ratio", "peak memory", "ratio"],
    colAligns: ["left", "right", "right", "right", "right"],
  });
  for (const name of names) {
    const [milliseconds, peakMiB] = [figure(name, "milliseconds"), figure(name, "peakMiB")];
    table.push([
      tasks[name],
      `${milliseconds.toFixed(0)} ms`,
      (milliseconds / figure("plan", "milliseconds")).toFixed(2),
      `${peakMiB.toFixed(0)} MiB`,
      (peakMiB / figure("plan", "peakMiB")).toFixed(2),
    ]);
  }
  console.log(`\n${table.toString()}`);
}

function runOnce(task: string): Run {
  const args = ["--import", "tsx", join(__dirname, "task.ts"), task];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${task} failed: ${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Run;
}
