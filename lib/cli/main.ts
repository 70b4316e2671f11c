#!/usr/bin/env node
/** The command line: what it can do, and which exit code it ends with. */

import { Command, CommanderError } from "commander";

import { packageVersion } from "../package-version";
import type { Session } from "./commands/answering";
import { addApps } from "./commands/apps";
import { addConf } from "./commands/conf";
import { addCost } from "./commands/cost";
import { addDrill } from "./commands/drill";
import { addExplain } from "./commands/explain";
import { addMachines } from "./commands/machines";
import { addPreview, addRender } from "./commands/programs";
import { addSchema } from "./commands/schema";
import { addSize } from "./commands/size";
import { addSubmitArgs } from "./commands/submit-args";
import { Misuse, Problem } from "./problem";
import { type Streams, terminal } from "./streams";

export type { Streams };

const FAILED = 1;
const MISUSED = 2;

/**
 * Runs one command.
 * @param args without the names of node and the script
 * @returns the exit code: 0 done, fits or clean; 1 failed, does not fit or has errors; 2 the command was called wrongly.
 */
export async function main(args: readonly string[], streams: Streams = terminal): Promise<number> {
  const session: Session = { streams, exitCode: 0 };
  try {
    await commandLine(session).parseAsync(args, { from: "user" });
    return session.exitCode;
  } catch (error) {
    // Commander has said what is wrong itself; asking for help is not an error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED;
    streams.err(`${failure(error as Error, args.includes("--verbose"))}\n`);
    return error instanceof Misuse ? MISUSED : FAILED;
  }
}

function commandLine(session: Session): Command {
  const { streams } = session;
  const program = new Command("spark-platform")
    .description("Apache Spark on Kubernetes, planned before it is provisioned.")
    .version(packageVersion())
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => streams.out(text), writeErr: (text) => streams.err(text) })
    .showHelpAfterError("(add --help for what can be given)")
    .addHelpText(
      "after",
      `
Start with a look at what a program would deploy; no cloud is asked:
  $ npx spark-platform preview .
Then deploy it, or hand its manifests to whatever applies them:
  $ pulumi up
  $ npx spark-platform render . --out manifests
Without a program, ask what fits a machine, and what is wrong with a configuration:
  $ npx spark-platform size --cloud aws --machine m7g.4xlarge
  $ npx spark-platform conf check spark-defaults.conf --spark 4.1
`,
    );
  addPreview(program, session);
  addRender(program, session);
  addSize(program, session);
  addExplain(program, session);
  addConf(program, session);
  addCost(program, session);
  addMachines(program, session);
  addDrill(program, session);
  addApps(program, session);
  addSubmitArgs(program, session);
  addSchema(program, session);
  return program;
}

function failure(error: Error, verbose: boolean): string {
  const next =
    error instanceof Problem && error.next.length > 0 ? ["", "Next:", ...error.next.map((step) => `  ${step}`)] : [];
  const help = error instanceof Misuse ? ["(add --help for what can be given)"] : [];
  return [`error: ${error.message}`, ...help, ...(verbose ? [error.stack ?? ""] : []), ...next].join("\n");
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
