/** A Spark platform on an EKS cluster that is already there: node groups, storage and a registry of its own, the rest untouched. */

import * as pulumi from "@pulumi/pulumi";
import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster, readControlPlane } from "spark-platform/aws";

const clusterName = new pulumi.Config("spark-platform").get("clusterName") ?? "prod";

async function deploy() {
  const cluster = new EksCluster("analytics", { controlPlane: await readControlPlane(clusterName) });
  const platform = new SparkPlatform("analytics", { cluster });
  new SparkApplication("pi", {
    platform,
    mainClass: "org.apache.spark.examples.SparkPi",
    mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
    executors: { instances: 2 },
  });
  const { registryUrl } = cluster;
  const { accessCommand, submitCommand, applyCommand, historyServerCommand, eventLogUri } = platform;
  return { registryUrl, accessCommand, submitCommand, applyCommand, historyServerCommand, eventLogUri };
}

export const analytics = deploy();
