/**
 * The scheduler that a platform deploys, run for real: the stock kube-scheduler with the deployed configuration, as the deployed service
 * account, beside the control plane's own.
 */

import { podsIn, waitUntilBound, whyUnbound } from "../../local/bound";
import { applyNodes } from "../../local/control-plane/nodes";
import { apply, type Target } from "../../local/deploy/apply";
import { type Declaration, manifestsOf } from "../../local/deploy/deploy";
import { nodesOfPlan } from "../../local/nodes-of-plan";
import { type SparkApplicationManifest, standIns } from "../../local/stand-ins";
import { type Manifest } from "../../lib/rendering";
import { Api } from "../capacity/harness/api";
import { caseTimeoutMs, type Environment, startEnvironment, startTimeoutMs } from "./environment";
import { play, trace } from "./scheduler/churn";
import { executor, Executors, type PodState, until } from "./scheduler/pods";
import {
  type Configuration,
  type Deployed,
  deployedScheduler,
  type RunningScheduler,
  startScheduler,
} from "./scheduler/second-scheduler";

jest.setTimeout(caseTimeoutMs);

const spotNodes = Array.from({ length: 20 }, (_, index) => `spot-${index + 1}`);
/** Of an executor on the spot nodes; the plan says it too. */
const podsPerNode = 4;
/** What each scheduler is told by the pods that it binds. */
type By = "default" | "bin-packing";

let environment: Environment;
let target: Target;
let api: Api;
let executors: Executors;
let deployed: Deployed;
let running: RunningScheduler;
let pod: Record<By, Manifest>;

/** Without placeholders, which would hold places of the nodes that are counted. */
const declare = (warmExecutors: number, scheduler: By = "bin-packing") =>
  environment.declare({ scheduler, warmExecutors, reserve: 0 });
const manifests = (declaration: Declaration) => manifestsOf(declaration, environment.tools);

beforeAll(async () => {
  environment = await startEnvironment("scheduler");
  target = { access: environment.access, tools: environment.tools, deployment: "e2e" };
  api = new Api(environment.access.kubeconfig);
  executors = new Executors(api, "spark-jobs");
  const declaration = await declare(0);
  const spot = declaration.plan.executor.packing.find((packing) => packing.pool === "spot");
  expect(spot?.podsPerNode).toBe(podsPerNode);
  // Executors have the spot pool to themselves, so that every place of theirs is one of these nodes.
  const more: Record<string, number> = { spot: spotNodes.length, fallback: 0, system: 0, drivers: 0 };
  await applyNodes(
    environment.access,
    environment.tools,
    nodesOfPlan(declaration.plan, ({ name }) => more[name] ?? 0),
  );
  const rendered = await manifests(declaration);
  await apply(target, rendered);
  deployed = deployedScheduler(rendered);
  pod = { "bin-packing": executorOf(rendered), default: executorOf(await manifests(await declare(0, "default"))) };
  running = await startScheduler(environment, deployed);
}, startTimeoutMs);

afterAll(async () => {
  await running?.stop();
  api?.close();
  await environment.stop();
}, startTimeoutMs);

afterEach(async () => {
  await executors.remove();
  await executors.open(spotNodes);
});

test("its own pods run on system nodes, bound by the cluster's scheduler", async () => {
  expect((await waitUntilBound(environment.access, environment.tools, ["spark-system"])).map(whyUnbound)).toEqual([]);
  const pods = await podsIn(environment.access, environment.tools, ["spark-system"]);
  const own = pods.filter(({ metadata }) => metadata.name.startsWith("e2e-scheduler-"));
  expect(own.map(({ spec }) => spec.nodeName?.replace(/-\d+$/, ""))).toEqual(["system", "system"]);
});

/** Until it has heard of every pod that has a node, so that it counts their room. */
async function heardOfAll(): Promise<void> {
  const path = "/api/v1/pods?fieldSelector=spec.nodeName!%3D";
  const bound = async () => (await api.get<{ items: PodState[] }>(path)).items.length;
  await until(async () => (await running.knownPods()) === (await bound()), "the scheduler knows the pods on nodes");
}

