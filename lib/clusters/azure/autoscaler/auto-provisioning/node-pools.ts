/** The objects by which node auto-provisioning knows the Spark pools. */

import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { createNodePool } from "../../../../addons/karpenter/node-pool-resource";
import { costLabelsOf } from "../../../common/cost-labels";
import { AKS_NODE_CLASS, type ProvisionedPoolPlan } from "./plan-pools";

export interface ProvisionedPoolsArgs {
  /** Name of the cluster. */
  platform: string;
  pools: readonly ProvisionedPoolPlan[];
  tags: Record<string, pulumi.Input<string>>;
}

/**
 * Creates an AKSNodeClass and a NodePool for each pool. Costs the machines that run.
 *
 * A destroy waits until their machines are gone: a NodePool owns its NodeClaims and is deleted in the foreground, and AKS holds a
 * NodeClaim until its node is drained and its machine ended.
 */
export function createProvisionedPools(
  name: string,
  { platform, pools, tags }: ProvisionedPoolsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return pools.map(({ pool, nodePool, nodeClass }) => {
    const { group, version, kind } = AKS_NODE_CLASS;
    const machineClass = new kubernetes.apiextensions.CustomResource(
      `${name}-${pool}-class`,
      {
        apiVersion: `${group}/${version}`,
        kind,
        metadata: { name: nodePool.metadata.name },
        spec: { ...nodeClass, tags: { ...tags, ...costLabelsOf(platform, pool) } },
      },
      opts,
    );
    return createNodePool(`${name}-${pool}`, nodePool, { ...opts, dependsOn: machineClass });
  });
}
