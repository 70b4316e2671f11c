/**
 * Generates lib/images/checksums.json: the SHA-512 of every jar that goes into an image, of every patch of Spark that is published.
 *
 * Run it with `npx tsx scripts/images/main.ts` (needs mvn, and network), then read the diff: a sum that was there must not change.
 * Maven checks what it gets against the repository's own checksums.
 */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { connectors, type Coordinates, fileOf, jarsOf } from "../../lib/images/connectors";
import { mavenCommand, pom } from "../../lib/images/pom";
import { type SparkMinor, sparkMinors } from "../../lib/plan/spark/registry/minors";
import { CommandFailed, run } from "../../local/run";
import { messageOf } from "../../local/user-error";
import { sparkVersions } from "../spark-registry/versions";

const target = join(__dirname, "../../lib/images/checksums.json");

/** The first patch of each minor version without a known hole. */
const firstPatch: Partial<Record<SparkMinor, number>> = { "3.5": 2 };

async function main(): Promise<void> {
  const known = JSON.parse(readFileSync(target, "utf8")) as Record<Coordinates, string>;
  const sums = { ...known };
  for (const minor of sparkMinors) {
    const last = Number(sparkVersions[minor].split(".")[2]);
    for (let patch = firstPatch[minor] ?? 0; patch <= last; patch++) {
      const missing = jarsOf(`${minor}.${patch}`, minor, connectors).filter((jar) => !(jar in sums));
      const ofSpark = missing.filter((jar) => jar.startsWith("org.apache.spark:"));
      Object.assign(sums, await checksums(missing.filter((jar) => !ofSpark.includes(jar))));
      try {
        Object.assign(sums, await checksums(ofSpark));
      } catch (error) {
        // A patch that was never released, or that the repository does not have yet.
        if (!(error instanceof CommandFailed) || !/find\/resolve artifact/.test(error.stdout)) throw error;
        console.log(`${ofSpark.join(", ")} is not there`);
      }
    }
  }
  const sorted = Object.fromEntries(Object.entries(sums).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(target, `${JSON.stringify(sorted, null, 2)}\n`);
}

async function checksums(jars: readonly Coordinates[]): Promise<Record<Coordinates, string>> {
  if (jars.length === 0) return {};
  const folder = await mkdtemp(join(tmpdir(), "spark-images-"));
  try {
    await writeFile(join(folder, "pom.xml"), pom(jars));
    const [program = "", ...args] = mavenCommand.split(" ");
    await run(program, args, { cwd: folder });
    const sumOf = (jar: Coordinates) =>
      createHash("sha512")
        .update(readFileSync(join(folder, "jars", fileOf(jar))))
        .digest("hex");
    return Object.fromEntries(jars.map((jar) => [jar, sumOf(jar)]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
