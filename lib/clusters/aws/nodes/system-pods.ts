/** Pods that an EKS cluster of this library brings to its system pool. */

import type { NodePoolPlan } from "../../../plan/nodes/pool";
import { clusterAutoscaler, karpenter, type SystemPodRequests } from "../../../plan/placement/system-pods";
import type { EksAutoscaler } from "../args";

/** How CoreDNS grows with the cluster: one replica for every so many nodes or cores, whichever makes more. */
export const DNS_SCALING = { minReplicas: 2, maxReplicas: 20, nodesPerReplica: 16, coresPerReplica: 256 };

/** Requests of the EKS add-on's default configuration. */
const DNS_REQUESTS = { cpuMillis: 100, memoryMiB: 70 };

/** Controllers that run on system nodes; Auto Mode's runs at AWS. */
const CONTROLLERS: Record<EksAutoscaler, SystemPodRequests[]> = {
  "cluster-autoscaler": [clusterAutoscaler],
  karpenter: [karpenter],
  "auto-mode": [],
};

/**
 * The autoscaler, and DNS with as many replicas as it has when every pool is at its most nodes. In Auto Mode DNS is part of every
 * node and no pod.
 */
export function systemPodsOf(
  pools: readonly NodePoolPlan[],
  autoscaler: EksAutoscaler,
  installsAutoscaler: boolean,
): SystemPodRequests[] {
  if (autoscaler === "auto-mode") return [];
  const sum = (perNode: (pool: NodePoolPlan) => number) =>
    pools.reduce((total, pool) => total + pool.maxNodes * perNode(pool), 0);
  const nodes = sum(() => 1);
  const cores = sum(({ machines }) => Math.max(...machines.map(({ machine }) => machine.vcpu)));
  const { minReplicas, maxReplicas, nodesPerReplica, coresPerReplica } = DNS_SCALING;
  const wanted = Math.max(minReplicas, Math.ceil(nodes / nodesPerReplica), Math.ceil(cores / coresPerReplica));
  return [
    ...(installsAutoscaler ? CONTROLLERS[autoscaler] : []),
    {
      name: "CoreDNS",
      replicas: Math.min(maxReplicas, wanted),
      ...DNS_REQUESTS,
      priorityClassName: "system-cluster-critical",
    },
  ];
}
