/** Runs the command line as a terminal would, and hands back what it said. */

import { main } from "../../lib/cli/main";
import { commandsWithSchema, schemaOf } from "../../lib/cli/schemas";

export interface Said {
  code: number;
  out: string;
  err: string;
}

/** @param call as one types it after `spark-platform`; no argument holds a space */
export async function run(call: string, input = ""): Promise<Said> {
  let out = "";
  let err = "";
  const code = await main(call.split(" "), {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    input: () => input,
    color: false,
    width: 100,
  });
  return { code, out, err };
}

/**
 * Runs a command with --json and reads its answer by the schema of the command, which refuses what it does not know.
 * @typeParam Data the answer that the schema describes
 */
export async function runJson<Data>(call: string, input = ""): Promise<{ code: number; data: Data }> {
  const { code, out, err } = await run(`${call} --json`, input);
  if (err !== "") throw new Error(err);
  const command = commandsWithSchema.find((name) => call.startsWith(name));
  if (command === undefined) throw new Error(`no schema for ${call}`);
  return { code, data: schemaOf(command).parse(JSON.parse(out)) as Data };
}
