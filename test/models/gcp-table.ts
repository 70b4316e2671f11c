/** What the Google Cloud provider sends for each resource type that the library creates, by schema of Google's APIs. */

import model from "./gcp.json";
import type { Mapping, MappingTable, Place } from "./mapping";
import type { ApiModel } from "./shape";

const inPath: Place = { own: "is part of the request's path" };
const onDelete: Place = { own: "only read when the resource is deleted" };

/** What Pulumi appends to a resource's name to make the cloud's: a dash and seven characters. */
const SUFFIX = "-0123456";

/** Terraform has a text where the API has a boolean, so that one can tell false from nothing. */
const flag = (to: string): Place => ({
  to,
  as: (value) => (value === "TRUE" || value === "FALSE" ? value === "TRUE" : value),
});

/** @param config where the nodes' configuration is in the program */
function nodeConfig(config: string): Record<string, Place> {
  return {
    [`${config}.guestAccelerators`]: "accelerators",
    [`${config}.guestAccelerators.count`]: "acceleratorCount",
    [`${config}.guestAccelerators.type`]: "acceleratorType",
    [`${config}.kubeletConfig.insecureKubeletReadonlyPortEnabled`]: flag("insecureKubeletReadonlyPortEnabled"),
  };
}

/** A name that the program leaves to Pulumi. */
function named(shape: string): Mapping["adds"] {
  return { [shape]: ({ name }) => ({ name: name + SUFFIX }) };
}

const container: Record<string, Mapping> = {
  "gcp:container/cluster:Cluster": {
    shape: "container.Cluster",
    properties: {
      location: inPath,
      nodeLocations: "locations",
      deletionProtection: { own: "is kept in the state, and refuses a deletion there" },
      removeDefaultNodePool: { own: "deletes the first pool once the cluster is there" },
      minMasterVersion: "initialClusterVersion",
      "maintenancePolicy.recurringWindow": "window.recurringWindow",
      "maintenancePolicy.recurringWindow.startTime": "window.startTime",
      "maintenancePolicy.recurringWindow.endTime": "window.endTime",
      networkingMode: {
        to: "ipAllocationPolicy.useIpAliases",
        as: (mode) => (mode === "VPC_NATIVE" || mode === "ROUTES" ? mode === "VPC_NATIVE" : mode),
      },
      datapathProvider: "networkConfig.datapathProvider",
      enableShieldedNodes: "shieldedNodes.enabled",
      enableLegacyAbac: "legacyAbac.enabled",
      "nodePoolDefaults.nodeConfigDefaults.insecureKubeletReadonlyPortEnabled": flag(
        "nodeKubeletConfig.insecureKubeletReadonlyPortEnabled",
      ),
      "loggingConfig.enableComponents": "componentConfig.enableComponents",
      "monitoringConfig.enableComponents": "componentConfig.enableComponents",
      "monitoringConfig.managedPrometheus": "managedPrometheusConfig",
      clusterAutoscaling: "autoscaling",
      "clusterAutoscaling.enabled": "enableNodeAutoprovisioning",
      "clusterAutoscaling.autoProvisioningDefaults": "autoprovisioningNodePoolDefaults",
      "nodePoolAutoConfig.nodeKubeletConfig.insecureKubeletReadonlyPortEnabled": flag(
        "insecureKubeletReadonlyPortEnabled",
      ),
      ...nodeConfig("nodeConfig"),
    },
  },
  "gcp:container/nodePool:NodePool": {
    shape: "container.NodePool",
    properties: {
      cluster: inPath,
      location: inPath,
      nodeLocations: "locations",
      maxPodsPerNode: "maxPodsConstraint.maxPodsPerNode",
      nodeConfig: "config",
      ...nodeConfig("nodeConfig"),
    },
  },
};

const network: Record<string, Mapping> = {
  "gcp:compute/network:Network": {
    shape: "compute.Network",
    properties: { routingMode: "routingConfig.routingMode" },
    adds: named("compute.Network"),
  },
  "gcp:compute/subnetwork:Subnetwork": { shape: "compute.Subnetwork", adds: named("compute.Subnetwork") },
  "gcp:compute/router:Router": {
    shape: "compute.Router",
    properties: { region: inPath },
    adds: named("compute.Router"),
  },
  "gcp:compute/routerNat:RouterNat": {
    shape: "compute.RouterNat",
    properties: {
      region: inPath,
      router: inPath,
      "subnetworks.sourceIpRangesToNats": "sourceIpRangesToNat",
    },
    adds: named("compute.RouterNat"),
  },
};

const data: Record<string, Mapping> = {
  "gcp:artifactregistry/repository:Repository": {
    shape: "artifactregistry.Repository",
    properties: {
      location: inPath,
      repositoryId: { to: "repositoryId", request: "artifactregistry.repositories.create" },
      cleanupPolicies: {
        to: "cleanupPolicies",
        as: (policies) => Object.fromEntries((policies as { id: string }[]).map((policy) => [policy.id, policy])),
      },
    },
    adds: { "artifactregistry.repositories.create": () => ({ parent: "projects/project/locations/us-central1" }) },
  },
  "gcp:storage/bucket:Bucket": {
    shape: "storage.Bucket",
    properties: {
      forceDestroy: onDelete,
      uniformBucketLevelAccess: "iamConfiguration.uniformBucketLevelAccess.enabled",
      publicAccessPrevention: "iamConfiguration.publicAccessPrevention",
      lifecycleRules: "lifecycle.rule",
      "lifecycleRules.condition.matchesPrefixes": "matchesPrefix",
    },
    adds: named("storage.Bucket"),
  },
  "gcp:storage/bucketObject:BucketObject": {
    shape: "storage.Object",
    properties: { content: { own: "is the body of the upload" }, source: { own: "is the body of the upload" } },
  },
};

const identity: Record<string, Mapping> = {
  "gcp:projects/iAMMember:IAMMember": {
    shape: "cloudresourcemanager.Binding",
    properties: { member: { to: "members", as: "list" } },
  },
  "gcp:serviceaccount/account:Account": {
    shape: "iam.CreateServiceAccountRequest",
    properties: { displayName: "serviceAccount.displayName", description: "serviceAccount.description" },
  },
  "gcp:storage/bucketIAMMember:BucketIAMMember": {
    shape: "iam.Binding",
    properties: { bucket: inPath, member: { to: "members", as: "list" } },
  },
};

/** One row for each resource type; a type without one fails the test. */
export const gcpTable: MappingTable = {
  model: model as ApiModel,
  resources: Object.fromEntries(
    Object.entries({ ...container, ...network, ...data, ...identity }).map(([type, row]): [string, Mapping] => [
      type,
      { ...row, properties: { project: inPath, ...row.properties } },
    ]),
  ),
};
