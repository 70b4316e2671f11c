/** A nightly EMR cluster with one step, as it is here. */

import { ScheduledSparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 5 },
    {
      name: "spot",
      capacity: "spot",
      machineTypes: ["r6i.4xlarge", "r6a.4xlarge", "r5.4xlarge"],
      runs: ["executor"],
      maxNodes: 20,
    },
    { name: "on-demand", machineTypes: ["r6i.4xlarge"], runs: ["executor"], maxNodes: 20 },
  ],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-report", hadoopCloud: true },
  dataAccess: [
    { uri: "s3a://example-code", access: "read" },
    { uri: "s3a://example-lake/sales", access: "read" },
    { uri: "s3a://example-lake/reports", access: "write" },
  ],
});

export const report = new ScheduledSparkApplication("daily-report", {
  platform,
  schedule: "0 3 * * *",
  mainApplicationFile: "s3a://example-code/report.py",
  arguments: ["--target", "s3a://example-lake/reports"],
  deps: { pyFiles: ["s3a://example-code/helpers.zip"] },
  executors: { max: 60 },
  sparkConf: { "spark.sql.shuffle.partitions": "400" },
  restartPolicy: { type: "OnFailure", retries: 1 },
  timeLimitSeconds: 4 * 3600,
});
