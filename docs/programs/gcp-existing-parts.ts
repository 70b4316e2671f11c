/** A new GKE cluster in a subnet that is already there, with a bucket and a registry that are already there. */

import { SparkPlatform } from "spark-platform";
import { GkeCluster } from "spark-platform/gcp";

const cluster = new GkeCluster("analytics", {
  region: "europe-west1",
  network: { network: "shared", subnetwork: "spark", podRange: "pods", serviceRange: "services" },
  eventLogs: { bucket: "example-event-logs" },
  registry: { url: "europe-west1-docker.pkg.dev/example-project/spark" },
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "europe-west1-docker.pkg.dev/example-project/spark/spark:4.1.1-gcs" },
});
