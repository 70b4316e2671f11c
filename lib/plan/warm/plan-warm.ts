/** Room that is kept free: for how many pods of which shape, on which pool, and how many nodes that keeps up. */

import type { ClusterPlan } from "../cluster";
import { podsPerPoolNode } from "../executors/capacity";
import type { ExecutorSize, PodShape, SizedPod } from "../executors/shape";
import { type IssueList, quoted } from "../issue";
import type { NodePoolPlan, SparkRole } from "../nodes/pool";
import type { WarmPlan } from "./args";
import type { WarmWish } from "./check-warm";
import { togetherInForce } from "./hours";

/** The pods that room can be kept for. */
export interface WarmSizes {
  driver: SizedPod;
  executor: SizedPod;
  executorSizes: readonly ExecutorSize[];
}

/** Each entry on the pool that it names, else on the one that the pods prefer. */
export function planWarm(
  wishes: readonly WarmWish[],
  sizes: WarmSizes,
  cluster: ClusterPlan,
  issues: IssueList,
): WarmPlan[] {
  const entries = wishes.flatMap((wish) => [
    ...planRole("executor", wish, sizes, cluster, issues),
    ...planRole("driver", wish, sizes, cluster, issues),
  ]);
  const warm = named(entries);
  for (const pool of cluster.sparkPools) checkPool(pool, warm, sizes, issues);
  return warm;
}

/** What room is kept for: a driver, or an executor of the entry's size. */
export function warmPod({ role, size }: Pick<WarmPlan, "role" | "size">, sizes: WarmSizes): SizedPod {
  if (role === "driver") return sizes.driver;
  return sizes.executorSizes.find(({ name }) => name === size)?.sized ?? sizes.executor;
}

/** At most one; none when an issue was added. */
function planRole(
  role: SparkRole,
  { path, pool: asked, executorSize, team, hours, ...counts }: WarmWish,
  sizes: WarmSizes,
  { sparkPools, autoscaler }: ClusterPlan,
  issues: IssueList,
): Omit<WarmPlan, "name">[] {
  const replicas = counts[`${role}s`];
  if (replicas === 0) return [];
  const size = role === "executor" ? executorSize : undefined;
  const { shape, pools } = warmPod({ role, ...(size !== undefined && { size }) }, sizes);
  const pool = sparkPools.find(({ name }) => name === (asked ?? pools[0]));
  if (pool?.runs.includes(role) && !pools.includes(pool.name)) {
    issues.add({
      path: `${path}.pool`,
      value: asked,
      problem: `is not among the pools that these ${role}s run on`,
      allowed: quoted(pools),
      change: `Name one of those, or leave it out for "${pools[0]}".`,
    });
  }
  if (pool === undefined || !pools.includes(pool.name)) return [];
  return [
    {
      argument: `${path}.${role}s`,
      role,
      ...(size !== undefined && { size }),
      replicas,
      pool: pool.name,
      nodes: Math.ceil(replicas / podsPerPoolNode(shape, pool)),
      ...(team !== undefined && { team }),
      ...(hours !== undefined && { hours }),
      by: autoscaler.capacityBuffers === undefined ? "pause-pods" : "capacity-buffers",
    },
  ];
}

/** Names say whose room it is; what comes second of the same kind has a number that no other name has. */
function named(entries: readonly Omit<WarmPlan, "name">[]): WarmPlan[] {
  const plain = entries.map(({ role, size, pool }) =>
    [role, size, pool].filter((part) => part !== undefined).join("-"),
  );
  const names: string[] = [];
  for (const name of plain) {
    const isTaken = (text: string) => names.includes(text) || (text !== name && plain.includes(text));
    let free = name;
    for (let number = 2; isTaken(free); number++) free = `${name}-${number}`;
    names.push(free);
  }
  return entries.map((entry, index) => ({ name: names[index]!, ...entry }));
}

function checkPool(pool: NodePoolPlan, warm: readonly WarmPlan[], sizes: WarmSizes, issues: IssueList): void {
  const here = warm.filter((entry) => entry.pool === pool.name);
  const sets = togetherInForce(here).map((entries) => ({ entries, nodes: nodesFor(entries, sizes, pool) }));
  const worst = sets.reduce((most, set) => (set.nodes > most.nodes ? set : most), { entries: here, nodes: 0 });
  if (worst.nodes <= pool.maxNodes) return;
  const tooMany = worst.entries.filter(({ nodes }) => nodes > pool.maxNodes);
  for (const entry of tooMany.length > 0 ? tooMany : worst.entries) {
    const each = podsPerPoolNode(warmPod(entry, sizes).shape, pool);
    issues.add({
      path: entry.argument,
      value: entry.replicas,
      problem: `needs more nodes than pool "${pool.name}" has: ${each} fit a node, so all room that is kept free there takes ${worst.nodes} of ${pool.maxNodes}`,
      allowed: `at most ${each * pool.maxNodes} in pool "${pool.name}", less what is kept free for others`,
      change: `Lower it, or raise maxNodes of pool "${pool.name}".`,
    });
  }
}

/** Full nodes for each entry; what is left of all of them may share one node. */
function nodesFor(entries: readonly WarmPlan[], sizes: WarmSizes, pool: NodePoolPlan): number {
  const rests = entries
    .map((entry) => ({ shape: warmPod(entry, sizes).shape, replicas: entry.replicas }))
    .map(({ shape, replicas }) => ({ shape, count: replicas % podsPerPoolNode(shape, pool) }))
    .filter(({ count }) => count > 0);
  const separate = entries.reduce((sum, { nodes }) => sum + nodes, 0);
  return rests.length > 1 && fitOneNode(rests, pool) ? separate - rests.length + 1 : separate;
}

function fitOneNode(rests: readonly { shape: PodShape; count: number }[], { machines }: NodePoolPlan): boolean {
  const total = (measure: (shape: PodShape) => number) =>
    rests.reduce((sum, { shape, count }) => sum + count * measure(shape), 0);
  return machines.every(
    ({ available }) =>
      total(({ cpuRequestMillis }) => cpuRequestMillis) <= available.cpuMillis &&
      total(({ memoryMiB }) => memoryMiB) <= available.memoryMiB &&
      total(() => 1) <= available.pods,
  );
}
