/** Room that is kept free: how many pause pods stand where, and how many nodes they keep up. */

import type { ClusterPlan } from "./cluster";
import { podsPerPoolNode } from "./executors/capacity";
import type { PodShape, SizedPod } from "./executors/shape";
import type { IssueList } from "./issue";
import type { NodePoolPlan, SparkRole } from "./nodes/pool";
import type { PausePodsPlan, WarmArgs } from "./platform";

/** The counts that are asked for; 0 for one that an issue was added for. */
export function checkWarm(args: WarmArgs, issues: IssueList): Required<WarmArgs> {
  const count = (value: number | undefined, path: string): number => {
    if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value ?? 0;
    issues.add({
      path,
      value,
      problem: "is no number of pods",
      allowed: "a whole number from 0",
      change: "Leave it out to keep no room free.",
    });
    return 0;
  };
  return { executors: count(args.executors, "warm.executors"), drivers: count(args.drivers, "warm.drivers") };
}

/** Pause pods stand on the pool that their role prefers. */
export function planWarm(
  { executors, drivers }: Required<WarmArgs>,
  { driver, executor }: { driver: SizedPod; executor: SizedPod },
  cluster: ClusterPlan,
  issues: IssueList,
): PausePodsPlan[] {
  const warm = [pausePods(executor, executors, cluster), pausePods(driver, drivers, cluster)].flatMap(
    (pods) => pods ?? [],
  );
  for (const pool of cluster.sparkPools) checkPool(pool, warm, { driver, executor }, issues);
  return warm;
}

function pausePods(
  { role, shape, pools }: SizedPod,
  replicas: number,
  cluster: ClusterPlan,
): PausePodsPlan | undefined {
  const pool = cluster.sparkPools.find(({ name }) => name === pools[0]);
  if (replicas === 0 || pool === undefined) return undefined;
  return { role, replicas, pool: pool.name, nodes: Math.ceil(replicas / podsPerPoolNode(shape, pool)) };
}

function checkPool(
  pool: NodePoolPlan,
  warm: readonly PausePodsPlan[],
  sized: Record<SparkRole, SizedPod>,
  issues: IssueList,
): void {
  const here = warm.filter((pods) => pods.pool === pool.name);
  const nodes = nodesFor(here, sized, pool);
  if (nodes <= pool.maxNodes) return;
  const tooMany = here.filter((pods) => pods.nodes > pool.maxNodes);
  for (const { role, replicas } of tooMany.length > 0 ? tooMany : here) {
    const each = podsPerPoolNode(sized[role].shape, pool);
    issues.add({
      path: `warm.${role}s`,
      value: replicas,
      problem: `needs more nodes than pool "${pool.name}" has: ${each} fit a node, so all pause pods there take ${nodes} of ${pool.maxNodes}`,
      allowed: `at most ${each * pool.maxNodes} in pool "${pool.name}", less what other pause pods take`,
      change: `Lower it, or raise maxNodes of pool "${pool.name}".`,
    });
  }
}

/** Full nodes for each role; what is left of both may share one node. */
function nodesFor(here: readonly PausePodsPlan[], sized: Record<SparkRole, SizedPod>, pool: NodePoolPlan): number {
  const rests = here.map(({ role, replicas }) => ({
    shape: sized[role].shape,
    count: replicas % podsPerPoolNode(sized[role].shape, pool),
  }));
  const separate = here.reduce((sum, { nodes }) => sum + nodes, 0);
  const shares = rests.filter(({ count }) => count > 0).length > 1 && fitOneNode(rests, pool);
  return shares ? separate - 1 : separate;
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
