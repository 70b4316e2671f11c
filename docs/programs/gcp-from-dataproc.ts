/** A Dataproc cluster with an autoscaling policy and a Spark SQL job, as it is here. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { GkeCluster } from "spark-platform/gcp";

const cluster = new GkeCluster("analytics", {
  region: "europe-west1",
  sparkPools: [
    { name: "drivers", machineTypes: ["n2d-standard-4"], runs: ["driver"], maxNodes: 5 },
    {
      name: "spot",
      capacity: "spot",
      machineTypes: ["n2d-highmem-16", "n2-highmem-16"],
      runs: ["executor"],
      maxNodes: 40,
    },
    { name: "on-demand", machineTypes: ["n2d-highmem-16"], runs: ["executor"], maxNodes: 10 },
  ],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-gcs", hadoopCloud: true },
  dataAccess: [
    { uri: "gs://example-lake/sales", access: "read" },
    { uri: "gs://example-lake/reports", access: "write" },
  ],
});

export const report = new SparkApplication("daily-report", {
  platform,
  type: "SQL",
  mainApplicationFile: {
    fileName: "report.sql",
    text: `
      CREATE TEMPORARY VIEW sales USING parquet OPTIONS (path 'gs://example-lake/sales');
      INSERT OVERWRITE DIRECTORY 'gs://example-lake/reports' USING parquet
        SELECT region, sum(amount) FROM sales WHERE day = :day GROUP BY region;
    `,
  },
  arguments: ["day=2026-11-01"],
  executors: { max: 40 },
  restartPolicy: { type: "OnFailure", retries: 3 },
});
