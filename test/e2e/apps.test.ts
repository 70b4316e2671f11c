/**
 * The commands about applications on a real control plane: what the real scheduler says of pods that fit nowhere, and objects of the
 * operators' own definitions with the status that the operators write.
 */

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import {
  type AppsDescribeAnswer,
  appsDescribeSchema,
  appsKillSchema,
  appsListSchema,
  appsRestartSchema,
  appsScheduleChangeSchema,
  appsScheduleListSchema,
} from "../../lib/cli/schemas/apps";
import { applyNodes, kwokNode, type KwokNodeSpec } from "../../local/control-plane/nodes";
import { waitUntil } from "../../local/wait";
import { caseTimeoutMs, type Environment, startEnvironment, startTimeoutMs } from "./environment";

jest.setTimeout(caseTimeoutMs);

let environment: Environment;

const namespace = "spark-jobs";
const repository = resolve(__dirname, "../..");

beforeAll(async () => {
  environment = await startEnvironment("apps");
  await environment.kubectl(["create", "namespace", namespace]);
  for (const file of ["sparkapplications", "scheduledsparkapplications"]) {
    const path = join(environment.chart, "crds", `sparkoperator.k8s.io_${file}.yaml`);
    await environment.kubectl(["create", "--filename", path]);
  }
  await addNodes();
}, startTimeoutMs);

afterAll(() => environment.stop(), startTimeoutMs);

const size = { cpuMillis: 4000, memoryMiB: 16_000, ephemeralStorageMiB: 50_000, pods: 20, taints: [] };
const spark = { "spark-platform/pool": "spark", "node.kubernetes.io/instance-type": "m7g.xlarge" };
const dedicated = { key: "spark-platform/dedicated", value: "spark", effect: "NoSchedule" };

/** Two nodes for everything, one that is tainted, one in a zone that is cordoned. */
async function addNodes(): Promise<void> {
  const node = (name: string, more: Partial<KwokNodeSpec>) =>
    kwokNode({ name, pool: "spark", labels: {}, ...size, ...more });
  await applyNodes(environment.access, environment.tools, [
    node("spark-1", { labels: spark, zone: "eu-central-1a" }),
    node("spark-2", { labels: spark, zone: "eu-central-1a" }),
    node("spark-3", { labels: spark, zone: "eu-central-1b" }),
    node("dedicated-1", { labels: { "spark-platform/pool": "dedicated" }, taints: [dedicated], zone: "eu-central-1a" }),
  ]);
  await environment.kubectl(["cordon", "spark-3"]);
}

interface Asks {
  cpu?: string;
  nodeSelector?: Record<string, string>;
}

function pod(app: string, role: "driver" | "executor", { cpu = "1", nodeSelector }: Asks, index = 1) {
  const name = role === "driver" ? `${app}-driver` : `${app}-exec-${index}`;
  const labels = {
    "spark-role": role,
    "spark-app-selector": `spark-${app}`,
    "spark-app-name": app,
    ...(role === "executor" && { "spark-exec-id": String(index) }),
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels },
    spec: {
      nodeSelector,
      restartPolicy: "Never",
      containers: [
        { name: `spark-kubernetes-${role}`, image: "spark", resources: { requests: { cpu, memory: "1Gi" } } },
      ],
    },
  };
}

function create(object: object): Promise<string> {
  return environment.kubectl(["create", "--filename=-"], object);
}

