/** The cluster of a run: a control plane, an autoscaler with simulated machines, and the platform of the case on it. */

import { type PlatformPlan } from "../../../lib/plan";
import { chartsOf, type Manifest, renderCharts, renderingOf } from "../../../lib/rendering";
import { basename } from "node:path";

import { kubectl } from "../../../local/control-plane/kubectl";
import { applyNodes } from "../../../local/control-plane/nodes";
import { type ControlPlane, startControlPlane } from "../../../local/control-plane/start";
import { controlPlaneStatus } from "../../../local/control-plane/status";
import { stopControlPlane } from "../../../local/control-plane/stop";
import { apply } from "../../../local/deploy/apply";
import { declare, type Declaration } from "../../../local/deploy/deploy";
import { type Progress } from "../../../local/progress";
import { type SparkApplicationManifest } from "../../../local/stand-ins";
import { ensureTools, sparkOperatorChart, type ToolName, toolNames, type Tools } from "../../../local/tools";
import { waitUntil } from "../../../local/wait";
import { type Autoscaler, type AutoscalerProgram, type RunningAutoscaler } from "../autoscalers/autoscaler";
import { residentMiB } from "../autoscalers/process";
import { deployedScheduler, type RunningScheduler, startScheduler } from "../../e2e/scheduler/second-scheduler";
import { applicationName, platformProgram, type ProgramArgs, teams } from "../program";
import { Api } from "./api";
import { Application, type ApplicationOptions } from "./application";
import { type BootTimes, playBoots } from "./boots";
import { isSchedulable, Observer } from "./observer";
import { nodeAgents, systemNodes } from "./system";

export interface Form {
  name: "short" | "full";
  boot: BootTimes;
  /** Seconds that a node may be empty. @default what the plan says, in minutes */
  idleSeconds?: number;
  /** Seconds that a driver takes from its container's start to its first request for executors. */
  driverStartSeconds: number;
}

export interface SubmitOptions extends Partial<Omit<ApplicationOptions, "name">> {
  executors: number;
  /** Whether the placeholders that the library declares are made too. @default false */
  oneBoot?: boolean;
}

export interface WorldOptions {
  form: Form;
  autoscaler: Autoscaler;
  program: AutoscalerProgram;
  progress: Progress;
  /** Ends every wait. */
  signal: AbortSignal;
}

/** What ends what was started, in the order in which it was started. */
type Undo = (() => unknown)[];

async function undoAll(undo: Undo): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

export class World {
  readonly applications: Application[] = [];
  #platform: { asked: string; plan: PlatformPlan; declared: Manifest[] } | undefined;
  #scheduler: RunningScheduler | undefined;
  #counter = 0;

  private constructor(
    readonly form: Form,
    readonly access: ControlPlane,
    readonly tools: Tools<ToolName>,
    readonly api: Api,
    readonly observer: Observer,
    readonly autoscaler: RunningAutoscaler,
    readonly signal: AbortSignal,
    private readonly undo: Undo,
    private readonly program: Pick<ProgramArgs, "chart" | "autoscaler">,
  ) {}

  static async start({ form, autoscaler, program, progress, signal }: WorldOptions): Promise<World> {
    const tools = await ensureTools<ToolName>([...toolNames], progress);
    const chart = await sparkOperatorChart(progress);
    const name = `capacity-${process.pid}`;
    const undo: Undo = [() => stopControlPlane(name)];
    try {
      const access = await startControlPlane({ name, tools, progress });
      const api = new Api(access.kubeconfig);
      undo.push(() => api.close());
      const observer = await Observer.start(api);
      undo.push(() => observer.stop());
      const boots = await playBoots(api, observer.nodes, form.boot);
      undo.push(() => boots.stop());
      const { directory } = access;
      const { idleSeconds } = form;
      const running = await program.start({ access, tools, api, directory, ...(idleSeconds && { idleSeconds }) });
      undo.push(() => running.stop());
      const base = { chart, autoscaler: autoscaler.name };
      return new World(form, access, tools, api, observer, running, signal, undo, base);
    } catch (error) {
      await undoAll(undo);
      throw error;
    }
  }

