/** Applications that come and go on a pool whose nodes come when pods wait and go when they were empty for a while: what stays up? */

import { type Manifest } from "../../../lib/rendering";
import { executor, type Executors, type PodState, until } from "./pods";

export interface Step {
  starts: { name: string; executors: number }[];
  /** Names of applications. */
  ends: string[];
}

export interface Churn {
  /** Nodes that are up after each step. */
  nodes: number[];
  /** Fewest nodes that would have held the pods of each step. */
  fewest: number[];
}

/** Two applications start at each step, of 1 to 6 executors for 1 to 6 steps: the same every time. */
export function trace(steps: number): Step[] {
  let state = 20_260_823;
  // Park and Miller's minimal standard generator.
  const below = (most: number) => (state = (state * 48_271) % 2_147_483_647) % most;
  const all: Step[] = Array.from({ length: steps }, () => ({ starts: [], ends: [] }));
  all.forEach((step, at) => {
    for (const letter of ["a", "b"]) {
      const name = `app-${at}-${letter}`;
      step.starts.push({ name, executors: 1 + below(6) });
      all[at + 1 + below(6)]?.ends.push(name);
    }
  });
  return all;
}

/**
 * A node that has been empty for a whole step goes.
 * @param nodes all nodes of the pool; those that are not up are closed, as if they were not there
 */
export async function play(
  executors: Executors,
  steps: readonly Step[],
  { pod, nodes, podsPerNode }: { pod: Manifest; nodes: readonly string[]; podsPerNode: number },
): Promise<Churn> {
  const churn: Churn = { nodes: [], fewest: [] };
  await executors.open(nodes, false);
  let up: string[] = [];
  let empty: string[] = [];
  for (const { starts, ends } of steps) {
    for (const name of ends) await executors.remove(name);
    await executors.open(empty, false);
    up = up.filter((node) => !empty.includes(node));
    await executors.create(
      starts.flatMap(({ name, executors: count }) =>
        Array.from({ length: count }, (_, index) => executor(pod, `${name}-${index}`, { application: name })),
      ),
    );
    await until(async () => (await executors.all()).every(isLookedAt), "every pod is bound or has no node");
    const waiting = (await executors.all()).filter(({ spec }) => spec.nodeName === undefined).length;
    // A node that was closed while the scheduler had chosen it for a pod stays.
    const kept = nodesOf(await executors.bound());
    up = [...new Set([...up, ...kept])];
    await executors.open(kept);
    const come = nodes.filter((node) => !up.includes(node)).slice(0, Math.ceil(waiting / podsPerNode));
    await executors.open(come);
    up.push(...come);
    await until(async () => (await executors.all()).every(({ spec }) => spec.nodeName !== undefined), "all are bound");
    const bound = await executors.bound();
    const busy = nodesOf(bound);
    empty = up.filter((node) => !busy.includes(node));
    churn.nodes.push(up.length);
    churn.fewest.push(Math.ceil(bound.length / podsPerNode));
  }
  await executors.remove();
  await executors.open(nodes);
  return churn;
}

/** @param bound each with a node */
function nodesOf(bound: readonly PodState[]): string[] {
  return [...new Set(bound.map(({ spec }) => spec.nodeName!))];
}

function isLookedAt({ spec, status }: PodState): boolean {
  const conditions = status.conditions ?? [];
  const refused = conditions.some(({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable");
  return spec.nodeName !== undefined || refused;
}
