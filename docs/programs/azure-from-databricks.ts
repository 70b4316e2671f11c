/** A Databricks job with a cluster of its own and a Python file, as it is here. */

import * as pulumi from "@pulumi/pulumi";
import { ScheduledSparkApplication, SparkPlatform } from "spark-platform";
import { AksCluster } from "spark-platform/azure";

const lake =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/examplelake";

const cluster = new AksCluster("analytics", {
  region: "westeurope",
  storageAccounts: [lake],
  sparkPools: [
    { name: "drivers", machineTypes: ["Standard_D4ads_v5"], runs: ["driver"], maxNodes: 5 },
    {
      name: "spot",
      capacity: "spot",
      machineTypes: ["Standard_E16ads_v5", "Standard_E16ds_v5"],
      runs: ["executor"],
      maxNodes: 8,
    },
    { name: "ondemand", machineTypes: ["Standard_E16ads_v5"], runs: ["executor"], maxNodes: 8 },
  ],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-abfss", hadoopCloud: true },
  namespaces: [{ name: "finance", team: "finance" }],
  dataAccess: [{ uri: "abfss://reports@examplelake.dfs.core.windows.net/daily", access: "write" }],
});

export const report = new ScheduledSparkApplication("daily-report", {
  platform,
  schedule: "30 2 * * *",
  timeZone: "Europe/Berlin",
  type: "Python",
  mainApplicationFile: pulumi.interpolate`${cluster.codeUri}/finance/report.py`,
  arguments: ["--target", "abfss://reports@examplelake.dfs.core.windows.net/daily"],
  env: { WAREHOUSE_PASSWORD: { secret: "warehouse", key: "password" } },
  executors: { min: 2, max: 24 },
  restartPolicy: { type: "OnFailure", retries: 2, retryIntervalSeconds: 300 },
  timeLimitSeconds: 3600,
});
