/** A cluster in memory with a clock of its own: what a drill sees and does, second by second. */

import { ApiFailure, type ClusterApi } from "../../lib/cluster-api/cluster-api";
import type { ClusterNode, Pod } from "../../lib/cluster-api/objects";
import type { Clock } from "../../lib/drill/clock";

export class FakeCluster {
  now = 1000;
  pods: Pod[] = [];
  nodes: ClusterNode[] = [];
  /** Requests that changed something, in order, with the second of each. */
  readonly done: string[] = [];
  /** Runs after every second, and plays the kubelets, Spark and the autoscaler. */
  everySecond: (elapsed: number) => void = () => undefined;
  /** Answers of the driver's UI by path; a function where they change. */
  ui: (path: string) => unknown = () => {
    throw new ApiFailure("error trying to reach service: dial tcp 10.1.2.3:4040: connect: connection refused", 503);
  };
  /** Namespaces that may be read. @default all */
  readable: string[] | undefined;
  /** Pods that an eviction is refused for. */
  readonly protectedPods = new Set<string>();
  /** Seconds that a pod takes to end. */
  graceSeconds = 5;

  readonly clock: Clock = {
    seconds: () => this.now,
    wait: (seconds, signal) => {
      signal?.throwIfAborted();
      for (let passed = 0; passed < seconds; passed += 1) {
        this.now += 1;
        this.endPods();
        this.everySecond(this.now - 1000);
      }
      return Promise.resolve();
    },
  };

  readonly api: ClusterApi = {
    context: "fake",
    pods: ({ namespace, labels, node }) => {
      if (this.readable !== undefined && (namespace === undefined || !this.readable.includes(namespace))) {
        return Promise.reject(new ApiFailure("pods is forbidden", 403));
      }
      const [key, value] = labels?.split("=") ?? [];
      return this.copies(
        this.pods.filter(
          ({ metadata, spec }) =>
            (namespace === undefined || metadata.namespace === namespace) &&
            (key === undefined || metadata.labels?.[key] === value) &&
            (node === undefined || spec.nodeName === node),
        ),
      );
    },
    nodes: () => this.copies(this.nodes),
    node: (name) => this.copies(this.nodes.find(({ metadata }) => metadata.name === name)),
    setSchedulable: ({ metadata: { name, resourceVersion } }, unschedulable, taints) => {
      const node = this.nodes.find(({ metadata }) => metadata.name === name);
      if (node === undefined || node.metadata.resourceVersion !== resourceVersion) {
        return Promise.reject(new ApiFailure("the object has been modified", 409));
      }
      node.metadata.resourceVersion = `${Number(resourceVersion) + 1}`;
      node.spec = { ...node.spec, unschedulable, taints: [...taints] };
      return this.did(`${unschedulable ? "cordon" : "uncordon"} ${name}`);
    },
    evict: ({ name, uid }) => {
      if (this.protectedPods.has(name)) return Promise.reject(new ApiFailure("budget", 429));
      const pod = this.pods.find(({ metadata }) => metadata.uid === uid);
      if (pod !== undefined) pod.metadata.deletionTimestamp = String(this.now + this.graceSeconds);
      return this.did(`evict ${name}`);
    },
    deletePod: ({ name, uid }, graceSeconds) => {
      this.pods = this.pods.filter(({ metadata }) => metadata.uid !== uid);
      return this.did(`delete ${name} with grace ${graceSeconds}`);
    },
    deleteNode: ({ metadata: { name, uid } }) => {
      this.nodes = this.nodes.filter(({ metadata }) => metadata.uid !== uid);
      return this.did(`delete node ${name}`);
    },
    deleteNodeClaim: (name) => this.did(`delete nodeclaim ${name}`),
    served: ({ name, port }, path) => Promise.resolve().then(() => this.ui(`${name}:${port}${path}`)),
  };

  addNode(name: string, labels: Record<string, string> = {}, more: Partial<ClusterNode["metadata"]> = {}): ClusterNode {
    const uid = `node-${name}-${this.now}`;
    const node: ClusterNode = { metadata: { name, uid, labels, resourceVersion: "1", ...more }, spec: {} };
    this.nodes.push(node);
    return node;
  }

  addPod(name: string, node: string | undefined, labels: Record<string, string>, namespace = "spark-jobs"): Pod {
    const pod: Pod = {
      metadata: { name, namespace, uid: `${name}-${this.now}`, labels, creationTimestamp: "2026-11-01T00:00:00Z" },
      spec: { nodeName: node, containers: [] },
      status: { phase: node === undefined ? "Pending" : "Running" },
    };
    this.pods.push(pod);
    return pod;
  }

  driver(application: string, node: string, namespace?: string): Pod {
    const labels = {
      "spark-role": "driver",
      "spark-app-selector": `spark-${application}`,
      "spark-app-name": application,
    };
    return this.addPod(`${application}-driver`, node, labels, namespace);
  }

  executor(application: string, id: number, node: string | undefined, namespace?: string): Pod {
    const labels = {
      "spark-role": "executor",
      "spark-app-selector": `spark-${application}`,
      "spark-app-name": application,
      "spark-exec-id": String(id),
    };
    return this.addPod(`${application}-exec-${id}`, node, labels, namespace);
  }

  pod(name: string): Pod | undefined {
    return this.pods.find(({ metadata }) => metadata.name === name);
  }

  private endPods(): void {
    this.pods = this.pods.filter(({ metadata }) => !(Number(metadata.deletionTimestamp) <= this.now));
  }

  private did(what: string): Promise<void> {
    this.done.push(`${this.now - 1000} ${what}`);
    return Promise.resolve();
  }

  /** An API server hands out no references. */
  private copies<T>(value: T): Promise<T> {
    return Promise.resolve(structuredClone(value));
  }
}

/** Spot on GKE: 30 seconds of notice. */
export const spotLabels = { "cloud.google.com/gke-spot": "true" };

/** A driver on an on-demand node and three executors, each on a spot node of its own; Spark replaces what is lost. */
export function exampleCluster(): FakeCluster {
  const cluster = new FakeCluster();
  cluster.addNode("on-demand-1", { "cloud.google.com/gke-nodepool": "drivers" });
  for (const index of [1, 2, 3]) cluster.addNode(`spot-${index}`, spotLabels);
  cluster.driver("etl", "on-demand-1");
  for (const index of [1, 2, 3]) cluster.executor("etl", index, `spot-${index}`);
  return cluster;
}
