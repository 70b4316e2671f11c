/** Node pools, storage and a registry for a GKE cluster that is already there. */

import { SparkPlatform } from "spark-platform";
import { GkeCluster, readControlPlane } from "spark-platform/gcp";

async function deploy() {
  const cluster = new GkeCluster("analytics", {
    controlPlane: await readControlPlane("prod", { location: "europe-west1" }),
    sparkPools: [
      { name: "drivers", machineTypes: ["n2d-standard-4"], runs: ["driver"], maxNodes: 5 },
      { name: "spot", capacity: "spot", machineTypes: ["n2d-highmem-16", "n2-highmem-16"], maxNodes: 20 },
    ],
    // What others run on every node; what GKE runs there is known.
    daemonSets: [{ name: "node-agent", cpu: "50m", memory: "128Mi" }],
  });
  const spark = { image: "registry.example.com/spark:4.1.1-gcs" };
  const { accessCommand, submitCommand } = new SparkPlatform("analytics", { cluster, spark });
  return { accessCommand, submitCommand };
}

export const analytics = deploy();
