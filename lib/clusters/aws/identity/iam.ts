/** IAM roles of the cluster, its nodes and its pods. */

import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: pulumi.Input<string | { Service: pulumi.Input<string> } | { Federated: pulumi.Input<string> }>;
  Action: string[];
  Resource?: pulumi.Input<pulumi.Input<string>[]>;
  Condition?: pulumi.Input<Record<string, Record<string, pulumi.Input<string | string[]>>>>;
}

/** What all roles of a cluster have in common. */
export interface RoleSetting {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: pulumi.Input<string>;
  /** ARN of the policy that limits whatever the role is allowed. */
  permissionsBoundary?: pulumi.Input<string>;
  tags: Record<string, pulumi.Input<string>>;
}

/** What a role may do. */
export interface RoleRights {
  /** Names of AWS managed policies. @default none */
  managedPolicies?: string[];
  /** What the role's own policy allows. @default nothing */
  allows?: pulumi.Input<PolicyStatement[]>;
  /** First characters of the role's name, at most 38. @default the resource's name, which must be short enough then */
  namePrefix?: string;
}

export interface RoleArgs extends RoleSetting, RoleRights {
  /** Service that may assume the role; `pods` is EKS Pod Identity, a statement is the whole of the trust. */
  trusts: Service | PolicyStatement;
}

export interface RoleWithPolicies {
  arn: pulumi.Output<string>;
  name: pulumi.Output<string>;
  /** Must exist before the role is of use. */
  policies: pulumi.Resource[];
}

type Service = "eks" | "ec2" | "ecr" | "pods";

const SERVICES: Record<Service, { service: string; actions: string[] }> = {
  eks: { service: "eks.amazonaws.com", actions: ["sts:AssumeRole"] },
  ec2: { service: "ec2.amazonaws.com", actions: ["sts:AssumeRole"] },
  ecr: { service: "ecr.amazonaws.com", actions: ["sts:AssumeRole"] },
  pods: { service: "pods.eks.amazonaws.com", actions: ["sts:AssumeRole", "sts:TagSession"] },
};

/** A role with its policies. Free of charge. */
export function createRole(
  name: string,
  { trusts, managedPolicies = [], allows, partition, permissionsBoundary, namePrefix, tags }: RoleArgs,
  opts: pulumi.CustomResourceOptions,
): RoleWithPolicies {
  const role = new iam.Role(
    name,
    { namePrefix, assumeRolePolicy: policyDocument([trustOf(trusts)]), permissionsBoundary, tags },
    opts,
  );
  const attachments = managedPolicies.map(
    (policy) =>
      new iam.RolePolicyAttachment(
        `${name}-${policy}`,
        { role: role.name, policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}` },
        opts,
      ),
  );
  const own = allows ? [new iam.RolePolicy(name, { role: role.name, policy: policyDocument(allows) }, opts)] : [];
  return { arn: role.arn, name: role.name, policies: [...attachments, ...own] };
}

/** A role of the user's own, used as it is. */
export function adoptRole(arn: pulumi.Input<string>): RoleWithPolicies {
  const name = pulumi.output(arn).apply((text) => text.slice(text.lastIndexOf("/") + 1));
  return { arn: pulumi.output(arn), name, policies: [] };
}

/** A policy document in JSON. */
export function policyDocument(statements: pulumi.Input<pulumi.Input<PolicyStatement>[]>): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

function trustOf(trusts: Service | PolicyStatement): PolicyStatement {
  if (typeof trusts !== "string") return trusts;
  const { service, actions } = SERVICES[trusts];
  return { Effect: "Allow", Principal: { Service: service }, Action: actions };
}
