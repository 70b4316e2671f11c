/** Writes what the command line says now into the pages that show it, the picture, and the published schemas. */

import { writeFileSync } from "node:fs";

import { format } from "prettier";

import {
  examplePicture,
  excerptPaths,
  pagePath,
  pageWithExcerpt,
  pageWithOutputs,
  picturePath,
  schemas,
} from "./outputs";

async function write(): Promise<void> {
  writeFileSync(pagePath, await pageWithOutputs());
  for (const path of excerptPaths) writeFileSync(path, await pageWithExcerpt(path));
  writeFileSync(picturePath, await examplePicture());
  for (const { path, schema } of schemas()) {
    writeFileSync(path, await format(JSON.stringify(schema), { parser: "json", printWidth: 120 }));
  }
}

void write();
