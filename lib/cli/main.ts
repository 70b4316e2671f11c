#!/usr/bin/env node
/** The command line: `spark-platform preview` and `spark-platform render`. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Command, CommanderError, InvalidArgumentError } from "commander";
import pc from "picocolors";

import type * as previewModule from "./preview";
import { Problem } from "./problem";
import type * as renderModule from "./render";

/** Where a command writes. */
export interface Streams {
  out: (text: string) => void;
  err: (text: string) => void;
  color: boolean;
  width: number;
}

const terminal: Streams = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  color: pc.isColorSupported && process.stdout.isTTY,
  width: Math.max(80, process.stdout.columns ?? 100),
};

const FAILED = 1;
const MISUSED = 2;

/**
 * Runs one command.
 * @param args without the names of node and the script
 * @returns the exit code: 0 done, 1 the program or its rendering failed, 2 the command was called wrongly.
 */
export async function main(args: readonly string[], streams: Streams = terminal): Promise<number> {
  try {
    await commandLine(streams).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // Commander has said what is wrong itself; asking for help is not an error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED;
    streams.err(`${failure(error as Error, args.includes("--verbose"))}\n`);
    return FAILED;
  }
}

function commandLine(streams: Streams): Command {
  const program = new Command("spark-platform")
    .description("Apache Spark on Kubernetes, planned before it is provisioned.")
    .version(version())
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => streams.out(text), writeErr: (text) => streams.err(text) })
    .showHelpAfterError("(add --help for what can be given)")
    .addHelpText(
      "after",
      `
Start with a look at what a program would deploy; no cloud is asked:
  $ spark-platform preview .
Then deploy it, or hand its manifests to whatever applies them:
  $ pulumi up
  $ spark-platform render . --out manifests
`,
    );
  runsProgram(program.command("preview"))
    .description("Show sizes, packing, configuration, cost and resources of a program; needs no cloud and no network.")
    .option("-o, --out <directory>", "where the page and the manifests go", "out")
    .option("--helm <path>", "helm, for charts that are on this machine (default: helm on PATH)")
    .action(async (path: string, options: Omit<previewModule.PreviewOptions, "color" | "width">) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- loads Pulumi, which takes longer than all of --help
      const { preview } = require("./preview") as typeof previewModule;
      const { color, width } = streams;
      streams.out(`${await preview(path, { ...options, color, width })}\n\nNext:\n  pulumi up\n`);
    });
  runsProgram(program.command("render"))
    .description("Write the Kubernetes manifests of a program, charts included, a file each.")
    .requiredOption("-o, --out <directory>", "where the manifests go; files of an earlier run are replaced")
    .option("--helm <path>", "helm (default: helm on PATH)")
    .option("--skip-charts", "leave Helm charts out")
    .option("--placeholders", "write placeholders for values that are known only after a deployment")
    .action(async (path: string, options: renderModule.RenderOptions) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- loads Pulumi, which takes longer than all of --help
      const { render } = require("./render") as typeof renderModule;
      streams.out(`${await render(path, options)}\n`);
    });
  return program;
}

/** What all commands that run a program take. */
function runsProgram(command: Command): Command {
  return command
    .argument("<program>", "directory of a Pulumi project, or a .js or .ts file")
    .option("-s, --stack <name>", "name of the stack; Pulumi.<name>.yaml is read if it is there", "dev")
    .option("-c, --config <key=value>", "configuration of the program; may be given again", keyValue)
    .option("--verbose", "show where an error came from");
}

function keyValue(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new InvalidArgumentError("Give a key and a value: --config size=3");
  return { ...previous, [key]: value };
}

function failure(error: Error, verbose: boolean): string {
  const next =
    error instanceof Problem && error.next.length > 0 ? ["", "Next:", ...error.next.map((step) => `  ${step}`)] : [];
  return [`error: ${error.message}`, ...(verbose ? [error.stack ?? ""] : []), ...next].join("\n");
}

function version(): string {
  // From lib/cli and from dist/cli alike.
  const file = join(__dirname, "..", "..", "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
