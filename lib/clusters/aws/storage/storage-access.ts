/** The rights of one service account to prefixes of S3. */

import * as pulumi from "@pulumi/pulumi";

import type { StorageAccessRequest, StorageGrant, WorkloadIdentity } from "../../contract";
import type { EksContext } from "../context";
import type { PolicyStatement } from "../identity/iam";
import { type PodRoleContext, podRole, tieRole } from "../identity/identity";

/** What every grant on a cluster is made with. */
export interface StorageAccessContext extends PodRoleContext, Pick<EksContext, "partition" | "kmsKeyArn"> {
  region: pulumi.Output<string>;
}

export interface StorageAccessArgs extends StorageAccessRequest, StorageAccessContext {}

/** IAM takes 64 characters, and the AWS provider appends 26. */
const LONGEST_ROLE_PREFIX = 38;

/** A wildcard or a policy variable in a prefix would widen the right, so both are refused with all else that is unusual. */
const S3_URI = /^s3a?:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w!.'()/=-]*))?$/;

/**
 * A role that may list and read, or also write, under each prefix, tied to the service account. Free of charge. Pods that depend
 * on `identity.dependsOn` come after it.
 *
 * @throws pulumi.ResourceError when the URI is no `s3a://bucket/prefix`.
 */
export class StorageAccess extends pulumi.ComponentResource {
  readonly identity: WorkloadIdentity;

  constructor(name: string, args: StorageAccessArgs, opts: pulumi.ComponentResourceOptions = {}) {
    for (const { uri } of args.grants) if (typeof uri === "string") parseUri(uri);
    super("spark-platform:clusters/aws:StorageAccess", name, {}, opts);

    const child = { parent: this };
    const role = podRole(
      `${name}-role`,
      args,
      { allows: statementsFor(args), namePrefix: `${name.slice(0, LONGEST_ROLE_PREFIX - 1)}-` },
      args,
      child,
    );
    const { serviceAccountAnnotations, needs } = tieRole(`${name}-association`, args, role, args, child);
    this.identity = { serviceAccountAnnotations, podLabels: {}, dependsOn: needs };
    this.registerOutputs({});
  }
}

function statementsFor({ grants, partition, region, kmsKeyArn }: StorageAccessArgs): pulumi.Output<PolicyStatement[]> {
  return pulumi.all([grants, partition, region, kmsKeyArn]).apply(([resolved, inPartition, inRegion, key]) => {
    const ofObjects = resolved.flatMap(({ uri, access }) => rights(uri, inPartition, access));
    if (key === undefined) return ofObjects;
    const writes = resolved.some(({ access }) => access === "write");
    return [...ofObjects, keyRights(key, inRegion, writes)];
  });
}

/** S3 asks for the key in the pod's name: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
function keyRights(keyArn: string, region: string, writes: boolean): PolicyStatement {
  return {
    Effect: "Allow",
    Action: ["kms:Decrypt", ...(writes ? ["kms:GenerateDataKey"] : [])],
    Resource: [keyArn],
    // What follows amazonaws differs between the partitions.
    Condition: { StringLike: { "kms:ViaService": `s3.${region}.amazonaws.*` } },
  };
}

function rights(uri: string, partition: string, access: StorageGrant["access"]): PolicyStatement[] {
  const { bucket, prefix } = parseUri(uri);
  const bucketArn = `arn:${partition}:s3:::${bucket}`;
  const list: PolicyStatement = { Effect: "Allow", Action: ["s3:ListBucket"], Resource: [bucketArn] };
  // S3A asks for the directory with and without its slash: `spark-events` and `spark-events/`.
  if (prefix !== "") list.Condition = { StringLike: { "s3:prefix": [prefix, `${prefix}/*`] } };
  const objects = prefix === "" ? [`${bucketArn}/*`] : [`${bucketArn}/${prefix}`, `${bucketArn}/${prefix}/*`];
  const read: PolicyStatement = { Effect: "Allow", Action: ["s3:GetObject"], Resource: objects };
  if (access === "read") return [list, read];
  const writing = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"];
  return [list, read, { Effect: "Allow", Action: writing, Resource: objects }];
}

function parseUri(uri: string): { bucket: string; prefix: string } {
  const [, bucket, path = ""] = S3_URI.exec(uri) ?? [];
  if (bucket !== undefined) return { bucket, prefix: path.replace(/\/+$/, "") };
  const message = `uri: ${JSON.stringify(uri)} is no place in S3. Allowed: s3a://<bucket>/<prefix>, the prefix of letters, digits and !_.'()=-/. Name the bucket and a prefix without wildcards.`;
  throw new pulumi.ResourceError(message, undefined, true);
}
