/** The programs of Azure that are checked: documented ones, and some that turn every option. */

import { AksCluster, type AksClusterArgs } from "../../lib/clusters/azure";
import { SparkPlatform } from "../../lib/platform/platform";
import type { RecordedResource, Recording } from "../../lib/testing";
import { documentedPrograms, type Program, recorded, resourcesOf } from "./programs";

/** As long as a cluster's name may be, so that names made from it are as long as they get. */
const LONGEST = "a-name-as-long-as-may-be-30-ch";

const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shared/providers";
const principal = "11111111-2222-3333-4444-555555555555";

const options: Record<string, AksClusterArgs> = {
  "its own network": {
    network: { cidr: "10.20.0.0/16" },
    podCidr: "10.248.0.0/14",
    serviceCidr: "172.28.0.0/16",
    peerCidrs: ["192.168.0.0/16"],
  },
  "a shared network": {
    network: {
      subnetId: `${group}/Microsoft.Network/virtualNetworks/shared/subnets/spark`,
      outboundType: "userDefinedRouting",
    },
    resourceGroupName: "analytics",
  },
  "keys and identities": {
    identityId: `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/aks`,
    encryptionKeyId: "https://example.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef",
    diskEncryptionSetId: `${group}/Microsoft.Compute/diskEncryptionSets/disks`,
    eventLogs: {
      container: "logs",
      expireAfterDays: 30,
      encryptionKey: {
        keyId: "https://example.vault.azure.net/keys/logs",
        identityId: `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/storage`,
      },
    },
    deletionProtection: true,
    tags: { team: "data", "cost-center": "4711" },
  },
  "administrators by name": {
    admins: [{ objectId: principal }, { objectId: principal.replace("1", "2"), type: "ServicePrincipal" }],
    tier: "Free",
    zones: ["1"],
    kubernetesVersion: "1.34",
    idleMinutes: 10,
    maintenance: { day: "Saturday", hour: 22, hours: 6 },
  },
  "data that goes": { eventLogs: { deleteData: true }, registry: { keepImages: 20, deleteData: true } },
  "data that is there": {
    eventLogs: {
      storageAccountId: `${group}/Microsoft.Storage/storageAccounts/examplelogs`,
      container: "logs",
      prefix: "spark",
    },
    registry: {
      url: "example.azurecr.io/spark",
      registryId: `${group}/Microsoft.ContainerRegistry/registries/example`,
    },
  },
  "closed API server": { apiServer: { publicCidrs: [] }, registry: { tier: "Premium" } },
  "addresses that are let in": { apiServer: { publicCidrs: ["203.0.113.0/24", "198.51.100.7/32"] } },
  "auto-provisioning": { autoscaler: "auto-provisioning" },
  "pools of all kinds": {
    sparkPools: [
      { name: "drivers", machineTypes: ["Standard_D4pds_v6"], runs: ["driver"], maxNodes: 3, labels: { team: "data" } },
      {
        name: "spot",
        capacity: "spot",
        machineTypes: ["Standard_E16ds_v5", "Standard_E16ads_v5"],
        maxNodes: 40,
        maxPods: 30,
        diskGiB: 200,
        taints: [{ key: "example.com/team", value: "data", effect: "NoSchedule" }],
      },
      { name: "nvme", machineTypes: ["Standard_L16s_v3"], runs: ["executor"], maxNodes: 6 },
      { name: "longname", machineTypes: ["Standard_D16s_v5"], runs: ["executor"], maxNodes: 6 },
    ],
  },
  "a cluster that is there": {
    controlPlane: {
      name: "prod",
      resourceGroupName: "platform",
      region: "westeurope",
      kubernetesVersion: "1.35",
      oidcIssuer: "https://westeurope.oic.prod-aks.azure.com/1/2/",
      workloadIdentity: true,
      entraId: true,
      kubeletId: principal,
      network: { plugin: "azure", pluginMode: "overlay", dataplane: "cilium", podCidr: "10.244.0.0/14" },
    },
  },
};

/** By name. */
export const azurePrograms: Record<string, Program> = {
  ...documentedPrograms("azure"),
  "longest name": () => platformOn(new AksCluster(LONGEST)),
  ...Object.fromEntries(
    Object.entries(options).map(([name, args]) => [name, () => platformOn(new AksCluster("analytics", args))]),
  ),
};

export function recordAzure(program: Program): Promise<Recording> {
  return recorded(program);
}

/** What a program creates in Azure. */
export async function azureResources(program: Program): Promise<RecordedResource[]> {
  return resourcesOf(await recordAzure(program), "azure-native");
}

/** A platform brings the rights of history server and applications. */
function platformOn(cluster: AksCluster): void {
  new SparkPlatform("analytics", { cluster, spark: { image: "registry.example.com/spark:4.1.1-abfs" } });
}
