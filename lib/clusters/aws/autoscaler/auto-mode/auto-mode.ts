/** The nodes of EKS Auto Mode: who they are, and what EKS is told of each pool. */

import * as eks from "@pulumi/aws/eks";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { costLabelsOf } from "../../../common/cost-labels";
import type { EksContext } from "../../context";
import type { ControlPlane } from "../../control-plane/control-plane";
import type { PolicyStatement } from "../../identity/iam";
import { createNodePool } from "../../../../addons/karpenter/node-pool-resource";
import { roleName } from "../karpenter/node-identity";
import type { Network } from "../../network/network";
import { createNodeRole } from "../../nodes/node-role";
import { createdTags } from "../../nodes/node-tags";
import { type AutoModePoolPlan, NODE_CLASS } from "./plan-pools";

export interface AutoModeArgs extends EksContext {
  cluster: ControlPlane;
  network: Network;
  /** What images need beyond being pulled. @default nothing */
  nodeRights?: pulumi.Input<PolicyStatement[]>;
  /** What pods need besides nodes before they can start. */
  needs: pulumi.Resource[];
}

/**
 * Creates a NodeClass and a NodePool for each pool. Costs the machines that run, and AWS's fee for each.
 *
 * A destroy deletes the NodePools first and waits until their machines are gone, as {@link createKarpenter}'s does; the controller is
 * AWS's and leaves with the cluster.
 *
 * @returns the NodePools: whatever depends on them leaves before them.
 */
export function createAutoModeNodes(
  name: string,
  args: AutoModeArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { plan, cluster, network } = args;
  const child = { parent: opts.parent };
  const nodes = createNodeIdentity(`${name}-auto-node`, args, child);
  const tags = createdTags(args, child);
  const policies = plan.controlPlane === "new" ? [enforceNetworkPolicies(name, opts)] : [];
  const dependsOn = [...args.needs, ...nodes.needs, ...network.egress, ...policies];
  return plan.autoModePools.map(({ pool, nodePool, diskGiB }: AutoModePoolPlan) => {
    const nodeClass = new kubernetes.apiextensions.CustomResource(
      `${name}-${pool}-class`,
      {
        apiVersion: `${NODE_CLASS.group}/${NODE_CLASS.version}`,
        kind: NODE_CLASS.kind,
        metadata: { name: nodePool.metadata.name },
        spec: {
          role: nodes.roleName,
          subnetSelectorTerms: network.privateSubnetIds.map((id) => ({ id })),
          securityGroupSelectorTerms: [{ id: cluster.securityGroupId }],
          ephemeralStorage: {
            size: `${diskGiB}Gi`,
            ...(args.kmsKeyArn !== undefined && { kmsKeyID: args.kmsKeyArn }),
          },
          networkPolicy: "DefaultAllow",
          tags: tags.apply((shared) => ({ ...shared, ...costLabelsOf(plan.name, pool) })),
        },
      },
      { ...opts, dependsOn },
    );
    return createNodePool(`${name}-${pool}`, nodePool, { ...opts, dependsOn: nodeClass });
  });
}

/** https://docs.aws.amazon.com/eks/latest/userguide/auto-create-node-role.html and create-node-class.html there */
function createNodeIdentity(
  name: string,
  args: AutoModeArgs,
  opts: pulumi.CustomResourceOptions,
): { roleName: pulumi.Output<string>; needs: pulumi.Resource[] } {
  const { cluster, partition, tags, nodeRights } = args;
  const kubeletPolicy = "AmazonEKSWorkerNodeMinimalPolicy";
  const role = createNodeRole(name, { ...args, kubeletPolicy, allows: nodeRights }, opts);
  const entry = new eks.AccessEntry(
    name,
    { clusterName: cluster.name, principalArn: role.arn, type: "EC2", tags },
    { ...opts, deleteBeforeReplace: true },
  );
  const association = new eks.AccessPolicyAssociation(
    name,
    {
      clusterName: cluster.name,
      principalArn: entry.principalArn,
      policyArn: pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy`,
      accessScope: { type: "cluster" },
    },
    { ...opts, deleteBeforeReplace: true },
  );
  return { roleName: role.arn.apply(roleName), needs: [...role.policies, entry, association] };
}

/** As the network plugin's add-on does elsewhere: https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html */
function enforceNetworkPolicies(name: string, opts: pulumi.CustomResourceOptions): pulumi.Resource {
  return new kubernetes.core.v1.ConfigMap(
    `${name}-network-policies`,
    {
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
      data: { "enable-network-policy-controller": "true" },
    },
    opts,
  );
}
