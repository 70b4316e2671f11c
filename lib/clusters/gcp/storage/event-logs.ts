/** The bucket that Spark's event logs go to: private, encrypted, and there after the cluster is gone. */

import { Bucket, type BucketArgs } from "@pulumi/gcp/storage/bucket";
import { BucketObject } from "@pulumi/gcp/storage/bucketObject";
import * as pulumi from "@pulumi/pulumi";

import type { EventLogsPlan } from "../../common/args";

export interface EventLogStorage {
  /** URI of the event logs, for example `gs://bucket/spark-events`; known once the directory is there. */
  uri: pulumi.Output<string>;
  bucket: pulumi.Output<string>;
}

export interface EventLogsArgs {
  plan: EventLogsPlan;
  /** Region of the bucket. */
  location: pulumi.Input<string>;
  labels: Record<string, pulumi.Input<string>>;
  /** Key that encrypts it; Cloud Storage's service agent must be allowed to use it. @default Google's own */
  kmsKeyName?: pulumi.Input<string>;
}

/** Days after which the parts of an upload that never ended are deleted: they cost as much as objects, and nobody sees them. */
const ABANDONED_UPLOAD_DAYS = 7;

/** The provider uploads nothing that is empty. */
const DIRECTORY = " ";

/** URI of the event logs in a bucket. */
export function eventLogUri(bucket: pulumi.Input<string>, prefix: string): pulumi.Output<string> {
  return pulumi.interpolate`gs://${bucket}/${prefix}`;
}

/**
 * Creates the bucket. Costs what Cloud Storage takes by volume and operation.
 *
 * Without `deleteData`, `pulumi destroy` leaves the bucket as it is. It has neither versions nor soft deletion: event logs are
 * written once, and both would keep, and charge for, what renaming, compaction and expiry delete.
 */
export function createEventLogs(
  name: string,
  { plan, location, labels, kmsKeyName }: EventLogsArgs,
  opts: pulumi.CustomResourceOptions,
): EventLogStorage {
  const kept: pulumi.CustomResourceOptions = { ...opts, retainOnDelete: !plan.deleteData };
  const bucket = new Bucket(
    `${name}-event-logs`,
    {
      location,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      softDeletePolicy: { retentionDurationSeconds: 0 },
      lifecycleRules: lifecycleRules(plan),
      ...(kmsKeyName !== undefined && { encryption: { defaultKmsKeyName: kmsKeyName } }),
      forceDestroy: plan.deleteData,
      labels,
    },
    kept,
  );
  // A driver fails when the directory of its event log is not there, and a managed folder is none to the connector.
  const directory = new BucketObject(
    `${name}-event-logs`,
    { bucket: bucket.name, name: `${plan.prefix}/`, content: DIRECTORY, contentType: "application/x-directory" },
    kept,
  );
  return { uri: eventLogUri(directory.bucket, plan.prefix), bucket: bucket.name };
}

function lifecycleRules({ prefix, expireAfterDays }: EventLogsPlan): BucketArgs["lifecycleRules"] {
  const abandoned = {
    action: { type: "AbortIncompleteMultipartUpload" },
    condition: { age: ABANDONED_UPLOAD_DAYS },
  };
  if (expireAfterDays === undefined) return [abandoned];
  const expire = (condition: object) => ({
    action: { type: "Delete" },
    condition: { age: expireAfterDays, ...condition },
  });
  return [
    abandoned,
    // The directory itself stays.
    expire({ matchesPrefixes: [`${prefix}/`], sizeAboveBytes: DIRECTORY.length }),
    // Rolling event logs are directories with markers as small as that.
    expire({ matchesPrefixes: [`${prefix}/eventlog_v2_`] }),
  ];
}
