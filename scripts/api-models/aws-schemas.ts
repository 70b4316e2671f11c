/** Limits that AWS states in CloudFormation's resource schemas, or as AWS' patterns are written, in the form of the models. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Shape } from "../../test/models/shape";
import type { Documented } from "./write";

/** A scalar's limits, as service models and schemas have them. */
export interface Limits {
  enum?: (string | number)[];
  pattern?: string;
  min?: number;
  max?: number;
}

type Schema = Record<string, unknown>;

/** Where a limit is missing in the service model: the shape, its member, the resource type and the place in its schema. */
const missing: [shape: string, member: string, resource: string, place: string][] = [
  ["ec2.CreateSecurityGroupRequest", "Description", "AWS::EC2::SecurityGroup", "properties/GroupDescription"],
  ["eks.CreateClusterRequest", "version", "AWS::EKS::Cluster", "properties/Version"],
  ["eks.CreateClusterRequest", "encryptionConfig", "AWS::EKS::Cluster", "properties/EncryptionConfig"],
  ["iam.AttachRolePolicyRequest", "PolicyArn", "AWS::IAM::Role", "properties/ManagedPolicyArns/items"],
  ["kms.ScheduleKeyDeletionRequest", "PendingWindowInDays", "AWS::KMS::Key", "properties/PendingWindowInDays"],
  ["logs.PutRetentionPolicyRequest", "retentionInDays", "AWS::Logs::LogGroup", "properties/RetentionInDays"],
  ["s3.CreateBucketRequest", "Bucket", "AWS::S3::Bucket", "properties/BucketName"],
  ["s3.LifecycleRule", "ID", "AWS::S3::Bucket", "definitions/Rule/properties/Id"],
];

/** Reads what the service models lack. @param folder of cfn-lint's schemas */
export function schemaLimits(folder: string): Record<string, Record<string, Documented>> {
  const files = JSON.parse(readFileSync(join(folder, "providers/us-east-1.json"), "utf8")) as Record<string, string>;
  const found: Record<string, Record<string, Documented>> = {};
  for (const [shape, member, resource, place] of missing) {
    const schema = JSON.parse(readFileSync(join(folder, "resources", `${files[resource]}.json`), "utf8")) as Schema;
    const at = place.split("/").reduce<unknown>((holder, name) => (holder as Schema)[name], schema) as Schema;
    const limits = limitsOf({
      enum: at.enum as string[] | undefined,
      pattern: at.pattern as string | undefined,
      min: (at.minLength ?? at.minItems ?? at.minimum) as number | undefined,
      max: (at.maxLength ?? at.maxItems ?? at.maximum) as number | undefined,
    });
    if (Object.keys(limits).length === 0) throw new Error(`${resource} says nothing at ${place}`);
    found[shape] = { ...found[shape], [member]: { source: resource, ...limits } };
  }
  return found;
}

/** Limits as a shape has them; none that is absent. */
export function limitsOf({ enum: values, pattern, min, max }: Limits): Partial<Shape> {
  return {
    ...(values !== undefined && { enum: values }),
    ...(pattern !== undefined && { pattern: wholePattern(pattern) }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
}

/** AWS matches whole values and writes the anchors or leaves them out; escapes that Unicode mode does not know are dropped. */
function wholePattern(pattern: string): string {
  const known = pattern
    .replace(/\\([_:#])/g, "$1")
    .replace(/\\-/g, "\\x2d")
    .replace(/\\Z$/, "$");
  const whole = /^\^[^|]*\$$/.test(known) ? known : `^(?:${known})$`;
  new RegExp(whole, "u");
  return whole;
}
