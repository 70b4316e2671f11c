/** What a program creates in Google Cloud as Terraform, for scanners that read it. */

import type { RecordedResource } from "../../lib/testing";
import { label, terraformOf, type TerraformNames, terraformType } from "./terraform";

const names: TerraformNames = {
  types: {
    "gcp:artifactregistry/repository:Repository": "google_artifact_registry_repository",
    "gcp:compute/network:Network": "google_compute_network",
    "gcp:compute/router:Router": "google_compute_router",
    "gcp:compute/routerNat:RouterNat": "google_compute_router_nat",
    "gcp:compute/subnetwork:Subnetwork": "google_compute_subnetwork",
    "gcp:container/cluster:Cluster": "google_container_cluster",
    "gcp:container/nodePool:NodePool": "google_container_node_pool",
    "gcp:projects/iAMMember:IAMMember": "google_project_iam_member",
    "gcp:serviceaccount/account:Account": "google_service_account",
    "gcp:storage/bucket:Bucket": "google_storage_bucket",
    "gcp:storage/bucketIAMMember:BucketIAMMember": "google_storage_bucket_iam_member",
    "gcp:storage/bucketObject:BucketObject": "google_storage_bucket_object",
  },
  maps: ["labels", "resourceLabels", "metadata"],
};

/** The file of one program. */
export function terraformProgram(resources: RecordedResource[]): string {
  const networks = new Map(resources.filter(({ type }) => type.startsWith("gcp:compute/")).map((one) => [one.id, one]));
  const reference = (value: string): string | undefined => {
    const found = networks.get(value);
    return found && `${terraformType(found.type, names)}.${label(found.name)}.id`;
  };
  return resources.map((resource) => terraformOf(resource, names, reference)).join("\n");
}

/** Terraform's name of a resource, as scanners report it, with the recorded one. */
export function byTerraformName(resources: RecordedResource[]): Map<string, RecordedResource> {
  return new Map(
    resources.map((resource) => [`${terraformType(resource.type, names)}.${label(resource.name)}`, resource]),
  );
}
