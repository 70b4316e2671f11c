/** Loads a program as the Pulumi command line does: what the file exports are the outputs, an exported function is called. */

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { Problem } from "./problem";

/** Runs the program in `file` and returns what it exports. */
export async function loadProgram(file: string): Promise<unknown> {
  if (/\.[cm]?ts$/.test(file)) understandTypeScript(file);
  const loaded = await load(file);
  if (typeof loaded === "function") return await (loaded as () => unknown)();
  const { default: main, ...exports } = loaded as Record<string, unknown>;
  return typeof main === "function" ? await (main as () => unknown)() : exports;
}

async function load(file: string): Promise<unknown> {
  try {
    return createRequire(file)(file) as unknown;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_REQUIRE_ESM") throw error;
    return await import(pathToFileURL(file).href);
  }
}

/** Node reads no TypeScript; the user's own tsx or ts-node does. */
function understandTypeScript(file: string): void {
  const program = createRequire(file);
  if (program.extensions[".ts"] !== undefined) return;
  const loaders = [
    () => (program("tsx/cjs/api") as { register(): void }).register(),
    () => (program("ts-node") as { register(options: object): void }).register({ transpileOnly: true }),
  ];
  for (const register of loaders) {
    try {
      register();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  throw new Problem(`${file} is TypeScript, and neither tsx nor ts-node is installed beside it.`, [
    "npm install --save-dev tsx",
    "or compile it and give the .js file",
  ]);
}
