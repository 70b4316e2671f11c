/** A cluster in memory with objects of any kind, logs and events, on top of the drill's. */

import { ApiFailure } from "../../lib/cluster-api/cluster-api";
import type { ObjectKind, ObjectQuery } from "../../lib/cluster-api/object-api";
import type { ClusterEvent, ObjectMeta, Pod } from "../../lib/cluster-api/objects";
import type { AppsApi } from "../../lib/apps/find";
import { FakeCluster } from "../drill/fake-cluster";

interface AnyObject {
  metadata: ObjectMeta;
  [member: string]: unknown;
}

export const now = new Date("2026-11-01T01:00:00Z");

export class AppsCluster extends FakeCluster {
  /** By `plural.group`; a kind that is not here is not installed. */
  readonly objects: Record<string, AnyObject[]> = {
    configmaps: [],
    events: [],
    resourcequotas: [],
    "jobs.batch": [],
    "cronjobs.batch": [],
  };
  /** Kinds that may not be read. */
  readonly forbidden = new Set<string>();
  /** By `pod/container`. */
  readonly logs: Record<string, string> = {};
  /** What a dry run, or a creation, is refused with. */
  refusal: string | undefined;
  /** Objects that were created, without dry runs. */
  readonly created: { kind: string; object: AnyObject }[] = [];
  readonly changed: string[] = [];

  readonly appsApi: AppsApi = {
    ...this.api,
    namespace: "spark-jobs",
    list: <T>(kind: ObjectKind, query: ObjectQuery) => this.attempt(kind, () => this.listed<T>(kind, query)),
    get: <T>(kind: ObjectKind, { namespace, name }: { namespace?: string; name: string }) =>
      this.attempt(kind, () => {
        const found = this.of(kind)?.find((one) => one.metadata.name === name && one.metadata.namespace === namespace);
        return found as T | undefined;
      }),
    create: (kind, namespace, object, dryRun) =>
      this.attempt(kind, () => {
        if (this.refusal !== undefined) throw new ApiFailure(this.refusal, 422);
        if (dryRun !== undefined) return void this.changed.push(`dry-run ${kind.plural}`);
        const made = structuredClone(object) as AnyObject;
        made.metadata = { ...made.metadata, namespace, uid: `new-${made.metadata.name}` };
        (this.objects[nameOf(kind)] ??= []).push(made);
        this.created.push({ kind: kind.plural, object: structuredClone(object) as AnyObject });
        this.changed.push(`create ${kind.plural} ${made.metadata.name}`);
      }),
    patch: (kind, { name }, change) =>
      this.attempt(kind, () => void this.changed.push(`patch ${kind.plural} ${name} ${JSON.stringify(change)}`)),
    remove: (kind, { name, uid }) =>
      this.attempt(kind, () => {
        this.objects[nameOf(kind)] = (this.of(kind) ?? []).filter(({ metadata }) => metadata.uid !== uid);
        this.pods = this.pods.filter(({ metadata }) => !metadata.ownerReferences?.some((owner) => owner.uid === uid));
        this.changed.push(`delete ${kind.plural} ${name}`);
      }),
    log: ({ name, container, previous }, write) =>
      Promise.resolve().then(() => {
        const text = this.logs[`${name}/${container}${previous ? "/previous" : ""}`];
        if (text === undefined)
          throw new ApiFailure(`container "${container}" in pod "${name}" is waiting to start`, 400);
        write(text);
      }),
  };

  event(pod: Pod, reason: string, message: string, component: string, at = "2026-11-01T00:59:00Z"): void {
    const metadata = {
      name: `${pod.metadata.name}.${reason}`,
      namespace: pod.metadata.namespace,
      uid: `event-${reason}`,
    };
    const involvedObject = { kind: "Pod", name: pod.metadata.name, uid: pod.metadata.uid };
    const event: ClusterEvent = { metadata, reason, message, involvedObject, source: { component }, lastTimestamp: at };
    this.objects["events"]?.push({ ...event });
  }

  /** Puts an object there; the kind is installed from then on. */
  put(kind: ObjectKind, object: object): void {
    const { metadata, ...rest } = object as AnyObject;
    const common = { namespace: "spark-jobs", uid: `uid-${metadata.name}`, creationTimestamp: "2026-11-01T00:00:00Z" };
    (this.objects[nameOf(kind)] ??= []).push({ ...rest, metadata: { ...common, ...metadata } });
  }

