/**
 * Writes test/upgrade/state.json: what a deployment of the programs in test/upgrade/programs leaves in its state. Run it when a
 * version is released, in a checkout of that version: `npx tsx <repository>/scripts/upgrade/record.ts`.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type * as testing from "../../lib/testing";
import { type State, stateOf } from "../../test/upgrade/state";

const home = join(__dirname, "../../test/upgrade");
const checkout = process.cwd();

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as { version: string };
  const { recordProgram } = (await import(join(checkout, "lib/testing/index.ts"))) as typeof testing;
  const state: State = { version, programs: {} };
  for (const file of readdirSync(join(home, "programs"))) {
    const recording = await recordProgram(() => import(join(home, "programs", file)));
    state.programs[file.replace(/\.ts$/, "")] = stateOf(recording);
  }
  writeFileSync(join(home, "state.json"), render(state));
}

/** One resource a line, so that a diff shows which one changed. */
function render({ version, programs }: State): string {
  const parts = Object.entries(programs).map(([name, resources]) => {
    const lines = resources.map((resource) => `      ${JSON.stringify(resource)}`);
    return `    ${JSON.stringify(name)}: [\n${lines.join(",\n")}\n    ]`;
  });
  return `{\n  "version": ${JSON.stringify(version)},\n  "programs": {\n${parts.join(",\n")}\n  }\n}\n`;
}

void main();
