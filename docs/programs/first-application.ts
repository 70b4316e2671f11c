/** A platform and the first application on it: a Python file of this machine. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";
import { SparkImage } from "spark-platform/images";

const cluster = new EksCluster("analytics", {
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m7a.4xlarge"], maxNodes: 40 },
  ],
});

const image = new SparkImage("analytics", { cluster });

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: image.spark,
  dataAccess: [
    { uri: "s3a://example-orders", access: "read" },
    { uri: "s3a://example-reports", access: "write" },
  ],
});

const report = new SparkApplication("report", {
  platform,
  mainApplicationFile: { file: "docs/jobs/report.py" },
  arguments: ["s3a://example-orders/", "s3a://example-reports/orders", "2026-11-01"],
  executors: { max: 10 },
});

export const { accessCommand, historyServerCommand } = platform;
export const { statusCommand, logsCommand } = report;