  get plan(): PlatformPlan {
    return this.#deployed.plan;
  }

  get #deployed() {
    if (this.#platform === undefined) throw new Error("no platform is deployed");
    return this.#platform;
  }

  get autoscalerName(): ProgramArgs["autoscaler"] {
    return this.program.autoscaler;
  }

  /** What the library deploys of a kind. */
  deployed(kind: string): Manifest[] {
    return this.#deployed.declared.filter((manifest) => manifest.kind === kind);
  }

  /** Runs the program without deploying anything. @throws what the library says of bad arguments */
  declare(args: Partial<ProgramArgs>): Promise<Declaration> {
    return declare(() => platformProgram({ ...this.program, ...args }), {});
  }

  /** Declares the platform, renders it and brings the cluster to it; what an earlier one left goes. */
  async deploy(args: Partial<ProgramArgs> = {}): Promise<PlatformPlan> {
    const asked = JSON.stringify(args);
    if (this.#platform?.asked === asked) return this.#platform.plan;
    const { recording, plan } = await this.declare(args);
    const { kubernetesVersion } = plan.cluster;
    const options = { helm: this.tools.helm, kubernetesVersion, localOnly: true };
    const charts = await renderCharts(chartsOf(recording), options);
    const declared = [...renderingOf(recording).manifests, ...charts.manifests];
    this.observer.watchPools(plan.cluster);
    const manifests = await this.autoscaler.serve(plan.cluster, declared);
    await applyNodes(this.access, this.tools, systemNodes(plan));
    const target = { access: this.access, tools: this.tools, deployment: "capacity" };
    // Applications come when a case submits them.
    const standing = manifests.filter(({ kind }) => !["SparkApplication", "Job"].includes(kind));
    await apply(target, [...standing, nodeAgents(plan.cluster)]);
    this.#platform = { asked, plan, declared };
    await this.#startScheduler();
    return plan;
  }

  /** The second scheduler, where the platform deploys one: its pods run nothing here, so a process of this machine does its work. */
  async #startScheduler(): Promise<void> {
    await this.#scheduler?.stop();
    this.#scheduler = undefined;
    if (this.plan.scheduler.kind !== "bin-packing") return;
    const { access, tools } = this;
    const environment = { access, tools, kubectl: (args: readonly string[]) => kubectl(access, tools, args) };
    this.#scheduler = await startScheduler(environment, deployedScheduler(this.#deployed.declared));
  }

  /** Resident memory of each program of the cluster, in MiB. */
  memoryMiB(): Record<string, number> {
    const { pids } = controlPlaneStatus(basename(this.access.directory));
    const components = Object.entries(pids).map(([name, pid]) => [name, residentMiB({ pid })] as const);
    return { ...Object.fromEntries(components), [this.autoscalerName]: this.autoscaler.memoryMiB() };
  }

  /**
   * Submits the declared application of a team under a name of its own: the SparkApplication object, with one boot the Job of its
   * placeholders, and the driver's pod, which the operator would make. @throws Refused when one is not admitted
   */
  async submit(team: string, { oneBoot = false, ...options }: SubmitOptions): Promise<Application> {
    const name = `${applicationName}-${++this.#counter}`;
    const application = this.#declared("SparkApplication", team, name) as SparkApplicationManifest | undefined;
    if (application === undefined) throw new Error(`no application is declared in ${team}`);
    const { driverStartSeconds } = this.form;
    const run = new Application(this.api, this.observer, application, { name, driverStartSeconds, ...options });
    this.applications.push(run);
    const group = `/apis/sparkoperator.k8s.io/v1beta2/namespaces/${team}/sparkapplications`;
    const { metadata } = await this.api.create(group, application);
    const placeholders = oneBoot ? this.#declared("Job", team, name) : undefined;
    if (placeholders !== undefined) {
      const owner = { apiVersion: application.apiVersion, kind: application.kind, name, uid: metadata.uid };
      placeholders.metadata = { ...placeholders.metadata, name: `${name}-placeholders`, ownerReferences: [owner] };
      await this.api.create(`/apis/batch/v1/namespaces/${team}/jobs`, placeholders);
    }
    await run.start();
    return run;
  }

