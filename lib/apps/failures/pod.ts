/** Why a pod failed, in plain words. */

import type { Pod } from "../../cluster-api/objects";
import { containerOf, endedAt, podState, type Role, roleOf, statusOf } from "../pods";
import { type Explained, explainExitCode } from "./exit-codes";

export interface Failure extends Explained {
  pod: string;
  role: Role;
  at?: string;
}

/** `status.reason` of a pod that its node or a controller ended. */
const podReasons: Record<string, Explained> = {
  NodeLost: { what: "was lost with its node", change: "Nothing, if the node was spot; else look at the node." },
  NodeShutdown: { what: "was ended because its node was shut down", change: "Nothing, if the node was spot." },
  Terminated: { what: "was ended because its node was shut down", change: "Nothing, if the node was spot." },
  Shutdown: { what: "was ended because its node was shut down", change: "Nothing, if the node was spot." },
  DeadlineExceeded: {
    what: "was ended because it ran longer than its time limit",
    change: "Raise timeLimitSeconds, or find out what takes so long.",
  },
  Preempting: { what: "gave way to a pod of its node", change: "Nothing; it is most often a pod of the system." },
};

/** `reason` of the condition DisruptionTarget: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions */
const disruptions: Record<string, Explained> = {
  PreemptionByScheduler: {
    what: "gave way to a pod of higher priority",
    change: "Raise its priority class, or give the pool more nodes.",
  },
  DeletionByTaintManager: {
    what: "was ended because its node was tainted NoExecute: lost, or not ready",
    change: "Nothing, if the node was spot; else look at the node.",
  },
  EvictionByEvictionAPI: {
    what: "was evicted: its node was drained",
    change: "Nothing, if the node was spot or the autoscaler removed it; drivers belong on on-demand nodes.",
  },
  DeletionByPodGC: { what: "was lost with its node", change: "Nothing, if the node was spot; else look at the node." },
  TerminationByKubelet: {
    what: "was ended by its node",
    change: "Look at the node: short of memory or disk, or shut down.",
  },
};

/** @returns undefined for a pod that has not failed */
export function podFailure(pod: Pod): Failure | undefined {
  const role = roleOf(pod);
  const explained = explanationOf(pod, role);
  if (explained === undefined) return undefined;
  return { pod: pod.metadata.name, role, at: endedAt(pod), ...explained };
}

function explanationOf(pod: Pod, role: Role): Explained | undefined {
  const { reason = "", message } = pod.status ?? {};
  const isOver = podState(pod) === "failed";
  const terminated = statusOf(pod)?.state?.terminated;
  if (!isOver && (terminated === undefined || terminated.exitCode === 0)) return undefined;
  if (reason === "Evicted") return evicted(message);
  if (terminated?.reason === "OOMKilled") return outOfMemory(pod, role);
  const disruption = pod.status?.conditions?.find(
    ({ type, status }) => type === "DisruptionTarget" && status === "True",
  );
  const known = podReasons[reason] ?? disruptions[disruption?.reason ?? ""];
  if (known !== undefined) return known;
  if (terminated !== undefined) return explainExitCode(terminated.exitCode, role);
  return {
    what: `failed: ${[reason, message].filter(Boolean).join(": ") || "its node says nothing more"}`,
    change: "Look at its events.",
  };
}

function outOfMemory(pod: Pod, role: Role): Explained {
  const { resources } = pod.spec.containers.find(({ name }) => name === containerOf(pod)) ?? {};
  const limit = resources?.limits?.["memory"];
  return {
    what: `used more memory than its limit${limit === undefined ? "" : ` of ${limit}`} (OOMKilled, exit code 137)`,
    change:
      `Raise spark.${role}.memoryOverhead: the heap has a bound of its own, so Python workers, native code or buffers ` +
      `outside of it grew.`,
  };
}

/** The kubelet's words: https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/ */
function evicted(message = ""): Explained {
  const [, resource] = /low on resource: ([\w./-]+?)\./.exec(message) ?? [];
  const detail = message === "" ? "" : `: ${message}`;
  if (resource === "ephemeral-storage" || /ephemeral|emptyDir/i.test(message)) {
    return {
      what: `was evicted for want of disk${detail}`,
      change: "Give shuffle and scratch more room: larger or local disks, fewer executors on a node, more partitions.",
    };
  }
  return { what: `was evicted${detail}`, change: "Its node was short of memory or disk: requests below use do that." };
}
