/** Spark 3.5 on EKS, whose stock libraries know IRSA and not Pod Identity. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", { identity: "irsa" });

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { version: "3.5.8", image: "registry.example.com/spark:3.5.8-s3a" },
});
