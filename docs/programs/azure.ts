/** A platform on Azure, with its own network and AKS cluster. */

import { SparkPlatform } from "spark-platform";
import { AksCluster } from "spark-platform/azure";

const cluster = new AksCluster("analytics", { region: "westeurope" });

const platform = new SparkPlatform("analytics", {
  cluster,
  // The stock image has no driver for abfss://; docs/images.md shows how to build one that has.
  spark: { image: "registry.example.com/spark:4.1.1-abfss" },
});

export const registryUrl = cluster.registryUrl;
export const { accessCommand, submitCommand, applyCommand, historyServerCommand } = platform;
