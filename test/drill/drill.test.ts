import { drill, type DrillOptions, NoDrill } from "../../lib/drill/drill";
import { exampleCluster, FakeCluster, spotLabels } from "./fake-cluster";

const options: DrillOptions = {
  namespaces: ["spark-jobs"],
  recoverySeconds: 100,
  anyCapacity: false,
  dryRun: false,
};

function run(cluster: FakeCluster, changes: Partial<DrillOptions> = {}, signal = new AbortController().signal) {
  const said: string[] = [];
  const { api, clock } = cluster;
  const report = drill({ ...options, ...changes }, { api, clock, signal, say: (line) => void said.push(line) });
  return Object.assign(report, { said });
}

/** Spark asks for another executor as soon as one is gone; a node for it comes after 20 s and it starts 3 s later. */
function replaceLost(cluster: FakeCluster): void {
  let asked: number | undefined;
  cluster.everySecond = (now) => {
    if (
      asked === undefined &&
      cluster.pods.filter(({ metadata }) => metadata.labels?.["spark-role"] === "executor").length < 3
    ) {
      asked = now;
      cluster.executor("etl", 4, undefined);
    }
    if (asked === undefined) return;
    const pod = cluster.pod("etl-exec-4")!;
    if (now === asked + 19) cluster.addNode("spot-4", spotLabels);
    if (now === asked + 20) pod.spec.nodeName = "spot-4";
    if (now === asked + 23) pod.status = { phase: "Running" };
  };
}

describe("a drill", () => {
  test("cordons the node, evicts its executor, deletes the node and waits for another executor", async () => {
    const cluster = exampleCluster();
    replaceLost(cluster);
    const report = await run(cluster);
    // The executor takes 5 s to end; the node is empty then and goes before its 30 s are over.
    expect(cluster.done).toEqual(["0 cordon spot-1", "0 evict etl-exec-1", "5 delete node spot-1"]);
    expect(report).toMatchObject({
      outcome: "recovered",
      application: { name: "etl", id: "spark-etl", namespace: "spark-jobs", driver: "etl-driver" },
      node: { name: "spot-1", spotLabel: "cloud.google.com/gke-spot=true", goneSeconds: 5 },
      noticeSeconds: 30,
      executors: { before: 3, after: 3 },
      lost: [{ name: "etl-exec-1", id: "1", goneSeconds: 5, inTime: true }],
      replacements: [{ name: "etl-exec-4", node: "spot-4", onNewNode: true, boundSeconds: 25, runningSeconds: 28 }],
      seconds: { loss: 5, gone: 5, bound: 25, running: 28, recovered: 28 },
    });
    expect(report.newNodes).toEqual([{ name: "spot-4", spot: true, seconds: 25 }]);
  });

  test("cuts off what is left when the notice has passed", async () => {
    const cluster = exampleCluster();
    cluster.graceSeconds = 600;
    replaceLost(cluster);
    const report = await run(cluster);
    expect(cluster.done).toEqual([
      "0 cordon spot-1",
      "0 evict etl-exec-1",
      "30 delete etl-exec-1 with grace 0",
      "30 delete node spot-1",
    ]);
    expect(report.lost).toEqual([{ name: "etl-exec-1", id: "1", goneSeconds: 30, inTime: false }]);
    expect(report.seconds).toMatchObject({ loss: 30, gone: 30 });
  });

  test("asks again for an eviction that a disruption budget forbids, until the node is lost", async () => {
    const cluster = exampleCluster();
    cluster.protectedPods.add("etl-exec-1");
    replaceLost(cluster);
    await run(cluster, { noticeSeconds: 3 });
    expect(cluster.done).toEqual(["0 cordon spot-1", "3 delete etl-exec-1 with grace 0", "3 delete node spot-1"]);
  });

  test("deletes Karpenter's NodeClaim at the notice and leaves the node to Karpenter", async () => {
    const cluster = exampleCluster();
    cluster.nodes[1]!.metadata.ownerReferences = [
      { apiVersion: "karpenter.sh/v1", kind: "NodeClaim", name: "default-abcde" },
    ];
    replaceLost(cluster);
    const report = await run(cluster);
    expect(cluster.done).toEqual(["0 cordon spot-1", "0 delete nodeclaim default-abcde", "0 evict etl-exec-1"]);
    expect(report.node.nodeClaim).toBe("default-abcde");
    expect(report.node.goneSeconds).toBeUndefined();
  });

  test("evicts everything on the node but DaemonSets' and static pods", async () => {
    const cluster = exampleCluster();
    for (const index of [2, 3]) cluster.addPod(`busy-${index}`, `spot-${index}`, {}, "other");
    cluster.addPod("warm-1", "spot-1", {}, "spark-system");
    cluster.addPod("agent", "spot-1", {}, "kube-system").metadata.ownerReferences = [
      { apiVersion: "apps/v1", kind: "DaemonSet", name: "agent" },
    ];
    cluster.addPod("proxy", "spot-1", {}, "kube-system").metadata.annotations = { "kubernetes.io/config.mirror": "x" };
    cluster.addPod("done", "spot-1", {}, "other").status = { phase: "Succeeded" };
    replaceLost(cluster);
    const report = await run(cluster);
    expect(cluster.done.filter((line) => line.includes("evict"))).toEqual(["0 evict etl-exec-1", "0 evict warm-1"]);
    expect(report.pods).toEqual([
      { namespace: "spark-jobs", name: "etl-exec-1", role: "executor", application: "etl" },
      { namespace: "spark-system", name: "warm-1", role: "other" },
    ]);
  });

  test("touches nothing when it is only asked what it would take", async () => {
    const cluster = exampleCluster();
    const report = await run(cluster, { dryRun: true });
    expect([report.outcome, report.node.name, cluster.done]).toEqual(["planned", "spot-1", []]);
  });
});

