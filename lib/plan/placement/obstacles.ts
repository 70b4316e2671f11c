/** What keeps one pod off one pool, each thing with the one change that takes it away. */

import type { Issue } from "../issue";
import { explainMemory } from "../nodes/explain";
import type { NodePoolPlan } from "../nodes/pool";
import { formatMiB } from "../quantity";
import type { NodeSelectorTerm, PlannedPod } from "./pod";
import { tolerates } from "./tolerations";

export interface PlacedPool {
  pool: NodePoolPlan;
  /** As the user finds it: `cluster.nodes[1]`. */
  path: string;
}

export interface Obstacle {
  kind: "labels" | "taints" | "role" | "architecture" | "size";
  /** Path of the pool. */
  where: string;
  /** The issue for all the pods that meet this obstacle. */
  issue: (pods: readonly PlannedPod[]) => Issue;
}

/** Empty when the pod can run on every node of the pool. */
export function obstaclesFor(pod: PlannedPod, placed: PlacedPool): Obstacle[] {
  return [
    labelObstacle(pod, placed),
    ...taintObstacles(pod, placed),
    roleObstacle(pod, placed),
    architectureObstacle(pod, placed),
    sizeObstacle(pod, placed),
  ].flatMap((obstacle) => obstacle ?? []);
}

/** What a pool is to the pods that may land on it; a system pool on spot is nobody's. */
export function classOf({ role, capacity }: NodePoolPlan): PlannedPod["allowedOn"][number] | undefined {
  if (role === "spark") return capacity === "spot" ? "spark-spot" : "spark-on-demand";
  return capacity === "spot" ? undefined : "system";
}

function labelObstacle({ requiredNodes }: PlannedPod, { pool, path }: PlacedPool): Obstacle | undefined {
  if (requiredNodes.length === 0 || requiredNodes.some((term) => matches(term, pool.labels))) return undefined;
  return {
    kind: "labels",
    where: path,
    issue: (pods) => ({
      path: `${path}.labels`,
      value: pool.labels,
      problem: `lack what nodes are selected by for ${namesOf(pods)}: ${requiredNodes.map((term) => JSON.stringify(term)).join(" or ")}`,
      allowed: "labels that hold every label of the pool's selector",
      change: `Add the missing labels to the nodes of pool "${pool.name}".`,
    }),
  };
}

/** An empty term matches no node in Kubernetes, where one would expect all. */
function matches(term: NodeSelectorTerm, labels: Record<string, string>): boolean {
  const wanted = Object.entries(term);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

function taintObstacles({ tolerations }: PlannedPod, { pool, path }: PlacedPool): Obstacle[] {
  return pool.taints.flatMap((taint, index): Obstacle[] => {
    if (taint.effect === "PreferNoSchedule" || tolerations.some((one) => tolerates(one, taint))) return [];
    return [
      {
        kind: "taints",
        where: path,
        issue: (pods) => ({
          path: `${path}.taints[${index}]`,
          value: taint,
          problem: `keeps out ${namesOf(pods)}, which do not tolerate it`,
          allowed: "no taint but CriticalAddonsOnly on a pool for the platform's own pods",
          change: `Take the taint off pool "${pool.name}", or add a system pool without it.`,
        }),
      },
    ];
  });
}

function roleObstacle({ allowedOn }: PlannedPod, { pool, path }: PlacedPool): Obstacle | undefined {
  const poolClass = classOf(pool);
  if (poolClass !== undefined && allowedOn.includes(poolClass)) return undefined;
  return {
    kind: "role",
    where: path,
    issue: (pods) => ({
      path: `${path}.labels`,
      value: pool.labels,
      problem: `match what nodes are selected by for ${namesOf(pods)}, and pool "${pool.name}" is a ${pool.capacity} ${pool.role} pool`,
      allowed: "labels that tell the nodes of each pool from all others",
      change: "Give the pools a label of which each pool has its own value.",
    }),
  };
}

function architectureObstacle({ architectures }: PlannedPod, { pool, path }: PlacedPool): Obstacle | undefined {
  const foreign = pool.machines.find(({ machine }) => !architectures.includes(machine.architecture));
  if (foreign === undefined) return undefined;
  const { name, architecture } = foreign.machine;
  // Where no machine type is known, the pool gives its name.
  const foreignNode = name === pool.name ? `pool "${name}"` : `${name} in pool "${pool.name}"`;
  return {
    kind: "architecture",
    where: path,
    issue: (pods) => ({
      path: "spark.architectures",
      value: architectures,
      problem: `leaves out ${architecture}, the architecture of ${foreignNode}, which is for ${namesOf(pods)}`,
      allowed: `a list that holds "${architecture}", with an image that is built for it`,
      change: `Use an image that is built for ${architecture} too and say so, or take pool "${pool.name}" out of what runs it.`,
    }),
  };
}

function sizeObstacle(pod: PlannedPod, { pool, path }: PlacedPool): Obstacle | undefined {
  const small = pool.machines.find(
    ({ available }) => available.cpuMillis < pod.cpuMillis || available.memoryMiB < pod.memoryMiB || available.pods < 1,
  );
  if (small === undefined) return undefined;
  const { cpuMillis, pods: podLimit } = small.available;
  return {
    kind: "size",
    where: path,
    issue: (pods) => ({
      path,
      value: small.machine.name,
      problem:
        `is too small for ${namesOf(pods)}: a pod asks for up to ${most(pods, "cpuMillis")}m CPU and ` +
        `${formatMiB(most(pods, "memoryMiB"))}, and a node ` +
        `leaves ${cpuMillis}m CPU, ${explainMemory(small)} memory and ${podLimit} pods`,
      allowed: "machines with at least that room",
      change: `Use a larger machine in pool "${pool.name}".`,
    }),
  };
}

function namesOf(pods: readonly PlannedPod[]): string {
  return pods.map(({ name }) => name).join(", ");
}

function most(pods: readonly PlannedPod[], resource: "cpuMillis" | "memoryMiB"): number {
  return Math.max(...pods.map((pod) => pod[resource]));
}
