/** What a folder holds, as one hash: an image of it gets another tag when a file in it is another. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Hash of the names and contents of all files in a folder and those below it.
 * @throws when it can't be read
 */
export function hashOfFolder(folder: string): string {
  const hash = createHash("sha256");
  for (const file of filesIn(folder, "")) {
    const content = readFileSync(join(folder, file));
    hash.update(JSON.stringify([file, content.length])).update(content);
  }
  return hash.digest("hex");
}

/** In an order that does not depend on the file system; with `/` on every operating system. */
function filesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesIn(root, path) : [path];
    });
}
