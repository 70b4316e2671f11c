/** Gives applications rights to data in Cloud Storage beyond their event logs. */

import { Bucket } from "@pulumi/gcp/storage";
import * as pulumi from "@pulumi/pulumi";
import { SparkPlatform } from "spark-platform";
import { GkeCluster } from "spark-platform/gcp";

const reports = new Bucket("reports", { location: "europe-west1", uniformBucketLevelAccess: true });

export const platform = new SparkPlatform("analytics", {
  cluster: new GkeCluster("analytics", { region: "europe-west1" }),
  spark: { image: "registry.example.com/spark:4.1.1-gcs" },
  namespaces: [{ name: "etl", team: "data-engineering" }, { name: "adhoc" }],
  dataAccess: [
    { uri: "gs://example-lake/raw", access: "read" },
    { uri: pulumi.interpolate`gs://${reports.name}`, access: "write", namespaces: ["etl"] },
  ],
});
