/** The rights of one service account to prefixes of S3, through EKS Pod Identity. */

import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";

import type { StorageAccessRequest, StorageGrant, WorkloadIdentity } from "../contract";
import { createRole, type PolicyStatement } from "./iam";

export interface StorageAccessArgs extends StorageAccessRequest {
  clusterName: pulumi.Input<string>;
  partition: pulumi.Output<string>;
  tags: Record<string, pulumi.Input<string>>;
  /** What serves the credentials. */
  needs: pulumi.Resource[];
}

/** IAM takes 64 characters, and the AWS provider appends 26. */
const LONGEST_ROLE_PREFIX = 38;

/** A wildcard or a policy variable in a prefix would widen the right, so both are refused with all else that is unusual. */
const S3_URI = /^s3a?:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w!.'()/=-]*))?$/;

/**
 * A role that may list and read, or also write, under each prefix, and the association that gives it to the service account.
 * Free of charge. An association takes a moment to reach the nodes: pods that depend on `identity.dependsOn` come after it.
 *
 * @throws pulumi.ResourceError when the URI is no `s3a://bucket/prefix`.
 */
export class StorageAccess extends pulumi.ComponentResource {
  readonly identity: WorkloadIdentity;

  constructor(name: string, args: StorageAccessArgs, opts: pulumi.ComponentResourceOptions = {}) {
    for (const { uri } of args.grants) if (typeof uri === "string") parseUri(uri);
    super("spark-platform:clusters/aws:StorageAccess", name, {}, opts);

    const role = createRole(
      `${name}-role`,
      {
        trusts: "pods",
        allows: pulumi
          .all([args.grants, args.partition])
          .apply(([grants, partition]) => grants.flatMap(({ uri, access }) => rights(uri, partition, access))),
        partition: args.partition,
        namePrefix: `${name.slice(0, LONGEST_ROLE_PREFIX - 1)}-`,
        tags: args.tags,
      },
      { parent: this },
    );
    const association = new eks.PodIdentityAssociation(
      `${name}-association`,
      {
        clusterName: args.clusterName,
        namespace: args.namespace,
        serviceAccount: args.serviceAccount,
        roleArn: role.arn,
        tags: args.tags,
      },
      { parent: this, dependsOn: args.needs },
    );
    this.identity = {
      serviceAccountAnnotations: {},
      podLabels: {},
      dependsOn: [association, ...role.policies],
    };
    this.registerOutputs({});
  }
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