describe("an application that does not recover", () => {
  test("because no executor comes back", async () => {
    const report = await run(exampleCluster());
    expect(report).toMatchObject({ outcome: "executors-missing", executors: { before: 3, after: 2 } });
    expect(report.seconds).toEqual({ loss: 5, gone: 5 });
  });

  test.each([
    ["has failed", "Failed"],
    ["is gone", undefined],
  ])("because its driver %s", async (_what, phase) => {
    const cluster = exampleCluster();
    cluster.everySecond = (now) => {
      if (now !== 10) return;
      if (phase === undefined) cluster.pods = cluster.pods.filter(({ metadata }) => metadata.name !== "etl-driver");
      else cluster.pod("etl-driver")!.status = { phase };
    };
    expect((await run(cluster)).outcome).toBe("driver-lost");
  });

  test("but one that comes to its end meanwhile has not failed", async () => {
    const cluster = exampleCluster();
    cluster.everySecond = (now) => {
      if (now === 10) cluster.pod("etl-driver")!.status = { phase: "Succeeded" };
    };
    expect(await run(cluster)).toMatchObject({ outcome: "finished", seconds: { recovered: 10 } });
  });
});

describe("dynamic allocation", () => {
  const ui = (waiting: number, enabled: boolean) => (path: string) => {
    if (path.endsWith("/environment"))
      return { sparkProperties: [["spark.dynamicAllocation.enabled", String(enabled)]] };
    if (!path.endsWith("/stages")) return [];
    const stage = { stageId: 1, attemptId: 0, name: "count", shuffleWriteBytes: 0, rddIds: [1] };
    return [{ ...stage, status: "ACTIVE", numTasks: 10, numCompleteTasks: 4, numActiveTasks: 6 - waiting }];
  };

  test("that asks for no more executors has recovered with fewer", async () => {
    const cluster = exampleCluster();
    cluster.ui = ui(0, true);
    const report = await run(cluster);
    expect(report).toMatchObject({ outcome: "recovered", executors: { before: 3, after: 2 } });
    expect(report.notes).toEqual(["No task waits, and dynamic allocation asks for no more than 2 executors."]);
  });

  test.each([
    ["has tasks that wait", ui(2, true)],
    ["is off", ui(0, false)],
  ])("that %s has not", async (_what, answers) => {
    const cluster = exampleCluster();
    cluster.ui = answers;
    expect((await run(cluster)).outcome).toBe("executors-missing");
  });
});

describe("a drill that is ended", () => {
  async function endedAt(second: number) {
    const cluster = exampleCluster();
    cluster.graceSeconds = 20;
    const controller = new AbortController();
    cluster.everySecond = (now) => {
      if (now === second) controller.abort();
    };
    const error = await run(cluster, {}, controller.signal).catch((reason: unknown) => reason);
    return { cluster, error: error as NoDrill };
  }

  test("in the notice leaves no cordoned node behind", async () => {
    const { cluster, error } = await endedAt(7);
    expect(error).toBeInstanceOf(NoDrill);
    expect(error.message).toBe(
      "the drill was ended 7 s after the notice. " +
        "spot-1 takes pods again; what was evicted from it does not come back to it by itself.",
    );
    expect(cluster.done).toEqual(["0 cordon spot-1", "0 evict etl-exec-1", "7 uncordon spot-1"]);
    expect(cluster.nodes.find(({ metadata }) => metadata.name === "spot-1")?.spec).toEqual({
      unschedulable: false,
      taints: [],
    });
  });

  test("after the loss says that it can't be undone", async () => {
    const { cluster, error } = await endedAt(40);
    expect(error.message).toBe(
      "the drill was ended 40 s after the notice. spot-1 is being deleted, which can't be undone.",
    );
    expect(cluster.done.filter((line) => line.includes("uncordon"))).toEqual([]);
  });

  test("by a refusal leaves no cordoned node behind either", async () => {
    const cluster = exampleCluster();
    cluster.api.evict = () => Promise.reject(new Error("pods/eviction is forbidden"));
    await expect(run(cluster)).rejects.toThrow("the drill failed: pods/eviction is forbidden. spot-1 takes pods again");
    expect(cluster.done).toEqual(["0 cordon spot-1", "0 uncordon spot-1"]);
  });

  test("since a driver came to the node after it was chosen", async () => {
    const cluster = exampleCluster();
    const original = { ...cluster.api };
    cluster.api.setSchedulable = (node, unschedulable, taints) => {
      if (unschedulable) cluster.driver("late", "spot-1");
      return original.setSchedulable(node, unschedulable, taints);
    };
    await expect(run(cluster)).rejects.toThrow("the driver late-driver was bound to spot-1 meanwhile");
    expect(cluster.done).toEqual(["0 cordon spot-1", "0 uncordon spot-1"]);
  });
});

