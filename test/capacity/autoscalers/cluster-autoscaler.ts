/** The real cluster-autoscaler on simulated machines: its provider for kwok makes Node objects where a cloud would start machines. */

import { readFile, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { type ClusterPlan } from "../../../lib/plan";
import { type Manifest } from "../../../lib/rendering";
import { kubectl } from "../../../local/control-plane/kubectl";
import { choosePorts, loopback } from "../../../local/control-plane/ports";
import { CommandFailed, run } from "../../../local/run";
import { which } from "../../../local/tools/find";
import { parseVersion, type Version } from "../../../local/tools/version";
import { versions } from "../../../local/tools/versions";
import { waitUntil } from "../../../local/wait";
import { type KubeObject, Refused } from "../harness/api";
import { type Autoscaler, type AutoscalerContext, type RunningAutoscaler } from "./autoscaler";
import {
  checkPriorities,
  groupAnnotation,
  groupName,
  leftAnnotations,
  namespace,
  providerFiles,
  registration,
  soldOut,
} from "./cluster-autoscaler-groups";
import { type RunningProgram, startProgram } from "./process";

const program = "cluster-autoscaler";

export const clusterAutoscaler: Autoscaler = {
  name: "cluster-autoscaler",
  async find() {
    const path = await which(program);
    if (path === undefined) return { missing: `${program} is not on PATH` };
    const version = await versionOf(path);
    const wanted = parseVersion(versions.kubernetes)!;
    // It simulates the scheduler of its own version.
    if (version?.major !== wanted.major || version.minor !== wanted.minor) {
      const found = version === undefined ? "does not tell its version" : `is ${version.major}.${version.minor}`;
      return { missing: `${path} ${found}; usable: ${wanted.major}.${wanted.minor}` };
    }
    return {
      version: `v${version.major}.${version.minor}.${version.patch}`,
      start: (context) => Promise.resolve(new RunningClusterAutoscaler(path, context)),
    };
  },
};

/** What it calls its service account, its lease, its roles and its Deployment. */
const account = "cluster-autoscaler";
const status = `/api/v1/namespaces/${namespace}/configmaps/cluster-autoscaler-status`;
const lease = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${account}`;

/** Flags that name the cloud and its node groups; the provider for kwok has its own in their place. */
const cloudFlags = ["--cloud-provider", "--node-group-auto-discovery", "--cluster-name"];

class RunningClusterAutoscaler implements RunningAutoscaler {
  readonly #path: string;
  readonly #context: AutoscalerContext;
  #program: RunningProgram | undefined;
  #plan: ClusterPlan | undefined;
  #served = "";

  constructor(path: string, context: AutoscalerContext) {
    this.#path = path;
    this.#context = context;
  }

  async serve(plan: ClusterPlan, manifests: readonly Manifest[]): Promise<Manifest[]> {
    this.#plan = plan;
    checkPriorities(plan, manifests);
    const deployment = manifests.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === account);
    if (deployment === undefined) throw new Error(`the platform deploys no ${account}`);
    const own = manifests.filter(({ kind, metadata }) => needed.includes(kind) && metadata.name.startsWith(account));
    const files = providerFiles(plan);
    const flags = this.#flags(argumentsOf(deployment));
    const served = JSON.stringify([flags, files]);
    await this.#apply([...own, ...files, ...registration]);
    if (served !== this.#served || this.#program?.isAlive() !== true) await this.#restart(flags);
    this.#served = served;
    return [...manifests];
  }

  async sellOut(capacity: "spot" | "on-demand"): Promise<void> {
    const groups = this.#groups(capacity);
    await this.#apply(soldOut(groups));
    const refused = () => Promise.all(groups.map((group) => this.#isRefused(group)));
    const inTime = await waitUntil(async () => (await refused()).every(Boolean), { timeoutMs: 60_000 });
    if (!inTime) throw new Error(`nodes of ${groups.join(", ")} can still be made 60 s after they were sold out`);
  }

  async restock(): Promise<void> {
    const { api } = this.#context;
    for (const kind of ["validatingadmissionpolicybindings", "validatingadmissionpolicies"]) {
      await api.remove(`/apis/admissionregistration.k8s.io/v1/${kind}/sold-out`);
    }
    const [group] = this.#groups("spot");
    const open = async () => group === undefined || !(await this.#isRefused(group));
    if (!(await waitUntil(open, { timeoutMs: 60_000 }))) throw new Error("nodes can't be made 60 s after the restock");
  }

  async lose(node: string): Promise<void> {
    await this.#context.api.remove(`/api/v1/nodes/${node}`);
  }

  async giveBack(): Promise<void> {
    for (const { metadata } of await this.#nodes()) await this.lose(metadata.name);
    const gone = async () => (await this.#nodes()).length === 0;
    if (!(await waitUntil(gone, { timeoutMs: 120_000 }))) throw new Error("simulated machines did not go in 120 s");
  }

  memoryMiB(): number {
    return this.#program?.memoryMiB() ?? 0;
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
  }

  /** The flags that the library deploys, on the cloud that is simulated here. */
  #flags(deployed: readonly string[]): string[] {
    const { idleSeconds } = this.#context;
    const ours = deployed.filter((flag) => !cloudFlags.includes(nameOf(flag)));
    const changed = ours.map((flag) =>
      idleSeconds !== undefined && nameOf(flag) === "--scale-down-unneeded-time"
        ? `--scale-down-unneeded-time=${idleSeconds}s`
        : flag,
    );
    return ["--cloud-provider=kwok", ...changed];
  }

  /** It reads the groups once, so others need a new start. It is known by its service account, with the rights that were deployed. */
  async #restart(flags: readonly string[]): Promise<void> {
    await this.stop();
    const { access, tools, api, directory } = this.#context;
    for (const path of [lease, status]) await api.remove(path);
    const token = await kubectl(access, tools, [
      "create",
      "token",
      account,
      `--namespace=${namespace}`,
      "--duration=24h",
    ]);
    const kubeconfig = join(directory, `${program}.kubeconfig`);
    await writeFile(kubeconfig, await withToken(access.kubeconfig, token.trim()), { mode: 0o600 });
    const { health } = await choosePorts(["health"], new Set());
    const running = startProgram({
      path: this.#path,
      args: [...flags, `--kubeconfig=${kubeconfig}`, `--address=${loopback}:${health}`],
      // The provider plays the cloud, which asks nobody for rights.
      environment: { KUBECONFIG: access.kubeconfig, KWOK_PROVIDER_MODE: "local", POD_NAMESPACE: namespace },
      log: join(directory, `${program}.log`),
    });
    this.#program = running;
    const settled = async () => !running.isAlive() || ((await answers(health)) && (await this.#hasLooked()));
    const inTime = await waitUntil(settled, { timeoutMs: 120_000 });
    if (!inTime || !running.isAlive()) throw new Error(`${program} is not ready:\n${running.lastLines()}`);
  }

  /** It writes its status at the end of each round. */
  async #hasLooked(): Promise<boolean> {
    return (await this.#found(status)) !== undefined;
  }

  async #found(path: string): Promise<KubeObject | undefined> {
    try {
      return await this.#context.api.get<KubeObject>(path);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    }
  }

  #groups(capacity: "spot" | "on-demand"): string[] {
    const plan = this.#plan;
    if (plan === undefined) throw new Error("no plan is served");
    return plan.sparkPools.filter((pool) => pool.capacity === capacity).map((pool) => groupName(plan, pool));
  }

  /** Tries to make a node of the group, and makes none. */
  async #isRefused(group: string): Promise<boolean> {
    const annotations = { [groupAnnotation]: group, [leftAnnotations.cpu]: "1", [leftAnnotations.pods]: "1" };
    const node = {
      metadata: { name: "trial", annotations, labels: { trial: "true" } },
      status: { allocatable: { cpu: "1" } },
    };
    try {
      await this.#context.api.create("/api/v1/nodes?dryRun=All", { apiVersion: "v1", kind: "Node", ...node });
      return false;
    } catch (error) {
      if (error instanceof Refused && error.words.includes("InsufficientInstanceCapacity")) return true;
      throw error;
    }
  }

  async #nodes(): Promise<KubeObject[]> {
    const { items } = await this.#context.api.get<{ items: KubeObject[] }>("/api/v1/nodes");
    return items.filter(({ metadata }) => metadata.annotations?.[groupAnnotation] !== undefined);
  }

  async #apply(items: readonly Manifest[]): Promise<void> {
    const { access, tools } = this.#context;
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    const command = ["apply", "--server-side", "--validate=strict", "--field-manager=spark-platform", "--filename=-"];
    await kubectl(access, tools, command, { input });
  }
}

/** What must be there before it starts; the rest of what is deployed comes with the platform. */
const needed = ["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "ConfigMap"];

interface Deployment {
  spec: { template: { spec: { containers: { args: string[] }[] } } };
}

/** It has no flag that asks for its version, but it logs it before it looks for its kubeconfig, and ends when there is none. */
async function versionOf(path: string): Promise<Version | undefined> {
  try {
    await run(path, ["--v=1", "--kubeconfig=/nowhere"], { timeoutMs: 20_000 });
  } catch (error) {
    const [, version] = /Cluster Autoscaler (\S+)/.exec(error instanceof CommandFailed ? error.stderr : "") ?? [];
    return version === undefined ? undefined : parseVersion(version);
  }
  return undefined;
}

function argumentsOf(manifest: Manifest): string[] {
  const { spec } = manifest as unknown as Deployment;
  return spec.template.spec.containers[0]?.args ?? [];
}

function nameOf(flag: string): string {
  return flag.split("=")[0] ?? flag;
}

/** The kubeconfig with a token in place of the administrator's certificate. */
async function withToken(kubeconfig: string, token: string): Promise<string> {
  const { users, ...rest } = parse(await readFile(kubeconfig, "utf8")) as { users: { name: string }[] };
  return stringify({ ...rest, users: users.map(({ name }) => ({ name, user: { token } })) });
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: loopback, port, path: "/health-check", timeout: 3_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}
