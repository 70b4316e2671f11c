/** A Spark platform on a cluster that is already there, with one application. */

import * as pulumi from "@pulumi/pulumi";
import { ExistingCluster, SparkApplication, SparkPlatform } from "spark-platform";

const config = new pulumi.Config("spark-platform");

// What `kubectl get node` reports of an m5.xlarge and of an m6i.4xlarge on EKS; `readNodes()` reads your own cluster.
const small = { cpu: "3920m", memory: "14162Mi", pods: 58 };
const large = { cpu: "15890m", memory: "57691Mi", pods: 234 };

const cluster = new ExistingCluster("shared", {
  kubeconfig: config.get("kubeconfig"),
  context: config.get("context"),
  nodes: [
    { name: "system", role: "system", labels: { pool: "system" }, minNodes: 2, maxNodes: 3, allocatable: small },
    { name: "drivers", runs: ["driver"], labels: { pool: "drivers" }, maxNodes: 5, allocatable: small },
    { name: "spot", capacity: "spot", labels: { pool: "spot" }, maxNodes: 20, allocatable: large },
    { name: "on-demand", runs: ["executor"], labels: { pool: "on-demand" }, maxNodes: 10, allocatable: large },
  ],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  eventLogs: { uri: config.get("eventLogs") ?? "s3a://company-logs/spark" },
  warm: { executors: 1 },
  operator: {
    chart: { path: config.get("operatorChart") },
    values: { webhook: { enable: config.getBoolean("operatorWebhook") ?? true } },
  },
});

new SparkApplication("pi", {
  platform,
  mainClass: "org.apache.spark.examples.SparkPi",
  mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
  executors: { instances: 2 },
});

export const { kubeconfig, accessCommand, submitCommand, applyCommand, historyServerCommand } = platform;
