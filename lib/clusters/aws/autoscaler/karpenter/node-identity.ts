/** Who the nodes are that Karpenter launches: their role, its instance profile, and their right to join the cluster. */

import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";

import type { EksContext } from "../../context";
import type { ControlPlane } from "../../control-plane/control-plane";
import type { PolicyStatement } from "../../identity/iam";
import { createNodeRole } from "../../nodes/node-role";

export interface NodeIdentityArgs extends EksContext {
  cluster: ControlPlane;
  /** What images need beyond being pulled. @default nothing */
  nodeRights?: pulumi.Input<PolicyStatement[]>;
}

export interface NodeIdentity {
  roleArn: pulumi.Output<string>;
  instanceProfile: pulumi.Output<string>;
  /** Without these no machine starts or joins. */
  needs: pulumi.Resource[];
}

/**
 * Creates the role, or takes the user's own: that is the role of the system nodes too, for which EKS makes an access entry with their
 * node group. The instance profile comes with the cluster so that the controller needs no right to write to IAM. Free of charge.
 */
export function createNodeIdentity(
  name: string,
  args: NodeIdentityArgs,
  opts: pulumi.CustomResourceOptions,
): NodeIdentity {
  const { roles, tags, cluster, nodeRights } = args;
  const role = createNodeRole(name, { ...args, allows: nodeRights }, opts);
  const profile = new iam.InstanceProfile(name, { role: role.arn.apply(roleName), tags }, opts);
  const entry = () =>
    new eks.AccessEntry(
      name,
      { clusterName: cluster.name, principalArn: role.arn, type: "EC2_LINUX", tags },
      { ...opts, deleteBeforeReplace: true },
    );
  return {
    roleArn: role.arn,
    instanceProfile: profile.name,
    needs: [...role.policies, profile, ...(roles.nodes === undefined ? [entry()] : [])],
  };
}

/** A role's name is the last part of its ARN, after its path. */
export function roleName(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}
