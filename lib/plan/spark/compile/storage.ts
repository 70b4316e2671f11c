/** Configuration that the file systems of a cluster need, and the versions of Spark that can do with it. */

import type { ClusterPlan } from "../../cluster";
import type { IssueList } from "../../issue";
import type { PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";
import { defaultSparkVersion, isAtLeast, type SparkVersion } from "../versions";

export function storageEntries({ cluster, version }: ConfigurationContext): PlannedEntry[] {
  return cluster.storage.configuration.map(({ key, value, reason, since, older }) => ({
    key,
    value: older !== undefined && !isAtLeast(version, older.before) ? older.value : value,
    ...{ reason, source: "cluster" },
    ...(since !== undefined && { since: since.spark }),
  }));
}

/**
 * Adds an issue for each key of the cluster's storage that images of this Spark version can't do with.
 * @param ownConf the user's configuration: a value of one's own is for an image of one's own
 */
export function checkStorageVersion(
  version: SparkVersion,
  path: string,
  { storage }: ClusterPlan,
  ownConf: Record<string, unknown>,
  issues: IssueList,
): void {
  for (const { key, since } of storage.configuration) {
    if (since === undefined || isAtLeast(version, since.spark) || key in ownConf) continue;
    issues.add({
      path,
      value: version.text,
      problem: since.because,
      allowed: `Spark ${since.spark} and later, or an image with libraries of its own and sparkConf[${JSON.stringify(key)}] to go with them`,
      change: `Use ${defaultSparkVersion}, or set that key to what the image's own libraries take.`,
    });
  }
}
