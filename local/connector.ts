/** The connector to S3 that images of Spark have, as far as its jars are published. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { jarsOf } from "../lib/images/connectors";
import { pom } from "../lib/images/pom";
import type { SparkMinor } from "../lib/plan/spark/registry/minors";
import { run } from "./run";

/** The newest module for committers that is published, by its Scala; it uses what has stayed the same in later versions of Spark. */
const hadoopCloud: Record<string, string> = { "2.12": "3.5.8", "2.13": "4.1.1" };

/** The Maven project that gets it. */
export function connectorProject(version: string, minor: SparkMinor): string {
  const published = jarsOf(version, minor, ["s3a"]).map((jar) =>
    jar.replace(/(:spark-hadoop-cloud_(.*)):.*$/, (_, name: string, scala: string) => `${name}:${hadoopCloud[scala]}`),
  );
  return pom(published);
}

/** Puts its jars into `jars` of the folder. Needs mvn. */
export async function getConnector(project: string, folder: string): Promise<void> {
  await writeFile(join(folder, "pom.xml"), project);
  await run("mvn", ["--quiet", "--batch-mode", "dependency:copy"], { cwd: folder });
}