  private of(kind: ObjectKind): AnyObject[] | undefined {
    if (kind.plural === "pods") return this.pods as unknown as AnyObject[];
    if (kind.plural === "nodes") return this.nodes as unknown as AnyObject[];
    return this.objects[nameOf(kind)];
  }

  private listed<T>(kind: ObjectKind, { namespace, labels = "", fields = "" }: ObjectQuery): T[] | undefined {
    const all = this.of(kind)?.filter(
      ({ metadata, ...object }) =>
        (namespace === undefined || metadata.namespace === namespace) &&
        labels.split(/,(?![^(]*\))/).every((one) => matchesLabel(one, metadata.labels ?? {})) &&
        fields.split(",").every((one) => matchesField(one, object)),
    );
    return all as T[] | undefined;
  }

  private attempt<T>(kind: ObjectKind, work: () => T): Promise<T> {
    if (this.forbidden.has(kind.plural)) {
      return Promise.reject(
        new ApiFailure(`${kind.plural} is forbidden: User "u" cannot list resource "${kind.plural}"`, 403),
      );
    }
    return Promise.resolve().then(() => structuredClone(work()));
  }
}

function nameOf({ group, plural }: ObjectKind): string {
  return group === "" ? plural : `${plural}.${group}`;
}

function matchesLabel(selector: string, labels: Record<string, string>): boolean {
  if (selector === "") return true;
  const [, key = "", values = ""] = /^(\S+) in \(([^)]*)\)$/.exec(selector) ?? [];
  if (key !== "") return values.split(",").includes(labels[key] ?? "");
  const [name = "", value] = selector.split("=");
  return value === undefined ? name in labels : labels[name] === value;
}

function matchesField(selector: string, object: Record<string, unknown>): boolean {
  if (selector === "") return true;
  const [, path = "", not, value = ""] = /^([\w.]+)(!?)=(.*)$/.exec(selector) ?? [];
  const found = path
    .split(".")
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], object);
  return not === "!" ? found !== value : found === value;
}

/** Nodes of the platform's default pool, two of them for executors on spot. */
export const nodeLabels = (capacity: string): Record<string, string> => ({
  "spark-platform/pool": "spark",
  "spark-platform/capacity": capacity,
  "node.kubernetes.io/instance-type": "m7g.4xlarge",
  "topology.kubernetes.io/zone": "eu-central-1a",
  "topology.kubernetes.io/region": "eu-central-1",
});

/** 16 vCPU and 64 GiB, of which a kubelet leaves this. */
const allocatable = { cpu: "15890m", memory: "60935Mi", "ephemeral-storage": "90Gi", pods: "23" };

/** `etl` with a driver and two executors of 4 cores, all running since midnight; it is 01:00. */
export function runningApp(): AppsCluster {
  const cluster = new AppsCluster();
  for (const [name, capacity] of [
    ["on-demand-1", "on-demand"],
    ["spot-1", "spot"],
  ] as const) {
    cluster.addNode(name, nodeLabels(capacity)).status = { allocatable };
  }
  const driver = cluster.driver("etl", "on-demand-1");
  sized(driver, "spark-kubernetes-driver", "1", "4Gi");
  for (const index of [1, 2])
    sized(cluster.executor("etl", index, "spot-1"), "spark-kubernetes-executor", "3935m", "15189Mi");
  return cluster;
}

export function sized(pod: Pod, container: string, cpu: string, memory: string): Pod {
  pod.spec.containers = [{ name: container, resources: { requests: { cpu, memory }, limits: { memory } } }];
  if (pod.spec.nodeName === undefined) return pod;
  pod.status = {
    phase: "Running",
    conditions: [{ type: "PodScheduled", status: "True", lastTransitionTime: "2026-11-01T00:00:00Z" }],
    containerStatuses: [{ name: container, state: { running: { startedAt: "2026-11-01T00:00:10Z" } } }],
  };
  return pod;
}

/** The container of a pod ended. */
export function ended(pod: Pod, exitCode: number, reason = "Error"): void {
  const name = pod.spec.containers[0]?.name ?? "";
  const finishedAt = "2026-11-01T00:30:00Z";
  const state = { terminated: { exitCode, reason, startedAt: "2026-11-01T00:00:10Z", finishedAt } };
  pod.status = { ...pod.status, phase: exitCode === 0 ? "Succeeded" : "Failed", containerStatuses: [{ name, state }] };
}
