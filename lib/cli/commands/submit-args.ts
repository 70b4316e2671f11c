/** `spark-platform submit-args`. */

import type { Command } from "commander";

import type * as submitArgsModule from "../answers/submit-args";
import type { SubmitArgsOptions } from "../options/submit-options";
import { print, type Session } from "./answering";
import { runsProgram } from "./programs";

export function addSubmitArgs(program: Command, session: Session): void {
  runsProgram(program.command("submit-args"), "<program>")
    .argument("[application...]", "after --: the file to run, and its arguments")
    .description("Print the spark-submit command of an application on the platform that a program declares.")
    .option("--platform <name>", "which, where the program declares several")
    .option("-n, --namespace <name>", "one of the platform's namespaces (default: the first)")
    .option("--mode <mode>", "cluster, from anywhere; or client, in a pod of the namespace (default: cluster)")
    .option("--executor-size <name>", "one of the platform's executorSizes (default: the platform's executors)")
    .option("--name <name>", "of the application (default: the file's)")
    .option("--class <class>", "to run, of a jar")
    .option("-o, --out <directory>", "writes the pod templates there, as the command names them")
    .option("--json", "print JSON; its schema: spark-platform schema submit-args")
    .addHelpText(
      "after",
      `
Exit codes: 0 printed, 1 the program can't be run or declares no platform, 2 wrong usage.

  $ spark-platform submit-args . --out submit -- s3a://company-code/report.py 2026-11-01
  $ spark-platform submit-args . --mode client --executor-size small --out submit -- local:///opt/app/report.py
`,
    )
    .action(async (path: string, application: string[], options: SubmitArgsOptions & { json?: true }) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- loads Pulumi, which takes longer than all of --help
      const { submitArgs } = require("../answers/submit-args") as typeof submitArgsModule;
      print(session, await submitArgs(path, application, options), options);
    });
}
