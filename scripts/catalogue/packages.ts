/** Fetches the public packages that the catalogue is generated from, through their ordinary clients, into a scratch folder. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Unpacks the wheel of a Python package. @returns the folder that holds its files. Needs `python3` with pip. */
export function unpackWheel(requirement: string, scratch: string): string {
  execFileSync("python3", ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch, requirement]);
  const wheel = readdirSync(scratch).find((file) => file.endsWith(".whl"));
  if (wheel === undefined) throw new Error(`pip left no wheel of ${requirement} in ${scratch}`);
  return unzip(join(scratch, wheel), join(scratch, "wheel"));
}

/** Unpacks a Go module. @returns the folder that holds its files. Needs `go` and `python3`. */
export function unpackGoModule(module: string, version: string, scratch: string): string {
  const folder = join(scratch, "go");
  mkdirSync(folder);
  writeFileSync(join(folder, "go.mod"), "module catalogue\n");
  const zip = goModuleZip(module, version, folder);
  return join(unzip(zip, join(scratch, "module")), `${module}@${version}`);
}

/** A module that wants a newer Go than the one at hand is reported as an error, but its zip is there all the same. */
function goModuleZip(module: string, version: string, cwd: string): string {
  let report: string;
  try {
    report = execFileSync("go", ["mod", "download", "-json", `${module}@${version}`], { cwd, encoding: "utf8" });
  } catch (error) {
    report = (error as { stdout: string }).stdout;
  }
  const { Zip, Error: problem } = JSON.parse(report) as { Zip?: string; Error?: string };
  if (Zip === undefined) throw new Error(`go mod download ${module}@${version}: ${problem ?? "no zip"}`);
  return Zip;
}

function unzip(archive: string, folder: string): string {
  execFileSync("python3", ["-m", "zipfile", "-e", archive, folder]);
  return folder;
}
