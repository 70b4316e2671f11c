/** Configuration of how data is written, and what is safe to set without a secret. */

import type { ConfigurationEntry } from "./configuration";
import type { ConfigurationContext } from "./context";

/**
 * Nothing here names an S3A committer. From 4.1 Spark turns the magic committer on by itself where the image holds
 * spark-hadoop-cloud (SparkContext.enableMagicCommitterIfNeeded); without that module `fs.s3a.committer.name=magic` makes
 * formats other than Parquet write straight to their destination, where a failed task's output stays.
 */
export function storageEntries({ cluster }: ConfigurationContext): ConfigurationEntry[] {
  return [
    ...cluster.storage.configuration.map((entry) => ({ ...entry, source: "cluster" })),
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
