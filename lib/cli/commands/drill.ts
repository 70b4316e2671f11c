/** `spark-platform drill spot`. */

import type { Command } from "commander";

import type * as clockModule from "../../drill/clock";
import type * as drillSpotModule from "../answers/drill-spot";
import { print, type Session } from "./answering";
import { type AccessOptions, addAccessOptions, connected, untilSignal } from "./cluster-access";
import { again } from "./node-options";

interface Options extends drillSpotModule.DrillSpotOptions, AccessOptions {
  json?: true;
}

export function addDrill(program: Command, session: Session): void {
  const drill = program.command("drill").description("Rehearse a failure on a running application.");
  drill.helpCommand(false);
  const spot = drill
    .command("spot")
    .description("Take a spot node with executors away as the cloud would; report what was lost and when it was back.")
    .option("--namespace <name>", "where to look for running applications; may be given again", again)
    .option("--application <name>", "name or id of the application (default: any that runs)")
    .option("--notice <seconds>", "between notice and loss (default: what the node's cloud gives, 120 or 30)")
    .option("--recovery <seconds>", "most seconds to wait for the executors after the loss (default: 600)")
    .option("--any-capacity", "take a node as well that no label calls spot")
    .option("--dry-run", "only say what would be taken");
  addAccessOptions(spot)
    .option("--json", "print JSON; its schema: spark-platform schema drill spot")
    .addHelpText(
      "after",
      `
Exit codes: 0 the application recovered, 1 it did not or there is nothing to drill, 2 wrong usage.

  $ spark-platform drill spot --namespace spark-jobs --dry-run
  $ spark-platform drill spot --namespace spark-jobs --application nightly --json > drill.json
`,
    )
    .action((options: Options) => drillSpot(options, session));
}

async function drillSpot(options: Options, session: Session): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not needed for --help
  const { drillSpot, readDrillOptions } = require("../answers/drill-spot") as typeof drillSpotModule;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as above
  const { systemClock } = require("../../drill/clock") as typeof clockModule;
  const drillOptions = readDrillOptions(options);
  const api = await connected(options);
  const { streams } = session;
  const answer = await untilSignal((signal) =>
    drillSpot(drillOptions, { api, clock: systemClock, signal, say: (line) => streams.err(`${line}\n`) }),
  );
  print(session, answer, options);
}
