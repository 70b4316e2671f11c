/** IAM roles of the cluster, its nodes and its pods. */

import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: pulumi.Input<string | { Service: string }>;
  Action: string[];
  Resource?: pulumi.Input<pulumi.Input<string>[]>;
  Condition?: Record<string, Record<string, pulumi.Input<string | string[]>>>;
}

export interface RoleArgs {
  /** Service that may assume the role; `pods` is EKS Pod Identity. */
  trusts: "eks" | "ec2" | "pods";
  /** Names of AWS managed policies. @default none */
  managedPolicies?: string[];
  /** What the role's own policy allows. @default nothing */
  allows?: pulumi.Input<PolicyStatement[]>;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: pulumi.Input<string>;
  /** First characters of the role's name, at most 38. @default the resource's name, which must be short enough then */
  namePrefix?: string;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

export interface RoleWithPolicies {
  arn: pulumi.Output<string>;
  name: pulumi.Output<string>;
  /** Must exist before the role is of use. */
  policies: pulumi.Resource[];
}

const SERVICES: Record<RoleArgs["trusts"], { service: string; actions: string[] }> = {
  eks: { service: "eks.amazonaws.com", actions: ["sts:AssumeRole"] },
  ec2: { service: "ec2.amazonaws.com", actions: ["sts:AssumeRole"] },
  pods: { service: "pods.eks.amazonaws.com", actions: ["sts:AssumeRole", "sts:TagSession"] },
};

/** A role with its policies. Free of charge. */
export function createRole(
  name: string,
  { trusts, managedPolicies = [], allows, partition, namePrefix, tags }: RoleArgs,
  opts: pulumi.CustomResourceOptions,
): RoleWithPolicies {
  const { service, actions } = SERVICES[trusts];
  const role = new iam.Role(
    name,
    {
      namePrefix,
      assumeRolePolicy: policyDocument([{ Effect: "Allow", Principal: { Service: service }, Action: actions }]),
      tags,
    },
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

/** A policy document in JSON. */
export function policyDocument(statements: pulumi.Input<PolicyStatement[]>): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}
