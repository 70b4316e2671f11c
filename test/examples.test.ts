/** Every example is a template for `pulumi new`: a project file, and a package that brings what the program imports. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

const root = join(__dirname, "..");
const directory = join(root, "examples");
const examples = readdirSync(directory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

interface Manifest {
  name?: string;
  version?: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

interface Project {
  name: string;
  description: string;
  main: string;
  runtime: { name: string };
  template: {
    displayName: string;
    description: string;
    config: Record<string, { description: string; default?: string }>;
  };
}

const read = (...path: string[]) => readFileSync(join(...path), "utf8");
const own = JSON.parse(read(root, "package.json")) as Manifest;

test("there is one for every cloud, and one that adopts a cluster on each", () => {
  const clouds = ["aws", "gcp", "azure"];
  expect(examples.sort()).toEqual([...clouds, "existing", ...clouds.map((cloud) => `import-${cloud}`)].sort());
});

describe.each(examples)("examples/%s", (example) => {
  const program = read(directory, example, "index.ts");
  const manifest = JSON.parse(read(directory, example, "package.json")) as Manifest;
  const project = parse(read(directory, example, "Pulumi.yaml")) as Project;

  test("is a project that the engine takes, with a template section", () => {
    // https://www.pulumi.com/docs/iac/concepts/projects/project-file/
    expect(project.name).toMatch(/^[\w.-]{1,100}$/);
    expect(project.runtime.name).toBe("nodejs");
    expect(existsSync(join(directory, example, project.main))).toBe(true);
    expect(project.template.displayName).not.toBe("");
    for (const [key, { description }] of Object.entries(project.template.config)) {
      expect(key).toMatch(/^[\w-]+:\w+$/);
      expect(description).not.toBe("");
    }
  });

  test("asks for every setting of its own that the program reads, and for no other", () => {
    const reads = [...program.matchAll(/(?:config|Config\("spark-platform"\))\.(?:get|require)\w*\("(\w+)"\)/g)].map(
      ([, key]) => key,
    );
    const asked = Object.keys(project.template.config).flatMap((key) => /^spark-platform:(\w+)$/.exec(key)?.[1] ?? []);
    expect(reads).toEqual(expect.arrayContaining(asked));
    if (example.startsWith("import-")) expect([...new Set(reads)].sort()).toEqual(asked.sort());
  });

  test("brings the packages that it and the library import, in the versions that were tested", () => {
    const imported = [...program.matchAll(/from "((?:@[\w-]+\/)?[\w-]+)/g)].map(([, name = ""]) => name);
    const cloud = { aws: "@pulumi/aws", gcp: "@pulumi/gcp", azure: "@pulumi/azure-native", existing: undefined }[
      example.replace("import-", "")
    ];
    const needed = new Set([...imported, "@pulumi/pulumi", "@pulumi/kubernetes", ...(cloud ? [cloud] : [])]);
    expect(Object.keys(manifest.dependencies).sort()).toEqual([...needed].sort());
    for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect([name, range.replace(/^\^/, "")]).toEqual([
        name,
        name === "spark-platform" ? own.version : own.devDependencies[name],
      ]);
    }
  });
});
