/** Configuration of how data is written, and what is safe to set without a secret. */

import type { ClusterPlan } from "../cluster";
import type { IssueList } from "../issue";
import type { ConfigurationEntry } from "./configuration";
import type { ConfigurationContext } from "./context";
import { defaultSparkVersion, isAtLeast, type SparkVersion } from "./versions";

/**
 * Nothing here names an S3A committer. From 4.1 Spark turns the magic committer on by itself where the image holds
 * spark-hadoop-cloud (SparkContext.enableMagicCommitterIfNeeded); without that module `fs.s3a.committer.name=magic` makes
 * formats other than Parquet write straight to their destination, where a failed task's output stays.
 */
export function storageEntries({ cluster }: ConfigurationContext): ConfigurationEntry[] {
  return [
    ...cluster.storage.configuration.map(({ key, value, reason }) => ({ key, value, reason, source: "cluster" })),
    {
      key: "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version",
      value: "1",
      reason:
        "Version 2 is faster and may leave the output of failed tasks behind; it matters only where no committer of the " +
        "object store is at work.",
      source: "MAPREDUCE-7282",
    },
    {
      key: "spark.network.crypto.cipher",
      value: "AES/GCM/NoPadding",
      reason: "Takes effect where RPC encryption is turned on: Spark's own default does not notice altered traffic.",
      source: "CVE-2025-55039",
    },
  ];
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
