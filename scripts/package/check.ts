/**
 * Packs the package, checks its face (publint, are-the-types-wrong) and installs it into an empty project of an
 * AWS-only user: no GCP and no Azure SDK on disk, three ways of resolving modules, one run of the command line.
 */

import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(__dirname, "../..");
const modules = join(repository, "node_modules");

const program = `
import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";
import { recordProgram } from "spark-platform/testing";

export const platform = (): SparkPlatform => new SparkPlatform("analytics", { cluster: new EksCluster("analytics") });
export const record = recordProgram;
`;

const resolutions = [
  { moduleResolution: "node10", module: "commonjs" },
  { moduleResolution: "node16", module: "node16" },
  { moduleResolution: "bundler", module: "esnext" },
];

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "spark-platform-package-"));
  try {
    const tarball = pack(scratch);
    run("publint", [tarball, "--strict"]);
    run("attw", [tarball, "--format", "table-flipped"]);
    const project = install(tarball, scratch);
    for (const resolution of resolutions) typeCheck(project, resolution);
    refuseForeignClouds(project);
    const help = execFileSync(process.execPath, [binary(project), "--help"], { encoding: "utf8", cwd: project });
    if (!help.includes("render")) throw new Error(`spark-platform --help does not name the render command:\n${help}`);
    console.log("package: packs, resolves three ways, type-checks without GCP and Azure, and its command answers");
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function pack(scratch: string): string {
  execFileSync("npm", ["pack", "--silent", "--pack-destination", scratch], {
    cwd: repository,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const name = readdirSync(scratch).find((file) => file.endsWith(".tgz"));
  if (name === undefined) throw new Error("npm pack left no tarball");
  return join(scratch, name);
}

/** Unpacks the tarball beside links to the packages that an AWS-only user has, since a test must not need a registry. */
function install(tarball: string, scratch: string): string {
  const project = join(scratch, "project");
  const home = join(project, "node_modules", "spark-platform");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", home, "--strip-components=1"]);
  for (const name of ["@pulumi/pulumi", "@pulumi/kubernetes", "@pulumi/aws", "@types/node", ...dependencies(home)]) {
    mkdirSync(join(project, "node_modules", name, ".."), { recursive: true });
    symlinkSync(join(modules, name), join(project, "node_modules", name));
  }
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "consumer", version: "1.0.0", private: true }));
  writeFileSync(join(project, "index.ts"), program);
  return project;
}

function dependencies(home: string): string[] {
  const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  return Object.keys(manifest.dependencies);
}

function typeCheck(project: string, resolution: { module: string; moduleResolution: string }): void {
  const config = {
    compilerOptions: {
      ...resolution,
      target: "es2022",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ["node"],
    },
    files: ["index.ts"],
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
  run("tsc", ["-p", project]);
  console.log(`package: types resolve under moduleResolution ${resolution.moduleResolution}`);
}

function refuseForeignClouds(project: string): void {
  for (const cloud of ["@pulumi/gcp", "@pulumi/azure-native"]) {
    if (existsSync(join(project, "node_modules", cloud)))
      throw new Error(`${cloud} is on disk, so the check proves nothing`);
  }
}

function binary(project: string): string {
  return join(project, "node_modules", "spark-platform", "dist", "cli", "main.js");
}

function run(tool: string, args: string[]): void {
  execFileSync(join(modules, ".bin", tool), args, { stdio: "inherit", cwd: repository });
}

main();
