/**
 * Packs the package, checks its face (publint, are-the-types-wrong) and installs it into an empty project of a user of each
 * subpath that has a peer of its own: no other's peer on disk, three ways of resolving modules, one run of the command line.
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

/** Somebody who uses a subpath, and none of the others that need a peer of their own. */
interface User {
  subpath: string;
  peer: string;
  program: string;
}

const onCloud = (subpath: string, peer: string, component: string): User => ({
  subpath,
  peer,
  program: `
import { SparkPlatform } from "spark-platform";
import { ${component} } from "spark-platform/${subpath}";
import { recordProgram } from "spark-platform/testing";

export const platform = (): SparkPlatform => new SparkPlatform("analytics", { cluster: new ${component}("analytics") });
export const record = recordProgram;
`,
});

const users: User[] = [
  onCloud("aws", "@pulumi/aws", "EksCluster"),
  onCloud("gcp", "@pulumi/gcp", "GkeCluster"),
  onCloud("azure", "@pulumi/azure-native", "AksCluster"),
  {
    subpath: "images",
    peer: "@pulumi/docker-build",
    program: `
import { type SparkCluster, SparkPlatform } from "spark-platform";
import { SparkImage } from "spark-platform/images";

export const platform = (cluster: SparkCluster): SparkPlatform =>
  new SparkPlatform("analytics", { cluster, spark: new SparkImage("analytics", { cluster }).spark });
`,
  },
];

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
    users.forEach((user, index) => {
      const project = install(tarball, scratch, user);
      // How modules are resolved has nothing to do with the subpath; which types there are has.
      for (const resolution of index === 0 ? resolutions : resolutions.slice(1, 2))
        typeCheck(project, user, resolution);
      refuseForeignPeers(project, user);
      load(project, user);
      const help = execFileSync(process.execPath, [binary(project), "--help"], { encoding: "utf8", cwd: project });
      if (!help.includes("render")) throw new Error(`spark-platform --help does not name the render command:\n${help}`);
    });
    console.log(
      "package: packs, resolves three ways, type-checks and loads with each peer alone, and its command answers",
    );
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

/** Unpacks the tarball beside links to the packages that such a user has, since a test must not need a registry. */
function install(tarball: string, scratch: string, { subpath, peer, program }: User): string {
  const project = join(scratch, subpath);
  const home = join(project, "node_modules", "spark-platform");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", home, "--strip-components=1"]);
  for (const name of ["@pulumi/pulumi", "@pulumi/kubernetes", peer, "@types/node", ...dependencies(home)]) {
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

function typeCheck(project: string, { subpath }: User, resolution: (typeof resolutions)[number]): void {
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
  console.log(`package: the types of ${subpath} resolve under moduleResolution ${resolution.moduleResolution}`);
}

function refuseForeignPeers(project: string, own: User): void {
  for (const { peer } of users.filter((user) => user !== own)) {
    if (existsSync(join(project, "node_modules", peer)))
      throw new Error(`${peer} is on disk, so the check proves nothing`);
  }
}

/** @throws where a module is loaded that this user has not got */
function load(project: string, { subpath }: User): void {
  const names = ["spark-platform", `spark-platform/${subpath}`];
  const script = names.map((name) => `require(${JSON.stringify(name)});`).join(" ");
  execFileSync(process.execPath, ["--eval", script], { cwd: project, stdio: "inherit" });
}

function binary(project: string): string {
  return join(project, "node_modules", "spark-platform", "dist", "cli", "main.js");
}

function run(tool: string, args: string[]): void {
  execFileSync(join(modules, ".bin", tool), args, { stdio: "inherit", cwd: repository });
}

main();
