import type { Asked } from "../../../lib/apps/asked/asked";
import { findApps } from "../../../lib/apps/find";
import { jobs, kubeflowApplications, kueueWorkloads, resourceQuotas } from "../../../lib/apps/kinds";
import { waitsOf } from "../../../lib/apps/waits/explain";
import { type AppsCluster, now, runningApp, sized } from "../apps-cluster";

async function waits(cluster: AppsCluster, asked: Partial<Asked> = {}) {
  const [app] = (await findApps(cluster.appsApi, "spark-jobs")).apps;
  return waitsOf(cluster.appsApi, app!, { configuration: {}, ...asked }, now);
}

const full =
  "0/2 nodes are available: 2 Insufficient memory. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.";

/** A third executor, of which the scheduler says this. */
function pending(message: string, memory = "15189Mi"): AppsCluster {
  const cluster = runningApp();
  const pod = sized(cluster.executor("etl", 3, undefined), "spark-kubernetes-executor", "3935m", memory);
  pod.status = {
    phase: "Pending",
    conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }],
  };
  return cluster;
}

describe("an application waits", () => {
  test("for nothing while all its pods run", async () => {
    expect(await waits(runningApp())).toEqual([]);
  });

  test("because the Job's pod that is to submit it has no node", async () => {
    const cluster = pending(full);
    const [submitter] = cluster.pods.slice(-1);
    // https://kubernetes.io/docs/reference/labels-annotations-taints/#batch-kubernetesio-job-name
    submitter!.metadata.labels = { "batch.kubernetes.io/job-name": "etl" };
    submitter!.metadata.name = "etl-x7k2p";
    cluster.pods = [submitter!];
    cluster.put(jobs, { metadata: { name: "etl", labels: { "spark-platform/application": "etl" } }, spec: {} });
    expect(await waits(cluster)).toMatchObject([{ cause: "no-node", who: "application", pods: ["etl-x7k2p"] }]);
  });

  test("because its nodes are full: what is free is reckoned from the pods on them", async () => {
    const cluster = pending(full);
    for (const node of ["on-demand-1", "spot-1"])
      sized(cluster.addPod(`busy-${node}`, node, {}, "other"), "c", "1", "30Gi");
    const [wait] = await waits(cluster);
    // 60 935 − 4 096 − 30 720 MiB are free on on-demand-1, which is enough; spot-1 has 60 935 − 2 × 15 189 − 30 720 = −163 MiB.
    expect(wait).toMatchObject({
      cause: "no-node",
      who: "executor",
      pods: ["etl-exec-3"],
      nodes: { total: 2, reasons: [{ nodes: 2, reason: "Insufficient memory" }] },
      change: "Its nodes are full: wait for pods on them to end, or raise maxNodes of the pool.",
    });
    expect(wait?.nodes?.reasons[0]?.detail).toBe(
      "the pod asks for 14.8\u00a0GiB memory; most is free on spot-1, 0\u00a0MiB of 59.5\u00a0GiB",
    );
  });

  test("for a node that could never hold it, whatever the autoscaler says", async () => {
    const cluster = pending(full, "70Gi");
    const message = "pod didn't trigger scale-up: 1 max node group size reached";
    cluster.event(cluster.pod("etl-exec-3")!, "NotTriggerScaleUp", message, "cluster-autoscaler");
    const [wait] = await waits(cluster);
    expect(wait?.change).toContain("None of its nodes could hold it, even empty");
    expect(wait?.change).toContain("npx spark-platform size --machine m7g.4xlarge");
  });

  test("for a node that is on its way", async () => {
    const cluster = pending(full);
    cluster.event(
      cluster.pod("etl-exec-3")!,
      "TriggeredScaleUp",
      "pod triggered scale-up: [{spot-a 1->2 (max: 10)}]",
      "cluster-autoscaler",
    );
    expect(await waits(cluster)).toMatchObject([
      { cause: "node-coming", detail: ["The autoscaler is adding a node: spot-a from 1 to 2 nodes, at most 10."] },
    ]);
  });

  test("for a pool that has reached its most nodes", async () => {
    const cluster = pending(full);
    const message = "pod didn't trigger scale-up: 1 max node group size reached";
    cluster.event(cluster.pod("etl-exec-3")!, "NotTriggerScaleUp", message, "cluster-autoscaler");
    expect((await waits(cluster))[0]?.change).toBe("Raise maxNodes of the pool, or wait for pods on it to end.");
  });

  test("and executors of the same reason are told together", async () => {
    const cluster = pending(full);
    const another = structuredClone(cluster.pod("etl-exec-3")!);
    another.metadata = { ...another.metadata, name: "etl-exec-4", uid: "another" };
    cluster.pods.push(another);
    expect((await waits(cluster)).map(({ pods }) => pods.length)).toEqual([2]);
  });

  test("for its image", async () => {
    const cluster = runningApp();
    const driver = cluster.pod("etl-driver")!;
    const message = 'Back-off pulling image "team/etl:2": not found';
    const state = { waiting: { reason: "ImagePullBackOff", message } };
    driver.status = { phase: "Pending", containerStatuses: [{ name: "spark-kubernetes-driver", state }] };
    expect(await waits(cluster)).toMatchObject([
      { cause: "image", who: "driver", change: "Correct the image's name or tag, or push it." },
    ]);
  });

  test("for a Secret that does not exist", async () => {
    const cluster = runningApp();
    const state = { waiting: { reason: "CreateContainerConfigError", message: 'secret "db" not found' } };
    cluster.pod("etl-driver")!.status = {
      phase: "Pending",
      containerStatuses: [{ name: "spark-kubernetes-driver", state }],
    };
    expect(await waits(cluster)).toMatchObject([
      { cause: "container", detail: ['CreateContainerConfigError: secret "db" not found.'] },
    ]);
  });

  test("for a scheduling gate, and for a scheduler that has not looked", async () => {
    const cluster = pending(full);
    const pod = cluster.pod("etl-exec-3")!;
    pod.status = { phase: "Pending" };
    pod.spec.schedulingGates = [{ name: "kueue.x-k8s.io/admission" }];
    expect(await waits(cluster)).toMatchObject([{ cause: "queued" }]);
    pod.spec.schedulingGates = [{ name: "example.com/wait" }];
    expect(await waits(cluster)).toMatchObject([{ cause: "gated" }]);
    pod.spec.schedulingGates = [];
    pod.spec.schedulerName = "spark-scheduler";
    expect(await waits(cluster)).toMatchObject([
      { cause: "scheduler", change: expect.stringContaining("spark-scheduler") as string },
    ]);
  });

  test("for room in a quota", async () => {
    const cluster = runningApp();
    const status = {
      hard: { "requests.memory": "40Gi", pods: "100" },
      used: { "requests.memory": "35642Mi", pods: "3" },
    };
    cluster.put(resourceQuotas, { metadata: { name: "team" }, status });
    // 40 960 − 35 642 = 5 318 MiB are left, an executor takes 15 189.
    expect(await waits(cluster, { executors: { least: 5, most: 5 } })).toMatchObject([
      {
        cause: "quota",
        detail: [
          "2 of 5 executors are there.",
          "The quota team has 5.2\u00a0GiB left of 40\u00a0GiB (requests.memory); one pod more takes 14.8\u00a0GiB.",
        ],
      },
    ]);
  });

  test("for executors that nothing refuses", async () => {
    expect(await waits(runningApp(), { executors: { least: 3, most: 3 } })).toMatchObject([{ cause: "executors" }]);
    expect(await waits(runningApp(), { executors: { least: 2, most: 9 } })).toEqual([]);
  });

  test("with the scheduler's words alone where nodes can't be seen", async () => {
    const cluster = pending(full);
    for (const kind of ["nodes", "events"]) cluster.forbidden.add(kind);
    expect(await waits(cluster)).toMatchObject([
      { nodes: { reasons: [{ detail: "the pod asks for 3.935 CPU and 14.8\u00a0GiB memory" }] } },
    ]);
  });
});

