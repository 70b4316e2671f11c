/** Keeps pods off a node, and lets them on again. */

import { type ClusterApi, hasStatus } from "../cluster-api/cluster-api";
import type { ClusterNode, NodeTaint } from "../cluster-api/objects";
import { drillTaint } from "./choose-node";

/** Kubelets and controllers write to nodes too; a change of theirs in between makes ours be tried again. */
const ATTEMPTS = 10;

/** As `kubectl cordon` does, with the drill's own taint beside it, by which a drill that was killed is known. */
export function cordon(api: ClusterApi, name: string): Promise<void> {
  return change(api, name, true, (taints) => [...taints, { ...drillTaint }]);
}

/** A node that is gone, or is about to be deleted, is left alone. */
export function uncordon(api: ClusterApi, name: string): Promise<void> {
  // The control plane takes its own taint of a cordoned node away by itself.
  return change(api, name, false, (taints) => taints);
}

async function change(
  api: ClusterApi,
  name: string,
  unschedulable: boolean,
  taintsOf: (others: readonly NodeTaint[]) => readonly NodeTaint[],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const node = await api.node(name);
    if (node === undefined || node.metadata.deletionTimestamp !== undefined) return;
    try {
      return await api.setSchedulable(node, unschedulable, taintsOf(othersOf(node)));
    } catch (error) {
      if (attempt === ATTEMPTS || !hasStatus(error, 409)) throw error;
    }
  }
}

function othersOf({ spec: { taints = [] } }: ClusterNode): NodeTaint[] {
  return taints.filter(({ key }) => key !== drillTaint.key);
}
