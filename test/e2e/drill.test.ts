/**
 * A drill on a real control plane with stand-ins for Spark's pods, with the rights of SpotDrill's service account and no others. The
 * driver's UI is played by this test with what a real Spark answered (test/drill/recorded).
 */

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { dirname, join, resolve } from "node:path";

import { stringify } from "yaml";

import { SpotDrill } from "../../lib";
import { drillSpotSchema, type DrillSpotAnswer } from "../../lib/cli/schemas/drill";
import { renderingOf } from "../../lib/rendering";
import { recordProgram } from "../../lib/testing";
import { applyNodes, kwokNode } from "../../local/control-plane/nodes";
import { waitUntil } from "../../local/wait";
import { type Environment, startEnvironment, startTimeoutMs } from "./environment";
import type { Recorded } from "./spark-drill/scenario";

jest.setTimeout(600_000);

const repository = resolve(__dirname, "../..");
const recorded = JSON.parse(
  readFileSync(join(repository, "test/drill/recorded/killed-in-reduces.json"), "utf8"),
) as Recorded;

let environment: Environment;
let ui: Server;
/** Stands where the API server's connections into the cluster go, and leads all of them to the UI. */
let tunnel: Server;
/** What the driver's UI answers now. */
let answers = recorded.before;
/** A kubeconfig with a token of SpotDrill's service account. */
let kubeconfig: string;

beforeAll(async () => {
  environment = await startEnvironment("drill");
  ui = createServer((request, response) => {
    const path = request.url?.replace(/^\/api\/v1\/applications\/spark-etl/, "") ?? "";
    response.statusCode = path in answers ? 200 : 404;
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(answers[path]));
  });
  await new Promise<void>((listening) => ui.listen(0, "127.0.0.1", listening));
  tunnel = createServer().on("connect", (_request, socket) => {
    const { port } = ui.address() as AddressInfo;
    const end = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      end.pipe(socket).pipe(end);
    });
  });
  const path = join(environment.access.directory, "nothing-leaves-the-loopback.sock");
  await new Promise<void>((listening) => tunnel.listen(path, listening));
  for (const name of ["spark-system", "spark-jobs", "team-b"]) await environment.kubectl(["create", "namespace", name]);
  await addNode("on-demand-1", {});
  for (const index of [1, 2, 3]) await addNode(`spot-${index}`, spot);
  await deploySpotDrill();
  await startApplication();
}, startTimeoutMs);

afterAll(async () => {
  tunnel.close();
  ui.close();
  await environment.stop();
}, startTimeoutMs);

const spot = { "karpenter.sh/capacity-type": "spot" };

function addNode(name: string, labels: Record<string, string>): Promise<void> {
  const size = { cpuMillis: 4000, memoryMiB: 16_000, ephemeralStorageMiB: 50_000, pods: 20 };
  const node = kwokNode({ name, pool: name.replace(/-\d+$/, ""), labels, taints: [], ...size });
  return applyNodes(environment.access, environment.tools, [node]);
}

async function deploySpotDrill(): Promise<void> {
  const recording = await recordProgram(() => {
    new SpotDrill("spot-drill", { namespace: "spark-system", jobNamespaces: ["spark-jobs"], schedule: "0 10 * * 1-5" });
  });
  for (const manifest of renderingOf(recording).manifests) {
    await environment.kubectl(["apply", "--server-side", "--validate=strict", "--filename=-"], manifest);
  }
  const token = await environment.kubectl(["create", "token", "spot-drill", "--namespace=spark-system"]);
  const config = JSON.parse(await environment.kubectl(["config", "view", "--raw", "--minify", "--output=json"])) as {
    users: { name: string; user: object }[];
  };
  config.users = config.users.map(({ name }) => ({ name, user: { token: token.trim() } }));
  kubeconfig = join(dirname(environment.access.kubeconfig), "spot-drill.kubeconfig");
  await writeFile(kubeconfig, stringify(config), { mode: 0o600 });
}

interface StandIn {
  name: string;
  labels: Record<string, string>;
  node?: string;
  ports?: object[];
}

