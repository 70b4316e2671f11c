/** What a program creates in Azure as an ARM template, for scanners that read it. */

import type { RecordedResource } from "../../lib/testing";
import { azureTable } from "../models/azure-table";
import { requestsOf } from "../models/mapping";

/** Type in ARM, and the argument that names it; by what comes after `azure-native:`. */
const types: Record<string, [type: string, name?: string]> = {
  "authorization:ManagementLockByScope": ["Microsoft.Authorization/locks", "lockName"],
  "authorization:RoleAssignment": ["Microsoft.Authorization/roleAssignments", "roleAssignmentName"],
  "containerregistry:Registry": ["Microsoft.ContainerRegistry/registries", "registryName"],
  "containerregistry:Task": ["Microsoft.ContainerRegistry/registries/tasks", "taskName"],
  "containerservice:AgentPool": ["Microsoft.ContainerService/managedClusters/agentPools", "agentPoolName"],
  "containerservice:MaintenanceConfiguration": [
    "Microsoft.ContainerService/managedClusters/maintenanceConfigurations",
    "configName",
  ],
  "containerservice:ManagedCluster": ["Microsoft.ContainerService/managedClusters", "resourceName"],
  "managedidentity:FederatedIdentityCredential": [
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
  ],
  "managedidentity:UserAssignedIdentity": ["Microsoft.ManagedIdentity/userAssignedIdentities", "resourceName"],
  "network:NatGateway": ["Microsoft.Network/natGateways", "natGatewayName"],
  "network:PublicIPAddress": ["Microsoft.Network/publicIPAddresses", "publicIpAddressName"],
  "network:Subnet": ["Microsoft.Network/virtualNetworks/subnets", "subnetName"],
  "network:VirtualNetwork": ["Microsoft.Network/virtualNetworks", "virtualNetworkName"],
  "resources:ResourceGroup": ["Microsoft.Resources/resourceGroups", "resourceGroupName"],
  "storage:BlobContainer": ["Microsoft.Storage/storageAccounts/blobServices/containers", "containerName"],
  "storage:ManagementPolicy": ["Microsoft.Storage/storageAccounts/managementPolicies"],
  "storage:StorageAccount": ["Microsoft.Storage/storageAccounts", "accountName"],
};

/** The file of one program. */
export function armTemplate(resources: RecordedResource[]): string {
  return JSON.stringify({
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources: resources.map((resource) => ({
      ...requestsOf(resource, azureTable)[0]!.body,
      ...armPlace(resource),
      // Checks ask for no earlier version than what they are about came with.
      apiVersion: "2025-06-01",
    })),
  });
}

/** As scanners report a resource, with the recorded one. */
export function byArmName(resources: RecordedResource[]): Map<string, RecordedResource> {
  return new Map(
    resources.map((resource) => {
      const { type, name } = armPlace(resource);
      return [`${type}.${name}`, resource];
    }),
  );
}

function armPlace({ type: token, name, inputs }: RecordedResource): { type: string; name: string } {
  const found = types[token.replace("azure-native:", "")];
  if (found === undefined) throw new Error(`test/clouds/azure-arm.ts has no row for ${token}`);
  const [type, argument = ""] = found;
  return { type, name: typeof inputs[argument] === "string" ? inputs[argument] : name };
}
