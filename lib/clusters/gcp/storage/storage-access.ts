/** The rights of one service account to prefixes of Cloud Storage. */

import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember";
import * as pulumi from "@pulumi/pulumi";

import type { StorageAccessRequest, StorageGrant, WorkloadIdentity } from "../../contract";

/** How Google Cloud knows the pods of a cluster. */
export interface WorkloadPool {
  /** `<project>.svc.id.goog`; it comes to be with the first cluster of that project. */
  workloadPool: pulumi.Input<string>;
  /** Number of that project. */
  projectNumber: pulumi.Input<string>;
  /** What must be there before the pool is. */
  needs: pulumi.Resource[];
}

export interface StorageAccessArgs extends StorageAccessRequest, WorkloadPool {}

/** What stands for a wildcard elsewhere, and what could end the text of a condition, is refused with all else that is unusual. */
const GCS_URI = /^gs:\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/([\w!.()=/-]*))?$/;

const OBJECT_ROLES: Record<StorageGrant["access"], string> = {
  read: "roles/storage.objectViewer",
  write: "roles/storage.objectUser",
};

/** Reads a bucket's metadata, and neither its objects nor their names. */
const BUCKET_ROLE = "roles/storage.bucketViewer";

/**
 * Lets the service account list and read, or also write and delete, under each prefix. There is neither a key nor a Google service
 * account: the right is bound to the Kubernetes service account itself, in every cluster of the project that has one of that name in
 * a namespace of that name. Free of charge. It takes effect within minutes (https://cloud.google.com/iam/docs/access-change-propagation).
 *
 * The bucket may belong to another project; it must have uniform bucket-level access, without which it takes no conditions.
 *
 * @throws pulumi.ResourceError when the URI is no `gs://bucket/prefix`.
 */
export class StorageAccess extends pulumi.ComponentResource {
  readonly identity: WorkloadIdentity;

  constructor(name: string, args: StorageAccessArgs, opts: pulumi.ComponentResourceOptions = {}) {
    for (const { uri } of args.grants) if (typeof uri === "string") parseUri(uri);
    super("spark-platform:clusters/gcp:StorageAccess", name, {}, opts);

    const member = principalOf(args);
    const dependsOn = args.grants.flatMap((grant, index) =>
      bind(`${name}-${grant.name ?? index}`, grant, member, { parent: this, dependsOn: args.needs }),
    );
    this.identity = { serviceAccountAnnotations: {}, podLabels: {}, dependsOn };
    this.registerOutputs({});
  }
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#authenticating_to */
function principalOf({ projectNumber, workloadPool, namespace, serviceAccount }: StorageAccessArgs) {
  const pool = pulumi.interpolate`projects/${projectNumber}/locations/global/workloadIdentityPools/${workloadPool}`;
  return pulumi.interpolate`principal://iam.googleapis.com/${pool}/subject/ns/${namespace}/sa/${serviceAccount}`;
}

function bind(
  name: string,
  { access, uri }: StorageGrant,
  member: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const place = pulumi.output(uri).apply(parseUri);
  const bucket = place.apply((found) => found.bucket);
  const objects = new BucketIAMMember(
    name,
    { bucket, member, role: OBJECT_ROLES[access], condition: place.apply((found) => conditionFor(found, access)) },
    opts,
  );
  // The connector asks for the bucket itself when it reads at the root, and after it deleted a directory there.
  const isRoot = typeof uri === "string" && parseUri(uri).prefix === "";
  if (access === "read" && !isRoot) return [objects];
  return [objects, new BucketIAMMember(`${name}-bucket`, { bucket, member, role: BUCKET_ROLE }, opts)];
}

interface Place {
  bucket: string;
  /** Without slashes at its end; empty for the whole bucket. */
  prefix: string;
}

/**
 * Objects are known to IAM by name; a list by the prefix that is asked for.
 * https://cloud.google.com/iam/docs/conditions-resource-attributes#resource-name
 * https://cloud.google.com/iam/docs/downscoping-short-lived-credentials
 */
function conditionFor({ bucket, prefix }: Place, access: StorageGrant["access"]) {
  if (prefix === "") return undefined;
  const objects = `projects/_/buckets/${bucket}/objects`;
  const parent = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const clauses = [
    // The connector asks for a directory with and without its slash.
    `resource.name == "${objects}/${prefix}"`,
    `resource.name.startsWith("${objects}/${prefix}/")`,
    `api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("${prefix}/")`,
    // After it deleted a directory, the connector looks that the one above is still there.
    ...(access === "write" && parent !== "" ? [`resource.name == "${objects}/${parent}"`] : []),
  ];
  return {
    title: "one prefix",
    description: `Objects under gs://${bucket}/${prefix}`,
    expression: clauses.join(" || "),
  };
}

function parseUri(uri: string): Place {
  const [, bucket, path = ""] = GCS_URI.exec(uri) ?? [];
  if (bucket !== undefined) return { bucket, prefix: path.replace(/\/+$/, "") };
  const message = `uri: ${JSON.stringify(uri)} is no place in Cloud Storage. Allowed: gs://<bucket>/<prefix>, the prefix of letters, digits and !_.()=-/. Name the bucket and a prefix without wildcards.`;
  throw new pulumi.ResourceError(message, undefined, true);
}
