/** The real Kubeflow operator as a process of this machine: with the arguments, the environment and the rights of its pod. */

import { spawn } from "node:child_process";

import { type Manifest } from "../../lib/rendering";
import { choosePorts, loopback } from "../../local/control-plane/ports";
import { waitUntil } from "../../local/wait";
import { type BenchCluster, kubeconfigOf } from "./cluster";

export interface OperatorPod {
  namespace: string;
  serviceAccount: string;
  args: readonly string[];
  env: readonly { name: string; value?: string }[];
}

export function operatorPod(manifests: readonly Manifest[]): OperatorPod {
  const deployment = manifests.find(
    ({ kind, metadata }) => kind === "Deployment" && metadata.name.endsWith("spark-operator-controller"),
  );
  if (deployment === undefined) throw new Error("there is no operator among the manifests");
  const { serviceAccountName, containers } = (
    deployment.spec as { template: { spec: { serviceAccountName: string; containers: Partial<OperatorPod>[] } } }
  ).template.spec;
  const [{ args = [], env = [] } = {}] = containers;
  return { namespace: deployment.metadata.namespace ?? "", serviceAccount: serviceAccountName, args, env };
}

export interface RunningOperator {
  /** What it has logged so far. */
  log: () => string;
  stop: () => Promise<void>;
}

/** Returns when it works on applications. @param home SPARK_HOME of its spark-submit */
export async function startOperator(
  cluster: BenchCluster,
  { program, pod, home }: { program: string; pod: OperatorPod; home: string },
): Promise<RunningOperator> {
  const { access, kubectl, signal } = cluster;
  const { namespace, serviceAccount, args, env } = pod;
  // Of the operator that was ended before, which would hold it for 15 s more.
  await kubectl(["delete", "leases", "--all", `--namespace=${namespace}`]);
  const { hostname, port } = new URL(access.server);
  const ports = await choosePorts(["metrics", "probe"], new Set());
  const ownPorts = [
    `--metrics-bind-address=${loopback}:${ports.metrics}`,
    `--health-probe-bind-address=${loopback}:${ports.probe}`,
  ];
  const child = spawn(program, [...args, ...ownPorts], {
    cwd: cluster.folder,
    detached: true,
    env: {
      PATH: process.env.PATH,
      SPARK_HOME: home,
      KUBECONFIG: await kubeconfigOf(cluster, namespace, serviceAccount),
      KUBERNETES_SERVICE_HOST: hostname,
      KUBERNETES_SERVICE_PORT: port,
      ...Object.fromEntries(env.map(({ name, value = "" }) => [name, value])),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (log += String(part)));
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const stop = async () => {
    // With each spark-submit that it has started.
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    await ended;
  };
  const works = () => {
    if (child.exitCode !== null) throw new Error(`the operator has ended:\n${log}`);
    return /Starting workers.*spark-?application/i.test(log);
  };
  try {
    if (await waitUntil(works, { timeoutMs: 180_000, signal })) return { log: () => log, stop };
    throw new Error(`the operator did not start to work:\n${log}`);
  } catch (error) {
    await stop();
    throw error;
  }
}
