/** Where the properties look in Azure. */

import fc from "fast-check";

import { AksCluster, planAksCluster } from "../../lib/clusters/azure";
import { byType, type RecordedResource } from "../../lib/testing";
import { azureTable } from "../models/azure-table";
import { recordAzure } from "./azure-programs";
import type { Cloud, CreatedPool } from "./properties-cloud";

type Fields = Record<string, unknown>;

/** Storage Blob Data Reader: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage */
const READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";

export const azure: Cloud = {
  prefix: "azure-native",
  options: fc.record(
    {
      region: fc.constantFrom("eastus", "westeurope"),
      network: fc.constantFrom({}, { cidr: "10.64.0.0/16" }),
      kubernetesVersion: fc.constantFrom("1.34", "1.35"),
      tier: fc.constantFrom("Free", "Standard"),
      autoscaler: fc.constantFrom("native", "native", "auto-provisioning"),
      tags: fc.constantFrom({ team: "data" }, {}),
    },
    { requiredKeys: ["region"] },
  ),
  longestName: 30,
  plan: (name, args) => planAksCluster(name, args),
  create: (name, args) => new AksCluster(name, args),
  table: azureTable,
  record: recordAzure,
  pools: (recording) => [
    ...byType(recording, "azure-native:containerservice:ManagedCluster").flatMap((resource) =>
      (resource.inputs.agentPoolProfiles as Fields[]).map((pool) => created(resource, pool)),
    ),
    ...byType(recording, "azure-native:containerservice:AgentPool").map((resource) =>
      created(resource, resource.inputs),
    ),
  ],
  identities: (recording) =>
    byType(recording, "azure-native:managedidentity:FederatedIdentityCredential").map(({ inputs }) => ({
      identity: String(inputs.resourceName),
      serviceAccount: String(inputs.subject).replace("system:serviceaccount:", "").replace(":", "/"),
    })),
  rightsToWrite(recording, identity) {
    const principal = byType(recording, "azure-native:managedidentity:UserAssignedIdentity").find(
      ({ outputs }) => outputs.name === identity,
    );
    return byType(recording, "azure-native:authorization:RoleAssignment")
      .filter(({ inputs }) => inputs.principalId === principal?.outputs.principalId)
      .map(({ inputs }) => String(inputs.roleDefinitionId).replace(/^.*\//, ""))
      .filter((role) => role !== READER);
  },
  openings({ type, inputs }) {
    switch (type) {
      case "azure-native:containerservice:ManagedCluster":
        return (inputs.agentPoolProfiles as Fields[]).flatMap(withAddresses);
      case "azure-native:containerservice:AgentPool":
        return withAddresses(inputs);
      case "azure-native:network:NetworkSecurityGroup":
        return ["rules are not looked at here"];
      case "azure-native:network:Subnet":
        return inputs.defaultOutboundAccess === false ? [] : ["machines get out by addresses of their own"];
      case "azure-native:storage:StorageAccount":
        if (inputs.allowBlobPublicAccess !== false) return ["containers may be made public"];
        return inputs.allowSharedKeyAccess === false ? [] : ["whoever has a key gets in"];
      case "azure-native:storage:BlobContainer":
        return inputs.publicAccess === "None" ? [] : ["is public"];
      case "azure-native:containerregistry:Registry":
        if (inputs.anonymousPullEnabled !== false) return ["everybody may pull"];
        return inputs.adminUserEnabled === false ? [] : ["whoever has the password gets in"];
      default:
        return [];
    }
  },
  letIn(recording) {
    const { enablePrivateCluster, authorizedIPRanges } = byType(
      recording,
      "azure-native:containerservice:ManagedCluster",
    )[0]!.inputs.apiServerAccessProfile as { enablePrivateCluster?: boolean; authorizedIPRanges?: string[] };
    if (enablePrivateCluster === true) return [];
    // Nodes come by the NAT gateway's address.
    const address = byType(recording, "azure-native:network:PublicIPAddress")[0]?.outputs.ipAddress;
    return (authorizedIPRanges ?? ["0.0.0.0/0"]).filter((range) => range !== `${String(address)}/32`);
  },
  letInByDefault: ["0.0.0.0/0"],
  holdsData({ type }) {
    if (/^azure-native:storage:(?:StorageAccount|BlobContainer)$/.test(type)) return "event logs";
    return type === "azure-native:containerregistry:Registry" ? "images" : undefined;
  },
};

function created(resource: RecordedResource, pool: Fields): CreatedPool {
  return {
    resource,
    labels: pool.nodeLabels as Record<string, string>,
    isSpot: pool.scaleSetPriority === "Spot",
    // A pool without the autoscaler has its size.
    minNodes: (pool.minCount ?? pool.count) as number,
    machineTags: pool.tags as Fields,
  };
}

function withAddresses({ enableNodePublicIP }: Fields): string[] {
  return enableNodePublicIP === false ? [] : ["nodes have addresses"];
}
