import { failuresOf } from "../../../lib/apps/failures/application";
import { explainMessage } from "../../../lib/apps/failures/message";
import { podFailure } from "../../../lib/apps/failures/pod";
import { findApps } from "../../../lib/apps/find";
import { ended, runningApp } from "../apps-cluster";

describe("a pod that failed", () => {
  function failed(exitCode: number, reason?: string) {
    const driver = runningApp().pod("etl-driver")!;
    ended(driver, exitCode, reason);
    return driver;
  }

  // Codes below 128: org.apache.spark.util.SparkExitCode and org.apache.spark.executor.ExecutorExitCode of Spark 4.3.0, by javap.
  test.each([
    [1, "ended with an error (exit code 1)"],
    [11, "gave up because too many executors failed (exit code 11)"],
    [50, "ended with an uncaught exception (exit code 50)"],
    [52, "ran out of heap (exit code 52, OutOfMemoryError)"],
    [53, "could not make its local directory (exit code 53)"],
    [56, "could not reach the driver with its heartbeats (exit code 56)"],
    [101, "did not find its main class (exit code 101)"],
    [124, "was ended because it ran longer than spark.driver.timeout (exit code 124)"],
    [127, "did not find its command (exit code 127)"],
    [137, "was killed from outside (exit code 137, SIGKILL)"],
    [139, "crashed in native code (exit code 139, SIGSEGV)"],
    [143, "was told to end (exit code 143, SIGTERM)"],
    [135, "was ended by signal 7 (exit code 135)"],
    [77, "ended with exit code 77"],
  ])("with exit code %i", (code, what) => {
    expect(podFailure(failed(code))?.what).toBe(what);
  });

  test("for want of memory names the limit and what grows outside of the heap", () => {
    expect(podFailure(failed(137, "OOMKilled"))).toMatchObject({
      what: "used more memory than its limit of 4Gi (OOMKilled, exit code 137)",
      change: expect.stringContaining("spark.driver.memoryOverhead") as string,
    });
  });

  test("by eviction for want of disk is told from other evictions", () => {
    const pod = failed(137);
    // pkg/kubelet/eviction/helpers.go of Kubernetes 1.36.3
    const message =
      "The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 9Gi. Container spark used 60Gi, request is 0, has larger consumption of ephemeral-storage. ";
    pod.status = { ...pod.status, reason: "Evicted", message };
    expect(podFailure(pod)).toMatchObject({ what: expect.stringContaining("evicted for want of disk") as string });
    pod.status = { ...pod.status, reason: "Evicted", message: "The node was low on resource: memory. " };
    expect(podFailure(pod)?.what).toBe("was evicted: The node was low on resource: memory. ");
  });

  // https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions
  test.each([
    ["PreemptionByScheduler", "gave way to a pod of higher priority"],
    ["EvictionByEvictionAPI", "was evicted: its node was drained"],
    ["DeletionByPodGC", "was lost with its node"],
  ])("by the disruption %s", (reason, what) => {
    const pod = failed(143);
    pod.status = { ...pod.status, conditions: [{ type: "DisruptionTarget", status: "True", reason }] };
    expect(podFailure(pod)?.what).toBe(what);
  });

  test("is none that runs or has succeeded", () => {
    expect(podFailure(runningApp().pod("etl-driver")!)).toBeUndefined();
    expect(podFailure(failed(0, "Completed"))).toBeUndefined();
  });
});

test("executors that failed for one reason are told together", async () => {
  const cluster = runningApp();
  for (const index of [1, 2]) ended(cluster.pod(`etl-exec-${index}`)!, 137, "OOMKilled");
  const [app] = (await findApps(cluster.appsApi, "spark-jobs")).apps;
  expect(failuresOf(app!)).toMatchObject([{ who: "2 executors", pods: ["etl-exec-1", "etl-exec-2"] }]);
});

describe("what an operator hands on of the API server's words", () => {
  test.each([
    [
      // k8s.io/apiserver 0.36.3: pkg/admission/plugin/resourcequota/controller.go
      'pods "a" is forbidden: exceeded quota: team, requested: requests.cpu=4,pods=1, used: requests.cpu=98,pods=50, limited: requests.cpu=100,pods=50',
      "the ResourceQuota team is used up: asked for requests.cpu=4,pods=1, used requests.cpu=98,pods=50 of requests.cpu=100,pods=50",
    ],
    [
      // k8s.io/pod-security-admission 0.36.3: admission/admission.go
      'pods "a" is forbidden: violates PodSecurity "restricted:v1.36": allowPrivilegeEscalation != false (container "spark" must set ...)',
      'Pod Security "restricted:v1.36" refuses the pod: allowPrivilegeEscalation != false (container "spark" must set ...)',
    ],
    [
      // k8s.io/apiserver 0.36.3: pkg/admission/plugin/webhook/errors/statuserror.go
      'admission webhook "validate.example.com" denied the request: no team label',
      "the admission webhook validate.example.com refuses it: no team label",
    ],
    [
      // k8s.io/apiserver 0.36.3: pkg/util/webhook/error.go
      'Internal error occurred: failed calling webhook "mutate.example.com": failed to call webhook: context deadline exceeded',
      "the admission webhook mutate.example.com does not answer: failed to call webhook: context deadline exceeded",
    ],
    [
      'pods is forbidden: User "system:serviceaccount:spark-jobs:spark" cannot create resource "pods" in API group "" in the namespace "spark-jobs"',
      "system:serviceaccount:spark-jobs:spark has no right to create pods",
    ],
  ])("%s", (message, what) => {
    expect(explainMessage(message)?.what).toBe(what);
  });

  test("is undefined where nothing in it is known", () => {
    expect(explainMessage("something else")).toBeUndefined();
  });
});
