/** Finds out whether a released Spark can be run on an object store on this machine: its connector to S3, and a store. */

import { join } from "node:path";

import type { SparkMinor } from "../../lib/plan/spark/registry/minors";
import { connectorProject, getConnector } from "../../local/connector";
import type { Progress } from "../../local/progress";
import { ensureTools } from "../../local/tools";
import { which } from "../../local/tools/find";
import { messageOf } from "../../local/user-error";
import { cached } from "../spark-registry/jars";
import { sparkVersions } from "../spark-registry/versions";

export interface SparkStorage {
  /** Folder of the jars that an image with the connector to S3 has beside Spark's. */
  connector: string;
  /** Path of the object store's program. */
  store: string;
}

/** Both are got where they are not in the cache: 14 MB of jars, and a build of about two minutes; or why they are not there. */
export async function findSparkStorage(
  minor: SparkMinor,
  progress: Progress,
): Promise<SparkStorage | { missing: string }> {
  if ((await which("mvn")) === undefined) return { missing: "mvn is not on PATH" };
  try {
    const { versitygw } = await ensureTools(["versitygw"], progress);
    return { connector: await connectorJars(minor, progress), store: versitygw };
  } catch (error) {
    return { missing: messageOf(error) };
  }
}

async function connectorJars(minor: SparkMinor, progress: Progress): Promise<string> {
  const version = sparkVersions[minor];
  const folder = await cached(`s3a-${version}`, `Connector of Spark ${version} to S3`, progress, (partial) =>
    getConnector(connectorProject(version, minor), partial),
  );
  return join(folder, "jars");
}
