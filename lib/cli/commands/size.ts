/** `spark-platform size`. */

import { writeFileSync } from "node:fs";

import type { Command } from "commander";

import type * as sizeModule from "../answers/size";
import { Problem } from "../problem";
import { print, type Session } from "./answering";
import { addNodeOptions, addShapeOptions } from "./node-options";

interface Options extends sizeModule.SizeOptions {
  svg?: string;
  json?: true;
}

export function addSize(program: Command, session: Session): void {
  const command = program
    .command("size")
    .description("Find the best executors for a machine type: shape, packing, price and the Spark keys to set.");
  addShapeOptions(addNodeOptions(command))
    .option("--role <role>", "executor or driver (default: executor)")
    .option("--svg <file>", "write a picture of the full node; - for the standard output, without the tables")
    .option("--json", "print JSON; its schema: spark-platform schema size")
    .addHelpText(
      "after",
      `
Exit codes: 0 a shape fits, 1 none does, 2 wrong usage.

  $ spark-platform size --cloud aws --machine m7g.4xlarge --cores 4
`,
    )
    .action((options: Options) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the catalogue is not needed for --help
      const { size } = require("../answers/size") as typeof sizeModule;
      const answer = size(options);
      if (options.svg === "-" && answer.picture !== undefined) session.streams.out(answer.picture());
      else print(session, withPicture(answer, options), options);
    });
}

/** Writes the picture where one is asked for, and says so. */
function withPicture(answer: sizeModule.SizedAnswer, { svg, json }: Options): sizeModule.SizedAnswer {
  if (svg === undefined || svg === "-" || answer.picture === undefined) return answer;
  try {
    writeFileSync(svg, answer.picture());
  } catch (error) {
    throw new Problem(`can't write ${svg}: ${(error as Error).message}`);
  }
  return json === true ? answer : { ...answer, next: [`open ${svg} in a browser`, ...answer.next.slice(0, 1)] };
}
