/** A history server alone, over event logs that something else writes. */

import * as kubernetes from "@pulumi/kubernetes";
import { HistoryServer } from "spark-platform";

const namespace = new kubernetes.core.v1.Namespace("history", { metadata: { name: "history" } });

const history = new HistoryServer("history-server", {
  namespace: namespace.metadata.name,
  logUri: "s3a://example-event-logs/spark-events",
  image: "registry.example.com/spark:4.1.1-s3a",
  identity: {
    serviceAccountAnnotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/history-server" },
    podLabels: {},
    dependsOn: [],
  },
  sparkConf: {
    "spark.hadoop.fs.s3a.aws.credentials.provider":
      "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider",
    "spark.hadoop.fs.s3a.endpoint.region": "eu-central-1",
  },
});

export const openHistoryServer = history.portForwardCommand;
