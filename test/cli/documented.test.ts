import { readFileSync, readdirSync } from "node:fs";
import { dirname } from "node:path";

import {
  examplePicture,
  excerptPaths,
  pagePath,
  pageWithExcerpt,
  pageWithOutputs,
  picturePath,
  schemaPath,
  schemas,
} from "../../scripts/documents/outputs";
import { commandsWithSchema } from "../../lib/cli/schemas";
import { run } from "./running";

// `npx tsx scripts/documents/command-line.ts` brings all of these up to date after a change that is meant.

test("every example in docs/command-line.md prints what stands there", async () => {
  expect(await pageWithOutputs()).toBe(readFileSync(pagePath, "utf8"));
});

test.each(excerptPaths)("%s shows what the preview prints", async (path) => {
  expect(await pageWithExcerpt(path)).toBe(readFileSync(path, "utf8"));
});

test("the picture in docs/command-line is what size draws", async () => {
  expect(await examplePicture()).toBe(readFileSync(picturePath, "utf8"));
});

test("the published schemas are those of the commands, and no others", () => {
  for (const { path, schema } of schemas()) expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(schema);
  const files = readdirSync(dirname(schemaPath("size")));
  expect(files).toHaveLength(schemas().length);
});

test("docs/command-line.md has an example of every command, and every option of them", async () => {
  const page = readFileSync(pagePath, "utf8");
  for (const command of [...commandsWithSchema, "schema"]) {
    expect(page).toMatch(new RegExp(`^npx spark-platform ${command} `, "m"));
    const { out } = await run(`${command} --help`);
    const options = [...out.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, option = ""]) => option);
    const missing = options.filter((option) => option !== "--help" && !page.includes(`\`${option}`));
    expect([command, missing]).toEqual([command, []]);
  }
});
