/** `spark-platform explain`. */

import type { Command } from "commander";

import type * as explainModule from "../answers/explain";
import { print, type Session } from "./answering";
import { addNodeOptions } from "./node-options";

export function addExplain(program: Command, session: Session): void {
  addNodeOptions(
    program.command("explain").description("Say whether a pod of Spark fits a machine type, why, and what would fit."),
  )
    .option("--cores <n>", "task slots of the executor, cores of the driver")
    .option("--memory <amount>", "heap, such as 11g")
    .option("--request-cores <amount>", "spark.kubernetes.executor.request.cores, such as 3400m (default: the cores)")
    .option("--overhead <amount>", "memoryOverhead, such as 1g (default: what Spark computes)")
    .option("--off-heap <amount>", "spark.memory.offHeap.size (default: none)")
    .option("--pyspark-memory <amount>", "spark.executor.pyspark.memory (default: none)")
    .option("--kind <kind>", "jvm, pyspark or off-heap; decides the overhead (default: jvm)")
    .option("--role <role>", "executor or driver (default: executor)")
    .option("--json", "print JSON; its schema: spark-platform schema explain")
    .addHelpText(
      "after",
      `
Exit codes: 0 it fits every machine type, 1 it does not, 2 wrong usage.

  $ spark-platform explain --cloud aws --machine m7g.4xlarge --cores 4 --memory 14g
`,
    )
    .action((options: explainModule.ExplainOptions & { json?: true }) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the catalogue is not needed for --help
      const { explain } = require("../answers/explain") as typeof explainModule;
      print(session, explain(options), options);
    });
}
