/** The role of the nodes: what the kubelet may do, and nothing that a pod would want. */

import type * as pulumi from "@pulumi/pulumi";

import type { EksContext } from "../context";
import { adoptRole, createRole, type PolicyStatement, type RoleWithPolicies } from "../identity/iam";

export interface NodeRoleArgs extends EksContext {
  /** What images need beyond being pulled. @default nothing */
  allows?: pulumi.Input<PolicyStatement[]>;
  /** Managed policy of what the kubelet does. @default "AmazonEKSWorkerNodePolicy" */
  kubeletPolicy?: string;
}

/** The user's own role where it was given, else a new one. Free of charge. */
export function createNodeRole(
  name: string,
  { kubeletPolicy = "AmazonEKSWorkerNodePolicy", ...args }: NodeRoleArgs,
  opts: pulumi.CustomResourceOptions,
): RoleWithPolicies {
  if (args.roles.nodes !== undefined) return adoptRole(args.roles.nodes);
  const managedPolicies = [kubeletPolicy, "AmazonEC2ContainerRegistryPullOnly"];
  return createRole(name, { ...args, trusts: "ec2", managedPolicies }, opts);
}
