/** The cluster of a run: real nodes, an object store, and the platform on them. */

import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import { applyOrder, chartsOf, type Manifest, renderCharts, renderingOf } from "../../../lib/rendering";
import { type PlatformPlan } from "../../../lib/plan";
import { kubectl, kubectlJson } from "../../../local/control-plane/kubectl";
import { choosePorts } from "../../../local/control-plane/ports";
import { apply, removeDeployment, type Target } from "../../../local/deploy/apply";
import { declare } from "../../../local/deploy/deploy";
import { RealCluster } from "../../../local/node/cluster";
import { imageStore } from "../../../local/node/images/store";
import { type ObjectStore, startObjectStore } from "../../../local/node/object-store";
import { type Progress } from "../../../local/progress";
import {
  ensureTools,
  type NodeToolName,
  nodeToolNames,
  sparkOperatorChart,
  type ToolName,
  toolNames,
  type Tools,
} from "../../../local/tools";
import { run } from "../../../local/run";
import { messageOf } from "../../../local/user-error";
import { waitUntil } from "../../../local/wait";
import { SparkApi } from "./spark-api";
import { buckets, namespace, nodes, type ProgramArgs, realProgram, systemNamespace } from "../program";

export interface Pod {
  metadata: {
    name: string;
    labels: Record<string, string>;
    creationTimestamp: string;
    deletionTimestamp?: string;
    uid: string;
  };
  spec: {
    nodeName?: string;
    containers: { name: string; resources: { requests?: Resources; limits?: Resources } }[];
  };
  status: {
    phase: string;
    podIP?: string;
    conditions?: { type: string; status: string; message?: string }[];
    containerStatuses?: { name: string; state: { terminated?: { exitCode: number; reason?: string } } }[];
  };
}

interface Resources {
  cpu?: string;
  memory?: string;
}

export type Applications = NonNullable<ProgramArgs["applications"]>;

/** On a machine whose two cores do everything, each step of Spark takes minutes where it takes seconds elsewhere. */
export const patience = { timeoutMs: 600_000, intervalMs: 500 };

export class World {
  #platform: { plan: PlatformPlan; manifests: Manifest[] } | undefined;

  #more: ProgramArgs["platform"] = {};

  private constructor(
    readonly cluster: RealCluster,
    readonly tools: Tools<ToolName | NodeToolName>,
    readonly store: ObjectStore,
    readonly chart: string,
    readonly progress: Progress,
    readonly signal: AbortSignal,
  ) {}

