/**
 * Generates lib/plan/spark/registry/{spark,hadoop,celeborn}.json: the configuration keys of each minor version of Spark with
 * type, default and what became of them, those of Hadoop's S3A and ABFS connectors, and those of Celeborn's client.
 *
 * Run it with `npx tsx scripts/spark-registry/main.ts` (needs python3 with pip, tar, mvn and a JDK of 17 or later; downloads
 * 2.3 GB into the user's cache once), then read the diff. Nothing of Spark is copied but facts: names, types, defaults,
 * versions. How a type is found: the key's own converter is given values, and what it makes of them tells (java/Probe.java).
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createProgress } from "../../local/progress";
import { type SparkMinor, sparkMinors } from "../../lib/plan/spark/registry/minors";
import type { KeyRow } from "../../lib/plan/spark/registry/rows";
import { ask, compile } from "./ask";
import { parseEntries, parseRetired } from "./facts";
import { connectorKeys, connectorsOf, hadoopEntries, hadoopVersion } from "./hadoop";
import { mavenJars, sparkJars } from "./jars";
import { mergeVersions, type VersionFacts } from "./merge";
import { celeborn, sparkVersions } from "./versions";

const target = join(__dirname, "../../lib/plan/spark/registry");
const sparkKeys = String.raw`spark\.[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*`;

/** Of Celeborn's keys those of its servers are left out; a client needs to know where the masters are. */
const serverKeys = /^celeborn\.(<|worker\.|test\.|dynamicConfig\.|master\.(?!endpoints$|host$|port$))/;

async function main(): Promise<void> {
  const progress = createProgress();
  const classes = mkdtempSync(join(tmpdir(), "spark-registry-"));
  try {
    await compile(classes);
    const spark = {} as Record<SparkMinor, VersionFacts>;
    const hadoop = {} as Record<SparkMinor, VersionFacts>;
    for (const minor of sparkMinors) {
      const jars = await sparkJars(sparkVersions[minor], progress);
      await progress.step(`Asking Spark ${sparkVersions[minor]}`, async () => {
        spark[minor] = {
          entries: parseEntries(await ask(classes, [jars], ["entries", registry("spark"), "spark-"])),
          retired: parseRetired(await ask(classes, [jars], ["deprecated"])),
          named: (await ask(classes, [jars], ["constants", sparkKeys, "spark-"])) as string[],
        };
      });
      const version = hadoopVersion(await readdir(jars));
      const connectors = await mavenJars(`hadoop-${version}`, connectorsOf(version), progress);
      const [defaults] = await ask(classes, [jars], ["resource", "core-default.xml"]);
      const constants = await ask(classes, [connectors], ["constants", connectorKeys, "hadoop-"]);
      hadoop[minor] = { entries: hadoopEntries(defaults, constants), retired: [], named: [] };
    }
    write("spark", mergeVersions(spark));
    write("hadoop", mergeVersions(hadoop));

    const client = await mavenJars("celeborn", [celeborn.artifact], progress);
    const scala = await sparkJars(sparkVersions[celeborn.scala], progress);
    const found = parseEntries(
      await ask(classes, [client, scala], ["entries", registry("celeborn.common"), "celeborn-"]),
    );
    const entries = found
      .filter(({ name }) => !serverKeys.test(name))
      .map((entry) => ({ ...entry, name: `spark.${entry.name}`, alternatives: [] }));
    const everywhere = sparkMinors.map((minor) => [minor, { entries, retired: [], named: [] }]);
    write("celeborn", mergeVersions(Object.fromEntries(everywhere) as Record<SparkMinor, VersionFacts>));
  } finally {
    rmSync(classes, { recursive: true });
  }
}

function registry(project: string): string {
  return `org.apache.${project}.internal.config.ConfigEntry`;
}

/** A key a line, so that a diff shows keys. */
function write(name: string, rows: readonly KeyRow[]): void {
  const lines = rows.map((row) => JSON.stringify(row));
  writeFileSync(join(target, `${name}.json`), `[\n${lines.join(",\n")}\n]\n`);
  console.log(`${name}: ${rows.length} keys`);
}

void main();
