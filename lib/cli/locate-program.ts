/** Finds a program from what the user gave: a file, or the directory of a Pulumi project. */

import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { parse } from "yaml";

import { Problem } from "./problem";

export interface ProgramLocation {
  /** The file that is run. */
  file: string;
  /** Where the program expects to be run. */
  directory: string;
  /** Name of the project; its configuration is under this name. */
  project: string;
  /** Configuration of the project and of the stack, as far as it is not encrypted. */
  config: Record<string, string>;
  /** Keys of the stack's configuration that are encrypted. */
  encrypted: string[];
}

interface ProjectFile {
  name?: string;
  main?: string;
  runtime?: string | { name?: string };
  config?: Record<string, unknown>;
}

/** @throws Problem when there is no program there that can be run. */
export function locateProgram(path: string, stack: string): ProgramLocation {
  const absolute = resolve(path);
  if (!existsSync(absolute))
    throw new Problem(`There is no ${path}. Give a .js or .ts file, or a Pulumi project's directory.`);
  if (!statSync(absolute).isDirectory()) {
    const project = basename(absolute).replace(/\.[^.]+$/, "");
    return { file: absolute, directory: dirname(absolute), project, config: {}, encrypted: [] };
  }
  const projectPath = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(absolute, name)).find(existsSync);
  if (projectPath === undefined)
    throw new Problem(`${path} has no Pulumi.yaml. Give a Pulumi project's directory, or a .js or .ts file.`);
  const project = parse(readFileSync(projectPath, "utf8")) as ProjectFile;
  const runtime = typeof project.runtime === "string" ? project.runtime : project.runtime?.name;
  if (runtime !== "nodejs")
    throw new Problem(
      `${projectPath} is a program for ${runtime ?? "no runtime"}; only nodejs programs can be run here.`,
    );
  const name = project.name ?? basename(absolute);
  const main = join(absolute, project.main ?? ".");
  const file = programFile(main);
  if (file === undefined)
    throw new Problem(`${projectPath} names ${project.main ?? "no main"}, and there is no program at ${main}.`);
  const directory = statSync(main).isDirectory() ? main : dirname(file);
  return { file, directory, project: name, ...configuration(project, absolute, name, stack) };
}

/** The file that Node would load for a path, TypeScript included. */
function programFile(path: string): string | undefined {
  const isFile = (candidate: string) => existsSync(candidate) && statSync(candidate).isFile();
  const extensions = [".js", ".cjs", ".mjs", ".ts"];
  const packageMain = join(path, "package.json");
  const main = isFile(packageMain)
    ? (JSON.parse(readFileSync(packageMain, "utf8")) as { main?: string }).main
    : undefined;
  const bases = main === undefined ? [path, join(path, "index")] : [path, join(path, main), join(path, main, "index")];
  return bases.flatMap((base) => [base, ...extensions.map((extension) => base + extension)]).find(isFile);
}

function configuration(
  project: ProjectFile,
  directory: string,
  name: string,
  stack: string,
): Pick<ProgramLocation, "config" | "encrypted"> {
  const stackPath = join(directory, `Pulumi.${stack}.yaml`);
  const ofStack = existsSync(stackPath)
    ? ((parse(readFileSync(stackPath, "utf8")) as { config?: Record<string, unknown> } | null)?.config ?? {})
    : {};
  const config: Record<string, string> = {};
  const encrypted: string[] = [];
  for (const [key, value] of [
    ...Object.entries(project.config ?? {}).map(projectDefault),
    ...Object.entries(ofStack),
  ]) {
    const qualified = key.includes(":") ? key : `${name}:${key}`;
    if (isEncrypted(value)) encrypted.push(qualified);
    else if (value !== undefined) config[qualified] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return { config, encrypted };
}

/** A project declares a key with `default` or `value`, or gives the value itself. */
function projectDefault([key, declared]: [string, unknown]): [string, unknown] {
  if (typeof declared !== "object" || declared === null || Array.isArray(declared)) return [key, declared];
  const { default: byDefault, value } = declared as { default?: unknown; value?: unknown };
  return [key, value ?? byDefault];
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}
