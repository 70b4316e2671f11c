/** Pods that GKE brings to the system pool. */

import type { NodePoolPlan } from "../../../plan/nodes/pool";
import type { SystemPodRequests } from "../../../plan/placement/system-pods";

/**
 * How kube-dns grows with the cluster: one replica for every so many nodes or cores, whichever makes more. node-local-dns on every
 * node answers most of what pods ask. https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache
 */
const DNS_SCALING = { minReplicas: 2, nodesPerReplica: 16, coresPerReplica: 256 };

/** Tunnels from the control plane to pods; they grow with the nodes as well, and five were the most that was seen. */
const KONNECTIVITY_AGENTS = 10;

/** What they request, all their containers together, as kube-state-metrics of a cluster of GKE 1.31 told it. */
const ONE_OF_EACH: SystemPodRequests[] = [
  pod("metrics-server", 1, 48, 105),
  pod("konnectivity-agent", KONNECTIVITY_AGENTS, 15, 60),
  pod("konnectivity-agent-autoscaler", 1, 10, 10),
  pod("kube-dns-autoscaler", 1, 20, 10),
  pod("event-exporter-gke", 1, 3, 100),
  pod("l7-default-backend", 1, 10, 20),
];

/** DNS with as many replicas as it has when every pool is at its most nodes, and the rest of what GKE runs. */
export function systemPodsOf(pools: readonly NodePoolPlan[]): SystemPodRequests[] {
  const sum = (perNode: (pool: NodePoolPlan) => number) =>
    pools.reduce((total, pool) => total + pool.maxNodes * perNode(pool), 0);
  const nodes = sum(() => 1);
  const cores = sum(({ machines }) => Math.max(...machines.map(({ machine }) => machine.vcpu)));
  const { minReplicas, nodesPerReplica, coresPerReplica } = DNS_SCALING;
  const dns = Math.max(minReplicas, Math.ceil(nodes / nodesPerReplica), Math.ceil(cores / coresPerReplica));
  return [pod("kube-dns", dns, 265, 140), ...ONE_OF_EACH];
}

function pod(name: string, replicas: number, cpuMillis: number, memoryMiB: number): SystemPodRequests {
  return { name, replicas, cpuMillis, memoryMiB, priorityClassName: "system-cluster-critical" };
}
