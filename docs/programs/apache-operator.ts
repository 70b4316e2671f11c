/** A platform with the Apache operator, and an application on it that says nothing of operators. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", { kubernetesVersion: "1.35" });

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { version: "4.1.1", image: "registry.example.com/spark:4.1.1-s3a" },
  operator: { kind: "apache" },
});

const report = new SparkApplication("report", {
  platform,
  mainApplicationFile: "local:///opt/app/report.py",
  executors: { max: 10 },
  restartPolicy: { type: "OnFailure", retries: 2 },
});

export const { statusCommand, logsCommand } = report;
