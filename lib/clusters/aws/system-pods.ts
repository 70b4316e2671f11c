/** Pods that an EKS cluster of this library brings to its system pool. */

import type { NodePoolPlan } from "../../plan/nodes/pool";
import { clusterAutoscaler, type SystemPodRequests } from "../../plan/placement/system-pods";

/** How CoreDNS grows with the cluster: one replica for every so many nodes or cores, whichever makes more. */
export const DNS_SCALING = { minReplicas: 2, maxReplicas: 20, nodesPerReplica: 16, coresPerReplica: 256 };

/** Requests of the EKS add-on's default configuration. */
const DNS_REQUESTS = { cpuMillis: 100, memoryMiB: 70 };

/** The autoscaler, and DNS with as many replicas as it has when every pool is at its most nodes. */
export function systemPodsOf(pools: readonly NodePoolPlan[]): SystemPodRequests[] {
  const sum = (perNode: (pool: NodePoolPlan) => number) =>
    pools.reduce((total, pool) => total + pool.maxNodes * perNode(pool), 0);
  const nodes = sum(() => 1);
  const cores = sum(({ machines }) => Math.max(...machines.map(({ machine }) => machine.vcpu)));
  const { minReplicas, maxReplicas, nodesPerReplica, coresPerReplica } = DNS_SCALING;
  const wanted = Math.max(minReplicas, Math.ceil(nodes / nodesPerReplica), Math.ceil(cores / coresPerReplica));
  return [
    clusterAutoscaler,
    {
      name: "CoreDNS",
      replicas: Math.min(maxReplicas, wanted),
      ...DNS_REQUESTS,
      priorityClassName: "system-cluster-critical",
    },
  ];
}
