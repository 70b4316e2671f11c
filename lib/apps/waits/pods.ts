/** Why pods of an application do not run yet. */

import type { ClusterEvent, Pod } from "../../cluster-api/objects";
import { podState, roleOf } from "../pods";
import { autoscalerWord, timeOf } from "./autoscaler";
import { notStarted } from "./container";
import { explainPlacement, type NodesView } from "./placement";
import { parseSchedulerMessage } from "./scheduler-message";
import type { Wait } from "./wait";

/** What can be seen around the pods. */
export interface Around {
  /** Undefined where nodes can't be seen. */
  view: NodesView | undefined;
  /** Of a pod. */
  eventsOf: (pod: Pod) => readonly ClusterEvent[];
}

/** Pods that wait for the same reason are told together. */
export function podWaits(pods: readonly Pod[], around: Around): Wait[] {
  const byReason = new Map<string, Wait>();
  for (const pod of pods) {
    const wait = waitOf(pod, around);
    if (wait === undefined) continue;
    const kinds = wait.nodes?.reasons.map(({ reason }) => reason).sort();
    const key = JSON.stringify([wait.who, wait.cause, kinds ?? wait.detail]);
    const same = byReason.get(key);
    if (same === undefined) byReason.set(key, wait);
    else same.pods.push(...wait.pods);
  }
  return [...byReason.values()];
}

function waitOf(pod: Pod, { view, eventsOf }: Around): Wait | undefined {
  const state = podState(pod);
  const events = eventsOf(pod);
  const common = { who: roleOf(pod), pods: [pod.metadata.name], since: pod.metadata.creationTimestamp };
  if (pod.metadata.deletionTimestamp !== undefined) return undefined;
  if (state === "starting") {
    const { cause, detail, change } = notStarted(pod, events);
    return { ...common, cause, detail: [detail], change };
  }
  return state === "waiting" ? { ...common, ...unscheduled(pod, events, view) } : undefined;
}

type Unscheduled = Pick<Wait, "cause" | "detail" | "nodes" | "change">;

function unscheduled(pod: Pod, events: readonly ClusterEvent[], view: NodesView | undefined): Unscheduled {
  const condition = pod.status?.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  const gates = pod.spec.schedulingGates?.map(({ name }) => name) ?? [];
  if (gates.length > 0) return gated(gates);
  const said = condition?.message ?? newestOf(events, "FailedScheduling");
  if (said === undefined) return notLookedAt(pod);
  const word = autoscalerWord(events);
  const message = parseSchedulerMessage(said);
  if (message === undefined) {
    return { cause: "no-node", detail: [`The scheduler says: ${said}`], change: "Look at what it names." };
  }
  const { reasons, change, isTooLarge } = explainPlacement(pod, message, view);
  const nodes = { total: message.nodes, reasons };
  const general = message.general === undefined ? [] : [`The scheduler says: ${message.general}.`];
  const detail = [...general, ...(word === undefined ? [] : [word.detail])];
  if (word?.isComing === true)
    return { cause: "node-coming", detail, nodes, change: "Nothing: the node is on its way." };
  // A pod that is too large for its pool stays so, whatever the pool grows to.
  return { cause: "no-node", detail, nodes, change: (isTooLarge ? undefined : word?.change) ?? change };
}

function gated(gates: readonly string[]): Unscheduled {
  const isQueue = gates.some((gate) => gate.startsWith("kueue.x-k8s.io/"));
  return {
    cause: isQueue ? "queued" : "gated",
    detail: [
      `It has the scheduling gate ${gates.join(", ")}: the scheduler does not look at it before that is taken away.`,
    ],
    change: isQueue
      ? "Wait until Kueue admits it, or give its queue more quota."
      : "Look at what sets that gate; it has to take it away again.",
  };
}

function notLookedAt({ spec: { schedulerName = "default-scheduler" } }: Pod): Unscheduled {
  return {
    cause: "scheduler",
    detail: [`No scheduler has looked at it yet; it asks for the scheduler ${schedulerName}.`],
    change: `Wait a moment; if that goes on, look whether ${schedulerName} runs.`,
  };
}

function newestOf(events: readonly ClusterEvent[], reason: string): string | undefined {
  return events
    .filter((event) => event.reason === reason && event.message?.startsWith("0/"))
    .sort((a, b) => (timeOf(b) ?? "").localeCompare(timeOf(a) ?? ""))[0]?.message;
}
