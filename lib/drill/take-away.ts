/** Notice and loss of a node: what is on it is evicted, and what is left when the notice has passed is cut off. */

import { hasStatus } from "../cluster-api/cluster-api";
import type { Pod } from "../cluster-api/objects";
import { counted } from "../report/numbers";
import { wouldGo } from "./choose-node";
import type { Drilling } from "./drilling";
import { isDriver } from "./spark-pods";

/**
 * A node that Karpenter made is taken the way Karpenter itself answers a notice: its NodeClaim is deleted at once, Karpenter taints and
 * drains the node, brings another for its pods and ends the machine once it is empty
 * (https://karpenter.sh/docs/concepts/disruption/#interruption). Any other node is drained as the clouds' handlers do, and its object
 * is deleted at the end of the notice or as soon as it is empty.
 * @returns seconds between the notice and the loss
 * @throws Error where a driver came to the node after it had been chosen
 */
export async function takeAway(drilling: Drilling): Promise<number> {
  const { target, plan, view, api, say, elapsed, beyondUndoing } = drilling;
  const { name } = target.node.metadata;
  const left = async () => (await view.podsOn(name)).filter(wouldGo);
  const driver = (await left()).find(isDriver);
  if (driver !== undefined) throw new Error(`the driver ${driver.metadata.name} was bound to ${name} meanwhile`);
  const { nodeClaim } = plan.node;
  if (nodeClaim !== undefined) {
    beyondUndoing();
    await api.deleteNodeClaim(nodeClaim);
  }
  const remaining = await drain(drilling, left);
  const loss = elapsed();
  beyondUndoing();
  drilling.timeline.cutOff(remaining);
  await Promise.all(remaining.map(({ metadata }) => api.deletePod(metadata, 0)));
  if (nodeClaim === undefined) await api.deleteNode(target.node);
  await drilling.see();
  say(
    remaining.length === 0
      ? `Loss after ${Math.round(loss)} s: the node was empty.`
      : `Loss after ${Math.round(loss)} s: ${remaining.map(({ metadata }) => metadata.name).join(", ")} cut off.`,
  );
  return loss;
}

/** @returns the pods that are left when the notice has passed */
async function drain(drilling: Drilling, left: () => Promise<Pod[]>): Promise<Pod[]> {
  const { plan, say, clock, signal, elapsed } = drilling;
  let said: number | undefined;
  for (;;) {
    await drilling.see();
    const pods = await left();
    if (pods.length !== said) {
      const seconds = Math.max(0, Math.round(plan.noticeSeconds - elapsed()));
      say(`${counted(pods.length, "pod")} left on the node, ${seconds} s of the notice left.`);
      said = pods.length;
    }
    if (pods.length === 0 || elapsed() >= plan.noticeSeconds) return pods;
    await Promise.all(pods.map((pod) => evict(drilling, pod)));
    await clock.wait(1, signal);
  }
}

/** SIGTERM begins here, and with it an executor's decommissioning. */
async function evict({ api }: Drilling, { metadata }: Pod): Promise<void> {
  if (metadata.deletionTimestamp !== undefined) return;
  try {
    await api.evict(metadata);
  } catch (error) {
    // A disruption budget says not now, the API server says not so many at once: the next round asks again.
    if (!hasStatus(error, 429)) throw error;
  }
}
