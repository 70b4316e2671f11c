/** Plans what Karpenter is told of each Spark pool: which machines, and how it sets them up. Pure. */

import { karpenterNodePool, type KarpenterNodePool } from "../../../../addons/karpenter/node-pool";
import type { NodePoolPlan } from "../../../../plan/nodes/pool";
import { defaultDiskGiB } from "../../../../plan/nodes/reserve";
import type { NodeConfigPlan } from "../../nodes/node-config";
import { planNodeConfig } from "../../nodes/node-group";

export interface KarpenterPoolPlan {
  /** Name of the pool. */
  pool: string;
  nodePool: KarpenterNodePool;
  nodeClass: NodeClassPlan;
}

/** What of an EC2NodeClass is known without the cloud's ids. */
export interface NodeClassPlan {
  amiSelectorTerms: { alias: string }[];
  kubelet?: NodeConfigPlan["kubelet"];
  instanceStorePolicy?: "RAID0";
  metadataOptions: Record<string, string | number>;
  /** Root volume in GiB. */
  diskGiB: number;
}

/**
 * The newest image of Amazon Linux 2023 for the cluster's version, for machines with GPUs the one with their drivers. A release
 * makes older nodes drift, and these stay until they are empty: NodePools forbid to drain Spark nodes for that.
 */
const IMAGE = "al2023@latest";

/** IMDSv2 with one hop: a pod that is not on the host's network can't get at the node's role. */
const METADATA_OPTIONS = {
  httpEndpoint: "enabled",
  httpProtocolIPv6: "disabled",
  httpPutResponseHopLimit: 1,
  httpTokens: "required",
};

/** The group of EC2NodeClasses, and their version. */
export const EC2_NODE_CLASS = { group: "karpenter.k8s.aws", version: "v1", kind: "EC2NodeClass" };

/** @param objectName what a pool's objects in the cluster are called */
export function planKarpenterPools(
  pools: readonly NodePoolPlan[],
  idleMinutes: number,
  objectName: (pool: string) => string,
): KarpenterPoolPlan[] {
  const { group, kind } = EC2_NODE_CLASS;
  return pools.map((pool) => {
    const name = objectName(pool.name);
    return {
      pool: pool.name,
      nodePool: karpenterNodePool(pool, { name, nodeClassRef: { group, kind, name }, idleMinutes }),
      nodeClass: planNodeClass(pool),
    };
  });
}

function planNodeClass(pool: NodePoolPlan): NodeClassPlan {
  const { kubelet, localDisks } = planNodeConfig(pool);
  return {
    amiSelectorTerms: [{ alias: IMAGE }],
    ...(kubelet && { kubelet }),
    ...(localDisks && { instanceStorePolicy: "RAID0" }),
    metadataOptions: METADATA_OPTIONS,
    diskGiB: pool.diskGiB ?? defaultDiskGiB,
  };
}
