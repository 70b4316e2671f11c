/** `spark-platform machines`. */

import type { Command } from "commander";

import type * as machinesModule from "../answers/machines";
import { print, type Session } from "./answering";

export function addMachines(program: Command, session: Session): void {
  program
    .command("machines")
    .description("List the machine types that are known, cheapest vCPU first.")
    .option("--cloud <cloud>", "aws, gcp or azure (default: all)")
    .option("--min-vcpu <n>", "no fewer vCPU")
    .option("--max-vcpu <n>", "no more vCPU")
    .option("--min-memory <amount>", "no less memory, such as 64Gi")
    .option("--max-memory <amount>", "no more memory")
    .option("--nvme", "only with local disks")
    .option("--arch <architecture>", "amd64 or arm64")
    .option("--family <name>", "such as m7g, n2-standard or Dds_v5")
    .option("--accelerator [name]", "only with GPUs, or with those whose name has this in it")
    .option("--max-price <dollars>", "no more US dollars per hour, on demand")
    .option("--json", "print JSON; its schema: spark-platform schema machines")
    .addHelpText(
      "after",
      `
Exit codes: 0 some machine types match, 1 none does, 2 wrong usage.

  $ spark-platform machines --min-memory 64Gi --nvme
`,
    )
    .action((options: machinesModule.MachinesOptions & { json?: true }) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the catalogue is not needed for --help
      const { machines } = require("../answers/machines") as typeof machinesModule;
      print(session, machines(options), options);
    });
}
