/** A platform on Google Cloud as a team would run it: a maintenance window, protection, pools and namespaces of its own. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { GkeCluster } from "spark-platform/gcp";

const cluster = new GkeCluster("analytics", {
  region: "europe-west1",
  // Shuffle between zones is paid by the GiB; a cluster of one zone goes down with it.
  zones: ["europe-west1-b"],
  maintenanceWindow: {
    startTime: "2026-01-03T06:00:00Z",
    endTime: "2026-01-03T18:00:00Z",
    recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
  },
  deletionProtection: true,
  eventLogs: { expireAfterDays: 90 },
  sparkPools: [
    { name: "drivers", machineTypes: ["n2d-standard-4"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["n2d-highmem-16", "n2-highmem-16"], maxNodes: 40 },
    { name: "on-demand", machineTypes: ["n2d-highmem-16"], runs: ["executor"], maxNodes: 20 },
  ],
  labels: { team: "data", "cost-center": "4711" },
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-gcs" },
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
