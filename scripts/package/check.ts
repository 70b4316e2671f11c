/**
 * Packs the package, checks its face (publint, are-the-types-wrong) and installs it into an empty project of a user of each
 * cloud: no other cloud's SDK on disk, three ways of resolving modules, one run of the command line.
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

interface Cloud {
  subpath: string;
  sdk: string;
  component: string;
}

const clouds: Cloud[] = [
  { subpath: "aws", sdk: "@pulumi/aws", component: "EksCluster" },
  { subpath: "gcp", sdk: "@pulumi/gcp", component: "GkeCluster" },
  { subpath: "azure", sdk: "@pulumi/azure-native", component: "AksCluster" },
];

const programOf = ({ subpath, component }: Cloud) => `
import { SparkPlatform } from "spark-platform";
import { ${component} } from "spark-platform/${subpath}";
import { recordProgram } from "spark-platform/testing";

export const platform = (): SparkPlatform => new SparkPlatform("analytics", { cluster: new ${component}("analytics") });
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
    clouds.forEach((cloud, index) => {
      const project = install(tarball, scratch, cloud);
      // How modules are resolved has nothing to do with the cloud; which types there are has.
      for (const resolution of index === 0 ? resolutions : resolutions.slice(1, 2))
        typeCheck(project, cloud, resolution);
      refuseForeignClouds(project, cloud);
      const help = execFileSync(process.execPath, [binary(project), "--help"], { encoding: "utf8", cwd: project });
      if (!help.includes("render")) throw new Error(`spark-platform --help does not name the render command:\n${help}`);
    });
    console.log("package: packs, resolves three ways, type-checks on each cloud alone, and its command answers");
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

/** Unpacks the tarball beside links to the packages that a user of one cloud has, since a test must not need a registry. */
function install(tarball: string, scratch: string, cloud: Cloud): string {
  const project = join(scratch, cloud.subpath);
  const home = join(project, "node_modules", "spark-platform");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", home, "--strip-components=1"]);
  for (const name of ["@pulumi/pulumi", "@pulumi/kubernetes", cloud.sdk, "@types/node", ...dependencies(home)]) {
    mkdirSync(join(project, "node_modules", name, ".."), { recursive: true });
    symlinkSync(join(modules, name), join(project, "node_modules", name));
  }
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "consumer", version: "1.0.0", private: true }));
  writeFileSync(join(project, "index.ts"), programOf(cloud));
  return project;
}

function dependencies(home: string): string[] {
  const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  return Object.keys(manifest.dependencies);
}

function typeCheck(project: string, { subpath }: Cloud, resolution: (typeof resolutions)[number]): void {
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

function refuseForeignClouds(project: string, own: Cloud): void {
  for (const { sdk } of clouds.filter((cloud) => cloud !== own)) {
    if (existsSync(join(project, "node_modules", sdk)))
      throw new Error(`${sdk} is on disk, so the check proves nothing`);
  }
}

function binary(project: string): string {
  return join(project, "node_modules", "spark-platform", "dist", "cli", "main.js");
}

function run(tool: string, args: string[]): void {
  execFileSync(join(modules, ".bin", tool), args, { stdio: "inherit", cwd: repository });
}

main();
