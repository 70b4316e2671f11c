/** Which node the drill takes away: one that holds executors of a running application and whose loss is no accident. */

import type { ClusterNode, Pod } from "../cluster-api/objects";
import { applicationIdOf, hasEnded, isDriver, type RunningApplication } from "./spark-pods";
import { spotLabelOf } from "./spot-nodes";

export interface Target {
  application: RunningApplication;
  node: ClusterNode;
  /** The application's executors on it. */
  executors: Pod[];
  /** Every pod on it that can be seen and would have to go, DaemonSets' left out. */
  pods: Pod[];
}

/** A node with executors that is not taken, and why. */
export interface Refusal {
  node: string;
  /** As the rest of a sentence that starts with the node's name. */
  reason: string;
}

export interface Choice {
  /** undefined where no node may be taken */
  target?: Target;
  refused: Refusal[];
}

/** Marks a node that a drill has cordoned, with the effect that no pod is bound to it. */
export const drillTaint = { key: "spark-platform/drill", value: "spot", effect: "NoSchedule" } as const;

export function isInDrill({ metadata, spec: { taints = [] } }: ClusterNode): boolean {
  return metadata.deletionTimestamp === undefined && taints.some(({ key }) => key === drillTaint.key);
}

/**
 * The node whose loss hits the fewest pods of others, and of those the one whose executor has run longest: it has most to lose.
 * @param podsOn all pods that can be seen on a node, by its name
 * @param anyCapacity takes nodes as well that no label calls spot
 */
export function chooseNode(
  applications: readonly RunningApplication[],
  nodes: ReadonlyMap<string, ClusterNode>,
  podsOn: ReadonlyMap<string, readonly Pod[]>,
  anyCapacity: boolean,
): Choice {
  const held = new Map<string, string>();
  const targets: Target[] = [];
  for (const application of applications) {
    for (const name of nodesOf(application)) {
      const node = nodes.get(name);
      const pods = (podsOn.get(name) ?? []).filter(wouldGo);
      const reason = node === undefined ? "is gone" : refusalOf(node, pods, anyCapacity);
      if (node === undefined || reason !== undefined) held.set(name, reason ?? "is gone");
      else targets.push({ application, node, pods, executors: application.executors.filter(isOn(name)) });
    }
  }
  targets.sort(
    (a, b) =>
      othersOf(a).length - othersOf(b).length ||
      oldest(a).localeCompare(oldest(b)) ||
      a.node.metadata.name.localeCompare(b.node.metadata.name),
  );
  return { target: targets[0], refused: [...held].map(([node, reason]) => ({ node, reason })) };
}

function nodesOf({ executors }: RunningApplication): Set<string> {
  return new Set(executors.flatMap(({ spec }) => spec.nodeName ?? []));
}

function refusalOf(node: ClusterNode, pods: readonly Pod[], anyCapacity: boolean): string | undefined {
  const driver = pods.find(isDriver);
  if (driver !== undefined) return `runs the driver ${driver.metadata.namespace}/${driver.metadata.name}`;
  if (node.metadata.deletionTimestamp !== undefined) return "is being deleted already";
  if (node.spec.unschedulable === true) return "is cordoned: something else is taking it away or keeps it";
  if (!anyCapacity && spotLabelOf(node) === undefined) return "is not spot by any of its labels";
  return undefined;
}

/** Pods of DaemonSets and static pods end with their node and are replaced by nobody; ended ones have nothing to lose. */
export function wouldGo(pod: Pod): boolean {
  const { annotations = {}, ownerReferences = [] } = pod.metadata;
  const stays = ownerReferences.some(({ kind }) => kind === "DaemonSet" || kind === "Node");
  return !stays && !("kubernetes.io/config.mirror" in annotations) && !hasEnded(pod);
}

function othersOf({ application, pods }: Target): Pod[] {
  return pods.filter((pod) => applicationIdOf(pod) !== application.id);
}

/** RFC 3339 sorts as text. */
function oldest({ executors }: Target): string {
  return executors.map(({ metadata }) => metadata.creationTimestamp ?? "~").sort()[0] ?? "~";
}

function isOn(node: string) {
  return ({ spec }: Pod) => spec.nodeName === node;
}
