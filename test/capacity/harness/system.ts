/** What a cluster has besides its Spark nodes: nodes of the system pool, and the DaemonSets that the plan counts on every node. */

import { type ClusterPlan, type Deduction } from "../../../lib/plan";
import { type PlatformPlan } from "../../../lib/plan";
import { type Manifest } from "../../../lib/rendering";
import { type KwokNode } from "../../../local/control-plane/nodes";
import { nodesOfPlan } from "../../../local/nodes-of-plan";

export function systemNodes(plan: PlatformPlan): KwokNode[] {
  return nodesOfPlan({ ...plan, cluster: { ...plan.cluster, sparkPools: [] } });
}

/** One DaemonSet that requests what all of the plan's request together, on the nodes of every pool. @throws where pools differ */
export function nodeAgents({ sparkPools }: ClusterPlan): Manifest {
  const totals = sparkPools.flatMap(({ machines }) => machines.map(({ daemonSets }) => total(daemonSets)));
  const [requests = total([])] = totals;
  if (totals.some(({ cpu, memory }) => cpu !== requests.cpu || memory !== requests.memory)) {
    throw new Error("the pools have different DaemonSets, which one stand-in can't play");
  }
  const labels = { "app.kubernetes.io/name": "node-agents" };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "node-agents", namespace: "kube-system", labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: "system-node-critical",
          tolerations: [{ operator: "Exists" }],
          containers: [{ name: "agents", image: "registry.k8s.io/pause:3.10", resources: { requests } }],
        },
      },
    },
  };
}

function total(daemonSets: readonly Deduction[]): { cpu: string; memory: string } {
  const sum = (of: (one: Deduction) => number) => daemonSets.reduce((total, one) => total + of(one), 0);
  return { cpu: `${sum(({ cpuMillis }) => cpuMillis)}m`, memory: `${sum(({ memoryMiB }) => memoryMiB)}Mi` };
}