describe("a cordon", () => {
  test("keeps the taints that are there, and is tried again when somebody else changes the node", async () => {
    const cluster = exampleCluster();
    replaceLost(cluster);
    cluster.nodes[1]!.spec.taints = [{ key: "dedicated", value: "spark", effect: "NoSchedule" }];
    const original = { ...cluster.api };
    let reads = 0;
    cluster.api.node = async (name) => {
      const node = await original.node(name);
      reads += 1;
      if (reads < 3) cluster.nodes[1]!.metadata.resourceVersion = String(10 + reads);
      return node;
    };
    let taints: unknown;
    cluster.api.evict = (pod) => {
      taints = cluster.nodes[1]!.spec.taints;
      return original.evict(pod);
    };
    await run(cluster);
    expect(reads).toBe(3);
    expect(taints).toEqual([
      { key: "dedicated", value: "spark", effect: "NoSchedule" },
      { key: "spark-platform/drill", value: "spot", effect: "NoSchedule" },
    ]);
  });
});

describe("there is no drill", () => {
  const refusal = (cluster: FakeCluster, changes: Partial<DrillOptions> = {}) =>
    run(cluster, changes).then(
      () => undefined,
      (error: NoDrill) => [error.message, ...error.details],
    );

  test("where nothing runs, or not the application that was named", async () => {
    expect(await refusal(new FakeCluster())).toEqual(["no application runs in spark-jobs"]);
    expect(await refusal(exampleCluster(), { application: "elt" })).toEqual([
      "no application elt runs in spark-jobs; there is etl",
    ]);
  });

  test("of a node that runs a driver, is not spot, is cordoned or is going", async () => {
    const cluster = exampleCluster();
    cluster.driver("other", "spot-1", "team-b");
    cluster.nodes[2]!.metadata.labels = {};
    cluster.nodes[3]!.spec.unschedulable = true;
    cluster.addNode("spot-4", spotLabels, { deletionTimestamp: "x" });
    cluster.executor("etl", 4, "spot-4");
    expect(await refusal(cluster)).toEqual([
      "no node may be taken",
      "spot-1 runs the driver team-b/other-driver",
      "spot-2 is not spot by any of its labels",
      "spot-3 is cordoned: something else is taking it away or keeps it",
      "spot-4 is being deleted already",
    ]);
    const report = await run(cluster, { anyCapacity: true, dryRun: true });
    expect([report.node.name, report.node.spotLabel]).toEqual(["spot-2", undefined]);
  });

  test("beside another, or over one that was killed", async () => {
    const cluster = exampleCluster();
    cluster.nodes[3]!.spec.taints = [{ key: "spark-platform/drill", value: "spot", effect: "NoSchedule" }];
    expect(await refusal(cluster)).toEqual([
      "spot-3 is in a drill already, or was left behind by one that was killed",
      "to let it go: kubectl uncordon spot-3 && kubectl taint node spot-3 spark-platform/drill-",
    ]);
  });
});

describe("what is taken", () => {
  test("is the node whose loss hits the fewest others, and of those the one whose executor has most to lose", async () => {
    const cluster = exampleCluster();
    cluster.addPod("other", "spot-1", {}, "team-b");
    cluster.pod("etl-exec-2")!.metadata.creationTimestamp = "2026-11-02T00:00:00Z";
    expect((await run(cluster, { dryRun: true })).node.name).toBe("spot-3");
  });

  test("is of the application that was named, by its name or Spark's id", async () => {
    const cluster = exampleCluster();
    cluster.driver("ml", "on-demand-1");
    cluster.addNode("spot-9", spotLabels);
    cluster.executor("ml", 1, "spot-9");
    for (const application of ["ml", "spark-ml"]) {
      expect((await run(cluster, { dryRun: true, application })).node.name).toBe("spot-9");
    }
  });

  test("is found in the namespaces that may be read, and what can't be seen is said", async () => {
    const cluster = exampleCluster();
    cluster.readable = ["spark-jobs"];
    cluster.addPod("hidden", "spot-1", {}, "team-b");
    replaceLost(cluster);
    const report = await run(cluster);
    expect(report.outcome).toBe("recovered");
    expect(report.notes).toEqual([
      "Pods of other namespaces can't be seen with these rights; those on the node are lost with it.",
    ]);
  });
});
