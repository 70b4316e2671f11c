/**
 * Plays a Spark application: a driver that asks for executors once it runs, at the pace of Spark's own allocator, and replaces those
 * that it loses. The pods are those that the library's SparkApplication describes; only nobody computes in them.
 *
 * @see https://github.com/apache/spark/blob/v4.1.1/resource-managers/kubernetes/core/src/main/scala/org/apache/spark/scheduler/cluster/k8s/ExecutorPodsAllocator.scala
 */

import { setTimeout as sleep } from "node:timers/promises";

import { type Manifest } from "../../../lib/rendering";
import { type SparkApplicationManifest, standIns } from "../../../local/stand-ins";
import { messageOf } from "../../../local/user-error";
import { type Api, Refused } from "./api";
import { now, type Observer, type Pod } from "./observer";

export interface ApplicationOptions {
  /** Unique in its namespace. */
  name: string;
  executors: number;
  /** Seconds from the driver container's start until Spark asks for executors. */
  driverStartSeconds: number;
  /** Spark configuration in place of the library's. @default none */
  sparkConf?: Record<string, string>;
  /** Executors in place of the library's, bound by the cluster's own scheduler. @default the library's */
  shape?: { cores: number; coreRequest: string; memory: string; memoryOverhead: string };
}

type Settings = { batchSize: number; maxPendingPods: number };

/** Spark's `spark.kubernetes.allocation.batch.delay`. */
const batchDelayMs = 1_000;

/** `spark.kubernetes.allocation.executor.timeout`, or rather the least that Spark makes of it: `podCreationTimeout` in the source. */
const creationTimeoutSeconds = 60;

export class Application {
  readonly name: string;
  readonly namespace: string;
  /** When its driver was asked for, in seconds of the monotonic clock. */
  readonly started = now();
  /** What the API server said of executors that it did not admit, for example for a quota. */
  readonly refusals = new Set<string>();
  wanted: number;
  /** Why it is played no longer, where that is nobody's wish. */
  failure: string | undefined;
  readonly #api: Api;
  readonly #observer: Observer;
  readonly #driver: Manifest;
  readonly #executor: Manifest;
  readonly #settings: Settings;
  readonly #startSeconds: number;
  readonly #stop = new AbortController();
  #nextId = 1;
  /** Asked for and not yet seen in the watch, with when. */
  readonly #unseen = new Map<string, number>();
  #work: Promise<void> | undefined;

