/** One node with the planned allocatable, its DaemonSet pods, and one executor more than the plan says it holds. */

import { waitUntil } from "../../../local/wait";
import { type KwokNode, kwokNode } from "../../../local/control-plane/nodes";
import { packingOf } from "../../../lib/plan/executors/pack";
import type { Packing, PodShape } from "../../../lib/plan/executors/shape";
import { poolLabel } from "../../../lib/plan/nodes/labels";
import type { PoolMachine } from "../../../lib/plan/nodes/pool";
import { type Api } from "./api";

export interface Trial {
  /** Unique; the name of the node. */
  name: string;
  node: PoolMachine;
  shape: PodShape;
}

export interface Outcome {
  trial: Trial;
  planned: Packing;
  /** Executors that the scheduler bound to the node. */
  bound: number;
  /** What the scheduler says of each that it did not bind. */
  pending: string[];
}

interface Pod {
  metadata: { name: string; labels?: Record<string, string> };
  spec: { nodeName?: string };
  status: { conditions?: { type: string; reason?: string; message?: string }[] };
}

interface PodManifest {
  metadata: { name: string; labels: Record<string, string> };
  [field: string]: unknown;
}

interface Node {
  spec: { taints?: unknown[] };
}

/** The namespace's service account is there as soon as the control plane is. */
const podsPath = "/api/v1/namespaces/default/pods";
const nodesPath = "/api/v1/nodes";

const refusals: Record<Packing["limitedBy"], RegExp> = {
  cpu: /\b1 Insufficient cpu\b/,
  memory: /\b1 Insufficient memory\b/,
  pods: /\b1 Too many pods\b/,
};

/** Runs the trials side by side, each on a node of its own, and leaves nothing behind. */
export async function runTrials(trials: readonly Trial[], api: Api): Promise<Outcome[]> {
  const planned = new Map(trials.map((trial) => [trial.name, packingOf(trial.shape, trial.name, trial.node)]));
  const nodes = trials.map(nodeOf);
  const executors = trials.flatMap((trial) => executorPods(trial, planned.get(trial.name)!.podsPerNode + 1));
  const pods = [...trials.flatMap(daemonSetPods), ...executors];
  try {
    await api.create(nodesPath, nodes);
    // A new node is tainted until the node lifecycle controller has seen that it is Ready.
    const schedulable = async () => (await api.list<Node>(nodesPath)).every(({ spec }) => spec.taints === undefined);
    await waitUntil(schedulable, { timeoutMs: 60_000 + nodes.length * 200, intervalMs: 1_000 });
    await api.create(podsPath, pods);
    const seen = await judgedExecutors(planned, executors.length, api);
    return trials.map((trial) => {
      const own = seen.filter((pod) => trialOf(pod) === trial.name);
      return {
        trial,
        planned: planned.get(trial.name)!,
        bound: own.filter(({ spec }) => spec.nodeName === trial.name).length,
        pending: own.filter(({ spec }) => spec.nodeName === undefined).map((pod) => verdictOf(pod) ?? "no verdict"),
      };
    });
  } finally {
    // Those that wait go first: the scheduler would look at them again whenever another goes.
    const present = await api.list<Pod>(podsPath);
    for (const bound of [false, true])
      await api.delete(podsPath, present.filter((pod) => isBound(pod) === bound).map(nameOf));
    await api.delete(nodesPath, nodes.map(nameOf));
  }
}

/** Waits until the scheduler has bound what is planned and refused the rest, as long as a slow machine may need for it. */
async function judgedExecutors(planned: Map<string, Packing>, count: number, api: Api): Promise<Pod[]> {
  let pods: Pod[] = [];
  const allJudged = async () => {
    pods = await api.list<Pod>(`${podsPath}?labelSelector=spark-role%3Dexecutor`);
    const bound = new Map([...planned.keys()].map((name) => [name, 0]));
    for (const pod of pods.filter(isBound)) bound.set(trialOf(pod), (bound.get(trialOf(pod)) ?? 0) + 1);
    return (
      pods.every((pod) => isBound(pod) || verdictOf(pod) !== undefined) &&
      [...planned].every(([name, { podsPerNode }]) => (bound.get(name) ?? 0) >= podsPerNode)
    );
  };
  await waitUntil(allJudged, { timeoutMs: 60_000 + count * 200, intervalMs: 1_000 });
  return pods;
}

/** What the scheduler did otherwise than planned, in one line; `undefined` where it agrees. */
export function disagreement({ trial, planned, bound, pending }: Outcome): string | undefined {
  const [verdict = ""] = pending;
  if (bound === planned.podsPerNode && pending.length === 1 && refusals[planned.limitedBy].test(verdict)) return;
  return (
    `${trial.name}: planned ${planned.podsPerNode}, limited by ${planned.limitedBy}; ` +
    `bound ${bound}, pending ${pending.length}: ${verdict}`
  );
}

function nodeOf({ name, node: { allocatable, machine } }: Trial): KwokNode {
  return kwokNode({
    name,
    pool: name,
    labels: { [poolLabel]: name, "node.kubernetes.io/instance-type": machine.name },
    taints: [],
    cpuMillis: allocatable.cpuMillis,
    memoryMiB: allocatable.memoryMiB,
    ephemeralStorageMiB: allocatable.ephemeralStorageMiB,
    pods: allocatable.pods,
    capacity: { cpuMillis: allocatable.capacity.cpuMillis, memoryMiB: allocatable.capacity.memoryMiB },
    architecture: machine.architecture,
  });
}

/** The DaemonSet controller would place them by the node's name too; a DaemonSet of each kind would take minutes. */
function daemonSetPods({ name, node }: Trial): PodManifest[] {
  return node.daemonSets.map((daemonSet, index) =>
    pod(`${name}.daemon-${index}`, { "spark-role": "none" }, daemonSet, { nodeName: name }),
  );
}

function executorPods({ name, shape }: Trial, count: number): PodManifest[] {
  const requests = { cpuMillis: shape.cpuRequestMillis, memoryMiB: shape.memoryMiB };
  return Array.from({ length: count }, (_, index) =>
    pod(`${name}.exec-${index + 1}`, { "spark-role": "executor", trial: name }, requests, {
      nodeSelector: { [poolLabel]: name },
    }),
  );
}

function pod(
  name: string,
  labels: Record<string, string>,
  { cpuMillis, memoryMiB }: { cpuMillis: number; memoryMiB: number },
  placement: { nodeName: string } | { nodeSelector: Record<string, string> },
): PodManifest {
  const requests = {
    ...(cpuMillis > 0 && { cpu: `${cpuMillis}m` }),
    ...(memoryMiB > 0 && { memory: `${memoryMiB}Mi` }),
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels },
    spec: {
      automountServiceAccountToken: false,
      containers: [{ name: "main", image: "none", resources: { requests } }],
      ...placement,
    },
  };
}

function isBound({ spec }: Pod): boolean {
  return spec.nodeName !== undefined;
}

/** Why the scheduler refuses a pod, in its own words; `undefined` while it has not looked at it. */
function verdictOf({ status }: Pod): string | undefined {
  return status.conditions?.find(({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable")?.message;
}

function trialOf({ metadata }: Pod): string {
  return metadata.labels?.trial ?? "";
}

function nameOf({ metadata }: { metadata: { name: string } }): string {
  return metadata.name;
}
