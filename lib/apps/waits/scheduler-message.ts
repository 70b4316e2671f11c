/** Reads what the scheduler says of a pod that has no node. */

/** Why nodes are no use to a pod, each reason with the number of nodes. */
export interface SchedulerMessage {
  /** Nodes of the cluster. */
  nodes: number;
  reasons: { nodes: number; text: string; kind: ReasonKind }[];
  /** What holds for the pod on every node, such as a missing claim. */
  general?: string;
}

export type ReasonKind =
  | "taint"
  | "label"
  | "cordoned"
  | "cpu"
  | "memory"
  | "ephemeral-storage"
  | "pods"
  | "resource"
  | "volume"
  | "pod-affinity"
  | "spread"
  | "other";

/** The words of the plugins of kube-scheduler: pkg/scheduler/framework/plugins of Kubernetes 1.36.3, and of 1.32 for taints. */
const kinds: readonly (readonly [start: string, kind: ReasonKind])[] = [
  ["node(s) had untolerated taint", "taint"],
  ["node(s) had taints that the pod didn't tolerate", "taint"],
  ["node(s) didn't match Pod's node affinity/selector", "label"],
  ["node(s) didn't match scheduler-enforced node affinity", "label"],
  ["node(s) were unschedulable", "cordoned"],
  ["Insufficient cpu", "cpu"],
  ["Insufficient memory", "memory"],
  ["Insufficient ephemeral-storage", "ephemeral-storage"],
  ["Insufficient ", "resource"],
  ["Too many pods", "pods"],
  ["node(s) exceed max volume count", "volume"],
  ["node(s) didn't find available persistent volumes to bind", "volume"],
  ["node(s) didn't match PersistentVolume's node affinity", "volume"],
  ["node(s) did not have enough free storage", "volume"],
  ["node(s) unavailable due to", "volume"],
  ["node(s) had no available volume zone", "volume"],
  ["node(s) had no available disk", "volume"],
  ["node(s) didn't satisfy existing pods anti-affinity rules", "pod-affinity"],
  ["node(s) didn't match pod affinity rules", "pod-affinity"],
  ["node(s) didn't match pod anti-affinity rules", "pod-affinity"],
  ["node(s) didn't match pod topology spread constraints", "spread"],
];

/** @returns undefined for a message of another form */
export function parseSchedulerMessage(message: string): SchedulerMessage | undefined {
  const [, total, rest = ""] = /^0\/(\d+) nodes are available:?\s*(.*)$/s.exec(message) ?? [];
  if (total === undefined) return undefined;
  // What follows says what preemption and dynamic resources could do about it.
  const [filtered = ""] = rest.split(/\s(?:preemption: |no new claims to deallocate|still not schedulable)/);
  const counted = filtered.replace(/\.\s*$/, "");
  const reasons = readReasons(counted);
  if (reasons.length > 0) return { nodes: Number(total), reasons };
  return { nodes: Number(total), reasons: [], ...(counted !== "" && { general: counted }) };
}

/** For example `1 Insufficient cpu, 2 node(s) were unschedulable`; a comma may be part of a reason. */
export function readReasons(text: string): SchedulerMessage["reasons"] {
  if (!/^\d+ /.test(text)) return [];
  return text.split(/,\s(?=\d+ )/).map((part) => {
    const [, nodes = "0", reason = part] = /^(\d+) (.*)$/s.exec(part) ?? [];
    const plain = reason.replace(/\.$/, "");
    return { nodes: Number(nodes), text: plain, kind: kindOf(plain) };
  });
}

function kindOf(text: string): ReasonKind {
  return kinds.find(([start]) => text.startsWith(start))?.[1] ?? "other";
}
