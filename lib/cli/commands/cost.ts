/** `spark-platform cost`. */

import type { Command } from "commander";

import type * as machineCostModule from "../answers/machine-cost";
import type * as programCostModule from "../answers/program-cost";
import { Misuse } from "../problem";
import type { RunOptions } from "../run-program";
import { print, type Session } from "./answering";
import { addNodeOptions, addShapeOptions, nodeOptionNames } from "./node-options";
import { runsProgram } from "./programs";

type Options = machineCostModule.MachineCostOptions & RunOptions & { json?: true };

export function addCost(program: Command, session: Session): void {
  const command = runsProgram(program.command("cost"), "[program]")
    .description("Price a program's platforms; or, without a program, machine types and the executors on them.")
    .option("--nodes <n>", "nodes of the machine type (default: 1)")
    .option("--capacity <capacity>", "on-demand or spot (default: on-demand)");
  addShapeOptions(addNodeOptions(command))
    .option("--json", "print JSON; its schema: spark-platform schema cost")
    .addHelpText(
      "after",
      `
Exit codes: 0 priced, 1 the program's plan is refused (by its budget, for example) or no executor fits, 2 wrong usage.

  $ spark-platform cost .
  $ spark-platform cost --cloud aws --machine m7g.4xlarge --nodes 10 --capacity spot
`,
    )
    .action(async (path: string | undefined, options: Options) => {
      if (path === undefined) priceMachines(options, session);
      else await priceProgram(path, options, session);
    });
}

function priceMachines(options: Options, session: Session): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the catalogue is not needed for --help
  const { machineCost } = require("../answers/machine-cost") as typeof machineCostModule;
  print(session, machineCost(options), options);
}

async function priceProgram(path: string, options: Options, session: Session): Promise<void> {
  if (nodeOptionNames.some((name) => options[name] !== undefined)) {
    throw new Misuse([
      {
        path: "program",
        value: path,
        problem: "is given together with options of a node, and a program has its own nodes",
        allowed: "a program, or a machine type",
        change: "Leave one of them out.",
      },
    ]);
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loads Pulumi, which takes longer than all of --help
  const { programCost } = require("../answers/program-cost") as typeof programCostModule;
  print(session, await programCost(path, options), options);
}
