import { findApps, namedApps } from "../../lib/apps/find";
import { apacheApplications, jobs, kubeflowApplications } from "../../lib/apps/kinds";
import { runningApp } from "./apps-cluster";

const ways = async (cluster: ReturnType<typeof runningApp>) =>
  (await findApps(cluster.appsApi, "spark-jobs")).apps.map(({ name, way, state }) => [name, way, state]);

describe("applications", () => {
  test("of a cluster without any operator are its drivers, each with its executors", async () => {
    const cluster = runningApp();
    cluster.addPod("other", "spot-1", {});
    const { apps, notes } = await findApps(cluster.appsApi, "spark-jobs");
    expect(notes).toEqual([]);
    expect(apps).toMatchObject([{ name: "etl", way: "driver", state: "running", sparkId: "spark-etl" }]);
    expect(apps[0]?.executors.map(({ metadata }) => metadata.name)).toEqual(["etl-exec-1", "etl-exec-2"]);
  });

  test("of the Kubeflow operator are not counted as drivers once more", async () => {
    const cluster = runningApp();
    cluster.pod("etl-driver")!.metadata.labels!["sparkoperator.k8s.io/app-name"] = "nightly";
    cluster.put(kubeflowApplications, {
      metadata: { name: "nightly", labels: { "sparkoperator.k8s.io/scheduled-app-name": "every-night" } },
      spec: {},
      status: { applicationState: { state: "RUNNING" }, executionAttempts: 2, sparkApplicationId: "spark-etl" },
    });
    const { apps } = await findApps(cluster.appsApi, "spark-jobs");
    expect(apps).toMatchObject([{ name: "nightly", way: "kubeflow", attempts: 2, schedule: "every-night" }]);
    expect(apps[0]?.executors).toHaveLength(2);
  });

  // api/v1beta2/sparkapplication_types.go of the Kubeflow operator 2.5.2: ApplicationStateType
  test.each([
    [undefined, "submitting"],
    ["", "submitting"],
    ["SUBMITTED", "waiting"],
    ["RUNNING", "running"],
    ["COMPLETED", "succeeded"],
    ["FAILED", "failed"],
    ["SUBMISSION_FAILED", "retrying"],
    ["PENDING_RERUN", "retrying"],
    ["INVALIDATING", "submitting"],
    ["SUCCEEDING", "succeeded"],
    ["FAILING", "failed"],
    ["SUSPENDING", "suspended"],
    ["SUSPENDED", "suspended"],
    ["RESUMING", "submitting"],
    ["UNKNOWN", "unknown"],
  ])("that the Kubeflow operator calls %s are %s", async (state, expected) => {
    const cluster = runningApp();
    cluster.pods = [];
    cluster.put(kubeflowApplications, { metadata: { name: "a" }, spec: {}, status: { applicationState: { state } } });
    expect(await ways(cluster)).toEqual([["a", "kubeflow", expected]]);
  });

  // ShouldRetry in pkg/util/sparkapplication.go of the same: attempts are counted from 1
  test.each([
    [{ type: "OnFailure", onFailureRetries: 2 }, 2, "retrying"],
    [{ type: "OnFailure", onFailureRetries: 2 }, 3, "failed"],
    [{ type: "OnFailure" }, 1, "failed"],
    [{ type: "Always" }, 7, "retrying"],
    [{ type: "Never" }, 1, "failed"],
  ])("that are FAILING with %j after %i attempts are %s", async (restartPolicy, executionAttempts, expected) => {
    const cluster = runningApp();
    cluster.pods = [];
    const status = { applicationState: { state: "FAILING" }, executionAttempts };
    cluster.put(kubeflowApplications, { metadata: { name: "a" }, spec: { restartPolicy }, status });
    expect(await ways(cluster)).toEqual([["a", "kubeflow", expected]]);
  });

  test("of the Apache operator keep how they ended after everything was cleaned up", async () => {
    const cluster = runningApp();
    cluster.pods = [];
    // org.apache.spark.k8s.operator.status.ApplicationStateSummary
    const states = ["Submitted", "DriverRequested", "DriverStarted", "RunningHealthy", "Failed", "ResourceReleased"];
    const stateTransitionHistory = Object.fromEntries(
      states.map((currentStateSummary, index) => [
        index,
        {
          currentStateSummary,
          lastTransitionTime: `2026-11-01T00:0${index}:00Z`,
          message: `it is ${currentStateSummary}`,
        },
      ]),
    );
    const currentState = { currentStateSummary: "ResourceReleased", lastTransitionTime: "2026-11-01T00:05:00Z" };
    const currentAttemptSummary = { attemptInfo: { id: 1 } };
    cluster.put(apacheApplications, {
      metadata: { name: "a" },
      spec: {},
      status: { currentState, stateTransitionHistory, currentAttemptSummary },
    });
    const { apps } = await findApps(cluster.appsApi, "spark-jobs");
    expect(apps).toMatchObject([
      {
        way: "apache",
        state: "failed",
        reported: "ResourceReleased",
        ended: "2026-11-01T00:04:00Z",
        message: "it is Failed",
        attempts: 2,
      },
    ]);
    expect(apps[0]?.history).toHaveLength(6);
  });

  test("of a Job have the driver that belongs to it", async () => {
    const cluster = runningApp();
    const labels = { "spark-platform/application": "etl" };
    cluster.put(jobs, { metadata: { name: "etl-29384", uid: "job", labels }, spec: {}, status: { active: 1 } });
    cluster.pod("etl-driver")!.metadata.ownerReferences = [
      { apiVersion: "batch/v1", kind: "Job", name: "etl-29384", uid: "job" },
    ];
    const owner = { apiVersion: "sparkoperator.k8s.io/v1beta2", kind: "SparkApplication", name: "etl", uid: "x" };
    cluster.put(jobs, { metadata: { name: "etl-placeholder-1", labels, ownerReferences: [owner] }, spec: {} });
    expect(await ways(cluster)).toEqual([["etl-29384", "job", "running"]]);
  });

  // https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/#JobStatus
  test.each([
    [{ failed: 1, active: 1 }, 2],
    [{ failed: 1, succeeded: 1 }, 2],
    [{}, 0],
  ])("of a Job with the pods %j have had %i attempts", async (status, attempts) => {
    const cluster = runningApp();
    cluster.pods = [];
    cluster.put(jobs, { metadata: { name: "a", labels: { "spark-platform/application": "a" } }, spec: {}, status });
    expect((await findApps(cluster.appsApi, "spark-jobs")).apps).toMatchObject([{ attempts }]);
  });

  test("that something would start again are servers", async () => {
    const cluster = runningApp();
    const { metadata } = cluster.pod("etl-driver")!;
    metadata.labels = { "spark-role": "driver", "spark-app-name": "connect", "pod-template-hash": "7d9f" };
    metadata.ownerReferences = [
      { apiVersion: "apps/v1", kind: "ReplicaSet", name: "connect-7d9f", uid: "r", controller: true },
    ];
    for (const index of [1, 2]) {
      const executor = cluster.pod(`etl-exec-${index}`)!;
      executor.metadata.ownerReferences = [{ apiVersion: "v1", kind: "Pod", name: "etl-driver", uid: metadata.uid }];
    }
    const { apps } = await findApps(cluster.appsApi, "spark-jobs");
    expect(apps).toMatchObject([
      { name: "connect", way: "server", startedBy: "Deployment/connect", sparkId: "spark-etl" },
    ]);
    expect(apps[0]?.executors).toHaveLength(2);
  });

  test("of a kind that may not be listed are left out, and that is said", async () => {
    const cluster = runningApp();
    cluster.forbidden.add("sparkapplications");
    const { apps, notes } = await findApps(cluster.appsApi, "spark-jobs");
    expect(apps).toHaveLength(1);
    expect(notes).toEqual([
      "Left out, for want of the right to list them: sparkapplications.sparkoperator.k8s.io.",
      "Left out, for want of the right to list them: sparkapplications.spark.apache.org.",
    ]);
  });

  test.each(["etl", "etl-driver", "spark-etl"])("are known as %s", async (name) => {
    const { apps } = await findApps(runningApp().appsApi, "spark-jobs");
    expect(namedApps(apps, name)).toHaveLength(1);
    expect(namedApps(apps, `${name}x`)).toEqual([]);
  });
});
