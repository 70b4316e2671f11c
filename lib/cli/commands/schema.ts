/** `spark-platform schema`. */

import type { Command } from "commander";

import { IssueList } from "../../plan/issue";
import type * as readModule from "../options/read";
import { Misuse } from "../problem";
import type * as schemasModule from "../schemas";
import type { Session } from "./answering";

export function addSchema(program: Command, { streams }: Session): void {
  program
    .command("schema")
    .description("Print the JSON Schema of what a command prints with --json.")
    .argument("<command...>", "the command, such as size or conf check")
    .action((words: string[]) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- schemas are not needed for --help
      const { commandsWithSchema, jsonSchemaOf } = require("../schemas") as typeof schemasModule;
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- as above
      const { readOneOf } = require("../options/read") as typeof readModule;
      const issues = new IssueList();
      const command = readOneOf(words.join(" "), "command", commandsWithSchema, issues);
      if (command === undefined) throw new Misuse(issues.all);
      streams.out(`${JSON.stringify(jsonSchemaOf(command), undefined, 2)}\n`);
    });
}
