/**
 * How many applications the Kubeflow operator submits in a second: its real binary, with the arguments of its pod as this library deploys
 * it and as the chart has them by itself, one after the other on the same control plane.
 */

import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import Table from "cli-table3";

import { chartsOf, type Manifest, renderCharts } from "../../lib/rendering";
import { createProgress } from "../../local/progress";
import { ensureTools } from "../../local/tools";
import { askedMinor, findSpark } from "../../scripts/spark-registry/find";
import { sparkVersions } from "../../scripts/spark-registry/versions";
import { median } from "../median";
import { plain } from "../table";
import { type BenchCluster, deleteAll, type DeployedPlatform, deployPlatform, withCluster } from "./cluster";
import { sparkHome } from "./home";
import { operatorPod, type OperatorPod, startOperator } from "./operator-process";
import { applications, NAMESPACE } from "./platform";
import { Sightings } from "./sightings";
import { measureSubmissions } from "./submissions";

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);

const APPLICATIONS = 100;

/** In place of Spark's, whose JVMs leave two cores no time for anything else. */
const submitAtOnce = `#!/bin/sh\nexec '${process.execPath}' '${join(__dirname, "submit-at-once.cjs")}' "$@"\n`;

/** Seconds since the applications were created. */
interface Throughput {
  submitted: number;
  /** Until the operator has seen the last driver run. */
  running: number;
  perSecond: number;
}

/** What a round leaves behind. */
const leftovers = [
  { path: "/apis/sparkoperator.k8s.io/v1beta2", resource: "sparkapplications" },
  { path: "/api/v1", resource: "pods", selector: "spark-role=driver" },
  { path: "/api/v1", resource: "services", selector: "sparkoperator.k8s.io/app-name" },
];

export async function measureOperator(): Promise<void> {
  const progress = createProgress();
  const spark = await findSpark(progress);
  if ("missing" in spark) {
    console.log(`\nSKIPPED operator: ${spark.missing}`);
    return;
  }
  const { "spark-operator": program } = await ensureTools(["spark-operator"], progress);
  await withCluster("operator", progress, async (cluster) => {
    const platform = await deployPlatform(cluster, { sparkVersion: sparkVersions[askedMinor], executors: 2 });
    const pods = await podsOf(cluster, platform);
    await measureThroughput(cluster, { program, spark, platform, pods });
    await measureSubmissions(cluster, { spark, platform, pods });
  });
}

/** The operator's pod with the chart's own values, and with ours. */
async function podsOf({ tools }: BenchCluster, { recording, manifests }: DeployedPlatform) {
  const ours = chartsOf(recording).find(({ resource }) => resource.includes("spark-operator"));
  if (ours === undefined) throw new Error("the platform has no operator");
  const { fullnameOverride } = ours.values;
  const values = { fullnameOverride, spark: { jobNamespaces: [NAMESPACE] }, webhook: { enable: false } };
  const rendered = await renderCharts([{ ...ours, values }], { helm: tools.helm });
  return new Map<string, OperatorPod>([
    ["the chart's defaults", operatorPod(rendered.manifests)],
    ["ours", operatorPod(manifests)],
  ]);
}

interface Measured {
  program: string;
  spark: { jars: string };
  platform: DeployedPlatform;
  pods: ReadonlyMap<string, OperatorPod>;
}

async function measureThroughput(cluster: BenchCluster, measured: Measured): Promise<void> {
  const { spark, pods } = measured;
  const home = await sparkHome(await mkdtemp(join(cluster.folder, "spark-")), spark.jars, submitAtOnce);
  const runs = new Map([...pods.keys()].map((name) => [name, [] as Throughput[]]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, pod] of pods) {
      cluster.signal.throwIfAborted();
      const title = `${APPLICATIONS} applications, ${name}, round ${round} of ${rounds}`;
      runs.get(name)!.push(await cluster.progress.step(title, () => runOnce(cluster, measured, pod, home)));
    }
  }
  print(runs);
}

async function runOnce(
  cluster: BenchCluster,
  { program, platform }: Measured,
  pod: OperatorPod,
  home: string,
): Promise<Throughput> {
  const { access, tools, kubectl, signal } = cluster;
  const queue = queueOf(platform.manifests);
  const operator = await startOperator(cluster, { program, pod, home });
  const seen = new Sightings({
    ...{ access, tools, namespace: NAMESPACE, resource: "sparkapplications", signal },
    state: "{.status.applicationState.state}",
    failures: ["SUBMISSION_FAILED", "FAILING", "FAILED"],
  });
  try {
    const started = performance.now();
    await kubectl(["create", "--filename=-"], { input: JSON.stringify(queue) });
    const running = await seen.until(APPLICATIONS, "applications run", "RUNNING");
    const submitted = seen.moments("SUBMITTED", "RUNNING");
    const seconds = (moments: readonly number[]) => (moments.at(-1)! - started) / 1000;
    const perSecond = APPLICATIONS / seconds(submitted);
    return { submitted: seconds(submitted), running: seconds(running), perSecond };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${operator.log().slice(-20_000)}`, { cause: error });
  } finally {
    seen.stop(new Error("the run is over"));
    await operator.stop();
    await deleteAll(cluster, NAMESPACE, leftovers);
  }
}

function queueOf(manifests: readonly Manifest[]) {
  const one = manifests.find(
    ({ kind, metadata }) => kind === "SparkApplication" && metadata.name === applications.queued,
  );
  if (one === undefined) throw new Error("the platform has no SparkApplication");
  const items = Array.from({ length: APPLICATIONS }, (_, index) => ({
    ...one,
    metadata: { ...one.metadata, name: `${applications.queued}-${index + 1}` },
  }));
  return { apiVersion: "v1", kind: "List", items };
}

function print(runs: ReadonlyMap<string, readonly Throughput[]>): void {
  const [first] = runs.values();
  const figure = (all: readonly Throughput[], of: keyof Throughput) => median(all.map((one) => one[of]));
  const table = new Table({
    style: plain,
    head: [`${APPLICATIONS} applications`, "all submitted", "all run", "applications a second", "ratio"],
    colAligns: ["left", "right", "right", "right", "right"],
  });
  for (const [values, all] of runs) {
    table.push([
      values,
      ...(["submitted", "running"] as const).map((of) => `${figure(all, of).toFixed(1)} s`),
      figure(all, "perSecond").toFixed(2),
      (figure(all, "perSecond") / figure(first!, "perSecond")).toFixed(2),
    ]);
  }
  console.log(`\n${table.toString()}`);
}
