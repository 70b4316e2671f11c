/** What the autoscaler says of a pod that has no node: one is on its way, or why none is. */

import type { ClusterEvent } from "../../cluster-api/objects";
import { readReasons } from "./scheduler-message";

export type AutoscalerWord = {
  /** As a sentence. */
  detail: string;
  at?: string;
} & (
  | { isComing: true }
  | {
      isComing: false;
      /** As a sentence; absent where the scheduler's reasons say it already. */
      change?: string;
    }
);

/** Of a pod's events the newest of an autoscaler's; undefined where none has said anything. */
export function autoscalerWord(events: readonly ClusterEvent[]): AutoscalerWord | undefined {
  return events
    .flatMap((event) => {
      const word = wordOf(event);
      return word === undefined ? [] : [{ ...word, at: timeOf(event) }];
    })
    .sort((a, b) => (b.at ?? "").localeCompare(a.at ?? ""))[0];
}

/** When something was last said; clients of either version of the API fill in other fields. */
export function timeOf({ series, lastTimestamp, eventTime, metadata }: ClusterEvent): string | undefined {
  return series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp;
}

function wordOf({ reason, message = "", source, reportingComponent }: ClusterEvent): AutoscalerWord | undefined {
  switch (reason ?? "") {
    // cluster-autoscaler: processors/status/eventing_scale_up_processor.go; GKE's and AKS' speak alike.
    case "TriggeredScaleUp":
      return { isComing: true, detail: `The autoscaler is adding a node: ${growing(message)}.` };
    case "NotTriggerScaleUp":
      return notTriggered(message.replace(/^pod didn't trigger scale-up:?\s*/, ""));
    // Karpenter: pkg/controllers/provisioning/scheduling/events.go
    case "Nominated":
      return {
        isComing: true,
        detail: `Karpenter has a node for it: ${message.replace(/^Pod should schedule on: /, "")}.`,
      };
    case "FailedScheduling": {
      const by = source?.component || reportingComponent;
      return by === "karpenter" ? karpenterFailed(message.replace(/^Failed to schedule pod, /, "")) : undefined;
    }
    default:
      return undefined;
  }
}

/** `[{spot-a 1->2 (max: 10)}]` makes `spot-a from 1 to 2 nodes, at most 10`. */
function growing(message: string): string {
  const groups = [...message.matchAll(/\{(\S+) (\d+)->(\d+) \(max: (\d+)\)\}/g)];
  if (groups.length === 0) return message.replace(/^pod triggered scale-up:?\s*/, "");
  return groups.map(([, group, from, to, most]) => `${group} from ${from} to ${to} nodes, at most ${most}`).join("; ");
}

/** core/scaleup/orchestrator/skippedreasons.go and rejectedreasons.go of cluster-autoscaler. */
const skipped: readonly (readonly [part: string, change: string])[] = [
  ["max node group size reached", "Raise maxNodes of the pool, or wait for pods on it to end."],
  ["max total nodes in cluster reached", "Raise the autoscaler's --max-nodes-total, or wait for pods to end."],
  ["max cluster ", "Raise the autoscaler's limits of CPU and memory, or wait for pods to end."],
  [
    "in backoff after failed scale-up",
    "The cloud gave no node a moment ago, most often for want of spot stock or of quota: the autoscaler tries again; more machine types or zones help.",
  ],
  ["not ready for scale-up", "Look at the nodes of the pool that never became ready."],
];

function notTriggered(message: string): AutoscalerWord {
  const change = skipped.find(([part]) => message.includes(part))?.[1];
  const groups = readReasons(message).map(({ nodes, text }) => `${nodes} of its node groups: ${text}`);
  const why = groups.length > 0 ? groups.join("; ") : message || "it has no node group that would help";
  return { isComing: false, detail: `The autoscaler adds no node: ${why}.`, ...(change !== undefined && { change }) };
}

/** Parts of Karpenter's messages: pkg/controllers/provisioning/scheduling/{scheduler,nodeclaim}.go and pkg/scheduling/taints.go of 1.14. */
const karpenterReasons: readonly (readonly [part: string, change: string])[] = [
  ["limits have been exhausted for nodepool", "Raise the limits of the NodePool, or wait for pods to end."],
  ["exceed limits for nodepool", "Raise the limits of the NodePool, or wait for pods to end."],
  ["did not tolerate taint", "Submit with the platform's pod templates, which tolerate its taints."],
  [
    "no instance type has enough resources",
    "No machine type of the NodePool is large enough: ask for a smaller pod, or allow larger machines.",
  ],
  ["required offering", "Allow more machine types, zones or capacity types in the NodePool."],
  ["filtered out all available instance types", "Allow more machine types in the NodePool."],
  [
    "incompatible",
    "No NodePool makes nodes with the labels that the pod asks for: compare its nodeSelector with them.",
  ],
  [
    "does not have known values",
    "No NodePool makes nodes with the labels that the pod asks for: compare its nodeSelector with them.",
  ],
  [
    "no instance type",
    "Compare what the pod asks for with the machine types, zones and capacity types of the NodePool.",
  ],
];

function karpenterFailed(message: string): AutoscalerWord {
  const change = karpenterReasons.find(([part]) => message.includes(part))?.[1];
  return {
    isComing: false,
    detail: `Karpenter adds no node: ${message}.`,
    ...(change !== undefined && { change }),
  };
}
