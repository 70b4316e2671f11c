/** Files that a job writes appear at its end or not at all: the committer of the store, from an image that holds it. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  sparkPools: [{ name: "spark", machineTypes: ["m7i.4xlarge"], maxNodes: 10 }],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { version: "4.1.1", image: "registry.example.com/spark:4.1.1-s3a", hadoopCloud: true },
  dataAccess: [{ uri: "s3a://example-lake/tables", access: "write" }],
});

export const daily = new SparkApplication("daily", { platform, mainApplicationFile: "s3a://example-jobs/daily.py" });
