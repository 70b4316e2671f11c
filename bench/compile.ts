/** Compiles one program with tsc in a process of its own and says what that took. */

import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Compilation {
  cpuSeconds: number;
  peakMiB: number;
}

/** tsc in-process, so that the process's own accounting is tsc's. */
const measure = `
process.on("exit", () => {
  const { maxRSS } = process.resourceUsage();
  const { user, system } = process.cpuUsage();
  console.error(JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMiB: maxRSS / 1024 }));
});
process.argv = [process.argv[0], "tsc", "-p", "."];
require("typescript/lib/tsc.js");
`;

/** @throws Error with what tsc says when the program does not compile */
export function compileMeasured(scratch: string, repository: string, name: string, source: string): Compilation {
  const project = join(scratch, name);
  const modules = join(project, "node_modules");
  if (mkdirSync(modules, { recursive: true }) !== undefined) {
    for (const link of ["@pulumi", "@types", "typescript"])
      symlinkSync(join(repository, "node_modules", link), join(modules, link));
    symlinkSync(repository, join(modules, "spark-platform"));
    writeFileSync(join(project, "measure.js"), measure);
  }
  writeFileSync(join(project, "index.ts"), source);
  const compilerOptions = {
    target: "es2022",
    module: "commonjs",
    moduleResolution: "node10",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node"],
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["measure.js"], { cwd: project, encoding: "utf8" });
  if (status !== 0) throw new Error(`${name} does not compile:\n${stdout}${stderr}`);
  return JSON.parse(stderr.trim().split("\n").at(-1) ?? "") as Compilation;
}
