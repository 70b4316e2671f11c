/** A process of its own that brings the platform up through the engine and prints what the engine says. */

import { findEngine, openStack } from "../../local/deploy/engine";
import { platformProgram, type ProgramArgs } from "./program";

async function main(): Promise<void> {
  const { stateDirectory, program } = JSON.parse(process.env.UPDATE ?? "{}") as {
    stateDirectory: string;
    program: ProgramArgs;
  };
  const engine = await findEngine();
  if ("missing" in engine) throw new Error(engine.missing);
  const declare = () => {
    platformProgram(program);
    return Promise.resolve();
  };
  const stack = await openStack(engine.command, { stack: "e2e", config: {}, stateDirectory, program: declare });
  await stack.up({ color: "never", onOutput: (output) => process.stdout.write(output) });
}

// The engine has said what is wrong.
main().catch(() => (process.exitCode = 1));
