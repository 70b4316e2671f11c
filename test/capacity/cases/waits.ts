/** Conditions that several cases wait for. */

import { type Application } from "../harness/application";
import { type World } from "../harness/world";

/** Far more than anything takes here: only what is stuck takes as long. */
export function patience({ form }: World): number {
  return 300 + 4 * form.boot.to;
}

/** Waits until the driver and all executors of an application have a node. */
export async function untilBound(world: World, ...applications: Application[]): Promise<void> {
  const isBound = ({ driver, executors, wanted }: Application) =>
    driver?.spec.nodeName !== undefined &&
    executors.length >= wanted &&
    executors.every(({ spec }) => spec.nodeName !== undefined);
  const names = applications.map(({ name }) => name).join(", ");
  const areBound = () => applications.every(isBound);
  await world.until(`driver and executors of ${names} are bound`, areBound, patience(world)).catch((error: Error) => {
    throw new Error([error.message, ...whyWaiting(world)].join("\n  "));
  });
}

/** What the scheduler says of pods without a node, of a few of them. */
function whyWaiting({ observer }: World): string[] {
  return observer.pods.objects
    .filter(({ spec }) => spec.nodeName === undefined)
    .slice(0, 4)
    .map(({ metadata, status }) => {
      const said = status?.conditions?.find(({ type }) => type === "PodScheduled")?.message;
      return `${metadata.name}: ${said ?? "not looked at"}`;
    });
}

/** Waits until as many pause pods as the plan wants have a node. */
export async function untilWarm(world: World): Promise<void> {
  const pausePods = world.plan.warm.filter(({ by }) => by === "pause-pods");
  const wanted = pausePods.reduce((sum, { replicas }) => sum + replicas, 0);
  const isWarm = () => boundPausePods(world) >= wanted;
  await world.until(`${wanted} pause pods are bound`, isWarm, patience(world));
}

export function boundPausePods({ observer }: World): number {
  return observer.podRecords.filter(({ kind, bound, gone }) => kind === "pause" && bound !== undefined && !gone).length;
}

/** The pools that pods of an application are on, each once. */
export function poolsOf({ observer }: World, pods: readonly { spec: { nodeName?: string } }[]): string[] {
  const names = new Set(pods.map(({ spec }) => spec.nodeName));
  const pools = observer.nodeRecords.filter(({ name }) => names.has(name)).map(({ pool }) => pool);
  return [...new Set(pools)].sort();
}

/** Kinds of pods that went since then, each once; what a DaemonSet runs does not count. */
export function goneKinds({ observer }: World, since: number): string[] {
  const gone = observer.podRecords.filter((pod) => pod.gone !== undefined && pod.gone >= since && pod.kind !== "other");
  return [...new Set(gone.map(({ kind }) => kind))].sort();
}

/** Spark nodes that came and that went since then. */
export function nodeChanges({ observer }: World, since: number): { came: number; went: number } {
  const { nodeRecords } = observer;
  return {
    came: nodeRecords.filter(({ created }) => created >= since).length,
    went: nodeRecords.filter(({ gone = 0 }) => gone >= since).length,
  };
}