/** kwok says that it runs. */
function pod({ name, labels, node, ports = [] }: StandIn, namespace = "spark-jobs") {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels: { ...labels, "spark-app-selector": "spark-etl", "spark-app-name": "etl" } },
    spec: {
      nodeName: node,
      restartPolicy: "Never",
      // One executor fills its node, so another one of them needs another node.
      containers: [{ name: "spark", image: "spark", ports, resources: { requests: { cpu: "3" } } }],
    },
  };
}

function executor(id: number, node?: string) {
  return pod({ name: `etl-exec-${id}`, labels: { "spark-role": "executor", "spark-exec-id": String(id) }, node });
}

async function startApplication(): Promise<void> {
  const ports = [{ name: "spark-ui", containerPort: 4041 }];
  const driver = pod({ name: "etl-driver", labels: { "spark-role": "driver" }, node: "on-demand-1", ports });
  await create(driver);
  for (const index of [1, 2, 3]) await create(executor(index, `spot-${index}`));
  await allRun(4);
}

function create(object: object): Promise<string> {
  return environment.kubectl(["create", "--filename=-"], object);
}

interface PodList {
  items: { metadata: { name: string; uid: string }; spec: { nodeName?: string }; status: { phase: string } }[];
}

async function pods(): Promise<PodList["items"]> {
  return (await environment.get<PodList>(["pods", "--namespace=spark-jobs"])).items;
}

async function allRun(count: number): Promise<void> {
  const run = async () => (await pods()).filter(({ status }) => status.phase === "Running").length === count;
  expect(await waitUntil(run, { timeoutMs: 60_000, intervalMs: 200 })).toBe(true);
}

async function exists(...args: string[]): Promise<boolean> {
  return (await environment.kubectl(["get", ...args, "--ignore-not-found", "--output=name"])) !== "";
}

/** The command as a user runs it; `signalled` may end it when it says something. */
async function drill(args: string[], signalled?: (said: string) => boolean) {
  const command = ["--import", "tsx", "lib/cli/main.ts", "drill", "spot", "--kubeconfig", kubeconfig, ...args];
  const child = spawn(process.execPath, command, { cwd: repository });
  let out = "";
  let err = "";
  let signals = 0;
  child.stdout.on("data", (text: Buffer) => void (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => {
    err += text.toString();
    if (signals === 0 && signalled?.(err) === true) {
      signals += 1;
      child.kill("SIGINT");
    }
  });
  const code = await new Promise<number | null>((ended) => child.on("close", ended));
  return { code, out, err };
}

const answerOf = (out: string): DrillSpotAnswer => drillSpotSchema.parse(JSON.parse(out));

test("a dry run with the rights of the service account says what would be taken, and touches nothing", async () => {
  const before = await environment.get<{ spec: object }>(["node", "spot-1"]);
  const { code, out } = await drill(["--namespace", "spark-jobs", "--dry-run"]);
  expect([code, out]).toEqual([0, expect.stringContaining("A drill would take spot-1 away from etl")]);
  expect((await environment.get<{ spec: object }>(["node", "spot-1"])).spec).toEqual(before.spec);
});

test("the service account can do nothing in another namespace", async () => {
  await create(pod({ name: "b-driver", labels: { "spark-role": "driver" }, node: "on-demand-1" }, "team-b"));
  const { code, err } = await drill(["--namespace", "team-b"]);
  expect(code).toBe(1);
  expect(err).toContain('cannot list resource "pods" in API group "" in the namespace "team-b"');
  const asAccount = ["--as=system:serviceaccount:spark-system:spot-drill"];
  const may = (...args: string[]) =>
    environment.kubectl(["auth", "can-i", ...args, ...asAccount]).then(
      () => true,
      () => false,
    );
  expect(await may("create", "pods/eviction", "--namespace=team-b")).toBe(false);
  expect(await may("delete", "pods", "--namespace=team-b")).toBe(false);
  expect(await may("get", "secrets", "--namespace=spark-jobs")).toBe(false);
  expect(await may("create", "pods", "--namespace=spark-jobs")).toBe(false);
  expect(await may("create", "pods/exec", "--namespace=spark-jobs")).toBe(false);
  expect(await may("delete", "nodes")).toBe(true);
});

test("Ctrl-C in the notice leaves no cordoned node behind", async () => {
  await create({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "executors", namespace: "spark-jobs" },
    spec: { minAvailable: 3, selector: { matchLabels: { "spark-role": "executor" } } },
  });
  const settled = async () =>
    (await environment.get<{ status: { currentHealthy: number } }>(["pdb", "executors", "--namespace=spark-jobs"]))
      .status.currentHealthy === 3;
  expect(await waitUntil(settled, { timeoutMs: 60_000, intervalMs: 200 })).toBe(true);
  const { code, err } = await drill(["--namespace", "spark-jobs", "--notice", "600"], (said) =>
    said.includes("1 pod left on the node"),
  );
  expect(code).toBe(1);
  expect(err).toContain("spot-1 takes pods again");
  const { spec } = await environment.get<{ spec: { unschedulable?: boolean; taints?: { key: string }[] } }>([
    "node",
    "spot-1",
  ]);
  expect(spec.unschedulable).toBeFalsy();
  expect(spec.taints?.some(({ key }) => key === "spark-platform/drill") ?? false).toBe(false);
  await allRun(4);
});

