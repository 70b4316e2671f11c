/** Applications as people have them: Python with an environment of its own, SQL, a schedule, and a queue. */

import * as pulumi from "@pulumi/pulumi";
import { ScheduledSparkApplication, SparkApplication, SparkPlatform } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics", {
  sparkPools: [
    { name: "drivers", machineTypes: ["m7i.xlarge"], runs: ["driver"], maxNodes: 10 },
    { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge", "m7a.4xlarge"], maxNodes: 40 },
  ],
});

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
});

/** Code of this machine, packages of an environment in object storage, sizes of its own. */
new SparkApplication("train", {
  platform,
  mainApplicationFile: { file: "docs/jobs/report.py" },
  deps: { pyFiles: [{ text: "THRESHOLD = 0.7\n", fileName: "settings.py" }] },
  pythonEnvironment: "s3a://example-environments/train-7.tar.gz",
  driver: { cores: 2 },
  executors: { size: { cores: 4, memory: "16g" }, min: 2, max: 20 },
  env: {
    STAGE: pulumi.getStack(),
    API_TOKEN: { secret: "model-registry", key: "token" },
  },
  mounts: [
    { path: "/mnt/certificates", configMap: "company-certificates" },
    { path: "/mnt/reference", claim: "reference-data", readOnly: true },
  ],
  restartPolicy: { type: "OnFailure", retries: 2, submissionRetries: 5, retryIntervalSeconds: 30 },
  timeLimitSeconds: 4 * 3600,
});

/** Statements that run one after the other; `:day` is a parameter. */
new SparkApplication("compact", {
  platform,
  mainApplicationFile: {
    text: "INSERT OVERWRITE compacted SELECT * FROM events WHERE day = CAST(:day AS DATE);",
    fileName: "compact.sql",
  },
  arguments: ["day=2026-11-01"],
});

/** Every working day at six in Berlin, whatever the season. */
export const nightly = new ScheduledSparkApplication("nightly", {
  platform,
  schedule: "0 6 * * 1-5",
  timeZone: "Europe/Berlin",
  mainClass: "com.example.Nightly",
  mainApplicationFile: "s3a://example-jobs/nightly-1.4.jar",
  executors: { max: 40 },
  historyLimits: { successful: 3, failed: 3 },
  timeToLiveSeconds: 7 * 86_400,
});

/** Waits in a queue of Kueue, which takes no executors that come and go. */
new SparkApplication("backfill", {
  platform,
  mainApplicationFile: "s3a://example-jobs/backfill.py",
  labels: { "kueue.x-k8s.io/queue-name": "batch" },
  executors: { instances: 20 },
});
