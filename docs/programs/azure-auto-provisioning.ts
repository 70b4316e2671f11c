/** An AKS cluster whose nodes are made one by one as pods ask for them, of whichever machine type there is. */

import { SparkPlatform } from "spark-platform";
import { AksCluster } from "spark-platform/azure";

const cluster = new AksCluster("analytics", {
  region: "westeurope",
  autoscaler: "auto-provisioning",
  sparkPools: [
    { name: "drivers", machineTypes: ["Standard_D4ads_v5", "Standard_D4ds_v5"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["Standard_D16ads_v5", "Standard_D16ds_v5"], maxNodes: 50 },
  ],
});

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-abfss" },
});
