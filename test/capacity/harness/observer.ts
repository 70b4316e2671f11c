/** Sees every pod and every node of the Spark pools come, be bound and go, and keeps when. */

import { type ClusterPlan } from "../../../lib/plan";
import { type NodeRecord, type PodRecord } from "../report/records";
import { type Api, type KubeObject } from "./api";
import { Mirror } from "./mirror";

export interface Pod extends KubeObject {
  spec: { nodeName?: string; priorityClassName?: string; containers: object[]; [field: string]: unknown };
  status?: { phase?: string; conditions?: { type: string; status: string; message?: string }[] };
}

export interface Node extends KubeObject {
  spec: { taints?: { key: string; effect: string }[]; unschedulable?: boolean; providerID?: string };
  status?: { conditions?: { type: string; status: string }[] };
}

/** Seconds of the monotonic clock. */
export function now(): number {
  return performance.now() / 1000;
}

/** Taints by which a node that is coming up or going keeps pods away. */
const transient = /^(node\.kubernetes\.io|karpenter\.sh|node\.cloudprovider\.kubernetes\.io)\//;

export class Observer {
  readonly pods: Mirror<Pod>;
  readonly nodes: Mirror<Node>;
  readonly podRecords: PodRecord[] = [];
  readonly nodeRecords: NodeRecord[] = [];
  readonly #openPods = new Map<string, PodRecord>();
  readonly #openNodes = new Map<string, NodeRecord>();
  /** When this process asked for a pod, by namespace and name. */
  readonly #asked = new Map<string, number>();
  #plan: ClusterPlan | undefined;

  private constructor(pods: Mirror<Pod>, nodes: Mirror<Node>) {
    this.pods = pods;
    this.nodes = nodes;
    pods.listen((change, pod, at) => this.#onPod(change, pod, at / 1000));
    nodes.listen((change, node, at) => this.#onNode(change, node, at / 1000));
  }

  static async start(api: Api): Promise<Observer> {
    return new Observer(await Mirror.of<Pod>(api, "/api/v1/pods"), await Mirror.of<Node>(api, "/api/v1/nodes"));
  }

  /** From now on the nodes of this cluster's Spark pools count. */
  watchPools(plan: ClusterPlan): void {
    this.#plan = plan;
  }

  /** To be told before the call that creates a pod, so that no binding is seen before its creation. */
  onAsked(namespace: string, name: string, at: number): void {
    this.#asked.set(`${namespace}/${name}`, at);
  }

  poolOf({ metadata: { labels = {} } }: KubeObject): string | undefined {
    const matches = (selector: Record<string, string>) =>
      Object.entries(selector).every(([key, value]) => labels[key] === value);
    return this.#plan?.sparkPools.find(({ selector }) => matches(selector))?.name;
  }

  stop(): void {
    this.pods.stop();
    this.nodes.stop();
  }

  #onPod(change: "added" | "changed" | "gone", pod: Pod, at: number): void {
    const { name, namespace = "" } = pod.metadata;
    const id = `${namespace}/${name}`;
    if (change === "added") {
      const record = { namespace, name, kind: kindOf(pod), created: this.#asked.get(id) ?? at };
      this.#asked.delete(id);
      this.#openPods.set(id, record);
      this.podRecords.push(record);
    }
    const record = this.#openPods.get(id);
    if (record === undefined) return;
    if (pod.spec.nodeName !== undefined && record.bound === undefined) {
      record.bound = at;
      record.node = pod.spec.nodeName;
    }
    if (change !== "gone") return;
    record.gone = at;
    this.#openPods.delete(id);
  }

  #onNode(change: "added" | "changed" | "gone", node: Node, at: number): void {
    const { name } = node.metadata;
    const pool = this.poolOf(node);
    if (!this.#openNodes.has(name) && pool !== undefined && change !== "gone") {
      const record = { name, pool, created: at };
      this.#openNodes.set(name, record);
      this.nodeRecords.push(record);
    }
    const record = this.#openNodes.get(name);
    if (record === undefined) return;
    if (record.schedulable === undefined && isSchedulable(node)) record.schedulable = at;
    if (change !== "gone") return;
    record.gone = at;
    this.#openNodes.delete(name);
  }
}

export function isSchedulable({ spec, status }: Node): boolean {
  const ready = status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True");
  return ready === true && spec.unschedulable !== true && !spec.taints?.some(keepsOff);
}

/** Pods tolerate for minutes by default that a node was not Ready just now, so that taint of effect NoExecute keeps none off. */
function keepsOff({ key, effect }: { key: string; effect: string }): boolean {
  return transient.test(key) && !(effect === "NoExecute" && key === "node.kubernetes.io/not-ready");
}

function kindOf({ metadata: { labels = {} } }: Pod): PodRecord["kind"] {
  const role = labels["spark-role"];
  if (role === "driver" || role === "executor") return role;
  if (labels["app.kubernetes.io/name"] === "overprovisioning") return "pause";
  if (labels["app.kubernetes.io/component"] === "placeholder") return "placeholder";
  return "other";
}
