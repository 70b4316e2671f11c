/** Whether a namespace's quotas leave room for one pod more. */

import type { ResourceQuota } from "../../cluster-api/objects";
import { offeredMiB, offeredMillis, requestedMiB, requestedMillis } from "../../clusters/existing/quantity";
import type { Requests } from "../pods";
import { plainAmount } from "./amounts";

export interface UsedUp {
  quota: string;
  /** As it stands in the quota, for example `requests.cpu`. */
  resource: string;
  /** As a sentence. */
  detail: string;
}

/** What a quota counts, and how much of it one pod takes: https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
const counted: Record<string, { resource: string; of: (requests: Requests) => number }> = {
  cpu: { resource: "cpu", of: ({ cpuMillis }) => cpuMillis },
  "requests.cpu": { resource: "cpu", of: ({ cpuMillis }) => cpuMillis },
  memory: { resource: "memory", of: ({ memoryMiB }) => memoryMiB },
  "requests.memory": { resource: "memory", of: ({ memoryMiB }) => memoryMiB },
  // Spark's pods have as much memory for a limit as they ask for.
  "limits.memory": { resource: "memory", of: ({ memoryMiB }) => memoryMiB },
  "requests.ephemeral-storage": { resource: "ephemeral-storage", of: ({ ephemeralStorageMiB }) => ephemeralStorageMiB },
  pods: { resource: "pods", of: () => 1 },
  "count/pods": { resource: "pods", of: () => 1 },
};

/** The limits that one pod more would break. */
export function usedUp(quotas: readonly ResourceQuota[], pod: Requests): UsedUp[] {
  return quotas.flatMap(({ metadata, status = {} }) =>
    Object.entries(status.hard ?? {}).flatMap(([name, hard]) => {
      const count = counted[name];
      if (count === undefined) return [];
      const { resource, of } = count;
      const limit = amountOf(resource, hard, "hard");
      const used = amountOf(resource, status.used?.[name] ?? "0", "used");
      const wanted = of(pod);
      if (wanted === 0 || used + wanted <= limit) return [];
      const text = (amount: number) => plainAmount(resource, amount);
      const detail = `The quota ${metadata.name} has ${text(Math.max(0, limit - used))} left of ${text(limit)} (${name}); one pod more takes ${text(wanted)}.`;
      return [{ quota: metadata.name, resource: name, detail }];
    }),
  );
}

function amountOf(resource: string, quantity: string, side: "hard" | "used"): number {
  if (resource === "pods") return Number(quantity);
  const isCpu = resource === "cpu";
  const read = side === "hard" ? (isCpu ? offeredMillis : offeredMiB) : isCpu ? requestedMillis : requestedMiB;
  return read(quantity) ?? 0;
}