describe("12 executors of two applications arrive on 6 nodes, of which one is half full and one holds one executor", () => {
  const six = spotNodes.slice(0, 6);

  async function arrive(by: By): Promise<string[]> {
    await executors.open(spotNodes.slice(6), false);
    const early = ["spot-1", "spot-1", "spot-2"];
    await executors.create(early.map((nodeName, index) => executor(pod[by], `early-${index}`, { nodeName })));
    await heardOfAll();
    const names = ["a", "b"].flatMap((app) => Array.from({ length: 6 }, (_, index) => `${app}-${index}`));
    await executors.create(names.map((name) => executor(pod[by], name)));
    await until(async () => (await executors.bound()).length === 15, "all are bound");
    return [...new Set((await executors.bound()).map(({ spec }) => spec.nodeName ?? ""))].sort();
  }

  test("the cluster's own scheduler spreads them over all", async () => {
    expect(await arrive("default")).toEqual(six);
  });

  test("bin packing fills the fewest nodes, those first that are in use", async () => {
    const used = await arrive("bin-packing");
    expect(used).toHaveLength(Math.ceil(15 / podsPerNode));
    expect(used).toEqual(expect.arrayContaining(["spot-1", "spot-2"]));
    console.log(`nodes used by 15 executors of which 4 fit a node: default ${six.length}, bin packing ${used.length}`);
  });
});

test("a pool that is preferred by a tenth comes before a fuller node", async () => {
  const term = (value: string) => ({
    matchExpressions: [{ key: "example.com/pool", operator: "In", values: [value] }],
  });
  const requests = { cpu: "1", memory: "1Gi" };
  const choosy = executor(pod["bin-packing"], "choosy", { requests });
  (choosy.spec as { affinity: object }).affinity = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term("spot"), term("drivers")] },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: term("spot") },
        { weight: 90, preference: term("drivers") },
      ],
    },
  };
  // Half of the driver's node; the spot nodes stay empty.
  const filler = executor(pod["bin-packing"], "filler", {
    nodeName: "drivers-1",
    requests: { cpu: "2", memory: "8Gi" },
  });
  await executors.create([filler]);
  await heardOfAll();
  await executors.create([choosy]);
  await until(async () => (await executors.bound()).length === 2, "both are bound");
  const nodes = (await executors.bound()).map(({ metadata, spec }) => [metadata.name, spec.nodeName]);
  expect(Object.fromEntries(nodes)).toEqual({ filler: "drivers-1", choosy: expect.stringMatching(/^spot-/) as string });
});

test("its executors preempt pause pods, which it binds again where there is room", async () => {
  await executors.open(spotNodes.slice(6), false);
  await apply(target, await manifests(await declare(2)));
  expect((await waitUntilBound(environment.access, environment.tools, ["spark-system"])).map(whyUnbound)).toEqual([]);
  const pausePods = async () => {
    const path = "/api/v1/namespaces/spark-system/pods?labelSelector=app.kubernetes.io%2Fname%3Doverprovisioning";
    const { items } = await api.get<{ items: { spec: { nodeName?: string; schedulerName: string } }[] }>(path);
    return items.map(({ spec }) => spec);
  };
  const waiting = async () => (await pausePods()).filter(({ nodeName }) => nodeName === undefined);
  // Of 24 places pause pods hold two.
  await executors.create(Array.from({ length: 23 }, (_, index) => executor(pod["bin-packing"], `late-${index}`)));
  await until(async () => (await executors.bound()).length === 23, "all executors have a node");
  await until(async () => (await waiting()).length === 1, "one pause pod gave way and is back");
  expect((await waiting()).map(({ schedulerName }) => schedulerName)).toEqual(["e2e-scheduler"]);
  await executors.open([spotNodes[6]!]);
  await until(async () => (await waiting()).length === 0, "it has a node again");
  await apply(target, await manifests(await declare(0)));
});