describe("an operator's application waits", () => {
  function submitted(spec: object, status?: object, labels?: object): AppsCluster {
    const cluster = runningApp();
    cluster.pods = [];
    cluster.put(kubeflowApplications, {
      metadata: { name: "a", labels },
      spec,
      ...(status !== undefined && { status }),
    });
    return cluster;
  }

  function operator(cluster: AppsCluster, namespaces: string): void {
    const labels = { "app.kubernetes.io/name": "spark-operator", "app.kubernetes.io/component": "controller" };
    const pod = cluster.addPod("operator", "on-demand-1", labels, "spark-system");
    pod.spec.containers = [
      { name: "spark-operator-controller", args: ["controller", "start", `--namespaces=${namespaces}`] },
    ];
  }

  test("because no operator is there", async () => {
    expect(await waits(submitted({}))).toMatchObject([
      { cause: "operator", change: expect.stringContaining("Install the operator") as string },
    ]);
  });

  test("because the operator does not watch its namespace", async () => {
    const cluster = submitted({});
    operator(cluster, "team-a,team-b");
    expect(await waits(cluster)).toMatchObject([
      { cause: "operator", detail: ["The Kubeflow Spark operator does not watch the namespace spark-jobs."] },
    ]);
  });

  test("because the operator does not get to it", async () => {
    const cluster = submitted({});
    operator(cluster, "spark-jobs");
    expect(await waits(cluster)).toMatchObject([
      { cause: "operator", detail: ["The Kubeflow Spark operator runs and has made no driver for 3600 s."] },
    ]);
  });

  test("because it is suspended", async () => {
    const [wait] = await waits(submitted({ suspend: true }, { applicationState: { state: "SUSPENDED" } }));
    expect(wait).toMatchObject({
      cause: "suspended",
      change: expect.stringContaining('{"spec":{"suspend":false}}') as string,
    });
  });

  test("in Kueue's queue, in Kueue's words", async () => {
    const cluster = submitted({ suspend: true }, undefined, { "kueue.x-k8s.io/queue-name": "team" });
    const message =
      "couldn't assign flavors to pod set driver: insufficient unused quota for cpu in flavor default, 2 more needed";
    cluster.put(kueueWorkloads[1]!, {
      metadata: {
        name: "w",
        ownerReferences: [{ apiVersion: "x", kind: "SparkApplication", name: "a", uid: "uid-a" }],
      },
      status: { conditions: [{ type: "QuotaReserved", status: "False", message }] },
    });
    expect(await waits(cluster)).toMatchObject([
      { cause: "queued", detail: [`It waits in Kueue's queue team: ${message}.`] },
    ]);
  });

  test("for its next attempt", async () => {
    const status = {
      applicationState: { state: "PENDING_RERUN", errorMessage: "driver pod not found" },
      executionAttempts: 1,
    };
    expect(await waits(submitted({}, status))).toMatchObject([
      { cause: "retry", detail: ["Attempt 1 failed: driver pod not found", "Another one comes."] },
    ]);
  });
});
