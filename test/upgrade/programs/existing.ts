/** The platform on a cluster that was there already, as it was written for the recorded version. */

import { ExistingCluster, SparkApplication, SparkPlatform } from "spark-platform";

const small = { cpu: "3920m", memory: "14162Mi", pods: 58 };
const large = { cpu: "15890m", memory: "57691Mi", pods: 234 };

const cluster = new ExistingCluster("shared", {
  context: "prod",
  nodes: [
    { name: "system", role: "system", labels: { pool: "system" }, minNodes: 2, maxNodes: 3, allocatable: small },
    { name: "drivers", runs: ["driver"], labels: { pool: "drivers" }, maxNodes: 5, allocatable: small },
    { name: "spot", capacity: "spot", labels: { pool: "spot" }, maxNodes: 20, allocatable: large },
    { name: "on-demand", runs: ["executor"], labels: { pool: "on-demand" }, maxNodes: 10, allocatable: large },
  ],
  storageAccess: {
    scheme: "s3a",
    serviceAccountAnnotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::000000000000:role/spark" },
  },
});

const platform = new SparkPlatform("analytics", {
  cluster,
  eventLogs: { uri: "s3a://company-logs/spark" },
  namespaces: [{ name: "spark-jobs", quota: { cpu: 200, memory: "800Gi" } }],
  warm: { executors: 1 },
});

new SparkApplication("pi", {
  platform,
  mainClass: "org.apache.spark.examples.SparkPi",
  mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
  executors: { instances: 2 },
});
