/** Pods that AKS brings to the system pool of a cluster of this library. */

import type { NodePoolPlan } from "../../../plan/nodes/pool";
import type { SystemPodRequests } from "../../../plan/placement/system-pods";

const priorityClassName = "system-cluster-critical";

/** How many replicas CoreDNS has from so many nodes or cores on, whichever makes more: https://learn.microsoft.com/azure/aks/coredns-autoscale */
const DNS_LADDER = {
  nodes: [
    [1, 2],
    [8, 3],
    [16, 4],
    [32, 5],
  ],
  cores: [
    [1, 2],
    [512, 3],
    [1024, 4],
    [2048, 5],
  ],
} as const;

/** What AKS requests for CoreDNS. */
const DNS = { cpuMillis: 100, memoryMiB: 70 };

/**
 * What metrics-server requests, and more for each node: the arguments of its pod_nanny on
 * https://learn.microsoft.com/azure/aks/use-metrics-server-vertical-pod-autoscaler
 */
const METRICS_SERVER = { cpuMillis: 150, cpuMillisPerNode: 0.5, memoryMiB: 100, memoryMiBPerNode: 4 };

/** What AKS runs when every pool is at its most nodes. Requests are those that nodes of AKS listed, rounded up. */
export function systemPodsOf(pools: readonly NodePoolPlan[]): SystemPodRequests[] {
  const sum = (perNode: (pool: NodePoolPlan) => number) =>
    pools.reduce((total, pool) => total + pool.maxNodes * perNode(pool), 0);
  const nodes = sum(() => 1);
  const cores = sum(({ machines }) => Math.max(...machines.map(({ machine }) => machine.vcpu)));
  const dnsReplicas = Math.max(stepOf(DNS_LADDER.nodes, nodes), stepOf(DNS_LADDER.cores, cores));
  const { cpuMillis, cpuMillisPerNode, memoryMiB, memoryMiBPerNode } = METRICS_SERVER;
  const metricsServer = {
    cpuMillis: Math.ceil(cpuMillis + nodes * cpuMillisPerNode),
    memoryMiB: memoryMiB + nodes * memoryMiBPerNode,
  };
  return [
    { name: "CoreDNS", replicas: dnsReplicas, ...DNS, priorityClassName },
    { name: "CoreDNS autoscaler", replicas: 1, cpuMillis: 20, memoryMiB: 10, priorityClassName },
    { name: "metrics-server", replicas: 2, ...metricsServer, priorityClassName },
    { name: "konnectivity agent", replicas: 2, cpuMillis: 20, memoryMiB: 20, priorityClassName },
    { name: "workload identity webhook", replicas: 2, cpuMillis: 100, memoryMiB: 20, priorityClassName },
    { name: "image cleaner", replicas: 1, cpuMillis: 50, memoryMiB: 30, priorityClassName },
  ];
}

/** The last step that is not above the number. */
function stepOf(ladder: readonly (readonly [from: number, replicas: number])[], number: number): number {
  return Math.max(0, ...ladder.filter(([from]) => from <= number).map(([, replicas]) => replicas));
}
