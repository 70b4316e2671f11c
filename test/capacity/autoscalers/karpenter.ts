/** The real Karpenter on simulated machines: its provider for kwok makes Node objects where a cloud would start machines. */

import { writeFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";

import { type ClusterPlan } from "../../../lib/plan";
import { type Manifest } from "../../../lib/rendering";
import { kubectl } from "../../../local/control-plane/kubectl";
import { choosePorts, loopback } from "../../../local/control-plane/ports";
import { findGo } from "../../../local/tools/go";
import { ensureKarpenter, type Karpenter as KarpenterFiles } from "../../../local/tools/karpenter";
import { versions } from "../../../local/tools/versions";
import { messageOf } from "../../../local/user-error";
import { waitUntil } from "../../../local/wait";
import { type KubeObject } from "../harness/api";
import { bootAnnotation } from "../harness/boots";
import { type Autoscaler, type AutoscalerContext, type RunningAutoscaler } from "./autoscaler";
import { type InstanceType, instanceTypes } from "./instance-types";
import { type RunningProgram, startProgram } from "./process";

export const karpenter: Autoscaler = {
  name: "karpenter",
  async find(progress) {
    try {
      await findGo();
    } catch (error) {
      return { missing: `Karpenter with the machines of kwok is built with Go, and ${messageOf(error)}` };
    }
    const files = await ensureKarpenter(progress);
    return { version: versions.karpenter, start: (context) => start(files, context) };
  },
};

const nodeClass = { group: "karpenter.kwok.sh", kind: "KWOKNodeClass", name: "simulated" };
const nodeClaims = "/apis/karpenter.sh/v1/nodeclaims";

async function start(files: KarpenterFiles, context: AutoscalerContext): Promise<RunningAutoscaler> {
  const { access, tools } = context;
  const folders = files.definitions.map((folder) => `--filename=${folder}`);
  await kubectl(access, tools, ["apply", "--server-side", ...folders]);
  await kubectl(access, tools, ["wait", "--for=condition=Established", "--timeout=60s", ...folders]);
  await context.api.create("/apis/karpenter.kwok.sh/v1alpha1/kwoknodeclasses", {
    apiVersion: "karpenter.kwok.sh/v1alpha1",
    kind: nodeClass.kind,
    metadata: { name: nodeClass.name },
    spec: {},
  });
  return new RunningKarpenter(files.path, context);
}

class RunningKarpenter implements RunningAutoscaler {
  readonly #path: string;
  readonly #context: AutoscalerContext;
  #program: RunningProgram | undefined;
  #plan: ClusterPlan | undefined;
  #types = "";

  constructor(path: string, context: AutoscalerContext) {
    this.#path = path;
    this.#context = context;
  }

  async serve(plan: ClusterPlan, manifests: readonly Manifest[]): Promise<Manifest[]> {
    this.#plan = plan;
    await this.#offer(instanceTypes(plan.sparkPools));
    return manifests
      .filter(({ kind }) => kind !== "EC2NodeClass")
      .map((manifest) => (manifest.kind === "NodePool" ? this.#onKwok(manifest) : manifest));
  }

  async sellOut(capacity: "spot" | "on-demand"): Promise<void> {
    await this.#offer(instanceTypes(this.#plan?.sparkPools ?? [], [capacity]));
  }

  async restock(): Promise<void> {
    await this.#offer(instanceTypes(this.#plan?.sparkPools ?? []));
  }

  async lose(node: string): Promise<void> {
    const { api } = this.#context;
    const { items } = await api.get<{ items: (KubeObject & { status?: { nodeName?: string } })[] }>(nodeClaims);
    const claims = items.filter(({ status }) => status?.nodeName === node).map(({ metadata }) => metadata.name);
    const doomed = [...claims.map((name) => `${nodeClaims}/${name}`), `/api/v1/nodes/${node}`];
    // Karpenter would drain a node that has its finalizer.
    for (const path of doomed) await api.patch(path, { metadata: { finalizers: null } });
    for (const path of doomed) await api.remove(path);
  }

  async giveBack(): Promise<void> {
    const { api } = this.#context;
    await api.remove(nodeClaims);
    const gone = async () => (await api.get<{ items: unknown[] }>(nodeClaims)).items.length === 0;
    if (!(await waitUntil(gone, { timeoutMs: 120_000 }))) throw new Error("Karpenter's machines did not go in 120 s");
  }

  memoryMiB(): number {
    return this.#program?.memoryMiB() ?? 0;
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
  }

  /** The library's NodePool, with machines of kwok in place of EC2's and the mark that their boot is played. */
  #onKwok(manifest: Manifest): Manifest {
    const { idleSeconds } = this.#context;
    const { spec } = manifest as unknown as { spec: NodePoolSpec };
    const { template, disruption } = spec;
    const annotations = { ...template.metadata.annotations, [bootAnnotation.name]: bootAnnotation.booting };
    return {
      ...manifest,
      spec: {
        ...spec,
        template: {
          metadata: { ...template.metadata, annotations },
          spec: { ...template.spec, nodeClassRef: nodeClass },
        },
        disruption: { ...disruption, ...(idleSeconds !== undefined && { consolidateAfter: `${idleSeconds}s` }) },
      },
    };
  }

  /** Karpenter reads its machine types once, so it starts anew with others. */
  async #offer(types: readonly InstanceType[]): Promise<void> {
    const text = JSON.stringify(types);
    if (text === this.#types && this.#program?.isAlive() === true) return;
    await this.#program?.stop();
    this.#types = text;
    const { access, directory } = this.#context;
    const file = join(directory, "instance-types.json");
    await writeFile(file, text);
    const ports = await choosePorts(["metrics", "health"], new Set());
    const program = startProgram({
      path: this.#path,
      args: [],
      // https://github.com/kubernetes-sigs/karpenter/blob/v1.14.0/pkg/operator/options/options.go
      environment: {
        KUBECONFIG: access.kubeconfig,
        SYSTEM_NAMESPACE: "kube-system",
        DISABLE_LEADER_ELECTION: "true",
        FEATURE_GATES: "CapacityBuffer=true",
        INSTANCE_TYPES_FILE_PATH: file,
        METRICS_PORT: String(ports.metrics),
        HEALTH_PROBE_PORT: String(ports.health),
      },
      log: join(directory, "karpenter.log"),
    });
    this.#program = program;
    const settled = async () => !program.isAlive() || (await answers(ports.health, "/readyz"));
    const inTime = await waitUntil(settled, { timeoutMs: 120_000 });
    if (!inTime || !program.isAlive()) throw new Error(`Karpenter is not ready:\n${program.lastLines()}`);
  }
}

interface NodePoolSpec {
  template: { metadata: { annotations?: Record<string, string> }; spec: object };
  disruption: object;
}

async function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: loopback, port, path, timeout: 3_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}
