/** One run of a real driver that asks for executors: when their pods came. */

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import { choosePorts } from "../../local/control-plane/ports";
import { type BenchCluster, deleteAll, kubeconfigOf } from "./cluster";
import { Sightings } from "./sightings";

export interface DriverRun {
  namespace: string;
  /** Service account of the namespace, whose rights it has. */
  account: string;
  /** Properties that it is submitted with, beside those that every driver has here. */
  properties: Record<string, string>;
  /** File of spark-submit's `--properties-file`, as text. @default none */
  propertiesFile?: string;
  /** Pod template of the executors, as text. @default none */
  template?: string;
  /** How many it asks for. */
  executors: number;
  coresPerExecutor: number;
}

/** Seconds since spark-submit was started. */
export interface Timeline {
  first: number;
  /** When the last pod was there. */
  last: number;
  /** When the last pod ran. */
  running: number;
  perSecond: number;
}

export interface Spark {
  home: string;
  /** Folder of the driver's class. */
  classes: string;
}

const SELECTOR = "spark-role=executor";

export async function runDriver(cluster: BenchCluster, spark: Spark, driver: DriverRun): Promise<Timeline> {
  const { access, tools, signal } = cluster;
  const { namespace, account, executors } = driver;
  const kubeconfig = await kubeconfigOf(cluster, namespace, account);
  const args = await submitArguments(cluster, spark, driver);
  const pods = new Sightings({
    ...{ access, tools, namespace, resource: "pods", selector: SELECTOR, signal },
    state: "{.status.phase}",
  });
  const started = performance.now();
  const submit = spawn(join(spark.home, "bin", "spark-submit"), args, {
    cwd: cluster.folder,
    env: { ...process.env, SPARK_HOME: spark.home, KUBECONFIG: kubeconfig },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  submit.stderr.on("data", (part) => (log = (log + String(part)).slice(-20_000)));
  const ended = new Promise<void>((resolve) => submit.on("close", () => resolve()));
  void ended.then(() => pods.stop(new Error(`the driver has ended:\n${log}`)));
  try {
    const running = await pods.until(executors, "executors run", "Running");
    const all = pods.moments();
    const seconds = (moment = Number.NaN) => (moment - started) / 1000;
    const [first, last] = [seconds(all[0]), seconds(all[executors - 1])];
    return { first, last, running: seconds(running[executors - 1]), perSecond: (executors - 1) / (last - first) };
  } finally {
    submit.kill("SIGKILL");
    await ended;
    await deleteAll(cluster, namespace, [
      { path: "/api/v1", resource: "pods", selector: SELECTOR },
      { path: "/api/v1", resource: "configmaps", selector: SELECTOR },
    ]);
  }
}

async function submitArguments(
  { access, folder }: BenchCluster,
  { classes }: Spark,
  { namespace, properties, propertiesFile, template, executors, coresPerExecutor }: DriverRun,
): Promise<string[]> {
  const own = await mkdtemp(join(folder, "driver-"));
  const file = async (name: string, text: string) => {
    await writeFile(join(own, name), text);
    return join(own, name);
  };
  await mkdir(join(own, "events"));
  const ports = await choosePorts(["spark.driver.port", "spark.driver.blockManager.port", "spark.ui.port"], new Set());
  const conf = {
    ...properties,
    ...(template !== undefined && {
      "spark.kubernetes.executor.podTemplateFile": await file("executor.yaml", template),
    }),
    "spark.kubernetes.namespace": namespace,
    // Of this machine, where no pod reaches the driver and there is no object store.
    "spark.driver.host": "127.0.0.1",
    "spark.kubernetes.submitInDriver": "false",
    "spark.driver.memory": "1g",
    "spark.eventLog.dir": `file://${join(own, "events")}`,
    "spark.driver.extraClassPath": classes,
    ...ports,
  };
  return [
    ...["--master", `k8s://${access.server}`, "--deploy-mode", "client", "--class", "AskForExecutors"],
    ...(propertiesFile === undefined ? [] : ["--properties-file", await file("spark.properties", propertiesFile)]),
    ...Object.entries(conf).flatMap(([key, value]) => ["--conf", `${key}=${value}`]),
    ...["spark-internal", String(executors * coresPerExecutor)],
  ];
}