describe("applications that come and go", () => {
  const steps = trace(24);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  const hours = (numbers: readonly number[]) => (sum(numbers) / 12).toFixed(1);

  test("keep fewer nodes up than with the default scheduler", async () => {
    const playBy = (by: By) => play(executors, steps, { pod: pod[by], nodes: spotNodes, podsPerNode });
    const spread = await playBy("default");
    const packed = await playBy("bin-packing");
    await restart(mostAllocatedOnly);
    const stock = await playBy("bin-packing");
    await restart();
    const row = (name: string, { nodes }: { nodes: number[] }) =>
      `${name.padEnd(34)}${nodes.join(" ")} = ${hours(nodes)} node-hours`;
    console.log(
      [
        `${steps.length} steps of 5 minutes; at each start 2 applications of 1 to 6 executors, ${podsPerNode} fit a node; idle nodes go after 5 minutes`,
        row("default scheduler", spread),
        row("stock profile with MostAllocated", stock),
        row("bin packing", packed),
        row("fewest possible", { nodes: packed.fewest }),
      ].join("\n"),
    );
    expect(sum(packed.nodes)).toBeLessThan(sum(spread.nodes));
  }, 900_000);
});

test("300 pods that wait are bound, with its own limits and with the usual ones", async () => {
  const requests = { cpu: "100m", memory: "100Mi" };
  const secondsWith = async (limits: Configuration["clientConnection"]) => {
    await running.stop();
    await executors.create(
      Array.from({ length: 300 }, (_, index) => executor(pod["bin-packing"], `many-${index}`, { requests })),
    );
    running = await startScheduler(environment, deployed, (all) => ({ ...all, clientConnection: limits }));
    let began: number | undefined;
    await until(async () => {
      const { length } = await executors.bound();
      if (length > 0) began ??= Date.now();
      return length === 300;
    }, "all are bound");
    const seconds = (Date.now() - (began ?? Date.now())) / 1000;
    const memory = running.memoryMiB();
    await executors.remove();
    return `${seconds.toFixed(1)} s (${memory} MiB)`;
  };
  const { qps, burst } = deployed.configuration.clientConnection;
  const own = await secondsWith({ qps, burst });
  const usual = await secondsWith({});
  console.log(`300 pods, from the first that is bound to the last: ${own} with ${qps}/${burst}, ${usual} with 50/100`);
  await restart();
});

test("when the leader dies, the second replica binds what waits", async () => {
  const leading = await holder();
  const second = await startScheduler(environment, deployed);
  await running.kill();
  const died = Date.now();
  const dead = running;
  running = second;
  await executors.create([executor(pod["bin-packing"], "orphan")]);
  await until(async () => (await executors.bound()).length === 1, "the pod is bound");
  console.log(`bound ${((Date.now() - died) / 1000).toFixed(0)} s after the leader was killed`);
  expect(await holder()).not.toBe(leading);
  await dead.stop();
});

test("nothing that it asked for was forbidden, and its requests wait with those of the cluster's controllers", async () => {
  expect(running.log()).not.toMatch(/forbidden/i);
  const metrics = await environment.kubectl(["get", "--raw=/metrics"]);
  const flows = metrics
    .split("\n")
    .filter((line) => line.startsWith("apiserver_flowcontrol_dispatched_requests_total{"))
    .filter((line) => line.includes('flow_schema="e2e-scheduler"'));
  expect(flows.map((line) => /priority_level="([^"]+)"/.exec(line)?.[1])).toEqual(["workload-high"]);
});

async function holder(): Promise<string> {
  const path = "/apis/coordination.k8s.io/v1/namespaces/spark-system/leases/e2e-scheduler";
  return (await api.get<{ spec: { holderIdentity: string } }>(path)).spec.holderIdentity;
}

async function restart(change?: (configuration: Configuration) => Configuration): Promise<void> {
  await running.stop();
  const before = await holder();
  running = await startScheduler(environment, deployed, change);
  await until(async () => !["", before].includes(await holder()), "the new one leads");
}

/** All that the scheduler of a managed control plane lets one set. */
function mostAllocatedOnly(configuration: Configuration): Configuration {
  const profiles = configuration.profiles.map(({ schedulerName, pluginConfig }) => ({
    schedulerName,
    pluginConfig: pluginConfig.filter(({ name }) => name === "NodeResourcesFit"),
  }));
  return { ...configuration, profiles };
}

function executorOf(rendered: readonly Manifest[]): Manifest {
  const application = rendered.find(({ kind }) => kind === "SparkApplication") as SparkApplicationManifest;
  const [, first] = standIns(application, 1);
  if (first === undefined) throw new Error("the application has no executor");
  return first;
}
