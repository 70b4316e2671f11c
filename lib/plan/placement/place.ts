/**
 * Proves that every pod that will exist can run: for each there is a pool with its labels, no taint that it does not
 * tolerate, its architecture and enough room, drivers and executors find that on every pool that they are counted on, and no pool
 * that a pod could reach is one where it must not run. Pods of DaemonSets need no proof: their room is taken off every node first.
 */

import type { ClusterPlan } from "../cluster";
import type { IssueList } from "../issue";
import { poolPath, poolsPath } from "../nodes/pool-path";
import { formatMiB } from "../quantity";
import { classOf, obstaclesFor, type Obstacle, type PlacedPool } from "./obstacles";
import type { Placement, PlannedPod } from "./pod";

/** Adds an issue for what can't be placed, naming the pod, the pool that came nearest and the one thing to change. */
export function place(pods: readonly PlannedPod[], cluster: ClusterPlan, issues: IssueList): Placement[] {
  const pools: PlacedPool[] = [
    ...cluster.systemPools.map((pool, index) => ({ pool, path: poolPath(pool, "systemPools", index) })),
    ...cluster.sparkPools.map((pool, index) => ({ pool, path: poolPath(pool, "sparkPools", index) })),
  ];
  addEmptySelectors(pools, issues);
  const verdicts = pods.map((pod) => verdictOn(pod, pools));
  addObstacles(verdicts, issues);
  const placements = verdicts.map(({ pod, suitable }) => ({ pod, pools: suitable.map(({ pool }) => pool.name) }));
  addHomeless(verdicts, pools, issues);
  addCrowding(verdicts, issues);
  return placements;
}

interface Verdict {
  pod: PlannedPod;
  /** Pools that can run it. */
  suitable: PlacedPool[];
  /** What to tell the user: where it could land and must not, what keeps it from a pool that it needs, or from the nearest one. */
  obstacles: Obstacle[];
}

function verdictOn(pod: PlannedPod, pools: readonly PlacedPool[]): Verdict {
  // Said once for all such pods by addHomeless.
  if (!pools.some((placed) => isClassFor(pod, placed))) return { pod, suitable: [], obstacles: [] };
  const looked = pools.map((placed) => ({ placed, obstacles: obstaclesFor(pod, placed) }));
  const suitable = looked.filter(({ obstacles }) => obstacles.length === 0).map(({ placed }) => placed);
  const wrong = looked.flatMap(({ obstacles }) => {
    const reachable = !obstacles.some(({ kind }) => kind === "labels" || kind === "taints");
    return reachable ? obstacles.filter(({ kind }) => kind === "role" || kind === "architecture").slice(0, 1) : [];
  });
  const lost = looked.flatMap(({ placed, obstacles }) =>
    pod.countedOn?.includes(placed.pool.name) ? obstacles.slice(0, 1) : [],
  );
  if (wrong.length > 0 || lost.length > 0) return { pod, suitable, obstacles: [...wrong, ...lost] };
  if (suitable.length > 0) return { pod, suitable, obstacles: [] };
  const nearest = looked
    .filter(({ placed }) => isClassFor(pod, placed))
    .reduce<Obstacle[] | undefined>(
      (least, { obstacles }) => (least === undefined || obstacles.length < least.length ? obstacles : least),
      undefined,
    );
  return { pod, suitable, obstacles: (nearest ?? []).slice(0, 1) };
}

function isClassFor({ allowedOn }: PlannedPod, { pool }: PlacedPool): boolean {
  const poolClass = classOf(pool);
  return poolClass !== undefined && allowedOn.includes(poolClass);
}

/** One issue for each obstacle, however many pods meet it. */
function addObstacles(verdicts: readonly Verdict[], issues: IssueList): void {
  const met = new Map<string, { obstacle: Obstacle; pods: PlannedPod[] }>();
  for (const { pod, obstacles } of verdicts) {
    for (const obstacle of obstacles) {
      const key = `${obstacle.kind} ${obstacle.where}`;
      const entry = met.get(key) ?? { obstacle, pods: [] };
      if (!entry.pods.includes(pod)) entry.pods.push(pod);
      met.set(key, entry);
    }
  }
  for (const { obstacle, pods } of met.values()) issues.add(obstacle.issue(pods));
}

