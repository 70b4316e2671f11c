import { readFileSync } from "node:fs";
import { join } from "node:path";

import { configMaps, kubeflowApplications } from "../../lib/apps/kinds";
import { type Answer, answerText } from "../../lib/cli/answer";
import { killApp, restartApp } from "../../lib/cli/answers/apps-change";
import { describe as describeAnswer } from "../../lib/cli/answers/apps-describe";
import { listApps } from "../../lib/cli/answers/apps-list";
import { logsData, readLogsOptions } from "../../lib/cli/answers/apps-logs";
import { readScope } from "../../lib/cli/options/apps-options";
import { Problem } from "../../lib/cli/problem";
import {
  appsDescribeSchema,
  appsKillSchema,
  appsListSchema,
  appsLogsSchema,
  appsRestartSchema,
} from "../../lib/cli/schemas/apps";
import { type AppsCluster, ended, now, runningApp, sized } from "../apps/apps-cluster";
import { run } from "./running";

const scope = { all: false } as const;
const signal = new AbortController().signal;
const text = (answer: Answer) => answerText(answer, { color: false, width: 100 });
const page = (name: string) => readFileSync(join(__dirname, "../../docs", name), "utf8");

/** `etl` of the Kubeflow operator, with a third executor that no node takes. */
function waitingApp(): AppsCluster {
  const cluster = runningApp();
  cluster.pod("etl-driver")!.metadata.labels!["sparkoperator.k8s.io/app-name"] = "etl";
  cluster.put(kubeflowApplications, {
    metadata: { name: "etl" },
    spec: {
      type: "Scala",
      sparkVersion: "4.1.4",
      image: "registry.example.com/etl:1.4",
      mainClass: "com.example.Etl",
      mainApplicationFile: "local:///opt/etl/etl.jar",
      arguments: ["--date", "2026-10-31"],
      driver: { coreRequest: "1", memory: "3g", memoryOverhead: "1g" },
      executor: { coreRequest: "3935m", memory: "13809m", memoryOverhead: "1380m", instances: 3 },
      restartPolicy: { type: "OnFailure", onFailureRetries: 3 },
      timeToLiveSeconds: 86_400,
      sparkConf: { "spark.sql.shuffle.partitions": "400", "spark.eventLog.enabled": "true" },
    },
    status: { applicationState: { state: "RUNNING" }, executionAttempts: 1, sparkApplicationId: "spark-etl" },
  });
  const pod = sized(cluster.executor("etl", 3, undefined), "spark-kubernetes-executor", "3935m", "15189Mi");
  const message =
    "0/2 nodes are available: 1 Insufficient memory, 1 node(s) didn't match Pod's node affinity/selector. " +
    "no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.";
  pod.spec.nodeSelector = { "spark-platform/capacity": "spot" };
  pod.status = {
    phase: "Pending",
    conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }],
  };
  sized(cluster.addPod("hourly-exec-1", "spot-1", {}, "team-b"), "spark-kubernetes-executor", "3935m", "15189Mi");
  sized(cluster.addPod("hourly-exec-2", "spot-1", {}, "team-b"), "spark-kubernetes-executor", "3935m", "15189Mi");
  const defaults = { "spark-defaults.conf": "spark.sql.shuffle.partitions=200\nspark.eventLog.enabled=true\n" };
  cluster.put(configMaps, { metadata: { name: "analytics-spark-defaults" }, data: defaults });
  cluster.event(
    pod,
    "NotTriggerScaleUp",
    "pod didn't trigger scale-up: 1 max node group size reached, 1 node(s) didn't match Pod's node affinity/selector",
    "cluster-autoscaler",
  );
  const stage = {
    status: "ACTIVE",
    stageId: 7,
    attemptId: 0,
    name: "parquet at Etl.scala:41",
    shuffleWriteBytes: 0,
    rddIds: [],
  };
  const executor = { isActive: true, rddBlocks: 0, totalShuffleWrite: 0 };
  const answers: Record<string, unknown> = {
    "/stages": [
      { ...stage, numTasks: 400, numActiveTasks: 8, numCompleteTasks: 120 },
      { ...stage, stageId: 6, status: "COMPLETE", numTasks: 90, numActiveTasks: 0, numCompleteTasks: 90 },
    ],
    "/allexecutors": ["driver", "1", "2"].map((id) => ({ ...executor, id })),
    "/storage/rdd": [],
  };
  cluster.ui = (path) => answers[path.replace("etl-driver:4040/api/v1/applications/spark-etl", "")];
  return cluster;
}

