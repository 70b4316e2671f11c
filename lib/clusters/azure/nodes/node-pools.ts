/** The agent pools that are resources of their own: all but the one that a cluster is made with. */

import { AgentPool } from "@pulumi/azure-native/containerservice/agentPool";
import type * as pulumi from "@pulumi/pulumi";

import { agentPoolProfile } from "./agent-pool-profile";
import type { ClusterReference } from "../control-plane/cluster-reference";
import type { AksClusterPlan } from "../plan";

export interface AgentPoolsArgs {
  plan: AksClusterPlan;
  cluster: Pick<ClusterReference, "name" | "subnetId">;
  resourceGroupName: pulumi.Input<string>;
  tags: Record<string, pulumi.Input<string>>;
}

/** Creates the pools of drivers and executors. Costs the machines that run, and the managed disks of those without one of their own. */
export function createAgentPools(
  name: string,
  { plan, cluster, resourceGroupName, tags }: AgentPoolsArgs,
  opts: pulumi.CustomResourceOptions,
): AgentPool[] {
  return (
    plan.agentPools
      // A cluster that comes brings its System pool with it.
      .filter(({ mode }) => mode === "User" || plan.controlPlane !== undefined)
      .map(
        (pool) =>
          new AgentPool(
            `${name}-${pool.name}`,
            {
              resourceGroupName,
              resourceName: cluster.name,
              agentPoolName: pool.name,
              ...agentPoolProfile(pool, plan, cluster.subnetId, tags),
            },
            // The size is the autoscaler's from the first pod on.
            { ...opts, ignoreChanges: ["count"] },
          ),
      )
  );
}
