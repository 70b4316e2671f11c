/** What stands in docs/command-line.md and beside it, as the command line says it now. */

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { main } from "../../lib/cli/main";
import { commandsWithSchema, jsonSchemaOf } from "../../lib/cli/schemas";

const repository = resolve(__dirname, "../..");
const folder = join(repository, "docs/command-line");

export const pagePath = join(repository, "docs/command-line.md");
export const picturePath = join(folder, "nodes.svg");

export function schemaPath(command: string): string {
  return join(folder, "schemas", `${command.replace(" ", "-")}.json`);
}

/** A call in one block, what it prints in the next. */
const example = /(^```bash\nnpx spark-platform (.*)\n```\n\n```text\n)[\s\S]*?(^```$)/gm;

/** The page with what each of its examples prints, in a terminal of 100 columns. */
export async function pageWithOutputs(): Promise<string> {
  const page = readFileSync(pagePath, "utf8");
  const calls = [...page.matchAll(example)].map(([, , call = ""]) => call);
  const outputs: string[] = [];
  for (const call of calls) outputs.push(await outputOf(call));
  return page.replace(example, (_, before: string, _call, after: string) => before + outputs.shift() + after);
}

export function examplePicture(): Promise<string> {
  return outputOf("size --cloud aws --machine m7g.4xlarge --svg -");
}

export function schemas(): { path: string; schema: object }[] {
  return commandsWithSchema.map((command) => ({ path: schemaPath(command), schema: jsonSchemaOf(command) }));
}

async function outputOf(call: string): Promise<string> {
  let said = "";
  const say = (text: string) => void (said += text);
  await main(call.split(" "), { out: say, err: say, color: false, width: 100 });
  return said;
}
