/** The lowest layer: the distribution of this machine with Java and Python, made by mmdebstrap from the machine's own mirrors. */

import { readFileSync } from "node:fs";

import { type Progress } from "../../progress";
import { run } from "../../run";
import { cachedImageFile, keyed } from "./layers";

/** Java 17 is what Spark 3.5 to 4.3 run on; tini and ps are what Spark's own images have; executors' memory is read by pgrep. */
const packages = ["openjdk-17-jre-headless", "tini", "procps", "python3", "ca-certificates"];

/** User and group of Spark's own images. Without an entry for it spark-submit fails: it finds no home. */
const user = "spark:x:185:185::/opt/spark/work-dir:/bin/bash";

/** @throws CommandFailed where the machine's mirrors can't be reached */
export async function baseLayer(progress: Progress): Promise<string> {
  const release = readFileSync("/etc/os-release", "utf8");
  const [, codename] = /^VERSION_CODENAME=(\S+)$/m.exec(release) ?? [];
  if (codename === undefined) throw new Error("/etc/os-release names no VERSION_CODENAME");
  const name = `base-${codename}-${keyed([packages, user])}.tar`;
  const title = `Base image: ${codename} with Java and Python (about a minute, 385 MB)`;
  return cachedImageFile(name, { title, progress }, async (path) => {
    const excluded = ["man", "doc", "locale", "info"].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`);
    await run("mmdebstrap", [
      "--mode=root",
      "--variant=minbase",
      "--quiet",
      // The name of the partial file does not tell it.
      "--format=tar",
      `--include=${packages.join(",")}`,
      ...excluded,
      // Java's package makes links in there and fails without it.
      '--essential-hook=mkdir -p "$1/usr/share/man/man1"',
      `--customize-hook=echo "${user}" >> "$1/etc/passwd"`,
      '--customize-hook=echo "spark:x:185:" >> "$1/etc/group"',
      codename,
      path,
    ]);
  });
}
