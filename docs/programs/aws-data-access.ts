/** Gives applications rights to data beyond their event logs. */

import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const reports = new s3.Bucket("reports");

export const platform = new SparkPlatform("analytics", {
  cluster: new EksCluster("analytics"),
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
  namespaces: [{ name: "etl", team: "data-engineering" }, { name: "adhoc" }],
  dataAccess: [
    { uri: "s3a://example-lake/raw", access: "read" },
    { uri: pulumi.interpolate`s3a://${reports.bucket}`, access: "write", namespaces: ["etl"] },
  ],
});
