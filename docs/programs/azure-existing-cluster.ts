/** Node pools, storage and a registry for an AKS cluster that is already there. */

import { SparkPlatform } from "spark-platform";
import { AksCluster, readControlPlane } from "spark-platform/azure";

async function deploy() {
  const cluster = new AksCluster("analytics", {
    controlPlane: await readControlPlane("prod", { resourceGroupName: "prod" }),
    sparkPools: [
      { name: "drivers", machineTypes: ["Standard_D4ads_v5"], runs: ["driver"], maxNodes: 5 },
      { name: "spot", capacity: "spot", machineTypes: ["Standard_E16ads_v5", "Standard_E16ds_v5"], maxNodes: 20 },
    ],
  });
  const spark = { image: "registry.example.com/spark:4.1.1-abfss" };
  const { accessCommand, submitCommand } = new SparkPlatform("analytics", { cluster, spark });
  return { accessCommand, submitCommand };
}

export const analytics = deploy();
