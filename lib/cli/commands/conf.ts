/** `spark-platform conf check` and `spark-platform conf diff`. */

import type { Command } from "commander";

import type * as confCheckModule from "../answers/conf-check";
import type * as confDiffModule from "../answers/conf-diff";
import type * as fileModule from "../options/configuration-file";
import { print, type Session } from "./answering";

export function addConf(program: Command, session: Session): void {
  const conf = program.command("conf").description("Check Spark configuration, and see what an upgrade changes.");
  conf.helpCommand(false);
  addCheck(conf, session);
  addDiff(conf, session);
}

function addCheck(conf: Command, session: Session): void {
  conf
    .command("check")
    .description("Find unknown, outdated and contradictory settings in a file of Spark configuration.")
    .argument("<file>", "in the syntax of spark-defaults.conf, or a .yaml or .json mapping; - for the standard input")
    .option("--spark <version>", "version of Spark, 3.5 to 4.3 (default: 4.1)")
    .option("--operator", "the Spark operator submits the applications")
    .option("--storage <scheme>", "where the data lies: s3a, gs, abfss, hdfs or file")
    .option("--json", "print JSON; its schema: spark-platform schema conf check")
    .addHelpText(
      "after",
      `
Exit codes: 0 clean, or warnings only, 1 there are errors, 2 wrong usage.

  $ spark-platform conf check spark-defaults.conf --spark 4.1 --storage s3a
`,
    )
    .action((file: string, options: confCheckModule.ConfCheckOptions & { json?: true }) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the registry of keys is not needed for --help
      const { confCheck } = require("../answers/conf-check") as typeof confCheckModule;
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- as above
      const { readConfiguration } = require("../options/configuration-file") as typeof fileModule;
      const answer = confCheck(file, options, () => readConfiguration(file, session.streams));
      print(session, answer, options);
    });
}

function addDiff(conf: Command, session: Session): void {
  conf
    .command("diff")
    .description("List what changes for a configuration between two versions of Spark.")
    .argument("<from>", "version of Spark, such as 3.5")
    .argument("<to>", "a later one, such as 4.3")
    .option("--json", "print JSON, with added and internal keys; its schema: spark-platform schema conf diff")
    .addHelpText(
      "after",
      `
Exit codes: 0 done, 2 wrong usage.

  $ spark-platform conf diff 3.5 4.3
`,
    )
    .action((from: string, to: string, options: { json?: true }) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the registry of keys is not needed for --help
      const { confDiff } = require("../answers/conf-diff") as typeof confDiffModule;
      print(session, confDiff(from, to), options);
    });
}
