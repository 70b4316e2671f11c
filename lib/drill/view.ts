/** What can be seen of a cluster with the rights that are there: all namespaces, or those that were named. */

import { type ClusterApi, hasStatus } from "../cluster-api/cluster-api";
import type { Pod } from "../cluster-api/objects";

export interface View {
  /** Whether pods of all namespaces can be seen. */
  all: boolean;
  /** Pods on a node. */
  podsOn(node: string): Promise<Pod[]>;
}

/** @param namespaces where pods may be listed in any case */
export async function viewOf(api: ClusterApi, namespaces: readonly string[]): Promise<View> {
  const all = await seesAll(api);
  return {
    all,
    async podsOn(node) {
      if (all) return api.pods({ node });
      return (await Promise.all(namespaces.map((namespace) => api.pods({ namespace, node })))).flat();
    },
  };
}

async function seesAll(api: ClusterApi): Promise<boolean> {
  try {
    // No node has this name, so the answer is small.
    await api.pods({ node: "-" });
    return true;
  } catch (error) {
    if (hasStatus(error, 403)) return false;
    throw error;
  }
}
