/** A platform whose executors go to the fullest node that they fit, by a scheduler of its own. */

import { SparkPlatform } from "spark-platform";
import { AksCluster } from "spark-platform/azure";

const cluster = new AksCluster("analytics", { region: "westeurope" });

export const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-abfss" },
  scheduler: "bin-packing",
});