  static async start(progress: Progress, signal: AbortSignal): Promise<World> {
    const tools = await ensureTools<ToolName | NodeToolName>([...toolNames, ...nodeToolNames], progress);
    const chart = await sparkOperatorChart(progress);
    const { path, init } = await imageStore({ tools, progress });
    const cluster = await RealCluster.start({ tools, progress, images: path, init, signal });
    try {
      const { port } = await choosePorts(["port"], new Set());
      const store = await startObjectStore({
        directory: cluster.access.directory,
        port,
        buckets: Object.values(buckets),
        tools,
        record: (identity) => cluster.record(identity),
      });
      for (const spec of nodes) await progress.step(`Node ${spec.name}`, () => cluster.add(spec));
      return new World(cluster, tools, store, chart, progress, signal);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
  }

  get plan(): PlatformPlan {
    if (this.#platform === undefined) throw new Error("no platform is deployed");
    return this.#platform.plan;
  }

  kubectl(args: readonly string[], input?: string): Promise<string> {
    return kubectl(this.cluster.access, this.tools, args, { input });
  }

  kubectlJson<T>(args: readonly string[]): Promise<T> {
    return kubectlJson<T>(this.cluster.access, this.tools, args);
  }

  /** Deploys the platform and waits until applications can be submitted. @param more of the platform */
  async deploy(more: ProgramArgs["platform"] = {}): Promise<void> {
    this.#more = more;
    const { plan, manifests } = await this.#render();
    this.#platform = { plan, manifests };
    await apply(this.#target("platform"), manifests);
    await this.#waitForDeployments("app.kubernetes.io/name=spark-operator");
  }

  /** Applies what is declared beside the platform, under a name of its own. @returns what deletes it again */
  async submit(deployment: string, applications: Applications): Promise<() => Promise<unknown>> {
    const { manifests } = await this.#render(applications);
    const platform = new Set(this.#platform?.manifests.map(idOf));
    const added = manifests.filter((manifest) => !platform.has(idOf(manifest)));
    // A webhook that is ready may not be routed to yet.
    let refusal: unknown;
    const applied = async () => {
      try {
        await apply(this.#target(deployment), added);
        return true;
      } catch (error) {
        if (!/failed calling webhook/.test(messageOf(error))) throw error;
        refusal = error;
        return false;
      }
    };
    if (!(await waitUntil(applied, { timeoutMs: 120_000, intervalMs: 2_000, signal: this.signal }))) throw refusal;
    return () => removeDeployment(this.#target(deployment));
  }

  /** Runs the program with the applications, and applies nothing. @throws what the library says of bad arguments */
  async declare(applications: Applications): Promise<void> {
    await this.#declare(applications);
  }

  /** Puts a file where drivers read it. @param file of the suite, or an absolute path @returns its URI */
  async upload(file: string): Promise<string> {
    const name = basename(file);
    const path = join(this.store.folderOf(buckets.code), name);
    copyFileSync(resolve(__dirname, "..", "jobs", file), path);
    // S3A reads nothing without an ETag, which the store keeps in an attribute of the file.
    const etag = createHash("md5").update(readFileSync(path)).digest("hex");
    await run("python3", [
      "-c",
      "import os, sys; os.setxattr(sys.argv[1], 'user.etag', sys.argv[2].encode())",
      path,
      etag,
    ]);
    return `s3a://${buckets.code}/${name}`;
  }

  async pods(selector: string): Promise<Pod[]> {
    const args = ["get", "pods", `--namespace=${namespace}`, `--selector=${selector}`];
    return (await this.kubectlJson<{ items: Pod[] }>(args)).items;
  }

  driverOf(application: string): Promise<Pod | undefined> {
    return this.pods(`spark-role=driver,sparkoperator.k8s.io/app-name=${application}`).then(newest);
  }

  executorsOf(application: string): Promise<Pod[]> {
    return this.pods(`spark-role=executor,sparkoperator.k8s.io/app-name=${application}`);
  }

  /** Ends a pod at once: nothing in it gets a chance to clean up. */
  async kill(pod: string): Promise<void> {
    await this.kubectl([
      "delete",
      "pod",
      pod,
      `--namespace=${namespace}`,
      "--grace-period=0",
      "--force",
      "--ignore-not-found",
    ]);
  }

  async exec(pod: string, container: string, command: readonly string[]): Promise<string> {
    return this.kubectl(["exec", `--namespace=${namespace}`, pod, `--container=${container}`, "--", ...command]);
  }

  async historyServer(): Promise<SparkApi> {
    const selector = "app.kubernetes.io/name=history-server";
    await this.#waitForDeployments(selector);
    const args = ["get", "pods", `--namespace=${systemNamespace}`, `--selector=${selector}`];
    const { items } = await this.kubectlJson<{ items: Pod[] }>(args);
    return new SparkApi(`http://${items[0]?.status.podIP}:18080`);
  }

  async log(pod: string, ...more: string[]): Promise<string> {
    return this.kubectl(["logs", `--namespace=${namespace}`, pod, ...more]);
  }

  /** State of a SparkApplication as its operator tells it; "" when there is none yet. */
  async state(application: string): Promise<string> {
    return (await this.application(application))?.status?.applicationState?.state ?? "";
  }

  async application(name: string): Promise<SparkApplicationObject | undefined> {
    const args = ["get", "sparkapplication", name, `--namespace=${namespace}`, "--ignore-not-found", "--output=json"];
    const output = await this.kubectl(args);
    return output.trim() === "" ? undefined : (JSON.parse(output) as SparkApplicationObject);
  }

  /** Waits for one of the states. @throws Error with the driver's last words when another end comes, or none */
  async waitForState(application: string, wanted: readonly string[]): Promise<string> {
    let state = "";
    const reached = async () => {
      state = await this.state(application);
      return wanted.includes(state) || (ends.includes(state) && !(await this.#mayRunAgain(application)));
    };
    await waitUntil(reached, { ...patience, signal: this.signal });
    if (wanted.includes(state)) return state;
    throw new Error(`not ${wanted.join(" or ")}: ${await this.#lastWords(application)}`);
  }

  /** Waits for something of an application that is to run meanwhile. @throws Error that names it, or why the application failed */
  async waitFor(what: string, condition: () => Promise<boolean>, application?: string): Promise<void> {
    const holdsOrFailed = async () =>
      (await condition()) || (application !== undefined && (await this.state(application)) === "FAILED");
    if (!(await waitUntil(holdsOrFailed, { ...patience, signal: this.signal }))) {
      throw new Error(`waited ${patience.timeoutMs / 1000} s in vain for ${what}`);
    }
    if (application === undefined || (await condition())) return;
    throw new Error(`no ${what}: ${await this.#lastWords(application)}`);
  }

  async #lastWords(application: string): Promise<string> {
    const driver = await this.driverOf(application);
    const log = driver && (await this.log(driver.metadata.name, "--tail=60").catch(messageOf));
    const { state, errorMessage } = (await this.application(application))?.status?.applicationState ?? {};
    return [`${application} is ${state ?? "not there"}: ${errorMessage ?? ""}`, log ?? "there is no driver"].join("\n");
  }

  async #waitForDeployments(selector: string): Promise<void> {
    const wait = ["wait", "--for=condition=Available", "--timeout=600s", "deployment", `--selector=${selector}`];
    await this.kubectl([...wait, `--namespace=${systemNamespace}`]);
  }

  async #mayRunAgain(application: string): Promise<boolean> {
    const type = (await this.application(application))?.spec.restartPolicy?.type;
    return type === "OnFailure" || type === "Always";
  }

  #target(deployment: string): Target {
    return { access: this.cluster.access, tools: this.tools, deployment };
  }

  #declare(applications?: Applications) {
    const { kubeconfig, context } = this.cluster.access;
    const { store, chart } = this;
    return declare(() => realProgram({ kubeconfig, context, store, chart, platform: this.#more, applications }), {});
  }

  async #render(applications?: Applications): Promise<{ plan: PlatformPlan; manifests: Manifest[] }> {
    const { recording, plan } = await this.#declare(applications);
    const { kubernetesVersion } = plan.cluster;
    const options = { helm: this.tools.helm, kubernetesVersion, localOnly: true };
    const charts = await renderCharts(chartsOf(recording), options);
    return { plan, manifests: applyOrder([...renderingOf(recording).manifests, ...charts.manifests]) };
  }
}

export interface SparkApplicationObject {
  spec: { restartPolicy?: { type: string } };
  status?: {
    applicationState?: { state: string; errorMessage?: string };
    sparkApplicationId?: string;
    submissionAttempts?: number;
    executionAttempts?: number;
    driverInfo?: { podName?: string };
  };
}

const ends = ["COMPLETED", "FAILED", "SUBMISSION_FAILED", "FAILING", "INVALIDATING"];

function idOf({ apiVersion, kind, metadata }: Manifest): string {
  return [apiVersion, kind, metadata.namespace, metadata.name].join(" ");
}

function newest(pods: Pod[]): Pod | undefined {
  return [...pods].sort((a, b) => b.metadata.creationTimestamp.localeCompare(a.metadata.creationTimestamp))[0];
}
