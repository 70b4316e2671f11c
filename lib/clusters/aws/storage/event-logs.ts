/** The bucket that Spark's event logs go to: private, encrypted, and there after the cluster is gone. */

import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

import type { EventLogsPlan } from "../../common/args";
import type { EksContext } from "../context";
import { policyDocument } from "../identity/iam";
import type { ProtectedBucket } from "./upload";

export interface EventLogStorage {
  /** URI of the event logs, for example `s3a://bucket/spark-events`; known once the directory is there. */
  uri: pulumi.Output<string>;
  bucket: ProtectedBucket;
}

/** Days after which the parts of an upload that never ended are deleted: a killed executor leaves them behind, unseen. */
const ABANDONED_UPLOAD_DAYS = 7;

/** URI of the event logs in a bucket. */
export function eventLogUri(bucket: pulumi.Input<string>, prefix: string): pulumi.Output<string> {
  return pulumi.interpolate`s3a://${bucket}/${prefix}`;
}

/**
 * Creates the bucket. Costs what S3 takes by volume and request.
 *
 * Without `deleteData`, `pulumi destroy` leaves the bucket with everything that protects it. It has no versions: event logs are
 * written once, and versions would keep, and charge for, what compaction and expiry delete.
 */
export function createEventLogs(
  name: string,
  plan: EventLogsPlan,
  { kmsKeyArn, tags }: Pick<EksContext, "kmsKeyArn" | "tags">,
  opts: pulumi.CustomResourceOptions,
): EventLogStorage {
  const kept: pulumi.CustomResourceOptions = { ...opts, retainOnDelete: !plan.deleteData };
  const bucket = new s3.Bucket(`${name}-event-logs`, { forceDestroy: plan.deleteData, tags }, kept);
  const of = { bucket: bucket.bucket };
  const block = new s3.BucketPublicAccessBlock(
    `${name}-event-logs`,
    { ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    kept,
  );
  const encryption = new s3.BucketServerSideEncryptionConfiguration(
    `${name}-event-logs`,
    { ...of, rules: [encryptionRule(kmsKeyArn)] },
    kept,
  );
  // S3 refuses a policy while the public access block is being written.
  const policy = new s3.BucketPolicy(
    `${name}-event-logs`,
    { ...of, policy: tlsOnly(bucket.arn) },
    { ...kept, dependsOn: [block] },
  );
  new s3.BucketLifecycleConfiguration(`${name}-event-logs`, { ...of, rules: lifecycleRules(plan) }, kept);
  // A driver fails when the directory of its event log is not there.
  const directory = new s3.BucketObjectv2(
    `${name}-event-logs`,
    { ...of, key: `${plan.prefix}/`, content: "", contentType: "application/x-directory" },
    kept,
  );
  return {
    uri: eventLogUri(directory.bucket, plan.prefix),
    bucket: { bucket: bucket.bucket, protectedBy: [block, encryption, policy] },
  };
}

/** A bucket key spares a call of KMS for each object. */
function encryptionRule(kmsKeyArn: pulumi.Input<string> | undefined) {
  if (kmsKeyArn === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
    bucketKeyEnabled: true,
  };
}

function tlsOnly(bucketArn: pulumi.Output<string>): pulumi.Output<string> {
  return policyDocument([
    {
      Sid: "DenyWithoutTls",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}

function lifecycleRules({ prefix, expireAfterDays }: EventLogsPlan): s3.BucketLifecycleConfigurationArgs["rules"] {
  const abandoned = {
    id: "abandoned-uploads",
    status: "Enabled",
    filter: { prefix: "" },
    abortIncompleteMultipartUpload: { daysAfterInitiation: ABANDONED_UPLOAD_DAYS },
  };
  if (expireAfterDays === undefined) return [abandoned];
  const expired = { status: "Enabled", expiration: { days: expireAfterDays } };
  return [
    abandoned,
    // The directory itself, an empty object, stays.
    { ...expired, id: "expired-event-logs", filter: { and: { prefix: `${prefix}/`, objectSizeGreaterThan: 1 } } },
    // A rolling log says by an empty object whether its application has ended (EventLogFileWriters.scala).
    { ...expired, id: "expired-rolling-logs", filter: { prefix: `${prefix}/eventlog_v2_` } },
  ];
}
