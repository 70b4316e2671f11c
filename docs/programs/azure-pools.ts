/** A platform on Azure as a team would run it: administrators, a closed API server, pools and namespaces of its own. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { AksCluster } from "spark-platform/azure";

const cluster = new AksCluster("analytics", {
  region: "westeurope",
  // A group of Entra ID that both people and the deploying pipeline are in.
  admins: [{ objectId: "11111111-2222-3333-4444-555555555555" }],
  apiServer: { publicCidrs: ["203.0.113.0/24"] },
  maintenance: { day: "Saturday", hour: 6 },
  eventLogs: { expireAfterDays: 90 },
  sparkPools: [
    { name: "drivers", machineTypes: ["Standard_D4ads_v5"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["Standard_E16ads_v5", "Standard_E16ds_v5"], maxNodes: 40 },
    { name: "ondemand", machineTypes: ["Standard_E16ads_v5"], runs: ["executor"], maxNodes: 20 },
  ],
  tags: { team: "data", "cost-center": "4711" },
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-abfss" },
  executors: { kind: "pyspark" },
  drivers: { kind: "pyspark" },
  namespaces: [{ name: "etl", quota: { cpu: 400, memory: "3000Gi" } }, { name: "adhoc" }],
});

new SparkApplication("daily-report", {
  platform,
  namespace: "etl",
  mainApplicationFile: "local:///opt/app/daily_report.py",
  executors: { min: 1, max: 40 },
  restartPolicy: { type: "OnFailure" },
});

export const registryUrl = cluster.registryUrl;
export const { accessCommand, submitCommand, historyServerCommand, eventLogUri } = platform;
