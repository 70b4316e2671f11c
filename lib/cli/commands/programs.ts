/** The commands that run a program: `preview` and `render`. */

import { type Command, InvalidArgumentError } from "commander";

import type * as previewModule from "../preview";
import type * as renderModule from "../render";
import type { Session } from "./answering";

export function addPreview(program: Command, { streams }: Session): void {
  runsProgram(program.command("preview"), "<program>")
    .description("Show sizes, packing, configuration, cost and resources of a program; needs no cloud and no network.")
    .option("-o, --out <directory>", "where the page and the manifests go", "out")
    .option("--helm <path>", "helm, for charts that are on this machine (default: helm on PATH)")
    .action(async (path: string, options: Omit<previewModule.PreviewOptions, "color" | "width">) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- loads Pulumi, which takes longer than all of --help
      const { preview } = require("../preview") as typeof previewModule;
      const { color, width } = streams;
      streams.out(`${await preview(path, { ...options, color, width })}\n\nNext:\n  pulumi up\n`);
    });
}

export function addRender(program: Command, { streams }: Session): void {
  runsProgram(program.command("render"), "<program>")
    .description("Write the Kubernetes manifests of a program, charts included, a file each.")
    .requiredOption("-o, --out <directory>", "where the manifests go; files of an earlier run are replaced")
    .option("--helm <path>", "helm (default: helm on PATH)")
    .option("--skip-charts", "leave Helm charts out")
    .option("--placeholders", "write placeholders for values that are known only after a deployment")
    .action(async (path: string, options: renderModule.RenderOptions) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- loads Pulumi, which takes longer than all of --help
      const { render } = require("../render") as typeof renderModule;
      streams.out(`${await render(path, options)}\n`);
    });
}

/** What all commands that run a program take. */
export function runsProgram(command: Command, argument: "<program>" | "[program]"): Command {
  return command
    .argument(argument, "directory of a Pulumi project, or a .js or .ts file")
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
