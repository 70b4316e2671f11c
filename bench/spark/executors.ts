/**
 * How soon a real driver has its executors: with Spark's defaults and with what this library gives it, one after the other on the same
 * control plane.
 */

import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";

import Table from "cli-table3";

import { DRIVER_SERVICE_ACCOUNT } from "../../lib/addons/job-namespace";
import { type Manifest } from "../../lib/rendering";
import { createProgress } from "../../local/progress";
import { run } from "../../local/run";
import { findSpark } from "../../scripts/spark-registry/find";
import { sparkJars } from "../../scripts/spark-registry/jars";
import { sparkVersions } from "../../scripts/spark-registry/versions";
import { median } from "../median";
import { plain } from "../table";
import { type BenchCluster, deployPlatform, withCluster } from "./cluster";
import { type DriverRun, runDriver, type Spark, type Timeline } from "./driver";
import { sparkHome } from "./home";
import { applications, filesOf, NAMESPACE } from "./platform";

const EXECUTORS = 100;
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);

/** The oldest line and the newest: what Spark asks for in a second has changed in between. */
const versions = [sparkVersions["3.5"], sparkVersions["4.3"]];

/**
 * Where pods as Spark makes them by itself are admitted, with a service account as Spark's guide has it:
 * https://spark.apache.org/docs/latest/running-on-kubernetes.html#rbac
 */
const GUIDE = { namespace: "defaults", account: "spark" };

export async function measureSpark(): Promise<void> {
  const progress = createProgress();
  const spark = await findSpark(progress);
  if ("missing" in spark) {
    console.log(`\nSKIPPED spark: ${spark.missing}`);
    return;
  }
  await withCluster("spark", progress, async (cluster) => {
    const { namespace, account } = GUIDE;
    await cluster.kubectl(["create", "namespace", namespace]);
    await cluster.kubectl(["create", "serviceaccount", account, `--namespace=${namespace}`]);
    const rights = ["--clusterrole=edit", `--serviceaccount=${namespace}:${account}`, `--namespace=${namespace}`];
    await cluster.kubectl(["create", "rolebinding", account, ...rights]);
    for (const version of versions) await measureVersion(cluster, version);
  });
}

async function measureVersion(cluster: BenchCluster, version: string): Promise<void> {
  const { manifests } = await deployPlatform(cluster, { sparkVersion: version, executors: EXECUTORS });
  const spark = await prepare(cluster, version);
  const drivers = driversOf(manifests, version);
  const runs = new Map(drivers.map(([name]) => [name, [] as Timeline[]]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, driver] of drivers) {
      cluster.signal.throwIfAborted();
      const title = `Spark ${version}, ${name}, round ${round} of ${rounds}`;
      runs.get(name)!.push(await cluster.progress.step(title, () => runDriver(cluster, spark, driver)));
    }
  }
  print(version, runs);
}

async function prepare({ folder, progress }: BenchCluster, version: string): Promise<Spark> {
  const jars = await sparkJars(version, progress);
  const own = await mkdtemp(join(folder, "spark-"));
  const classes = join(own, "classes");
  await mkdir(classes);
  await run("javac", ["-cp", join(jars, "*"), "-d", classes, join(__dirname, "AskForExecutors.java")]);
  return { home: await sparkHome(own, jars), classes };
}

/** The first is what the others are compared with. */
function driversOf(manifests: readonly Manifest[], version: string): [name: string, driver: DriverRun][] {
  const ours = (application: string): DriverRun => {
    const { "spark.properties": properties = "", "executor.yaml": template } = filesOf(manifests, application);
    const cores = Number(/^spark\.executor\.cores=(\d+)$/m.exec(properties)?.[1]);
    return {
      ...{
        namespace: NAMESPACE,
        account: DRIVER_SERVICE_ACCOUNT,
        propertiesFile: properties,
        template,
        executors: EXECUTORS,
        coresPerExecutor: cores,
      },
      properties: {},
    };
  };
  return [
    [
      "Spark's defaults",
      {
        ...{ ...GUIDE, executors: EXECUTORS, coresPerExecutor: 1 },
        properties: {
          "spark.executor.instances": String(EXECUTORS),
          "spark.kubernetes.container.image": `apache/spark:${version}`,
        },
      },
    ],
    [`ours, instances: ${EXECUTORS}`, ours(applications.fixed)],
    ["ours, dynamic allocation", ours(applications.dynamic)],
  ];
}

function print(version: string, runs: ReadonlyMap<string, readonly Timeline[]>): void {
  const [first] = runs.values();
  const figure = (timelines: readonly Timeline[], of: keyof Timeline) => median(timelines.map((one) => one[of]));
  const table = new Table({
    style: plain,
    head: [
      `Spark ${version}, ${EXECUTORS} executors`,
      "first pod",
      "all pods",
      "all run",
      "ratio",
      "pods a second",
      "ratio",
    ],
    colAligns: ["left", "right", "right", "right", "right", "right", "right"],
  });
  for (const [name, timelines] of runs) {
    const seconds = (of: keyof Timeline) => `${figure(timelines, of).toFixed(1)} s`;
    const ratio = (of: keyof Timeline) => (figure(timelines, of) / figure(first!, of)).toFixed(2);
    table.push([
      name,
      ...[seconds("first"), seconds("last"), seconds("running"), ratio("running")],
      ...[figure(timelines, "perSecond").toFixed(1), ratio("perSecond")],
    ]);
  }
  console.log(`\n${table.toString()}`);
}
