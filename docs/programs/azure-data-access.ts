/** Gives applications rights to data in Data Lake Storage beyond their event logs. */

import { SparkPlatform } from "spark-platform";
import { AksCluster } from "spark-platform/azure";

const lake =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/examplelake";

export const platform = new SparkPlatform("analytics", {
  cluster: new AksCluster("analytics", { region: "westeurope", storageAccounts: [lake] }),
  spark: { image: "registry.example.com/spark:4.1.1-abfss" },
  namespaces: [{ name: "etl", team: "data-engineering" }, { name: "adhoc" }],
  dataAccess: [
    { uri: "abfss://raw@examplelake.dfs.core.windows.net/", access: "read" },
    { uri: "abfss://reports@examplelake.dfs.core.windows.net/sales", access: "write", namespaces: ["etl"] },
  ],
});
