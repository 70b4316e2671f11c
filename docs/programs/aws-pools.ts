/** A platform on AWS as a team would run it: named deployers, a closed API server, pools of its own. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  admins: ["arn:aws:iam::111122223333:role/ci-deployer", "arn:aws:iam::111122223333:role/platform-team"],
  apiServer: { publicCidrs: ["203.0.113.0/24"] },
  deletionProtection: true,
  network: { natGateways: "per-zone" },
  eventLogs: { expireAfterDays: 90 },
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
    { name: "spot-nvme", capacity: "spot", machineTypes: ["r6id.4xlarge", "r5d.4xlarge"], maxNodes: 40 },
    { name: "on-demand", machineTypes: ["r6i.4xlarge"], runs: ["executor"], maxNodes: 20 },
  ],
  tags: { team: "data", "cost-center": "4711" },
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
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