  constructor(api: Api, observer: Observer, manifest: SparkApplicationManifest, options: ApplicationOptions) {
    const { name, executors, driverStartSeconds, sparkConf, shape } = options;
    const executorSpec = { ...manifest.spec.executor, ...shape };
    const changed = {
      ...manifest,
      metadata: { ...manifest.metadata, name },
      spec: { ...manifest.spec, executor: executorSpec },
    };
    const [driver, executor] = standIns(changed, 1) as [Manifest, Manifest];
    this.#api = api;
    this.#observer = observer;
    this.#driver = driver;
    this.#executor = executor;
    this.#startSeconds = driverStartSeconds;
    this.#settings = settingsOf({
      ...(manifest.spec as { sparkConf?: Record<string, string> }).sparkConf,
      ...sparkConf,
    });
    this.name = name;
    this.namespace = manifest.metadata.namespace ?? "default";
    this.wanted = executors;
  }

  get driverName(): string {
    return this.#driver.metadata.name;
  }

  /** The driver's pod, while it is there. */
  get driver(): Pod | undefined {
    return this.#observer.pods.get(this.driverName, this.namespace);
  }

  get executors(): Pod[] {
    return this.#observer.pods.objects.filter(
      ({ metadata, status }) =>
        metadata.namespace === this.namespace &&
        metadata.labels?.["spark-role"] === "executor" &&
        metadata.labels["spark-app-name"] === this.name &&
        metadata.deletionTimestamp === undefined &&
        !["Failed", "Succeeded"].includes(status?.phase ?? ""),
    );
  }

  /** Asks for the driver's pod, and from then on plays the driver. @throws Refused */
  async start(): Promise<void> {
    const driver = await this.#create(this.#driver);
    this.#work = this.#run(driver).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.failure = messageOf(error);
    });
  }

  /** Ends it as Spark does: the executors are deleted, then the driver is done. */
  async end(): Promise<void> {
    await this.abandon();
    const query = new URLSearchParams({ labelSelector: `spark-role=executor,spark-app-name=${this.name}` });
    await this.#api.remove(`${this.#path}?${query.toString()}`);
    await this.#api.remove(`${this.#path}/${this.driverName}`);
  }

  /** Plays it no longer; its pods stay. */
  async abandon(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  /** Gives executors back, as dynamic allocation does with idle ones. */
  async shrink(to: number, random = Math.random): Promise<void> {
    this.wanted = to;
    // Which of them have nothing to do is chance.
    const shuffled = this.executors.map((pod) => ({ pod, order: random() })).sort((a, b) => a.order - b.order);
    const extra = shuffled.slice(to).map(({ pod }) => pod);
    for (const { metadata } of extra) await this.#api.remove(`${this.#path}/${metadata.name}`);
  }

  async #run(driver: Pod): Promise<void> {
    const { signal } = this.#stop;
    while (this.driver?.status?.phase !== "Running") await sleep(50, undefined, { signal });
    await sleep(this.#startSeconds * 1000, undefined, { signal });
    while (!signal.aborted) {
      if (this.driver !== undefined) await this.#allocate(driver);
      await sleep(batchDelayMs, undefined, { signal });
    }
  }

  /** One round of the allocator: none while executors of the last round have not been seen, and never more pending than it may have. */
  async #allocate(driver: Pod): Promise<void> {
    const executors = this.executors;
    for (const { metadata } of executors) this.#unseen.delete(metadata.name);
    // One that is gone before it was seen is forgotten.
    for (const [name, at] of this.#unseen) if (now() - at > creationTimeoutSeconds) this.#unseen.delete(name);
    if (this.#unseen.size > 0) return;
    const pending = executors.filter(({ status }) => status?.phase !== "Running").length;
    const { batchSize, maxPendingPods } = this.#settings;
    const missing = Math.min(this.wanted - executors.length, batchSize, maxPendingPods - pending);
    for (let count = 0; count < missing && !this.#stop.signal.aborted; count++) {
      if (!(await this.#ask(driver))) return;
    }
  }

  async #ask(driver: Pod): Promise<boolean> {
    const { name, uid } = driver.metadata;
    const executor = structuredClone(this.#executor);
    executor.metadata = {
      ...executor.metadata,
      name: `${this.name}-exec-${this.#nextId++}`,
      ownerReferences: [{ apiVersion: "v1", kind: "Pod", name, uid, controller: true }],
    };
    try {
      await this.#create(executor);
      this.#unseen.set(executor.metadata.name, now());
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Spark tries again in the next round.
      this.refusals.add(error.words.replaceAll(/-exec-\d+|used: .*?, (?=limited)/g, ""));
      return false;
    }
  }

  async #create(manifest: Manifest): Promise<Pod> {
    this.#observer.onAsked(this.namespace, manifest.metadata.name, now());
    return this.#api.create<Pod>(this.#path, manifest);
  }

  get #path(): string {
    return `/api/v1/namespaces/${this.namespace}/pods`;
  }
}

function settingsOf(sparkConf: Record<string, string>): Settings {
  const number = (key: string, otherwise: number) =>
    Number(sparkConf[`spark.kubernetes.allocation.${key}`] ?? otherwise);
  // Spark's own defaults from 4.2 on.
  return { batchSize: number("batch.size", 20), maxPendingPods: number("maxPendingPods", Number.MAX_SAFE_INTEGER) };
}
