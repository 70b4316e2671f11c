/** Explains why a pod has no node: the scheduler's count of nodes, with what the nodes say of themselves. */

import type { ClusterNode, MatchExpression, NodeTaint, Pod } from "../../cluster-api/objects";
import { counted } from "../../report/numbers";
import { requestsOf } from "../pods";
import { amountText, shortageText } from "./amounts";
import { type Fit, fitOf } from "./node-fit";
import type { ReasonKind, SchedulerMessage } from "./scheduler-message";

/** What can be seen of the nodes. */
export interface NodesView {
  nodes: readonly ClusterNode[];
  /** Undefined where pods of other namespaces can't be seen. */
  podsOn: (node: string) => readonly Pod[] | undefined;
}

export interface Placement {
  reasons: { nodes: number; reason: string; detail?: string }[];
  change: string;
  /** Whether no node of those that it may use could hold it, even if it were empty. */
  isTooLarge: boolean;
}

/** @param view undefined where the nodes can't be seen */
export function explainPlacement(pod: Pod, message: SchedulerMessage, view: NodesView | undefined): Placement {
  const fits = view?.nodes.map((node) => fitOf(pod, node, view.podsOn(node.metadata.name))) ?? [];
  return {
    reasons: message.reasons.map(({ nodes, text, kind }) => {
      const detail = detailOf(kind, text, pod, fits);
      return { nodes, reason: text, ...(detail !== undefined && { detail }) };
    }),
    ...advice(pod, message, fits),
  };
}

function detailOf(kind: ReasonKind, text: string, pod: Pod, fits: readonly Fit[]): string | undefined {
  switch (kind) {
    // The scheduler counts a node for the first of its filters that it does not pass: cordoned, then taints, then labels.
    case "taint":
      return (
        listOf(fits.filter(({ cordoned }) => !cordoned).flatMap(({ taints }) => taints.map(taintText))) || undefined
      );
    case "label": {
      const others = fits.filter(({ cordoned, taints }) => !cordoned && taints.length === 0);
      return (
        unmet(others)
          .map((expression) => labelDetail(expression, others))
          .join("; ") || undefined
      );
    }
    case "cordoned":
      return listOf(fits.filter(({ cordoned }) => cordoned).map(({ node }) => node.metadata.name)) || undefined;
    case "cpu":
    case "memory":
    case "ephemeral-storage":
    case "pods":
      return shortageDetail(kind, pod, fits);
    case "resource":
      return shortageDetail(text.replace("Insufficient ", ""), pod, fits);
    case "volume":
    case "pod-affinity":
    case "spread":
    case "other":
      return undefined;
  }
}

/** Of the nodes that the pod may use, the one where most is free. */
function shortageDetail(resource: string, pod: Pod, fits: readonly Fit[]): string | undefined {
  const shortages = fits.filter(isUsable).flatMap(({ node, shortages: all }) => {
    const found = all.find((one) => one.resource === resource);
    return found === undefined ? [] : [{ node: node.metadata.name, ...found }];
  });
  const [best] = shortages.sort((a, b) => (b.free ?? b.allocatable) - (a.free ?? a.allocatable));
  if (best === undefined) {
    const { cpuMillis, memoryMiB } = requestsOf(pod);
    const asks = `the pod asks for ${amountText("cpu", cpuMillis)} and ${amountText("memory", memoryMiB)}`;
    return resource === "pods" ? undefined : asks;
  }
  return shortageText(best);
}

/** Allowed by labels and taints, and not cordoned: only room may be missing. */
function isUsable({ cordoned, taints, labels }: Fit): boolean {
  return !cordoned && taints.length === 0 && labels.length === 0;
}

