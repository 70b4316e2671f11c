/** A platform on AWS, with its own network and EKS cluster. */

import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics");

const platform = new SparkPlatform("analytics", {
  cluster,
  // The stock image has no S3A connector; docs/images.md shows how to build one that has.
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
});

export const registryUrl = cluster.registryUrl;
export const { accessCommand, submitCommand, applyCommand, historyServerCommand } = platform;
