/** A control plane for one benchmark, with the platform's objects but for what would run in them. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Manifest } from "../../lib/rendering";
import { kubectl, type KubectlOptions } from "../../local/control-plane/kubectl";
import { applyNodes } from "../../local/control-plane/nodes";
import { type ControlPlane, startControlPlane } from "../../local/control-plane/start";
import { stopControlPlane } from "../../local/control-plane/stop";
import { apply } from "../../local/deploy/apply";
import { type Declaration, manifestsOf } from "../../local/deploy/deploy";
import { interruptible } from "../../local/interrupt";
import { type Progress } from "../../local/progress";
import { ensureTools, sparkOperatorChart, type ToolName, toolNames, type Tools } from "../../local/tools";
import { benchNodes, declarePlatform } from "./platform";

export interface BenchCluster {
  access: ControlPlane;
  tools: Tools<ToolName>;
  /** Directory of the operator's chart. */
  chart: string;
  progress: Progress;
  /** A folder that goes with the cluster. */
  folder: string;
  signal: AbortSignal;
  kubectl: (args: readonly string[], options?: KubectlOptions) => Promise<string>;
}

/** Runs work with a control plane of its own, which ends with it, also after a failure or an interrupt. */
export async function withCluster(part: string, progress: Progress, work: (cluster: BenchCluster) => Promise<void>) {
  const tools = await ensureTools<ToolName>([...toolNames], progress);
  const chart = await sparkOperatorChart(progress);
  const name = `bench-${part}-${process.pid}`;
  await interruptible(async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), `${name}-`));
    try {
      const access = await startControlPlane({ name, tools, progress });
      const ask: BenchCluster["kubectl"] = (args, options) => kubectl(access, tools, args, options);
      await work({ access, tools, chart, progress, folder, signal, kubectl: ask });
    } finally {
      await stopControlPlane(name);
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** A kubeconfig of a service account, whose rights a driver or an operator has. @returns its path */
export async function kubeconfigOf({ kubectl: ask, folder }: BenchCluster, namespace: string, account: string) {
  const own = JSON.parse(await ask(["config", "view", "--raw", "--minify", "--output=json"])) as {
    users: { user: object }[];
  };
  const token = (await ask(["create", "token", account, `--namespace=${namespace}`, "--duration=2h"])).trim();
  for (const one of own.users) one.user = { token };
  const path = join(folder, `${namespace}-${account}.kubeconfig`);
  await writeFile(path, JSON.stringify(own), { mode: 0o600 });
  return path;
}

/** Empties collections of a namespace with one request each, and waits until they are empty. */
export async function deleteAll(
  { kubectl: ask }: BenchCluster,
  namespace: string,
  collections: readonly { path: string; resource: string; selector?: string }[],
): Promise<void> {
  for (const { path, resource, selector = "" } of collections) {
    const query = `?labelSelector=${encodeURIComponent(selector)}`;
    await ask(["delete", "--raw", `${path}/namespaces/${namespace}/${resource}${query}`]);
    const which = [resource, `--namespace=${namespace}`, selector === "" ? "--all" : `--selector=${selector}`];
    await ask(["wait", "--for=delete", "--timeout=300s", ...which]);
  }
}

/** What would run there: drivers and operators are started by the benchmark, as processes. */
const running = ["Deployment", "Job", "SparkApplication"];

export interface DeployedPlatform extends Declaration {
  /** Every one, those of what would run too. */
  manifests: readonly Manifest[];
}

/** The platform as it is deployed, with its nodes. */
export async function deployPlatform(
  { access, tools, chart }: BenchCluster,
  { sparkVersion, executors }: { sparkVersion: string; executors: number },
): Promise<DeployedPlatform> {
  const declaration = await declarePlatform({ access, chart, sparkVersion, executors });
  const manifests = await manifestsOf(declaration, tools);
  await applyNodes(access, tools, benchNodes(declaration));
  const still = manifests.filter(({ kind }) => !running.includes(kind));
  await apply({ access, tools, deployment: "bench" }, still);
  return { ...declaration, manifests };
}
