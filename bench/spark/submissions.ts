/** What one submission costs the operator's pod: CPU time of a real spark-submit with the pod's environment. */

import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";

import Table from "cli-table3";

import { run } from "../../local/run";
import { median } from "../median";
import { plain } from "../table";
import { type BenchCluster, deleteAll, type DeployedPlatform, kubeconfigOf } from "./cluster";
import { sparkHome } from "./home";
import type { OperatorPod } from "./operator-process";
import { NAMESPACE } from "./platform";

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);

export async function measureSubmissions(
  cluster: BenchCluster,
  {
    spark,
    platform,
    pods,
  }: { spark: { jars: string }; platform: DeployedPlatform; pods: ReadonlyMap<string, OperatorPod> },
): Promise<void> {
  const folder = await mkdtemp(join(cluster.folder, "spark-"));
  const home = await sparkHome(folder, spark.jars);
  const args = await submitArguments(cluster, platform, folder);
  const cpuSeconds = new Map([...pods.keys()].map((name) => [name, [] as number[]]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, pod] of pods) {
      cluster.signal.throwIfAborted();
      const title = `one submission, ${name}, round ${round} of ${rounds}`;
      cpuSeconds.get(name)!.push(await cluster.progress.step(title, () => submit(cluster, pod, home, args)));
    }
  }
  print(cpuSeconds);
}

/** To the driver's pod of the platform's defaults. */
async function submitArguments(
  { access }: BenchCluster,
  { manifests }: DeployedPlatform,
  folder: string,
): Promise<string[]> {
  const defaults = manifests.find(
    ({ kind, metadata }) => kind === "ConfigMap" && metadata.name.endsWith("-spark-defaults"),
  );
  if (defaults === undefined) throw new Error("the platform has no defaults");
  const data = defaults.data as Record<string, string>;
  for (const [name, text] of Object.entries(data)) await writeFile(join(folder, name), text);
  return [
    ...["--master", `k8s://${access.server}`, "--deploy-mode", "cluster", "--name", "one"],
    ...["--properties-file", join(folder, "spark-defaults.conf")],
    ...["driver", "executor"].flatMap((role) => [
      "--conf",
      `spark.kubernetes.${role}.podTemplateFile=${join(folder, `${role}.yaml`)}`,
    ]),
    ...["--class", "org.apache.spark.examples.SparkPi", "local:///opt/spark/examples/jars/spark-examples.jar"],
  ];
}

/** @returns CPU seconds of both its JVMs */
async function submit(cluster: BenchCluster, pod: OperatorPod, home: string, args: readonly string[]): Promise<number> {
  const { namespace, serviceAccount, env } = pod;
  const timed = ["-c", "TIMEFORMAT='cpu %U %S'; time \"$@\"", "bash", join(home, "bin", "spark-submit"), ...args];
  const { stderr } = await run("bash", timed, {
    signal: cluster.signal,
    env: {
      PATH: process.env.PATH,
      SPARK_HOME: home,
      KUBECONFIG: await kubeconfigOf(cluster, namespace, serviceAccount),
      ...Object.fromEntries(env.map(({ name, value = "" }) => [name, value])),
    },
  });
  const selector = "spark-role=driver";
  await deleteAll(cluster, NAMESPACE, [
    { path: "/api/v1", resource: "pods", selector },
    { path: "/api/v1", resource: "configmaps", selector },
  ]);
  const [, user, system] = /^cpu (\S+) (\S+)$/m.exec(stderr) ?? [];
  return Number(user) + Number(system);
}

function print(cpuSeconds: ReadonlyMap<string, readonly number[]>): void {
  const [first] = cpuSeconds.values();
  const table = new Table({
    style: plain,
    head: ["a real spark-submit", "CPU time", "ratio", "submissions a minute and CPU"],
    colAligns: ["left", "right", "right", "right"],
  });
  for (const [values, all] of cpuSeconds) {
    const seconds = median(all);
    table.push([values, `${seconds.toFixed(1)} s`, (seconds / median(first!)).toFixed(2), (60 / seconds).toFixed(1)]);
  }
  console.log(`\n${table.toString()}`);
}
