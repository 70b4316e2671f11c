/** What the pages show of the command line, as it says it now. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { main } from "../../lib/cli/main";
import { commandsWithSchema, jsonSchemaOf } from "../../lib/cli/schemas";

const repository = resolve(__dirname, "../..");
const folder = join(repository, "docs/command-line");

export const pagePath = join(repository, "docs/command-line.md");
/** Pages that show sections of a preview. */
export const excerptPaths = [join(repository, "README.md"), join(repository, "docs/aws.md")];

export const picturePath = join(folder, "nodes.svg");

export function schemaPath(command: string): string {
  return join(folder, "schemas", `${command.replaceAll(" ", "-")}.json`);
}

/** A call in one block, what it prints in the next. */
const example = /(^```bash\nnpx spark-platform (.*)\n```\n\n```text\n)[\s\S]*?(^```$)/gm;

/** docs/command-line.md with what each of its examples prints, in a terminal of 100 columns. */
export async function pageWithOutputs(): Promise<string> {
  const page = readFileSync(pagePath, "utf8");
  const calls = [...page.matchAll(example)].map(([, , call = ""]) => call);
  const outputs: string[] = [];
  for (const call of calls) outputs.push(await outputOf(call));
  return page.replace(example, (_, before: string, _call, after: string) => before + outputs.shift() + after);
}

const excerpt = /(`npx spark-platform preview docs\/programs\/aws\.ts`[^\n]*\n\n```text\n)([\s\S]*?)(^```$)/m;

/** A page with the sections that it shows of the preview of docs/programs/aws.ts; a section is known by its first line. */
export async function pageWithExcerpt(path: string): Promise<string> {
  const page = readFileSync(path, "utf8");
  const printed = await (preview ??= previewSections());
  return page.replace(excerpt, (_, before: string, shown: string, after: string) => {
    const sections = shown.trimEnd().split("\n\n").map(titleOf);
    return `${before}${sections.map((title) => printed.find((one) => titleOf(one) === title) ?? title).join("\n\n")}\n${after}`;
  });
}

/** A program is loaded once in a process, so all pages share one preview. */
let preview: Promise<string[]> | undefined;

async function previewSections(): Promise<string[]> {
  const out = mkdtempSync(join(tmpdir(), "preview-"));
  const printed = await outputOf(`preview ${join(repository, "docs/programs/aws.ts")} --out ${out}`);
  rmSync(out, { recursive: true });
  return printed.split("\n\n");
}

function titleOf(section: string): string {
  return section.split("\n")[0] ?? "";
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
