/** Limits that Google states in words only, each with the page that states it, by schema and member. */

import type { Documented } from "./write";

const kubernetesEngine = "https://cloud.google.com/kubernetes-engine/docs";
const clusterReference = `${kubernetesEngine}/reference/rest/v1/projects.locations.clusters`;
const labelsOverview = "https://cloud.google.com/resource-manager/docs/labels-overview";
const kubernetesLabels =
  "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set";

/** Up to 64 labels; keys start with a letter; both of at most 63 lower-case letters, digits, "_" and "-". */
const labels: Documented = {
  max: 64,
  key: { type: "string", pattern: "^[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}$" },
  value: { type: "string", pattern: "^[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}$" },
  source: labelsOverview,
};
const kubernetesKey = "^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[-\\w.]{0,61}[A-Za-z0-9])?$";
const kubernetesValue = "^(?:[A-Za-z0-9](?:[-\\w.]{0,61}[A-Za-z0-9])?)?$";
const networkTag = "^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$";
const ipv4Block = "^(?:\\d{1,3}\\.){3}\\d{1,3}/(?:3[0-2]|[12]?\\d)$";
const name40 = "^[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?$";

export const documented: Record<string, Record<string, Documented>> = {
  "container.Cluster": {
    "": { required: ["name"], source: clusterReference },
    name: { pattern: name40, source: `${clusterReference}#Cluster.FIELDS.name` },
    resourceLabels: labels,
  },
  "container.NodePool": {
    "": { required: ["name"], source: `${clusterReference}.nodePools` },
    name: { pattern: name40, source: `${kubernetesEngine}/how-to/node-pools` },
    initialNodeCount: { min: 0, source: `${clusterReference}.nodePools#NodePool.FIELDS.initial_node_count` },
  },
  "container.NodePoolAutoscaling": Object.fromEntries(
    ["minNodeCount", "maxNodeCount", "totalMinNodeCount", "totalMaxNodeCount"].map((count) => [
      count,
      { min: 0, source: `${clusterReference}.nodePools#NodePoolAutoscaling` },
    ]),
  ),
  "container.MaxPodsConstraint": {
    maxPodsPerNode: { min: 8, max: 256, source: `${kubernetesEngine}/how-to/flexible-pod-cidr` },
  },
  "container.UpgradeSettings": {
    maxSurge: { min: 0, max: 20, source: `${kubernetesEngine}/concepts/node-pool-upgrade-strategies` },
    maxUnavailable: { min: 0, max: 20, source: `${kubernetesEngine}/concepts/node-pool-upgrade-strategies` },
  },
  "container.NodeConfig": {
    diskSizeGb: { min: 10, source: `${clusterReference}#NodeConfig.FIELDS.disk_size_gb` },
    imageType: {
      enum: ["COS_CONTAINERD", "UBUNTU_CONTAINERD", "WINDOWS_LTSC_CONTAINERD", "WINDOWS_SAC_CONTAINERD"],
      source: `${kubernetesEngine}/concepts/node-images`,
    },
    diskType: {
      enum: ["pd-standard", "pd-balanced", "pd-ssd", "hyperdisk-balanced", "hyperdisk-throughput", "hyperdisk-extreme"],
      source: `${kubernetesEngine}/concepts/storage-overview`,
    },
    labels: {
      key: { type: "string", pattern: kubernetesKey },
      value: { type: "string", pattern: kubernetesValue },
      source: kubernetesLabels,
    },
    tags: {
      item: { type: "string", pattern: networkTag },
      max: 64,
      source: "https://cloud.google.com/vpc/docs/add-remove-network-tags",
    },
    resourceLabels: labels,
  },
  "container.NodeTaint": {
    "": { required: ["key", "effect"], source: `${clusterReference}#NodeTaint` },
    key: { pattern: kubernetesKey, source: kubernetesLabels },
    value: { pattern: kubernetesValue, source: kubernetesLabels },
  },
  "container.CidrBlock": {
    "": { required: ["cidrBlock"], source: `${clusterReference}#CidrBlock` },
    cidrBlock: { pattern: ipv4Block, source: `${clusterReference}#CidrBlock` },
  },
  "container.PrivateClusterConfig": {
    masterIpv4CidrBlock: {
      pattern: ipv4Block.replace("/(?:3[0-2]|[12]?\\d)", "/28"),
      source: `${kubernetesEngine}/how-to/private-clusters`,
    },
  },
  "container.WorkloadIdentityConfig": {
    workloadPool: {
      pattern: "^[a-z][-a-z0-9:.]*\\.svc\\.id\\.goog$",
      source: `${kubernetesEngine}/how-to/workload-identity`,
    },
  },
  "container.ResourceLimit": {
    "": { required: ["resourceType"], source: `${clusterReference}#ResourceLimit` },
  },
  "compute.Subnetwork": {
    "": {
      required: ["name", "network", "ipCidrRange"],
      source: "https://cloud.google.com/compute/docs/reference/rest/v1/subnetworks/insert",
    },
    ipCidrRange: { pattern: ipv4Block, source: "https://cloud.google.com/vpc/docs/subnets" },
  },
  "compute.SubnetworkSecondaryRange": {
    "": {
      required: ["rangeName"],
      source: "https://cloud.google.com/compute/docs/reference/rest/v1/subnetworks",
    },
    ipCidrRange: { pattern: ipv4Block, source: "https://cloud.google.com/vpc/docs/subnets" },
  },
  "compute.RouterNat": {
    "": {
      required: ["name", "sourceSubnetworkIpRangesToNat", "natIpAllocateOption"],
      source: "https://cloud.google.com/nat/docs/set-up-manage-network-address-translation",
    },
    minPortsPerVm: { min: 2, max: 57_344, source: "https://cloud.google.com/nat/docs/ports-and-addresses" },
    maxPortsPerVm: { min: 64, max: 65_536, source: "https://cloud.google.com/nat/docs/ports-and-addresses" },
  },
  "artifactregistry.Repository": {
    labels,
    description: { max: 1024, source: "https://cloud.google.com/artifact-registry/docs/repositories/create-repos" },
  },
  "artifactregistry.repositories.create": {
    repositoryId: {
      pattern: "^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$",
      source: "https://cloud.google.com/artifact-registry/docs/repositories/create-repos",
    },
  },
  "iam.CreateServiceAccountRequest": {
    "": {
      required: ["accountId"],
      source: "https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/create",
    },
    accountId: {
      pattern: "^[a-z](?:[-a-z0-9]*[a-z0-9])$",
      min: 6,
      max: 30,
      source: "https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/create",
    },
  },
  "iam.ServiceAccount": {
    displayName: { max: 100, source: "https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts" },
    description: { max: 256, source: "https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts" },
  },
  "iam.Binding": binding("https://cloud.google.com/iam/docs/reference/rest/v1/Policy#Binding"),
  "cloudresourcemanager.Binding": binding(
    "https://cloud.google.com/resource-manager/reference/rest/Shared.Types/Binding",
  ),
  "storage.Bucket": {
    name: {
      pattern: "^(?!goog)(?!.*google)[a-z0-9][-a-z0-9_.]{1,61}[a-z0-9]$",
      source: "https://cloud.google.com/storage/docs/buckets#naming",
    },
    labels,
    "iamConfiguration.publicAccessPrevention": {
      enum: ["enforced", "inherited"],
      source: "https://cloud.google.com/storage/docs/public-access-prevention",
    },
    "lifecycle.rule.[].action.type": {
      enum: ["Delete", "SetStorageClass", "AbortIncompleteMultipartUpload"],
      source: "https://cloud.google.com/storage/docs/lifecycle#actions",
    },
    storageClass: {
      enum: ["STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"],
      source: "https://cloud.google.com/storage/docs/storage-classes",
    },
  },
  "storage.ManagedFolder": {
    "": {
      required: ["name"],
      source: "https://cloud.google.com/storage/docs/json_api/v1/managedFolders/insert",
    },
    name: {
      pattern: "/$",
      max: 1024,
      source: "https://cloud.google.com/storage/docs/creating-managing-managed-folders",
    },
  },
};

/** One role for some principals. */
function binding(source: string): Record<string, Documented> {
  return {
    "": { required: ["role", "members"], source },
    role: { pattern: "^(?:roles|projects/[^/]+/roles|organizations/\\d+/roles)/[\\w.]+$", source },
    members: {
      min: 1,
      item: {
        type: "string",
        pattern:
          "^(?:allUsers|allAuthenticatedUsers|(?:user|serviceAccount|group|domain|principal|principalSet|projectOwner|projectEditor|projectViewer):\\S+)$",
      },
      source,
    },
  };
}