test("a drill cuts off what a disruption budget keeps, and the application recovers on another node", async () => {
  const driver = (await pods()).find(({ metadata }) => metadata.name === "etl-driver");
  const running = drill(["--namespace", "spark-jobs", "--notice", "4", "--json"]);
  // The test plays Spark, which misses an executor and asks for another, and the autoscaler, which brings a node for it.
  const isLost = async () => !(await exists("pod", "etl-exec-1", "--namespace=spark-jobs"));
  expect(await waitUntil(isLost, { timeoutMs: 240_000, intervalMs: 200 })).toBe(true);
  answers = recorded.after;
  await create(executor(4));
  await addNode("spot-4", spot);
  const { code, out, err } = await running;
  expect([code, err]).toEqual([0, expect.stringContaining("etl-exec-1 cut off")]);
  const answer = answerOf(out);
  expect(answer).toMatchObject({
    outcome: "recovered",
    application: { name: "etl", id: "spark-etl", namespace: "spark-jobs", driver: "etl-driver" },
    node: { name: "spot-1", spotLabel: "karpenter.sh/capacity-type=spot" },
    noticeSeconds: 4,
    executors: { before: 3, after: 3 },
    lost: [{ name: "etl-exec-1", id: "1", inTime: false }],
    replacements: [{ name: "etl-exec-4", node: "spot-4", onNewNode: true }],
    newNodes: [{ name: "spot-4", spot: true }],
  });
  const { loss = 0, gone = 0, bound = 0, running: runs = 0, recovered = 0 } = answer.seconds;
  expect(loss).toBeGreaterThanOrEqual(4);
  expect([gone, bound, runs, recovered]).toEqual([gone, bound, runs, recovered].sort((a, b) => a - b));
  expect(await exists("node", "spot-1")).toBe(false);
  const after = await pods();
  expect(after.find(({ metadata }) => metadata.name === "etl-driver")?.metadata.uid).toBe(driver?.metadata.uid);
  expect(after.map(({ metadata, spec }) => [metadata.name, spec.nodeName])).toEqual([
    ["etl-driver", "on-demand-1"],
    ["etl-exec-2", "spot-2"],
    ["etl-exec-3", "spot-3"],
    ["etl-exec-4", "spot-4"],
  ]);
  // By way of the API server's proxy: the maps of the executor and the reduces that failed for it (test/drill/recorded).
  if ("unknown" in answer.recomputed) throw new Error(answer.recomputed.unknown);
  const maps = recorded.ran.filter(({ kind, attemptId }) => kind === "map" && attemptId === 1);
  expect(answer.recomputed).toMatchObject({
    stages: [
      { stageId: 0, attemptId: 1, tasks: maps.length },
      { stageId: 1, attemptId: 0 },
      { stageId: 1, attemptId: 1 },
    ],
    executors: [{ id: "1", reason: "Command exited with code 137" }],
  });
});

test("an executor that nothing protects is evicted in time; the application does not recover without another", async () => {
  await environment.kubectl(["delete", "pdb", "executors", "--namespace=spark-jobs"]);
  const { code, out } = await drill(["--namespace", "spark-jobs", "--recovery", "3", "--json"]);
  expect(code).toBe(1);
  expect(answerOf(out)).toMatchObject({
    outcome: "executors-missing",
    node: { name: "spot-2" },
    executors: { before: 3, after: 2 },
    lost: [{ name: "etl-exec-2", inTime: true }],
    replacements: [],
  });
});
