/** Gets the tools of a local control plane by the cheapest way that works here. */

import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";

import { interruptible } from "../interrupt";
import { withLock } from "../lock";
import { cacheDirectory } from "../paths";
import { type Progress, type Update } from "../progress";
import { messageOf, UserError } from "../user-error";
import { type AnyToolName, catalog, nodeToolNames, type ToolName, toolNames } from "./catalog";
import { HostUnreachable } from "./download";
import { cachedPath, findTool, unusable } from "./find";
import { buildTool, findGo } from "./go";
import { fetchRelease } from "./release";
import { goVersion } from "./versions";

/** Absolute paths of tools. */
export type Tools<N extends AnyToolName = ToolName> = Record<N, string>;

/** Why each way to a tool failed, for the error. */
type Attempts = Map<AnyToolName, string[]>;

/**
 * Absolute paths of the named tools: those on PATH where their version serves, else those in our cache, which is filled
 * from the official releases or, where these can't be reached, by building the tools as Go modules (minutes, once).
 *
 * @throws UserError that names each tool that can't be had
 */
export async function ensureTools<N extends AnyToolName>(names: readonly N[], progress: Progress): Promise<Tools<N>> {
  const paths = new Map<AnyToolName, string>();
  const attempts: Attempts = new Map();
  const lookUp = async () => {
    for (const name of missing(names, paths)) {
      const found = await findTool(name);
      if (found.path === undefined) attempts.set(name, [`on PATH: ${found.why}`]);
      else paths.set(name, found.path);
    }
  };
  await lookUp();
  if (missing(names, paths).length > 0) {
    await interruptible(async (signal) => {
      const onWait = ({ pid }: { pid: number }) =>
        progress.note(`Process ${pid} is getting tools too; waiting for it.`);
      const install = async () => {
        await lookUp();
        await installReleases(missing(names, paths), { paths, attempts, progress, signal });
        await buildAll(missing(names, paths), { paths, attempts, progress, signal });
      };
      await withLock(join(cacheDirectory(), "tools.lock"), install, { onWait, signal });
    });
  }
  const absent = missing(names, paths);
  if (absent.length > 0) throw new UserError(explain(absent, attempts));
  return Object.fromEntries(paths) as Tools<N>;
}

interface Work {
  paths: Map<AnyToolName, string>;
  attempts: Attempts;
  progress: Progress;
  signal: AbortSignal;
}

async function installReleases(
  names: readonly AnyToolName[],
  { paths, attempts, progress, signal }: Work,
): Promise<void> {
  if (names.length === 0) return;
  const unreachable = new Map<string, string>();
  await progress.step(`Looking for official releases of ${names.join(", ")}`, async (update) => {
    for (const name of names) {
      try {
        const host = hostOf(name);
        const known = host === undefined ? undefined : unreachable.get(host);
        if (known !== undefined) throw new Error(known);
        const onProgress = (detail: string) => update(`${name} ${catalog[name].version}, ${detail}`);
        paths.set(name, await install(name, (output) => fetchRelease(name, output, { signal, onProgress })));
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof HostUnreachable) unreachable.set(error.host, error.message);
        attempts.get(name)?.push(`official release: ${messageOf(error)}`);
      }
    }
  });
  for (const why of unreachable.values()) progress.note(why);
}

async function buildAll(names: readonly AnyToolName[], { paths, attempts, progress, signal }: Work): Promise<void> {
  for (const [index, name] of names.entries()) {
    try {
      await findGo();
      const title = `Building ${name} ${catalog[name].version} with Go (${index + 1} of ${names.length})`;
      const build = (update: Update) => {
        const report = estimate(names.slice(index), update);
        return install(name, (output) => buildTool(name, output, { signal, onErrorLine: report }));
      };
      paths.set(name, await progress.step(title, build));
    } catch (error) {
      signal.throwIfAborted();
      attempts.get(name)?.push(`Go build: ${messageOf(error)}`);
    }
  }
}

/** Lets a tool appear in the cache whole or not at all. */
async function install(name: AnyToolName, produce: (output: string) => Promise<void>): Promise<string> {
  const path = cachedPath(name);
  const partial = `${path}.partial`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await produce(partial);
    await chmod(partial, 0o755);
    const why = await unusable(name, partial);
    if (why !== undefined) throw new Error(why);
    await rename(partial, path);
    return path;
  } finally {
    await rm(partial, { force: true });
  }
}

/** Tells how long this build and those after it take on this many cores, and how many modules Go has downloaded for it. */
function estimate(names: readonly AnyToolName[], update: Update): Update {
  const cpuSeconds = names.reduce((sum, name) => sum + catalog[name].go.cpuSeconds, 0);
  const minutes = Math.ceil(cpuSeconds / availableParallelism() / 60);
  const left = `about ${minutes} min for ${names.length === 1 ? "this one" : `the ${names.length} that are left`}`;
  let modules = 0;
  update(left);
  return (line) => {
    if (line.startsWith("go: downloading")) update(`${left}, ${++modules} modules downloaded`);
  };
}

function explain(names: readonly AnyToolName[], attempts: Attempts): string {
  const failures = (name: AnyToolName) =>
    (attempts.get(name) ?? []).map((attempt) => `    - ${indented(attempt)}`).join("\n");
  const alike = new Map<string, string[]>();
  for (const name of names) {
    const same = alike.get(failures(name)) ?? [];
    alike.set(failures(name), [...same, `${name} ${catalog[name].version}`]);
  }
  const usable = names.map((name) => `${name} (${catalog[name].usable.words})`).join(", ");
  return [
    "The local cluster needs programs that can't be had on this machine:",
    ...[...alike].map(([failed, same]) => `  ${same.join(", ")}\n${failed}`),
    "Any one of these helps:",
    `  - put on PATH: ${usable}`,
    `  - put the binaries of the named versions at ${join(cacheDirectory(), "tools", "<name>", "<version>", "<name>")}`,
    `  - let this machine reach ${[...new Set(names.flatMap((name) => hostOf(name) ?? []))].join(", ")}`,
    `  - install Go ${goVersion} or later (https://go.dev/dl), which builds them from source`,
  ].join("\n");
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n      ");
}

/** Undefined where nothing is released. */
function hostOf(name: AnyToolName): string | undefined {
  const release = catalog[name].release({ os: "linux", architecture: "amd64" });
  return release && new URL(release.url).host;
}

/** In the catalog's order, so that tools of one module are built one after the other. */
function missing(names: readonly AnyToolName[], paths: ReadonlyMap<AnyToolName, string>): AnyToolName[] {
  return [...toolNames, ...nodeToolNames].filter((name) => names.includes(name) && !paths.has(name));
}
