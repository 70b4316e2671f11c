/** What the plan of a platform on S3 says of object storage, as Spark is told. */

import { planEksCluster } from "../../../lib/clusters/aws";
import type { SparkMinor } from "../../../lib/plan/spark/registry/minors";
import { planPlatform } from "../../../lib/plan/plan-platform";
import { sparkVersions } from "../../../scripts/spark-registry/versions";

const ofStorage = /^spark\.(hadoop\.|decommission\.|storage\.decommission\.|sql\.(sources\.commit|parquet\.output))/;

/** Of a cluster with a spot pool, whose images hold Spark's module for object stores. */
export function plannedStorage(minor: SparkMinor, fallbackStorage?: string): Record<string, string> {
  const { configuration } = planPlatform({
    name: "lake",
    cluster: planEksCluster("analytics", { region: "us-east-1", identity: "irsa" }),
    spark: { version: sparkVersions[minor], image: "registry.example.com/spark:s3a", hadoopCloud: true },
    ...(fallbackStorage !== undefined && { shuffle: { fallbackStorage } }),
  });
  return Object.fromEntries(
    configuration.flatMap(({ key, value }) => (ofStorage.test(key) && typeof value === "string" ? [[key, value]] : [])),
  );
}
