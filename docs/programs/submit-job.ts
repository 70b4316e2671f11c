/** Applications as Jobs: one at once, one every night, and one that CI or a workflow engine starts. */

import { SparkPlatform, SparkSubmitJob } from "spark-platform";
import { EksCluster } from "spark-platform/aws";

const cluster = new EksCluster("analytics");

const platform = new SparkPlatform("analytics", {
  cluster,
  spark: { image: "registry.example.com/spark:4.1.1-s3a" },
  operator: false,
});

/** Runs at once; `kubectl wait` and the exit code of its pod tell how it ended. */
export const backfill = new SparkSubmitJob("backfill", {
  platform,
  mainApplicationFile: "s3a://example-jobs/backfill.py",
  arguments: ["--from", "2026-01-01"],
  timeLimitSeconds: 4 * 3600,
  timeToLiveSeconds: 24 * 3600,
});

/** Every night at three; a run that fails is tried twice more. */
export const nightly = new SparkSubmitJob("nightly", {
  platform,
  mainApplicationFile: "s3a://example-jobs/nightly.py",
  schedule: "0 3 * * *",
  timeZone: "Europe/Berlin",
  restartPolicy: { type: "OnFailure", retries: 2 },
});

/** A template: nothing runs until somebody starts it with `runCommand`. */
export const report = new SparkSubmitJob("report", {
  platform,
  mainApplicationFile: "s3a://example-jobs/report.py",
  schedule: "@yearly",
  suspend: true,
  labels: { dag_id: "nightly", task_id: "report" },
});
