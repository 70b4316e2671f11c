/** A Spark platform on an AKS cluster that is already there: agent pools, storage and a registry of its own, the rest untouched. */

import * as pulumi from "@pulumi/pulumi";
import { SparkApplication, SparkPlatform } from "spark-platform";
import { AksCluster, readControlPlane } from "spark-platform/azure";

const config = new pulumi.Config("spark-platform");
const clusterName = config.get("clusterName") ?? "prod";
const resourceGroupName = config.get("resourceGroup") ?? "prod";

async function deploy() {
  const cluster = new AksCluster("analytics", {
    controlPlane: await readControlPlane(clusterName, { resourceGroupName }),
  });
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
