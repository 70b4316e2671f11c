import { kill } from "../../../lib/apps/actions/kill";
import { Refused } from "../../../lib/apps/actions/refused";
import { restart } from "../../../lib/apps/actions/restart";
import { findApps } from "../../../lib/apps/find";
import { jobs, kubeflowApplications } from "../../../lib/apps/kinds";
import { type AppsCluster, ended, runningApp } from "../apps-cluster";

const signal = new AbortController().signal;

async function only(cluster: AppsCluster) {
  const { apps } = await findApps(cluster.appsApi, "spark-jobs");
  expect(apps).toHaveLength(1);
  return apps[0]!;
}

const kubeflow = {
  metadata: {
    name: "etl",
    resourceVersion: "7",
    labels: { team: "a", "sparkoperator.k8s.io/scheduled-app-name": "nightly" },
    annotations: { note: "b" },
    ownerReferences: [{ apiVersion: "x", kind: "ScheduledSparkApplication", name: "nightly", uid: "s" }],
  },
  spec: { type: "Scala", suspend: false, restartPolicy: { type: "Never" } },
  status: { applicationState: { state: "RUNNING" } },
};

function ofKubeflow(change: object = {}): AppsCluster {
  const cluster = runningApp();
  const { metadata } = cluster.pod("etl-driver")!;
  metadata.labels!["sparkoperator.k8s.io/app-name"] = "etl";
  metadata.ownerReferences = [{ apiVersion: "x", kind: "SparkApplication", name: "etl", uid: "uid-etl" }];
  cluster.put(kubeflowApplications, { ...kubeflow, ...change });
  return cluster;
}

describe("kill", () => {
  test("deletes the driver's pod of a plain spark-submit, with its grace period", async () => {
    const cluster = runningApp();
    cluster.pod("etl-driver")!.spec.terminationGracePeriodSeconds = 60;
    expect(await kill(cluster.appsApi, await only(cluster))).toMatchObject({ deleted: ["Pod/etl-driver"] });
    expect(cluster.done).toEqual(["0 delete etl-driver with grace 60"]);
  });

  test("deletes an operator's object and leaves the driver to the operator", async () => {
    const cluster = ofKubeflow();
    const { deleted, notes } = await kill(cluster.appsApi, await only(cluster));
    expect(deleted).toEqual(["SparkApplication/etl"]);
    expect([cluster.changed, cluster.done]).toEqual([["delete sparkapplications etl"], []]);
    expect(notes.join(" ")).toContain("It was a run of the schedule nightly, which goes on");
  });

  test("touches nothing that has ended", async () => {
    const cluster = runningApp();
    ended(cluster.pod("etl-driver")!, 0);
    expect(await kill(cluster.appsApi, await only(cluster))).toEqual({
      deleted: [],
      notes: ["etl had ended before: it succeeded."],
    });
    expect(cluster.done).toEqual([]);
  });

  test("refuses what would be started again", async () => {
    const cluster = runningApp();
    cluster.pod("etl-driver")!.metadata.ownerReferences = [
      { apiVersion: "apps/v1", kind: "StatefulSet", name: "connect", controller: true },
    ];
    await expect(kill(cluster.appsApi, await only(cluster))).rejects.toThrow(
      /StatefulSet\/connect, which would start its driver again/,
    );
    expect(cluster.done).toEqual([]);
  });

  // kubectl scale and kubectl rollout restart take these kinds and refuse others, Jobs among them: kubectl scale --help
  test.each([
    ["StatefulSet", "scale statefulset/connect --replicas 0", "rollout restart statefulset/connect"],
    ["Job", "delete job/connect", "restart it by what made Job/connect"],
  ])("names a command that works on a %s", async (kind, end, again) => {
    const cluster = runningApp();
    const owner = { apiVersion: "x/v1", kind, name: "connect", controller: true };
    cluster.pod("etl-driver")!.metadata.ownerReferences = [owner];
    const app = await only(cluster);
    await expect(kill(cluster.appsApi, app)).rejects.toMatchObject({ next: [expect.stringContaining(end)] });
    const restarted = restart(cluster.appsApi, app, cluster.clock, signal);
    await expect(restarted).rejects.toMatchObject({ next: [expect.stringContaining(again)] });
  });
});

