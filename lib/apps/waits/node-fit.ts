/** Whether a node would take a pod, by what both say of themselves. */

import type { ClusterNode, MatchExpression, NodeTaint, Pod, Toleration } from "../../cluster-api/objects";
import { offeredMiB, offeredMillis } from "../../clusters/existing/quantity";
import { podState, type Requests, requestsOf } from "../pods";

/** A resource with the amounts that decide, in millicores, MiB, pods, or thousandths of others. */
export interface Shortage {
  resource: string;
  wanted: number;
  /** Undefined where not all pods of the node can be seen. */
  free?: number;
  allocatable: number;
}

export interface Fit {
  node: ClusterNode;
  cordoned: boolean;
  /** Taints that the pod does not tolerate. */
  taints: NodeTaint[];
  /** What the pod wants of the node's labels and does not get. */
  labels: MatchExpression[];
  shortages: Shortage[];
}

/** Cordoned nodes carry it as well; NodeUnschedulable speaks for both. */
const cordonTaint = "node.kubernetes.io/unschedulable";

/** @param podsOn undefined where pods of other namespaces can't be seen */
export function fitOf(pod: Pod, node: ClusterNode, podsOn: readonly Pod[] | undefined): Fit {
  const { taints = [], unschedulable = false } = node.spec;
  const tolerations = pod.spec.tolerations ?? [];
  return {
    node,
    cordoned: unschedulable,
    taints: taints.filter(
      (taint) =>
        taint.effect !== "PreferNoSchedule" &&
        taint.key !== cordonTaint &&
        !tolerations.some((toleration) => tolerates(toleration, taint)),
    ),
    labels: unmetLabels(pod, node),
    shortages: shortagesOf(requestsOf(pod), node, podsOn),
  };
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerates({ key, operator = "Equal", value = "", effect }: Toleration, taint: NodeTaint): boolean {
  if (effect !== undefined && effect !== "" && effect !== taint.effect) return false;
  if (key === undefined || key === "") return operator === "Exists";
  return key === taint.key && (operator === "Exists" || value === (taint.value ?? ""));
}

function unmetLabels({ spec }: Pod, node: ClusterNode): MatchExpression[] {
  const selected = Object.entries(spec.nodeSelector ?? {}).map(([key, value]) => ({
    key,
    operator: "In",
    values: [value],
  }));
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms.map((term) => [
      ...(term.matchExpressions ?? []),
      ...(term.matchFields ?? []),
    ]) ?? [];
  const isUnmet = (expression: MatchExpression) => !matches(expression, node);
  // One term is enough; the one with the fewest unmet expressions says best what is missing.
  const [nearest = []] = terms.map((term) => term.filter(isUnmet)).sort((a, b) => a.length - b.length);
  return [...selected.filter(isUnmet), ...nearest];
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#operators */
function matches({ key, operator, values = [] }: MatchExpression, { metadata }: ClusterNode): boolean {
  const value = key === "metadata.name" ? metadata.name : metadata.labels?.[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return value !== undefined && Number(value) > Number(values[0]);
    case "Lt":
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return true;
  }
}

function shortagesOf(wanted: Requests, { status }: ClusterNode, podsOn: readonly Pod[] | undefined): Shortage[] {
  const allocatable = status?.allocatable ?? {};
  const used = podsOn
    ?.filter((pod) => podState(pod) !== "succeeded" && podState(pod) !== "failed")
    .map((pod) => requestsOf(pod));
  const row = (resource: string, offered: number | undefined, of: (requests: Requests) => number) => ({
    resource,
    wanted: of(wanted),
    allocatable: offered ?? 0,
    ...(used !== undefined && { free: (offered ?? 0) - used.reduce((sum, one) => sum + of(one), 0) }),
  });
  const amount = (name: string) => allocatable[name] ?? "0";
  const rows: Shortage[] = [
    row("cpu", offeredMillis(amount("cpu")), ({ cpuMillis }) => cpuMillis),
    row("memory", offeredMiB(amount("memory")), ({ memoryMiB }) => memoryMiB),
    row("ephemeral-storage", offeredMiB(amount("ephemeral-storage")), ({ ephemeralStorageMiB }) => ephemeralStorageMiB),
    row("pods", Number(amount("pods")), () => 1),
    ...Object.keys(wanted.others).map((name) =>
      row(name, offeredMillis(amount(name)), ({ others }) => others[name] ?? 0),
    ),
  ];
  return rows.filter(({ wanted: asked, free, allocatable: all }) => asked > 0 && asked > (free ?? all));
}