  /** A copy of what the program declares for the team's application, under another name. */
  #declared(kind: string, team: string, name: string): Manifest | undefined {
    const found = this.#deployed.declared.find((one) => one.kind === kind && one.metadata.namespace === team);
    if (found === undefined) return undefined;
    return JSON.parse(JSON.stringify(found).replaceAll(`${applicationName}-${team}`, name)) as Manifest;
  }

  /** Ends all applications, takes warm capacity away and gives all Spark nodes back. */
  async clear(): Promise<void> {
    for (const application of this.applications.splice(0)) await application.end();
    for (const team of teams) {
      await this.api.remove(`/apis/sparkoperator.k8s.io/v1beta2/namespaces/${team}/sparkapplications`);
    }
    await this.#coolDown();
    const gone = () => this.observer.podRecords.every(({ kind, gone }) => kind === "other" || gone !== undefined);
    await this.until("no Spark pods", gone, 120);
    await this.autoscaler.giveBack();
    await this.until("no Spark nodes", () => this.sparkNodes() === 0, 120);
  }

  /** What makes pods by itself goes first, or new nodes would come for them. The next deployment brings it back. */
  async #coolDown(): Promise<void> {
    const { plan } = this.#platform ?? {};
    if (plan === undefined || plan.warm.length === 0) return;
    const namespace = `namespaces/${plan.systemNamespace}`;
    const query = new URLSearchParams({ labelSelector: "app.kubernetes.io/name=overprovisioning" });
    await this.api.remove(`/apis/apps/v1/${namespace}/deployments?${query.toString()}`);
    const buffers = this.#deployed.declared.some(({ kind }) => kind === "CapacityBuffer");
    if (buffers) await this.api.remove(`/apis/autoscaling.x-k8s.io/v1beta1/${namespace}/capacitybuffers`);
    this.#platform!.asked = "";
  }

  /** Ends everything that runs. */
  async stop(): Promise<void> {
    for (const application of this.applications.splice(0)) await application.abandon();
    await this.#scheduler?.stop();
    await undoAll(this.undo);
  }

  /** Nodes of Spark pools that are there now. */
  sparkNodes(pool?: string): number {
    return this.observer.nodeRecords.filter((node) => node.gone === undefined && [undefined, node.pool].includes(pool))
      .length;
  }

  /** Those of them that pods can be bound to. */
  schedulableNodes(): number {
    return this.observer.nodes.objects.filter((node) => this.observer.poolOf(node) && isSchedulable(node)).length;
  }

  /** Lets time pass; the world goes on. @throws Error when a condition does not hold for all of it */
  async while(what: string, condition: () => boolean, seconds: number): Promise<void> {
    const { signal } = this;
    const ended = await waitUntil(() => !condition(), { timeoutMs: seconds * 1000, intervalMs: 25, signal });
    if (ended) throw new Error(`no longer true: ${what}`);
  }

  /** @throws Error when it does not come true in time: times that only a stuck cluster exceeds */
  async until(what: string, condition: () => boolean | Promise<boolean>, seconds: number): Promise<void> {
    const comes = async () => {
      const failed = this.applications.find(({ failure }) => failure !== undefined);
      if (failed !== undefined) throw new Error(`${failed.name} is played no longer: ${failed.failure}`);
      return condition();
    };
    const { signal } = this;
    const inTime = await waitUntil(comes, { timeoutMs: seconds * 1000, intervalMs: 25, signal });
    if (!inTime) throw new Error(`not within ${seconds} s: ${what}`);
  }
}
