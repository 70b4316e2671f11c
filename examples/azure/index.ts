/** A Spark platform with its own AKS cluster, network, event logs and image registry, with one application. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { AksCluster } from "spark-platform/azure";

const cluster = new AksCluster("analytics");

const platform = new SparkPlatform("analytics", { cluster, warm: { executors: 1 } });

new SparkApplication("pi", {
  platform,
  mainClass: "org.apache.spark.examples.SparkPi",
  mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
  executors: { instances: 2 },
});

export const registryUrl = cluster.registryUrl;
export const { kubeconfig, accessCommand, submitCommand, applyCommand, historyServerCommand, eventLogUri } = platform;
