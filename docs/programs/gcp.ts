/** A platform on Google Cloud, with its own network and GKE cluster. */

import { SparkPlatform } from "spark-platform";
import { GkeCluster } from "spark-platform/gcp";

const cluster = new GkeCluster("analytics", { region: "europe-west1" });

const platform = new SparkPlatform("analytics", {
  cluster,
  // The stock image has no GCS connector; docs/images.md shows how to build one that has.
  spark: { image: "registry.example.com/spark:4.1.1-gcs" },
});

export const registryUrl = cluster.registryUrl;
export const { accessCommand, submitCommand, applyCommand, historyServerCommand } = platform;