describe("a call of spark-platform apps", () => {
  test.each([
    ["apps list --namespace Spark_Jobs", '--namespace: "Spark_Jobs" is no name of a namespace'],
    ["apps list --namespace a --all-namespaces", "is given together with --all-namespaces"],
    ["apps describe", "missing required argument 'name'"],
    ["apps logs etl --executor first", '--executor: "first" is no number of an executor'],
    ["apps logs etl --follow --json", "--follow: true can't be given with --json"],
    ["apps schedule", "Usage: spark-platform apps schedule"],
    ["apps", "Usage: spark-platform apps"],
  ])("%s ends with 2 and says what is wrong", async (call, message) => {
    const { code, out, err } = await run(call);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  test("ends with 1 where the kubeconfig leads nowhere", async () => {
    const { code, err } = await run("apps list --kubeconfig /nowhere");
    expect([code, err]).toEqual([1, expect.stringContaining("error: there is no kubeconfig /nowhere")]);
  });

  test("takes the namespace of the context where none is given", async () => {
    const cluster = waitingApp();
    cluster.driver("other", "on-demand-1", "team-b");
    const names = async (options: Parameters<typeof readScope>[0]) =>
      (await listApps(cluster.appsApi, readScope(options), now)).data.applications.map(({ name }) => name).sort();
    expect(await names({})).toEqual(["etl"]);
    expect(await names({ namespace: "team-b" })).toEqual(["other"]);
    expect(await names({ allNamespaces: true })).toEqual(["etl", "other"]);
  });
});

describe("the answer of", () => {
  test("apps list is one row for each application, as docs/applications-cli.md shows", async () => {
    const cluster = waitingApp();
    ended(cluster.driver("report", "on-demand-1"), 0);
    const answer = await listApps(cluster.appsApi, scope, now);
    expect(appsListSchema.parse(answer.data)).toEqual(answer.data);
    expect(answer.data.applications).toMatchObject([
      { name: "etl", way: "kubeflow", executors: { running: 2, waiting: 1, failed: 0 } },
      { name: "report", way: "driver", state: "succeeded" },
    ]);
    expect(page("applications-cli.md")).toContain(text(answer));
  });

  test("apps describe says why it waits, as docs/why-is-my-app-waiting.md shows", async () => {
    const answer = await describeAnswer(waitingApp().appsApi, scope, "etl", now);
    expect(appsDescribeSchema.parse(answer.data)).toEqual(answer.data);
    expect(answer.data.waits).toMatchObject([
      { cause: "no-node", pods: ["etl-exec-3"], change: "Raise maxNodes of the pool, or wait for pods on it to end." },
    ]);
    expect(answer.data.progress).toEqual({
      stages: [{ stageId: 7, name: "parquet at Etl.scala:41", tasks: 400, done: 120, active: 8 }],
      stagesDone: 1,
      stagesFailed: 0,
      executorsActive: 2,
    });
    expect(page("why-is-my-app-waiting.md")).toContain(text(answer));
  });

  test("apps describe says what failed", async () => {
    const cluster = runningApp();
    ended(cluster.pod("etl-driver")!, 52);
    const shown = text(await describeAnswer(cluster.appsApi, scope, "etl", now));
    expect(shown).toContain("ran out of heap");
    expect(shown).toContain("npx spark-platform apps logs etl --namespace spark-jobs");
  });

  test("apps logs --json is the whole log", async () => {
    const cluster = runningApp();
    cluster.logs["etl-driver/spark-kubernetes-driver"] = "one\ntwo\n";
    const waiting = { clock: cluster.clock, signal, say: () => undefined };
    const data = await logsData(cluster.appsApi, "etl", readLogsOptions({ json: true }), waiting);
    expect(appsLogsSchema.parse(data)).toEqual({
      namespace: "spark-jobs",
      pod: "etl-driver",
      container: "spark-kubernetes-driver",
      lines: ["one", "two"],
    });
  });

  test("apps kill and apps restart say what was done", async () => {
    const killed = await killApp(waitingApp().appsApi, scope, "etl");
    expect(appsKillSchema.parse(killed.data)).toEqual(killed.data);
    expect(text(killed)).toContain("Deleted in spark-jobs: SparkApplication/etl.");
    const cluster = waitingApp();
    const { metadata } = cluster.pod("etl-driver")!;
    metadata.ownerReferences = [{ apiVersion: "x", kind: "SparkApplication", name: "etl", uid: "uid-etl" }];
    const restarted = await restartApp(cluster.appsApi, scope, "etl", { clock: cluster.clock, signal });
    expect(appsRestartSchema.parse(restarted.data)).toEqual(restarted.data);
    expect(text(restarted)).toContain("Deleted and made again in spark-jobs: SparkApplication/etl.");
  });
});

describe("a name", () => {
  test("that nothing has is refused with the nearest that there is", async () => {
    const failure = killApp(waitingApp().appsApi, scope, "elt");
    await expect(failure).rejects.toThrow(Problem);
    await expect(failure).rejects.toThrow("the namespace spark-jobs has no application elt: did you mean etl?");
  });

  test("of several applications means the one that has not ended, or none of them", async () => {
    const cluster = runningApp();
    const earlier = cluster.addPod("etl-earlier-driver", "spot-1", {
      "spark-role": "driver",
      "spark-app-name": "etl",
      "spark-app-selector": "spark-earlier",
    });
    const named = () => describeAnswer(cluster.appsApi, scope, "etl", now);
    await expect(named()).rejects.toThrow(
      /2 applications are called etl.*etl-driver, running.*etl-earlier-driver, running/s,
    );
    ended(earlier, 0);
    expect((await named()).data.application.driver).toBe("etl-driver");
  });

  test("is not looked for where the namespace may not be read", async () => {
    const cluster = runningApp();
    for (const kind of ["pods", "jobs", "sparkapplications"]) cluster.forbidden.add(kind);
    await expect(killApp(cluster.appsApi, scope, "etl")).rejects.toThrow(
      /there is none\nLeft out, for want of the right/,
    );
  });
});
