/** A Spark platform with its own GKE cluster, network, event logs and image registry, with one application. */

import * as pulumi from "@pulumi/pulumi";
import { SparkApplication, SparkPlatform } from "spark-platform";
import { GkeCluster } from "spark-platform/gcp";

const region = new pulumi.Config("gcp").get("region") ?? "us-central1";

const cluster = new GkeCluster("analytics", { region });

const platform = new SparkPlatform("analytics", { cluster, warm: { executors: 1 } });

new SparkApplication("pi", {
  platform,
  mainClass: "org.apache.spark.examples.SparkPi",
  mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
  executors: { instances: 2 },
});

export const registryUrl = cluster.registryUrl;
export const { kubeconfig, accessCommand, submitCommand, applyCommand, historyServerCommand, eventLogUri } = platform;
