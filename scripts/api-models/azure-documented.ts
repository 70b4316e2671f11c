/** Limits that Microsoft states in words only, each with the page that states it, by schema and member. */

import type { Documented } from "./write";

const nameRules = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";

/** 1 to 80 letters, digits, "_", "." and "-"; a letter or digit first, a letter, digit or "_" last. */
const networkName: Documented = {
  pattern: "^[A-Za-z0-9](?:[\\w.-]{0,78}\\w)?$",
  source: `${nameRules}#microsoftnetwork`,
};
const tags: Documented = {
  max: 50,
  key: { type: "string", pattern: "^[^<>%&\\\\?/]{1,512}$" },
  value: { type: "string", max: 256 },
  source: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources",
};
const guid = "^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

/** @param at what leads from the shape to the pool's properties */
function pool(at: string): Record<string, Documented> {
  const reference = "https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update";
  const nodes: Documented = { min: 0, max: 1000, source: reference };
  return {
    [`${at}count`]: nodes,
    [`${at}minCount`]: nodes,
    [`${at}maxCount`]: nodes,
    [`${at}maxPods`]: {
      min: 10,
      max: 250,
      source: "https://learn.microsoft.com/azure/aks/quotas-skus-regions#service-quotas-and-limits",
    },
    [`${at}nodeTaints`]: {
      item: { type: "string", pattern: "^[\\w./-]+(?:=[\\w.-]*)?:(?:NoSchedule|NoExecute|PreferNoSchedule)$" },
      source: "https://learn.microsoft.com/azure/aks/use-node-taints",
    },
    [`${at}tags`]: tags,
  };
}

export const documented: Record<string, Record<string, Documented>> = {
  "PUT resources.ResourceGroup": { tags },
  "PUT containerservice.ManagedCluster": { tags },
  "PUT containerservice.AgentPool": pool("properties."),
  "containerservice.ManagedClusterAgentPoolProfile": pool(""),
  "PUT network.VirtualNetwork": { virtualNetworkName: { ...networkName, min: 2, max: 64 }, tags },
  "PUT network.Subnet": { subnetName: networkName },
  "PUT network.NatGateway": { natGatewayName: networkName, tags },
  "PUT network.PublicIPAddress": { publicIpAddressName: networkName, tags },
  "PUT msi.Identity": {
    resourceName: {
      pattern: "^[A-Za-z0-9][\\w-]{2,127}$",
      source: `${nameRules}#microsoftmanagedidentity`,
    },
    tags,
  },
  "PUT storage.StorageAccountCreateParameters": {
    tags: {
      max: 15,
      key: { type: "string", pattern: "^[^<>%&\\\\?/]{1,128}$" },
      value: { type: "string", max: 256 },
      source: "https://learn.microsoft.com/rest/api/storagerp/storage-accounts/create",
    },
  },
  "PUT storage.BlobContainer": {
    containerName: {
      pattern: "^[a-z0-9](?:-?[a-z0-9])+$",
      source: `${nameRules}#microsoftstorage`,
    },
  },
  "PUT containerregistry.Registry": { tags },
  "PUT authorization.RoleAssignmentCreateParameters": {
    roleAssignmentName: { pattern: guid, source: `${nameRules}#microsoftauthorization` },
  },
  "PUT locks.ManagementLockObject": {
    lockName: {
      min: 1,
      max: 90,
      pattern: "^[^<>%&\\\\?/]*[^<>%&\\\\?/. ]$",
      source: `${nameRules}#microsoftauthorization`,
    },
  },
};
