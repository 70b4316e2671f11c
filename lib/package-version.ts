/** The version of this package, by which one part of it names another. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

export function packageVersion(): string {
  // From lib and from dist alike.
  const file = join(__dirname, "..", "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
