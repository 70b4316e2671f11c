import { cronJobs, kubeflowSchedules } from "../../lib/apps/kinds";
import { findSchedules, runNow, setSuspended } from "../../lib/apps/schedules";
import { AppsCluster, now } from "./apps-cluster";

function cluster(): AppsCluster {
  const made = new AppsCluster();
  made.put(kubeflowSchedules, {
    metadata: { name: "nightly", labels: { team: "a" } },
    spec: { schedule: "0 2 * * *", timeZone: "Europe/Berlin", template: { type: "Scala" } },
    status: {
      lastRun: "2026-10-31T01:00:00Z",
      nextRun: "2026-11-01T01:00:00Z",
      lastRunName: "nightly-1",
      scheduleState: "Scheduled",
    },
  });
  made.put(cronJobs, {
    metadata: { name: "hourly", labels: { "spark-platform/application": "hourly" } },
    spec: {
      schedule: "0 * * * *",
      suspend: true,
      jobTemplate: { metadata: { labels: { "spark-platform/application": "hourly" } }, spec: { backoffLimit: 2 } },
    },
  });
  made.put(cronJobs, { metadata: { name: "other" }, spec: { schedule: "* * * * *" } });
  return made;
}

test("schedules of the operator and CronJobs of spark-submit are listed, and no other CronJob", async () => {
  const { schedules } = await findSchedules(cluster().appsApi, "spark-jobs");
  expect(schedules).toMatchObject([
    { name: "hourly", way: "job", cron: "0 * * * *", isSuspended: true },
    {
      name: "nightly",
      way: "kubeflow",
      timeZone: "Europe/Berlin",
      isSuspended: false,
      nextRun: "2026-11-01T01:00:00Z",
      lastRunName: "nightly-1",
    },
  ]);
});

test("a schedule that the operator can't read says why", async () => {
  const made = new AppsCluster();
  const status = { scheduleState: "FailedValidation", reason: "expected exactly 5 fields" };
  made.put(kubeflowSchedules, { metadata: { name: "bad" }, spec: { schedule: "daily" }, status });
  expect((await findSchedules(made.appsApi, undefined)).schedules).toMatchObject([
    { problem: "expected exactly 5 fields" },
  ]);
});

test("suspending changes the one field", async () => {
  const made = cluster();
  const { schedules } = await findSchedules(made.appsApi, "spark-jobs");
  for (const schedule of schedules) await setSuspended(made.appsApi, schedule, true);
  expect(made.changed).toEqual([
    'patch cronjobs hourly {"spec":{"suspend":true}}',
    'patch scheduledsparkapplications nightly {"spec":{"suspend":true}}',
  ]);
});

test("a run now is what the schedule would run, under a name of its own and without owner", async () => {
  const made = cluster();
  const { schedules } = await findSchedules(made.appsApi, "spark-jobs");
  for (const schedule of schedules) await runNow(made.appsApi, schedule, now);
  const name = (schedule: string) => `${schedule}-manual-${(now.getTime() / 1000).toString(36)}`;
  expect(made.created).toEqual([
    {
      kind: "jobs",
      object: {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: {
          name: name("hourly"),
          namespace: "spark-jobs",
          labels: { "spark-platform/application": "hourly" },
          annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
        },
        spec: { backoffLimit: 2 },
      },
    },
    {
      kind: "sparkapplications",
      object: {
        apiVersion: "sparkoperator.k8s.io/v1beta2",
        kind: "SparkApplication",
        metadata: { name: name("nightly"), namespace: "spark-jobs", labels: { team: "a" } },
        spec: { type: "Scala" },
      },
    },
  ]);
});

test("the name of a run leaves room for its driver's, however long the schedule's is", async () => {
  const made = new AppsCluster();
  made.put(kubeflowSchedules, { metadata: { name: "n".repeat(60) }, spec: { schedule: "0 2 * * *", template: {} } });
  const [schedule] = (await findSchedules(made.appsApi, "spark-jobs")).schedules;
  const started = await runNow(made.appsApi, schedule!, now);
  // "-driver-svc" after it is a Service, of 63 characters at most.
  expect(started.replace("SparkApplication/", "").length).toBeLessThanOrEqual(63 - "-driver-svc".length);
});