/** What is nearest to success is what is worth changing. */
function advice(pod: Pod, { reasons, general }: SchedulerMessage, fits: readonly Fit[]): Omit<Placement, "reasons"> {
  const said = new Set(reasons.map(({ kind }) => kind));
  const usable = fits.filter(isUsable);
  const tooLarge = usable.length > 0 ? usable.every(isTooLargeFor) : false;
  const is = (...some: ReasonKind[]) => some.some((kind) => said.has(kind));
  if (general !== undefined) return { change: "Correct what the pod refers to.", isTooLarge: false };
  if (tooLarge) return { change: tooLargeChange(usable), isTooLarge: true };
  if (is("cpu", "memory", "ephemeral-storage", "pods", "resource")) {
    return {
      change: "Its nodes are full: wait for pods on them to end, or raise maxNodes of the pool.",
      isTooLarge: false,
    };
  }
  if (is("volume")) {
    return {
      change: "Look at its volume claims: a disk is bound to one zone and to one node at a time.",
      isTooLarge: false,
    };
  }
  const cordoned = fits.filter((fit) => isUsable({ ...fit, cordoned: false }));
  if (is("cordoned") && (cordoned.length > 0 || !is("taint", "label"))) {
    const names = cordoned.map(({ node }) => node.metadata.name).slice(0, 3);
    const change = `Its nodes are cordoned: let them take pods again (kubectl uncordon ${names.join(" ") || "NODE"}), or wait for others.`;
    return { change, isTooLarge: false };
  }
  const tainted = fits.filter(({ labels, taints }) => labels.length === 0 && taints.length > 0);
  if (is("taint") && (tainted.length > 0 || !is("label"))) {
    const [taint] = tainted.flatMap(({ taints }) => taints);
    const which = taint === undefined ? "the taints of its nodes" : taintText(taint);
    return {
      change: `Let it tolerate ${which}: the platform's pod templates do that for its pools.`,
      isTooLarge: false,
    };
  }
  if (is("label")) return { change: labelChange(pod, fits), isTooLarge: false };
  return { change: "Wait for other pods to end, or for nodes to be added.", isTooLarge: false };
}

function isTooLargeFor({ shortages }: Fit): boolean {
  return shortages.some(({ wanted, allocatable }) => wanted > allocatable);
}

function tooLargeChange(usable: readonly Fit[]): string {
  const types = new Set(usable.flatMap(({ node }) => node.metadata.labels?.["node.kubernetes.io/instance-type"] ?? []));
  const [type] = types;
  const ask = type === undefined ? "" : ` (npx spark-platform size --machine ${type} has the largest that fit)`;
  return `None of its nodes could hold it, even empty: make the pod smaller${ask}, or use larger machines.`;
}

function labelChange(pod: Pod, fits: readonly Fit[]): string {
  const keys = [...new Set(unmet(fits).map(({ key }) => key))];
  const which = keys.length > 0 ? keys.join(", ") : Object.keys(pod.spec.nodeSelector ?? {}).join(", ");
  return (
    `No node has what it asks for (${which || "its affinity"}): correct the nodeSelector, or let the pool have nodes; a pool at 0 ` +
    "nodes grows only by an autoscaler that knows its labels."
  );
}

/** What nodes lack of the labels that are asked for, each once. */
function unmet(fits: readonly Fit[]): MatchExpression[] {
  const byText = new Map(fits.flatMap(({ labels }) => labels.map((one) => [expressionText(one), one] as const)));
  return [...byText.values()];
}

function labelDetail(expression: MatchExpression, fits: readonly Fit[]): string {
  const values = fits
    .filter(({ labels }) => labels.some((one) => expressionText(one) === expressionText(expression)))
    .map(({ node }) => node.metadata.labels?.[expression.key] ?? "no such label");
  return `it asks for ${expressionText(expression)}, nodes have ${listOf(values)}`;
}

function expressionText({ key, operator, values = [] }: MatchExpression): string {
  switch (operator) {
    case "In":
      return `${key}=${values.join(" or ")}`;
    case "NotIn":
      return `${key} other than ${values.join(", ")}`;
    case "Exists":
      return `any ${key}`;
    case "DoesNotExist":
      return `no ${key}`;
    default:
      return `${key} ${operator} ${values.join(", ")}`;
  }
}

function taintText({ key, value, effect }: NodeTaint): string {
  return `${key}${value === undefined || value === "" ? "" : `=${value}`}:${effect}`;
}

/** Each text once, with how often it comes: `system (2), drivers`. */
function listOf(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const all = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  const shown = all.slice(0, MOST_LISTED).map(([text, count]) => (count === 1 ? text : `${text} (${count})`));
  const more = all.length - shown.length;
  return [...shown, ...(more > 0 ? [counted(more, "other")] : [])].join(", ");
}

const MOST_LISTED = 4;
