/** The real kube-scheduler as the platform deploys it: its flags, its configuration, its service account; only as processes of this machine. */

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { get } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { parse, stringify } from "yaml";

import { identify, stopProcesses } from "../../../local/processes";
import { type Manifest } from "../../../lib/rendering";
import { type Environment } from "../environment";

export interface Configuration {
  clientConnection: { kubeconfig?: string; qps?: number; burst?: number };
  profiles: { schedulerName: string; pluginConfig: { name: string }[] }[];
}

export interface Deployed {
  /** Name of the Deployment, its service account, its ConfigMap and its lease. */
  name: string;
  namespace: string;
  flags: string[];
  configuration: Configuration;
}

export interface RunningScheduler {
  log(): string;
  /** Pods with a node that it knows of: what it hears of pods that wait may come before what it hears of these. */
  knownPods(): Promise<number>;
  /** Resident, where the system tells; 0 elsewhere. */
  memoryMiB(): number;
  /** As when its node dies. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** What a platform deploys, found among its manifests. */
export function deployedScheduler(manifests: readonly Manifest[]): Deployed {
  const deployment = manifests.find(
    ({ kind, metadata }) =>
      kind === "Deployment" &&
      (metadata.labels as Record<string, string>)["app.kubernetes.io/name"] === "kube-scheduler",
  );
  if (deployment === undefined) throw new Error("the platform deploys no scheduler");
  const { name, namespace = "" } = deployment.metadata;
  const { template } = deployment.spec as { template: { spec: { containers: { args: string[] }[] } } };
  const [container] = template.spec.containers;
  const configMap = manifests.find((one) => one.kind === "ConfigMap" && one.metadata.name === name);
  const { data } = configMap as unknown as { data: Record<string, string> };
  return {
    name,
    namespace,
    flags: container?.args ?? [],
    configuration: parse(data["scheduler.yaml"] ?? "") as Configuration,
  };
}

/** Starts one replica. @param change of its configuration, to compare with */
export async function startScheduler(
  { access, tools, kubectl }: Pick<Environment, "access" | "tools" | "kubectl">,
  { name, namespace, flags, configuration }: Deployed,
  change: (configuration: Configuration) => Configuration = (same) => same,
): Promise<RunningScheduler> {
  const directory = await mkdtemp(join(tmpdir(), "second-scheduler-"));
  const file = (part: string) => join(directory, part);
  const token = (await kubectl(["create", "token", name, `--namespace=${namespace}`, "--duration=2h"])).trim();
  const admin = parse(await readFile(access.kubeconfig, "utf8")) as { users: unknown[] };
  const users = [{ name: access.context, user: { token } }];
  await writeFile(file("kubeconfig"), stringify({ ...admin, users }), { mode: 0o600 });
  const { clientConnection, ...rest } = change(configuration);
  // In a pod all three are found by themselves.
  const connection = { ...clientConnection, kubeconfig: file("kubeconfig") };
  await writeFile(file("scheduler.yaml"), stringify({ ...rest, clientConnection: connection }));
  const log = openSync(file("log"), "w");
  const port = await freePort();
  const child = spawn(
    tools["kube-scheduler"],
    [
      ...flags.map((flag) => (flag.startsWith("--config=") ? `--config=${file("scheduler.yaml")}` : flag)),
      `--authentication-kubeconfig=${file("kubeconfig")}`,
      `--authorization-kubeconfig=${file("kubeconfig")}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${port}`,
      "--authorization-always-allow-paths=/healthz,/readyz,/livez,/metrics",
    ],
    { cwd: directory, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  return {
    log: () => readFileSync(file("log"), "utf8"),
    async knownPods() {
      // Right after its start it does not listen yet.
      const served = await metrics(port).catch(() => "");
      const [, count = "0"] = /^scheduler_cache_size\{type="pods"\} (\S+)$/m.exec(served) ?? [];
      return Number(count);
    },
    memoryMiB: () => residentMiB(child.pid),
    kill: () => end(child, "SIGKILL"),
    async stop() {
      await end(child, "SIGTERM");
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function metrics(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    // It signs its certificate itself.
    const options = { host: "127.0.0.1", port, path: "/metrics", rejectUnauthorized: false };
    get(options, (response) => resolve(text(response))).on("error", reject);
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  child.kill(signal);
  if (identity !== undefined) await stopProcesses([identity]);
}

function residentMiB(pid: number | undefined): number {
  if (process.platform !== "linux") return 0;
  const [, kiB = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kiB) / 1024);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
