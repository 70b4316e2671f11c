/** A Spark platform on a GKE cluster that is already there: node pools, storage and a registry of its own, the rest untouched. */

import * as pulumi from "@pulumi/pulumi";
import { SparkApplication, SparkPlatform } from "spark-platform";
import { GkeCluster, readControlPlane } from "spark-platform/gcp";

const clusterName = new pulumi.Config("spark-platform").get("clusterName") ?? "prod";
const location = new pulumi.Config("gcp").get("region") ?? "us-central1";

async function deploy() {
  const controlPlane = await readControlPlane(clusterName, { location });
  const cluster = new GkeCluster("analytics", { controlPlane });
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
