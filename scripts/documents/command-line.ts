/** Writes what the command line says now into docs/command-line.md, the picture beside it, and the published schemas. */

import { writeFileSync } from "node:fs";

import { format } from "prettier";

import { examplePicture, pagePath, pageWithOutputs, picturePath, schemas } from "./outputs";

async function write(): Promise<void> {
  writeFileSync(pagePath, await pageWithOutputs());
  writeFileSync(picturePath, await examplePicture());
  for (const { path, schema } of schemas()) {
    writeFileSync(path, await format(JSON.stringify(schema), { parser: "json", printWidth: 120 }));
  }
}

void write();
