/** Plans what node auto-provisioning is told of each Spark pool: which machines, and how it sets them up. Pure. */

import { karpenterNodePool, type KarpenterNodePool } from "../../../../addons/karpenter/node-pool";
import type { NodePoolPlan } from "../../../../plan/nodes/pool";
import { defaultDiskGiB } from "../../../../plan/nodes/reserve";

export interface ProvisionedPoolPlan {
  /** Name of the pool, and of both of its objects. */
  pool: string;
  nodePool: KarpenterNodePool;
  nodeClass: AksNodeClassPlan;
}

/** What of an AKSNodeClass is known without the user's tags: https://learn.microsoft.com/azure/aks/node-auto-provisioning-aksnodeclass */
export interface AksNodeClassPlan {
  imageFamily: "Ubuntu";
  /** Absent where the nodes admit what they usually do. */
  maxPods?: number;
  /** Of the machine's own disk where it has one that is large enough; auto-provisioning sees to that by itself. */
  osDiskSizeGB: number;
}

/** Group, version and kind of AKSNodeClasses. */
export const AKS_NODE_CLASS = { group: "karpenter.azure.com", version: "v1beta1", kind: "AKSNodeClass" };

/** By this label Karpenter knows that Cilium's agent will run on a node, and counts what it requests. */
const CILIUM_LABEL = { "kubernetes.azure.com/ebpf-dataplane": "cilium" };

/** Until Cilium's agent takes it off a new node, no pod gets there that would have no network. */
const CILIUM_TAINT = { key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute" };

export interface ProvisioningOptions {
  idleMinutes: number;
  /** Whether the cluster's network is Cilium's. */
  usesCilium: boolean;
  /** For example `westeurope-1`. @default all zones of the region */
  zones?: string[];
}

export function planProvisionedPools(
  pools: readonly NodePoolPlan[],
  { idleMinutes, usesCilium, zones }: ProvisioningOptions,
): ProvisionedPoolPlan[] {
  const { group, kind } = AKS_NODE_CLASS;
  return pools.map((pool) => {
    const { name, kubelet, diskGiB = defaultDiskGiB } = pool;
    const requirements = zones && [{ key: "topology.kubernetes.io/zone", operator: "In" as const, values: zones }];
    const nodeClassRef = { group, kind, name };
    const nodePool = karpenterNodePool(pool, { nodeClassRef, idleMinutes, ...(requirements && { requirements }) });
    return {
      pool: name,
      nodePool: usesCilium ? onCilium(nodePool) : nodePool,
      nodeClass: { imageFamily: "Ubuntu", ...(kubelet && { maxPods: kubelet.maxPods }), osDiskSizeGB: diskGiB },
    };
  });
}

function onCilium(pool: KarpenterNodePool): KarpenterNodePool {
  const { metadata, spec } = pool.spec.template;
  const template = {
    metadata: { ...metadata, labels: { ...metadata.labels, ...CILIUM_LABEL } },
    spec: { ...spec, startupTaints: [CILIUM_TAINT] },
  };
  return { ...pool, spec: { ...pool.spec, template } };
}
