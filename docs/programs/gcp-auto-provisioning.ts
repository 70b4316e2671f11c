/** A GKE cluster that makes its node pools by itself, when pods ask for them. */

import { SparkPlatform } from "spark-platform";
import { GkeCluster } from "spark-platform/gcp";

const cluster = new GkeCluster("analytics", {
  region: "europe-west1",
  autoscaler: "auto-provisioning",
  sparkPools: [
    { name: "drivers", machineTypes: ["n2d-standard-4"], runs: ["driver"], maxNodes: 10 },
    { name: "executors", capacity: "spot", machineTypes: ["n2d-standard-16", "n2-standard-16"], maxNodes: 50 },
  ],
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-gcs" },
});
