/** What the azure-native provider sends for each resource type that the library creates, by model of Azure Resource Manager. */

import model from "./azure.json";
import type { Mapping, MappingTable, Place } from "./mapping";
import type { ApiModel } from "./shape";

/** What the provider appends to a resource's name to make the cloud's: eight characters. */
const SUFFIX = "01234567";

/** The program lists the ids of identities, where ARM has them as the names of members. */
const identities: Place = {
  to: "userAssignedIdentities",
  as: (ids) => (Array.isArray(ids) ? Object.fromEntries((ids as string[]).map((id) => [id, {}])) : ids),
};

/** A name that the program leaves to Pulumi. */
function named(shape: string, parameter: string): Mapping["adds"] {
  return { [shape]: ({ name }) => ({ [parameter]: name + SUFFIX }) };
}

/** The provider writes without dashes what ARM has with them. */
const autoscaler: Record<string, Place> = Object.fromEntries(
  Object.keys((model as ApiModel).shapes["containerservice.ManagedClusterPropertiesAutoScalerProfile"]!.members!).map(
    (name) => [`autoScalerProfile.${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}`, name],
  ),
);

const kubernetes: Record<string, Mapping> = {
  "azure-native:containerservice:AgentPool": {
    shape: "PUT containerservice.AgentPool",
    properties: { type: "properties.type" },
  },
  "azure-native:containerservice:MaintenanceConfiguration": { shape: "PUT containerservice.MaintenanceConfiguration" },
  "azure-native:containerservice:ManagedCluster": {
    shape: "PUT containerservice.ManagedCluster",
    properties: { "identity.userAssignedIdentities": identities, ...autoscaler },
  },
};

const network: Record<string, Mapping> = {
  "azure-native:network:NatGateway": { shape: "PUT network.NatGateway" },
  "azure-native:network:PublicIPAddress": { shape: "PUT network.PublicIPAddress" },
  "azure-native:network:Subnet": { shape: "PUT network.Subnet" },
  "azure-native:network:VirtualNetwork": { shape: "PUT network.VirtualNetwork" },
};

const identity: Record<string, Mapping> = {
  "azure-native:authorization:ManagementLockByScope": { shape: "PUT locks.ManagementLockObject" },
  "azure-native:authorization:RoleAssignment": { shape: "PUT authorization.RoleAssignmentCreateParameters" },
  "azure-native:managedidentity:FederatedIdentityCredential": {
    shape: "PUT msi.FederatedIdentityCredential",
    adds: named("PUT msi.FederatedIdentityCredential", "federatedIdentityCredentialResourceName"),
  },
  "azure-native:managedidentity:UserAssignedIdentity": {
    shape: "PUT msi.Identity",
    adds: named("PUT msi.Identity", "resourceName"),
  },
};

const data: Record<string, Mapping> = {
  "azure-native:containerregistry:Registry": { shape: "PUT containerregistry.Registry" },
  "azure-native:containerregistry:Task": {
    shape: "PUT containerregistry.Task",
    adds: named("PUT containerregistry.Task", "taskName"),
  },
  "azure-native:resources:ResourceGroup": {
    shape: "PUT resources.ResourceGroup",
    adds: { "PUT resources.ResourceGroup": ({ name }) => ({ resourceGroupName: name + SUFFIX, location: "eastus" }) },
  },
  "azure-native:storage:BlobContainer": { shape: "PUT storage.BlobContainer" },
  "azure-native:storage:ManagementPolicy": {
    shape: "PUT storage.ManagementPolicy",
    properties: { managementPolicyName: { own: "is part of the request's path, and always default" } },
  },
  "azure-native:storage:StorageAccount": {
    shape: "PUT storage.StorageAccountCreateParameters",
    properties: {
      enableHttpsTrafficOnly: "properties.supportsHttpsTrafficOnly",
      "encryption.encryptionIdentity": "identity",
      "encryption.encryptionIdentity.encryptionUserAssignedIdentity": "userAssignedIdentity",
      "identity.userAssignedIdentities": identities,
    },
  },
};

/** One row for each resource type; a type without one fails the test. */
export const azureTable: MappingTable = {
  model: model as ApiModel,
  lifted: ["properties"],
  resources: { ...kubernetes, ...network, ...identity, ...data },
};
