/** The Go client as a source of programs and of folders inside modules. Where it takes modules from is its own matter. */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { cacheDirectory } from "../paths";
import { CommandFailed, run } from "../run";
import { type AnyToolName, catalog, type GoPackage } from "./catalog";
import { which } from "./find";
import { goVersion } from "./versions";

const environment = () => ({ ...process.env, GOWORK: "off", GO111MODULE: "on", CGO_ENABLED: "0" });

interface GoOptions {
  signal?: AbortSignal;
  onErrorLine?: (line: string) => void;
}

/** The path of `go`. @throws with the reason when there is none */
export async function findGo(): Promise<string> {
  const go = await which("go");
  if (go === undefined) throw new Error("go is not on PATH");
  return go;
}

/** Builds a tool to `output`. The first of a module takes minutes, the others share its packages. */
export async function buildTool(name: AnyToolName, output: string, options: GoOptions = {}): Promise<void> {
  await buildPackage(catalog[name].go, output, options);
}

/** Builds the program of a package to `output`. */
export async function buildPackage(source: GoPackage, output: string, options: GoOptions = {}): Promise<void> {
  const go = await findGo();
  const cwd = await moduleFor(go, source, options);
  const variables = Object.entries(source.variables).map(([variable, value]) => `-X ${variable}=${value}`);
  const linkerFlags = ["-s", "-w", ...variables].join(" ");
  const args = [
    "build",
    "-mod=mod",
    "-trimpath",
    "-buildvcs=false",
    "-ldflags",
    linkerFlags,
    "-o",
    output,
    source.path,
  ];
  await runGo(go, args, cwd, options);
}

/** The folder of a module, downloaded and verified by the Go client. It is read-only. */
export async function moduleDirectory(module: string, version: string, options: GoOptions = {}): Promise<string> {
  const downloaded = await downloadModule(await findGo(), module, version, options);
  return downloaded.Dir;
}

interface DownloadedModule {
  Dir: string;
  GoMod: string;
}

async function downloadModule(go: string, module: string, version: string, options: GoOptions) {
  const cwd = join(cacheDirectory(), "go");
  await mkdir(cwd, { recursive: true });
  const { stdout } = await runGo(go, ["mod", "download", "-json", `${module}@${version}`], cwd, options);
  return JSON.parse(stdout) as DownloadedModule;
}

/** A folder with a go.mod of our own that requires just this module. */
async function moduleFor(go: string, source: GoPackage, options: GoOptions): Promise<string> {
  const cwd = join(cacheDirectory(), "go", `${source.module}@${source.version}`.replaceAll("/", "_"));
  await mkdir(cwd, { recursive: true });
  const { GoMod } = await downloadModule(go, source.module, source.version, options);
  await writeFile(join(cwd, "go.mod"), goModule(source, await readFile(GoMod, "utf8")));
  if (source.main !== undefined) await writeFile(join(cwd, "main.go"), source.main);
  return cwd;
}

/**
 * The text of that go.mod. What a module replaces counts only where it is the main one, so it is said here again. A `replace` by a
 * folder of the module's repository works only inside that repository, so each becomes a replace by the version that was released
 * with it.
 */
export function goModule(source: GoPackage, ownGoMod: string): string {
  const staging = [...ownGoMod.matchAll(/^\s*(?:replace\s+)?(\S+) => \.\/staging\/\S+$/gm)].map(([, path]) => path!);
  const versioned = [...ownGoMod.matchAll(/^\s*(?:replace\s+)?(\S+ => [^.\s]\S* v\S+)$/gm)].map(([, line]) => line!);
  return [
    "module spark-platform.local/tools",
    `go ${goVersion}`,
    `godebug default=go${goVersion.replace(/\.\d+$/, "")}`,
    `require ${source.module} ${source.version}`,
    ...staging.map((path) => `replace ${path} => ${path} ${source.stagingVersion}`),
    ...versioned.map((line) => `replace ${line}`),
    "",
  ].join("\n");
}

async function runGo(go: string, args: string[], cwd: string, options: GoOptions) {
  try {
    return await run(go, args, { cwd, env: environment(), ...options });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const lines = error.stderr.split("\n").filter((line) => line !== "" && !line.startsWith("go: downloading"));
    const told = downloadError(error.stdout) ?? lines.slice(-8).join("\n");
    throw new Error(`go ${args[0]}: ${told || error.reason}`);
  }
}

/** `go mod download -json` tells its error on standard output. */
function downloadError(stdout: string): string | undefined {
  try {
    return (JSON.parse(stdout) as { Error?: string }).Error;
  } catch {
    return undefined;
  }
}