function addEmptySelectors(pools: readonly PlacedPool[], issues: IssueList): void {
  for (const { pool, path } of pools) {
    if (Object.keys(pool.selector).length > 0) continue;
    issues.add({
      path: `${path}.selector`,
      value: pool.selector,
      problem: `does not tell the nodes of pool "${pool.name}" from others`,
      allowed: "at least one label that all of the pool's nodes carry and no other node does",
      change: "Label the nodes and name the label.",
    });
  }
}

/** Pods for which the cluster has no pool of the kind that may run them; Spark's own were looked for when they were sized. */
function addHomeless(verdicts: readonly Verdict[], pools: readonly PlacedPool[], issues: IssueList): void {
  const homeless = verdicts.filter(({ pod }) => !pools.some((placed) => isClassFor(pod, placed)));
  if (homeless.length === 0) return;
  const systemPools = pools.map(({ pool }) => pool).filter(({ role }) => role === "system");
  issues.add({
    path: poolsPath(systemPools, "systemPools"),
    value: systemPools.map(({ name }) => name),
    problem: `holds no on-demand pool for ${homeless.map(({ pod }) => pod.name).join(", ")}`,
    allowed: "at least one on-demand system pool",
    change: "Add a small on-demand pool with the role system.",
  });
}

/** The platform's own pods must fit the system pools together, not only one by one. */
function addCrowding(verdicts: readonly Verdict[], issues: IssueList): void {
  const system = verdicts.filter(({ pod, suitable }) => pod.allowedOn.includes("system") && suitable.length > 0);
  if (fitTogether(system)) return;
  const pools = [...new Set(system.flatMap(({ suitable }) => suitable))];
  const total = (measure: (pod: PlannedPod) => number) =>
    system.reduce((sum, { pod }) => sum + pod.replicas * measure(pod), 0);
  issues.add({
    path: poolsPath(
      pools.map(({ pool }) => pool),
      "systemPools",
    ),
    value: pools.map(({ pool }) => `${pool.name}: at most ${pool.maxNodes} of ${pool.machines[0]?.machine.name}`),
    problem:
      `do not hold the platform's own pods together: ${system.map(({ pod }) => pod.name).join(", ")} ask for ` +
      `${total(({ cpuMillis }) => cpuMillis)}m CPU and ${formatMiB(total(({ memoryMiB }) => memoryMiB))}`,
    allowed: "room for all of them at the pools' most nodes",
    change: "Raise maxNodes of a system pool, or use a larger machine.",
  });
}

/** First fit, largest first, on the least machine of each pool: a packing that is found is a proof. */
function fitTogether(verdicts: readonly Verdict[]): boolean {
  const nodes: { placed: PlacedPool; cpuMillis: number; memoryMiB: number; pods: number }[] = [];
  const pods = verdicts
    .flatMap(({ pod, suitable }) => Array.from({ length: pod.replicas }, () => ({ pod, suitable })))
    .sort((a, b) => b.pod.memoryMiB - a.pod.memoryMiB);
  return pods.every(({ pod, suitable }) => {
    const fits = (node: { cpuMillis: number; memoryMiB: number; pods: number }) =>
      node.cpuMillis >= pod.cpuMillis && node.memoryMiB >= pod.memoryMiB && node.pods >= 1;
    let node = nodes.find((one) => suitable.includes(one.placed) && fits(one));
    if (node === undefined) {
      const roomy = suitable.find(
        (placed) => nodes.filter((one) => one.placed === placed).length < placed.pool.maxNodes,
      );
      if (roomy === undefined) return false;
      node = { placed: roomy, ...leastOf(roomy) };
      nodes.push(node);
    }
    node.cpuMillis -= pod.cpuMillis;
    node.memoryMiB -= pod.memoryMiB;
    node.pods -= 1;
    return true;
  });
}

function leastOf({ pool }: PlacedPool): { cpuMillis: number; memoryMiB: number; pods: number } {
  const least = (measure: (available: NodeAvailable) => number) =>
    Math.min(...pool.machines.map(({ available }) => measure(available)));
  return {
    cpuMillis: least(({ cpuMillis }) => cpuMillis),
    memoryMiB: least(({ memoryMiB }) => memoryMiB),
    pods: least(({ pods }) => pods),
  };
}

type NodeAvailable = PlacedPool["pool"]["machines"][number]["available"];
