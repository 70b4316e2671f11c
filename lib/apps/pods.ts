/** What pods of Spark ask for, how far they have got, and which container is Spark's. */

import type { ContainerStatus, Pod } from "../cluster-api/objects";
import { requestedMiB, requestedMillis } from "../clusters/existing/quantity";

/** The containers that Spark adds to its pods (org.apache.spark.deploy.k8s.Constants, and its pod templates' default). */
const sparkContainers = ["spark-kubernetes-driver", "spark-kubernetes-executor"];

export type Role = "driver" | "executor";

export type PodState = "waiting" | "starting" | "running" | "succeeded" | "failed";

export function roleOf({ metadata: { labels = {} } }: Pod): Role {
  return labels["spark-role"] === "driver" ? "driver" : "executor";
}

/** `waiting` has no node, `starting` has one and does not run. */
export function podState({ spec, status }: Pod): PodState {
  const phases: Record<string, PodState> = { Succeeded: "succeeded", Failed: "failed", Running: "running" };
  return phases[status?.phase ?? ""] ?? (spec.nodeName === undefined ? "waiting" : "starting");
}

/** Name of the container that Spark runs in. */
export function containerOf({ spec: { containers } }: Pod): string {
  return (containers.find(({ name }) => sparkContainers.includes(name)) ?? containers[0])?.name ?? "";
}

export function statusOf(pod: Pod): ContainerStatus | undefined {
  return pod.status?.containerStatuses?.find(({ name }) => name === containerOf(pod));
}

/** The first time that a container of the pod ran; undefined while none has. */
export function startedAt(pod: Pod): string | undefined {
  const { state } = statusOf(pod) ?? {};
  return state?.running?.startedAt ?? state?.terminated?.startedAt;
}

export function endedAt(pod: Pod): string | undefined {
  return statusOf(pod)?.state?.terminated?.finishedAt;
}

/** When the pod got its node: from then on it keeps others out. */
export function boundAt({ status }: Pod): string | undefined {
  const scheduled = status?.conditions?.find(({ type, status: is }) => type === "PodScheduled" && is === "True");
  return scheduled?.lastTransitionTime ?? status?.startTime;
}

/** Requests of a pod; other resources by their names, in thousandths. */
export interface Requests {
  cpuMillis: number;
  memoryMiB: number;
  ephemeralStorageMiB: number;
  others: Record<string, number>;
}

/**
 * What the scheduler counts: all containers together with the init containers that run beside them, or the largest other init
 * container if that is more.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function requestsOf({ spec: { containers, initContainers = [] } }: Pod): Requests {
  const beside = [...containers, ...initContainers.filter(({ restartPolicy }) => restartPolicy === "Always")];
  const before = initContainers.filter(({ restartPolicy }) => restartPolicy !== "Always");
  const of = (name: string, read: (value: string) => number | undefined) => {
    const amounts = (some: typeof beside) => some.map(({ resources }) => read(resources?.requests?.[name] ?? "0") ?? 0);
    const sum = amounts(beside).reduce((all, one) => all + one, 0);
    return Math.max(sum, ...amounts(before));
  };
  const names = new Set([...beside, ...before].flatMap(({ resources }) => Object.keys(resources?.requests ?? {})));
  for (const known of ["cpu", "memory", "ephemeral-storage"]) names.delete(known);
  return {
    cpuMillis: of("cpu", requestedMillis),
    memoryMiB: of("memory", requestedMiB),
    ephemeralStorageMiB: of("ephemeral-storage", requestedMiB),
    others: Object.fromEntries([...names].map((name) => [name, of(name, requestedMillis)])),
  };
}

/** Newest first; RFC 3339 sorts as text. */
export function newestFirst<T extends { metadata: { creationTimestamp?: string } }>(objects: readonly T[]): T[] {
  return [...objects].sort((a, b) =>
    (b.metadata.creationTimestamp ?? "").localeCompare(a.metadata.creationTimestamp ?? ""),
  );
}
