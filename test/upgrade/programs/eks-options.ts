/** The platform on EKS with as many options as there were, as it was written for the recorded version. */

import { SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  admins: ["arn:aws:iam::000000000000:role/ci-deployer", "arn:aws:iam::000000000000:role/platform-team"],
  kubernetesVersion: "1.34",
  apiServer: { publicCidrs: ["203.0.113.0/24"] },
  deletionProtection: true,
  network: { cidr: "10.8.0.0/16", zones: 2, natGateways: "per-zone" },
  serviceCidr: "172.28.0.0/16",
  eventLogs: { prefix: "logs/spark", expireAfterDays: 90 },
  registry: { keepImages: 20 },
  logRetentionDays: 90,
  idleMinutes: 10,
  systemPool: { machineTypes: ["m7g.large"], minNodes: 3, maxNodes: 5 },
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10, labels: { team: "data" } },
    { name: "spot-nvme", capacity: "spot", machineTypes: ["r6id.4xlarge", "r5d.4xlarge"], maxNodes: 40 },
    {
      name: "on-demand",
      machineTypes: ["r6i.4xlarge"],
      runs: ["executor"],
      maxNodes: 20,
      diskGiB: 200,
      taints: [{ key: "team", value: "data", effect: "NoSchedule" }],
    },
  ],
  daemonSets: [{ name: "node-exporter", cpu: "100m", memory: "128Mi" }],
  tags: { team: "data", "cost-center": "4711" },
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
  executors: { kind: "pyspark" },
  drivers: { kind: "pyspark" },
  namespaces: [{ name: "etl", quota: { cpu: 400, memory: "3000Gi" } }, { name: "adhoc" }],
  warm: { executors: 2, drivers: 1 },
  submitters: [{ kind: "ServiceAccount", name: "airflow-worker", namespace: "airflow" }],
});

new SparkApplication("daily-report", {
  platform,
  namespace: "etl",
  mainApplicationFile: "local:///opt/app/daily_report.py",
  executors: { min: 1, max: 40 },
  restartPolicy: { type: "OnFailure" },
});