/** Runs `spark-platform apps` as its users do. */
function apps(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { kubeconfig, context } = environment.access;
  const call = [join(repository, "node_modules/tsx/dist/cli.mjs"), join(repository, "lib/cli/main.ts"), "apps"];
  return new Promise((done) => {
    // Commander takes the last of an option that is given twice.
    const words = args.slice(0, args[0] === "schedule" ? 2 : 1);
    const options = ["--namespace", namespace, "--kubeconfig", kubeconfig, "--context", context];
    execFile(process.execPath, [...call, ...words, ...options, ...args.slice(words.length)], (error, out, err) =>
      done({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

async function json(...args: string[]): Promise<unknown> {
  const { out, err, code } = await apps(...args, "--json");
  if (err !== "" || code !== 0) throw new Error(`apps ${args.join(" ")} ended with ${code}: ${err}`);
  return JSON.parse(out);
}

async function described(name: string): Promise<AppsDescribeAnswer> {
  return appsDescribeSchema.parse(await json("describe", name));
}

/** The scheduler has said something about the pod that waits. */
async function waits(name: string): Promise<AppsDescribeAnswer["waits"]> {
  let found: AppsDescribeAnswer["waits"] = [];
  const said = await waitUntil(
    async () => {
      found = (await described(name)).waits;
      return found.some(({ cause }) => cause === "no-node");
    },
    { timeoutMs: 60_000 },
  );
  if (!said) throw new Error(`the scheduler said nothing of ${name}: ${JSON.stringify(found)}`);
  return found;
}

describe("why a driver waits, in the scheduler's words and by the nodes", () => {
  test("its nodes are too small", async () => {
    await create(pod("large", "driver", { cpu: "9", nodeSelector: { "spark-platform/pool": "spark" } }));
    const [wait] = await waits("large");
    expect(wait?.nodes).toEqual({
      total: 4,
      reasons: [
        { nodes: 1, reason: "node(s) had untolerated taint(s)", detail: "spark-platform/dedicated=spark:NoSchedule" },
        { nodes: 1, reason: "node(s) were unschedulable", detail: "spark-3" },
        {
          nodes: 2,
          reason: "Insufficient cpu",
          detail: expect.stringMatching(
            /^the pod asks for 9 CPU; the largest of its nodes, spark-\d, has 4 in all$/,
          ) as string,
        },
      ],
    });
    expect(wait?.change).toContain("None of its nodes could hold it, even empty");
  });

  test("it does not tolerate a taint", async () => {
    await create(pod("tainted", "driver", { nodeSelector: { "spark-platform/pool": "dedicated" } }));
    const [wait] = await waits("tainted");
    expect(wait?.nodes?.reasons).toContainEqual({
      nodes: 2,
      reason: "node(s) didn't match Pod's node affinity/selector",
      detail: "it asks for spark-platform/pool=dedicated, nodes have spark (2)",
    });
    expect(wait?.change).toContain("Let it tolerate spark-platform/dedicated=spark:NoSchedule");
  });

  test("no node has the label that it asks for", async () => {
    await create(pod("labelled", "driver", { nodeSelector: { "spark-platform/pool": "gpu" } }));
    const [wait] = await waits("labelled");
    expect(wait?.nodes?.reasons).toContainEqual({
      nodes: 2,
      reason: "node(s) didn't match Pod's node affinity/selector",
      detail: "it asks for spark-platform/pool=gpu, nodes have spark (2)",
    });
    expect(wait?.change).toContain("No node has what it asks for (spark-platform/pool)");
  });

  test("all nodes of its zone are cordoned", async () => {
    await create(pod("zoned", "driver", { nodeSelector: { "topology.kubernetes.io/zone": "eu-central-1b" } }));
    const [wait] = await waits("zoned");
    expect(wait?.nodes?.reasons).toContainEqual({ nodes: 1, reason: "node(s) were unschedulable", detail: "spark-3" });
    expect(wait?.change).toContain("kubectl uncordon spark-3");
  });

  test("a quota leaves no room for its executors", async () => {
    const configuration = { "spark.properties": "spark.executor.instances=2\nspark.hadoop.fs.s3a.secret.key=hidden\n" };
    const metadata = { name: "small-conf-map", namespace };
    await create({ apiVersion: "v1", kind: "ConfigMap", metadata, data: configuration });
    const driver = pod("small", "driver", {});
    const volumes = [{ name: "spark-conf-volume-driver", configMap: { name: "small-conf-map" } }];
    await create({ ...driver, spec: { ...driver.spec, volumes } });
    const hard = { "count/pods": "6" };
    await create({ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "team", namespace }, spec: { hard } });
    // Four drivers wait, this one runs: one executor more is allowed.
    await quotaSays("5");
    await create(pod("small", "executor", {}));
    await expect(create(pod("small", "executor", {}, 2))).rejects.toThrow(
      "exceeded quota: team, requested: count/pods=1, used: count/pods=6, limited: count/pods=6",
    );
    await quotaSays("6");
    const { waits: found, asked, configuration: shown } = await described("small");
    expect(asked.executors).toEqual({ least: 2, most: 2 });
    expect(shown).toEqual([{ key: "spark.hadoop.fs.s3a.secret.key", value: "(redacted)" }]);
    expect(found.map(({ cause, detail }) => [cause, detail])).toEqual([
      ["quota", ["1 of 2 executors are there.", "The quota team has 0 left of 6 (count/pods); one pod more takes 1."]],
    ]);
  });
});

async function quotaSays(used: string): Promise<void> {
  const isSo = async () => {
    const { status } = await environment.get<{ status?: { used?: Record<string, string> } }>([
      ...["resourcequota", "team", "--namespace", namespace],
    ]);
    return status?.used?.["count/pods"] === used;
  };
  if (!(await waitUntil(isSo, { timeoutMs: 60_000 }))) throw new Error(`the quota never counted ${used} pods`);
}

describe("objects of the Kubeflow operator", () => {
  const spec = {
    type: "Scala",
    mode: "cluster",
    sparkVersion: "4.1.4",
    image: "spark:4.1.4",
    mainApplicationFile: "local:///opt/app.jar",
    driver: { cores: 1, memory: "1g", memoryOverhead: "400m" },
    executor: { cores: 1, instances: 2, memory: "1g", memoryOverhead: "400m" },
    restartPolicy: { type: "OnFailure", onFailureRetries: 3 },
    timeToLiveSeconds: 3600,
  };

  const get = (kind: string, name: string) =>
    environment.get<{ metadata: { uid: string }; spec: { suspend?: boolean } }>([kind, name, "--namespace", namespace]);

  function application(name: string): Promise<string> {
    const metadata = { name, namespace };
    return create({ apiVersion: "sparkoperator.k8s.io/v1beta2", kind: "SparkApplication", metadata, spec });
  }

  /** As the operator writes it: internal/controller/sparkapplication/controller.go. */
  async function says(name: string, status: object): Promise<void> {
    const patch = JSON.stringify({
      status: { driverInfo: {}, lastSubmissionAttemptTime: null, terminationTime: null, ...status },
    });
    const where = ["--namespace", namespace, "--subresource=status", "--type=merge"];
    await environment.kubectl(["patch", "sparkapplication", name, ...where, `--patch=${patch}`]);
  }

  beforeAll(async () => {
    await environment.kubectl(["delete", "resourcequota", "--all", "--namespace", namespace]);
    for (const name of ["new", "etl", "refused"]) await application(name);
    const metadata = { name: "nightly", namespace };
    const schedule = { schedule: "0 2 * * *", timeZone: "Europe/Berlin", concurrencyPolicy: "Forbid", template: spec };
    const kind = "ScheduledSparkApplication";
    await create({ apiVersion: "sparkoperator.k8s.io/v1beta2", kind, metadata, spec: schedule });
  });

  test("one that nothing takes up waits for the operator", async () => {
    const { application: found, waits: why, asked } = await described("new");
    expect(found).toMatchObject({ way: "kubeflow", state: "submitting" });
    expect(why).toMatchObject([{ cause: "operator" }]);
    expect(why[0]?.detail[0]).toContain("No pod of the Kubeflow Spark operator is in the cluster");
    expect(asked).toMatchObject({
      executor: { cpuMillis: 1000, memoryMiB: 1424 },
      executors: { least: 2, most: 2 },
      retries: { policy: "OnFailure", most: 3 },
      timeToLiveSeconds: 3600,
    });
  });

  test("one that a quota refuses says so in the API server's words", async () => {
    const errorMessage =
      'failed to submit: pods "refused-driver" is forbidden: exceeded quota: team, requested: count/pods=1, used: count/pods=6, limited: count/pods=6';
    await says("refused", { applicationState: { state: "FAILED", errorMessage }, submissionAttempts: 4 });
    const { failures } = await described("refused");
    expect(failures).toMatchObject([
      {
        who: "application",
        what: "the ResourceQuota team is used up: asked for count/pods=1, used count/pods=6 of count/pods=6",
      },
    ]);
  });

  test("its driver is no application besides it, and the list has every application once", async () => {
    const driver = pod("etl", "driver", {});
    const labels = { ...driver.metadata.labels, "sparkoperator.k8s.io/app-name": "etl" };
    await create({ ...driver, metadata: { ...driver.metadata, labels } });
    await says("etl", {
      sparkApplicationId: "spark-etl",
      driverInfo: { podName: "etl-driver" },
      applicationState: { state: "RUNNING" },
      executionAttempts: 1,
    });
    const { applications } = appsListSchema.parse(await json("list"));
    const ways = applications.map(({ name, way }) => `${name} ${way}`).sort();
    expect(ways).toEqual([
      "etl kubeflow",
      "labelled driver",
      "large driver",
      "new kubeflow",
      "refused kubeflow",
      "small driver",
      "tainted driver",
      "zoned driver",
    ]);
    expect(applications.find(({ name }) => name === "etl")).toMatchObject({ state: "running", driver: "etl-driver" });
  });

  test("restart makes the same object anew, without its status", async () => {
    const before = await get("sparkapplication", "refused");
    expect(appsRestartSchema.parse(await json("restart", "refused"))).toMatchObject({
      object: "SparkApplication/refused",
    });
    const after = await get("sparkapplication", "refused");
    expect(after.metadata.uid).not.toBe(before.metadata.uid);
    expect(after.spec).toEqual(before.spec);
    expect(after).not.toHaveProperty("status");
  });

  test("kill deletes the object of an operator's, and the pod of a plain driver", async () => {
    expect(appsKillSchema.parse(await json("kill", "new")).deleted).toEqual(["SparkApplication/new"]);
    await expect(get("sparkapplication", "new")).rejects.toThrow(/not found/);
    expect(appsKillSchema.parse(await json("kill", "zoned")).deleted).toEqual(["Pod/zoned-driver"]);
    const isGone = () =>
      get("pod", "zoned-driver").then(
        () => false,
        () => true,
      );
    expect(await waitUntil(isGone, { timeoutMs: 60_000 })).toBe(true);
  });

  test("a schedule is suspended, run once besides, and resumed", async () => {
    await json("schedule", "suspend", "nightly");
    expect((await get("scheduledsparkapplication", "nightly")).spec.suspend).toBe(true);
    const { schedules } = appsScheduleListSchema.parse(await json("schedule", "list"));
    expect(schedules).toMatchObject([
      { name: "nightly", cron: "0 2 * * *", timeZone: "Europe/Berlin", isSuspended: true },
    ]);
    const { started } = appsScheduleChangeSchema.parse(await json("schedule", "run", "nightly"));
    expect(started).toMatch(/^SparkApplication\/nightly-manual-\w+$/);
    expect((await get("sparkapplication", started!.split("/")[1]!)).spec).toMatchObject(spec);
    await json("schedule", "resume", "nightly");
    expect((await get("scheduledsparkapplication", "nightly")).spec.suspend).toBe(false);
  });
});

test("whoever may only read one namespace is told what can't be seen, and what lies in it", async () => {
  await environment.kubectl(["create", "serviceaccount", "reader", "--namespace", namespace]);
  const account = `--serviceaccount=${namespace}:reader`;
  const rights = ["--verb=get,list", "--resource=pods,sparkapplications.sparkoperator.k8s.io"];
  await environment.kubectl(["create", "role", "reader", "--namespace", namespace, ...rights]);
  await environment.kubectl(["create", "rolebinding", "reader", "--namespace", namespace, "--role=reader", account]);
  const kubeconfig = await kubeconfigOf("reader");
  const { out, err, code } = await apps("describe", "large", "--json", "--kubeconfig", kubeconfig);
  expect([err, code]).toEqual(["", 0]);
  const { notes, waits: found } = appsDescribeSchema.parse(JSON.parse(out));
  expect(notes).toEqual(["Left out, for want of the right to list them: jobs.batch."]);
  // Nodes can't be seen, so only the scheduler speaks.
  expect(found[0]?.nodes?.reasons).toContainEqual({
    nodes: 2,
    reason: "Insufficient cpu",
    detail: "the pod asks for 9 CPU and 1\u00a0GiB memory",
  });
  const all = await apps("kill", "large", "--kubeconfig", kubeconfig);
  expect([all.code, all.err]).toEqual([1, expect.stringContaining("cannot delete resource")]);
});

async function kubeconfigOf(account: string): Promise<string> {
  const token = await environment.kubectl(["create", "token", account, "--namespace", namespace]);
  const config = JSON.parse(await environment.kubectl(["config", "view", "--raw", "--minify", "--output=json"])) as {
    users: { name: string; user: object }[];
  };
  config.users = config.users.map(({ name }) => ({ name, user: { token: token.trim() } }));
  const path = join(dirname(environment.access.kubeconfig), `${account}.kubeconfig`);
  await writeFile(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}
