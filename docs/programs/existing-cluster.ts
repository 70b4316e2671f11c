/** A platform on an EKS cluster that is already there, with an IAM role for its pods and one application. */

import { ExistingCluster, SparkApplication, SparkPlatform } from "spark-platform";

const cluster = new ExistingCluster("shared", {
  context: "prod",
  kubernetesVersion: "1.35",
  nodes: [
    {
      name: "system",
      role: "system",
      labels: { "eks.amazonaws.com/nodegroup": "system" },
      minNodes: 2,
      maxNodes: 3,
      allocatable: { cpu: "3920m", memory: "14162Mi", pods: 58 },
    },
    {
      name: "spark",
      labels: { "eks.amazonaws.com/nodegroup": "spark" },
      taints: [{ key: "team", value: "data", effect: "NoSchedule" }],
      maxNodes: 20,
      allocatable: { cpu: "15890m", memory: "57691Mi", pods: 234 },
    },
  ],
  daemonSets: [
    { name: "aws-node", cpu: "50m", memory: "0" },
    { name: "kube-proxy", cpu: "100m", memory: "0" },
    { name: "node-exporter", cpu: "100m", memory: "128Mi" },
  ],
  storageAccess: {
    scheme: "s3a",
    serviceAccountAnnotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/spark" },
    sparkConf: {
      "spark.hadoop.fs.s3a.aws.credentials.provider":
        "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider",
      "spark.hadoop.fs.s3a.endpoint.region": "eu-central-1",
    },
  },
  spotNoticeSeconds: 120,
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a", architectures: ["amd64"] },
  eventLogs: { uri: "s3a://example-event-logs/spark-events" },
  namespaces: [{ name: "spark-jobs", quota: { cpu: 200, memory: "800Gi" } }],
  submitters: [{ kind: "ServiceAccount", name: "airflow-worker", namespace: "airflow" }],
});

new SparkApplication("pi", {
  platform,
  mainClass: "org.apache.spark.examples.SparkPi",
  mainApplicationFile: "local:///opt/spark/examples/jars/spark-examples.jar",
  executors: { max: 10 },
});

export const { accessCommand, submitCommand, applyCommand, historyServerCommand } = platform;