describe("restart", () => {
  test("makes the same object again, without what the cluster wrote into it, its owner and its schedule", async () => {
    const cluster = ofKubeflow();
    await restart(cluster.appsApi, await only(cluster), cluster.clock, signal);
    expect(cluster.changed).toEqual([
      "dry-run sparkapplications",
      "delete sparkapplications etl",
      "create sparkapplications etl",
    ]);
    expect(cluster.created).toEqual([
      {
        kind: "sparkapplications",
        object: {
          apiVersion: "sparkoperator.k8s.io/v1beta2",
          kind: "SparkApplication",
          metadata: { name: "etl", namespace: "spark-jobs", labels: { team: "a" }, annotations: { note: "b" } },
          spec: { type: "Scala", restartPolicy: { type: "Never" } },
        },
      },
    ]);
  });

  test("leaves Kueue's suspension to Kueue", async () => {
    const labels = { "kueue.x-k8s.io/queue-name": "team" };
    const cluster = ofKubeflow({ metadata: { name: "etl", labels }, spec: { suspend: false, type: "Scala" } });
    await restart(cluster.appsApi, await only(cluster), cluster.clock, signal);
    expect(cluster.created[0]?.object["spec"]).toEqual({ suspend: false, type: "Scala" });
  });

  test("does nothing where the API server would not take the object again", async () => {
    const cluster = ofKubeflow();
    cluster.refusal = "spec.sparkVersion: Required value";
    const app = await only(cluster);
    await expect(restart(cluster.appsApi, app, cluster.clock, signal)).rejects.toThrow(
      /Required value. Nothing was done/,
    );
    expect(cluster.changed).toEqual([]);
  });

  test("waits for the driver to be gone, since the next one has its name", async () => {
    const cluster = ofKubeflow();
    const driver = cluster.pod("etl-driver")!;
    // Kept by its grace period, and gone after 40 s.
    driver.metadata.ownerReferences = [];
    cluster.everySecond = (second) => {
      if (second === 40) cluster.pods = [];
      if (second < 40) expect(cluster.created).toEqual([]);
    };
    await restart(cluster.appsApi, await only(cluster), cluster.clock, signal);
    expect(cluster.now - 1000).toBe(40);
    expect(cluster.created).toHaveLength(1);
  });

  test("hands back the object where it can't be made again", async () => {
    const cluster = ofKubeflow();
    cluster.pod("etl-driver")!.metadata.ownerReferences = [];
    const failure = restart(cluster.appsApi, await only(cluster), cluster.clock, signal);
    await expect(failure).rejects.toThrow(
      /etl is still being deleted after 300 s.*\{"apiVersion":"sparkoperator.k8s.io\/v1beta2"/s,
    );
  });

  test("of a Job leaves out the selector and the labels that the API server makes", async () => {
    const cluster = runningApp();
    cluster.pods = [];
    const derived = {
      "batch.kubernetes.io/controller-uid": "u",
      "batch.kubernetes.io/job-name": "etl",
      "controller-uid": "u",
      "job-name": "etl",
    };
    cluster.put(jobs, {
      metadata: { name: "etl", labels: { ...derived, "spark-platform/application": "etl" } },
      spec: {
        backoffLimit: 2,
        selector: { matchLabels: derived },
        template: { metadata: { labels: { ...derived, team: "a" } }, spec: { restartPolicy: "Never" } },
      },
    });
    await restart(cluster.appsApi, await only(cluster), cluster.clock, signal);
    expect(cluster.created[0]?.object).toMatchObject({ metadata: { labels: { "spark-platform/application": "etl" } } });
    expect(cluster.created[0]?.object["spec"]).toEqual({
      backoffLimit: 2,
      template: { metadata: { labels: { team: "a" } }, spec: { restartPolicy: "Never" } },
    });
  });

  test("refuses a plain spark-submit, since nothing knows how it was submitted", async () => {
    const cluster = runningApp();
    const failure = restart(cluster.appsApi, await only(cluster), cluster.clock, signal);
    await expect(failure).rejects.toThrow(Refused);
    await expect(failure).rejects.toThrow(/nothing in the cluster knows how/);
    expect([cluster.changed, cluster.done]).toEqual([[], []]);
  });
});
