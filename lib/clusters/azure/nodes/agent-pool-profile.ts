/** What AKS is told of a pool, whether it is a resource of its own or comes with the cluster. */

import type { AgentPoolArgs } from "@pulumi/azure-native/containerservice/agentPool";
import type * as pulumi from "@pulumi/pulumi";

import { costLabelsOf } from "../../common/cost-labels";
import type { AksAgentPoolPlan } from "./node-pool";
import type { AksClusterPlan } from "../plan";

/** All but the name, which the two call differently. */
export function agentPoolProfile(
  pool: AksAgentPoolPlan,
  { name, kubernetesVersion, provisionedPools }: AksClusterPlan,
  subnetId: pulumi.Input<string> | undefined,
  tags: Record<string, pulumi.Input<string>>,
) {
  return {
    mode: pool.mode,
    type: "VirtualMachineScaleSets",
    vmSize: pool.vmSize,
    ...(pool.zones.length > 0 && { availabilityZones: pool.zones }),
    orchestratorVersion: kubernetesVersion,
    osType: "Linux",
    osSKU: "Ubuntu",
    osDiskType: pool.osDiskType,
    osDiskSizeGB: pool.osDiskSizeGB,
    vnetSubnetID: subnetId,
    maxPods: pool.maxPods,
    // AKS takes no pool without it.
    count: pool.minCount,
    ...(provisionedPools.length > 0
      ? { enableAutoScaling: false }
      : { enableAutoScaling: true, minCount: pool.minCount, maxCount: pool.maxCount }),
    nodeLabels: pool.nodeLabels,
    nodeTaints: pool.nodeTaints,
    enableNodePublicIP: false,
    ...priorityOf(pool),
    tags: { ...tags, ...costLabelsOf(name, pool.pool), ...pool.autoscalerTags },
  } satisfies Partial<AgentPoolArgs>;
}

/** A spot pool is upgraded without nodes besides its own, which Azure may not have; it is deleted, not kept, when it is evicted. */
function priorityOf({ priority }: AksAgentPoolPlan) {
  if (priority === "Regular") return { upgradeSettings: { maxSurge: "10%" } };
  return { scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Delete", spotMaxPrice: -1 };
}
