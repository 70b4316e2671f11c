/** Helm charts as folders on this machine. */

import { chmod, cp, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import { interruptible } from "../interrupt";
import { withLock } from "../lock";
import { cacheDirectory } from "../paths";
import { type Progress } from "../progress";
import { run } from "../run";
import { messageOf, UserError } from "../user-error";
import { ensureTools } from "./ensure";
import { findGo, moduleDirectory } from "./go";
import { versions } from "./versions";

const operatorModule = "github.com/kubeflow/spark-operator/v2";
const repository = "https://kubeflow.github.io/spark-operator";

/** The folder of the Spark operator's chart: from the operator's Go module, which carries it, or as published. */
export async function sparkOperatorChart(progress: Progress): Promise<string> {
  const path = join(cacheDirectory(), "charts", "spark-operator", versions.sparkOperator);
  if (await exists(path)) return path;
  const get = (signal: AbortSignal) =>
    withLock(`${path}.lock`, async () => ((await exists(path)) ? path : install(path, progress, signal)), { signal });
  return interruptible(get);
}

/** Lets the chart appear in the cache whole or not at all. */
async function install(path: string, progress: Progress, signal: AbortSignal): Promise<string> {
  const partial = `${path}.partial`;
  const title = `Chart of the Spark operator ${versions.sparkOperator}`;
  const failures: string[] = [];
  for (const get of [fromModule, fromRepository]) {
    try {
      await rm(partial, { recursive: true, force: true });
      await mkdir(dirname(path), { recursive: true });
      await get(partial, progress, title, signal);
      await rename(partial, path);
      return path;
    } catch (error) {
      signal.throwIfAborted();
      failures.push(`  - ${messageOf(error).replaceAll("\n", "\n    ")}`);
    }
  }
  throw new UserError(
    [
      `${title} can't be had on this machine:`,
      ...failures,
      "Install Go (https://go.dev/dl), or let this machine reach " +
        `${new URL(repository).host}, or put it at ${path}.`,
    ].join("\n"),
  );
}

async function fromModule(partial: string, progress: Progress, title: string, signal: AbortSignal): Promise<void> {
  await findGo();
  await progress.step(`${title}, from its Go module`, async () => {
    const directory = await moduleDirectory(operatorModule, versions.sparkOperator, { signal });
    await cp(join(directory, "charts", "spark-operator-chart"), partial, { recursive: true });
    await makeWritable(partial);
  });
}

async function fromRepository(partial: string, progress: Progress, title: string, signal: AbortSignal): Promise<void> {
  const { helm } = await ensureTools(["helm"], progress);
  const version = versions.sparkOperator.slice(1);
  const folder = `${partial}-pull`;
  await progress.step(`${title}, from ${repository}`, async () => {
    const args = [
      "pull",
      "spark-operator",
      "--repo",
      repository,
      "--version",
      version,
      "--untar",
      "--untardir",
      folder,
    ];
    try {
      await run(helm, args, { signal, timeoutMs: 60_000 });
      await rename(join(folder, "spark-operator"), partial);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** Go's module cache is read-only, and so is a copy of it: helm could not add dependencies, nor could anyone remove it. */
async function makeWritable(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await makeWritable(path);
    else await chmod(path, 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
