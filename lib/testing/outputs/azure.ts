/** Plausible outputs of azure-native resources, and answers of its functions: ARM ids, and the nested properties that programs read. */

import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import type { RecordedResource } from "../recording";
import { ACCOUNT } from "./account";
import type { MockedOutputs } from "./mocked";

type Outputs = Record<string, unknown>;

/** No real subscription or tenant has this id. */
const SUBSCRIPTION = `00000000-0000-0000-0000-${ACCOUNT}`;

/** Where a resource is in Azure Resource Manager: the segments of its type, each followed by the argument that names it. */
const PLACES: Record<string, { provider: string; segments: [type: string, argument: string][] }> = {
  "azure-native:authorization:RoleAssignment": place("Microsoft.Authorization", [
    ["roleAssignments", "roleAssignmentName"],
  ]),
  "azure-native:authorization:ManagementLockAtResourceGroupLevel": place("Microsoft.Authorization", [
    ["locks", "lockName"],
  ]),
  "azure-native:authorization:ManagementLockByScope": place("Microsoft.Authorization", [["locks", "lockName"]]),
  "azure-native:containerregistry:Registry": place("Microsoft.ContainerRegistry", [["registries", "registryName"]]),
  "azure-native:containerregistry:CredentialSet": place("Microsoft.ContainerRegistry", [
    ["registries", "registryName"],
    ["credentialSets", "credentialSetName"],
  ]),
  "azure-native:containerregistry:CacheRule": place("Microsoft.ContainerRegistry", [
    ["registries", "registryName"],
    ["cacheRules", "cacheRuleName"],
  ]),
  "azure-native:containerservice:ManagedCluster": place("Microsoft.ContainerService", [
    ["managedClusters", "resourceName"],
  ]),
  "azure-native:containerservice:AgentPool": place("Microsoft.ContainerService", [
    ["managedClusters", "resourceName"],
    ["agentPools", "agentPoolName"],
  ]),
  "azure-native:containerservice:MaintenanceConfiguration": place("Microsoft.ContainerService", [
    ["managedClusters", "resourceName"],
    ["maintenanceConfigurations", "configName"],
  ]),
  "azure-native:managedidentity:UserAssignedIdentity": place("Microsoft.ManagedIdentity", [
    ["userAssignedIdentities", "resourceName"],
  ]),
  "azure-native:managedidentity:FederatedIdentityCredential": place("Microsoft.ManagedIdentity", [
    ["userAssignedIdentities", "resourceName"],
    ["federatedIdentityCredentials", "federatedIdentityCredentialResourceName"],
  ]),
  "azure-native:network:NatGateway": place("Microsoft.Network", [["natGateways", "natGatewayName"]]),
  "azure-native:network:PublicIPAddress": place("Microsoft.Network", [["publicIPAddresses", "publicIpAddressName"]]),
  "azure-native:network:VirtualNetwork": place("Microsoft.Network", [["virtualNetworks", "virtualNetworkName"]]),
  "azure-native:network:Subnet": place("Microsoft.Network", [
    ["virtualNetworks", "virtualNetworkName"],
    ["subnets", "subnetName"],
  ]),
  "azure-native:storage:StorageAccount": place("Microsoft.Storage", [["storageAccounts", "accountName"]]),
  "azure-native:storage:BlobContainer": place("Microsoft.Storage", [
    ["storageAccounts", "accountName"],
    ["blobServices", "default"],
    ["containers", "containerName"],
  ]),
  "azure-native:storage:ManagementPolicy": place("Microsoft.Storage", [
    ["storageAccounts", "accountName"],
    ["managementPolicies", "managementPolicyName"],
  ]),
};

/** Properties that are more than a name, by type token. */
const OWN: Record<string, (resource: RecordedResource, name: string, id: string) => Outputs> = {
  "azure-native:containerservice:ManagedCluster": ({ inputs }, name) => {
    const host = `${text(inputs.dnsPrefix) ?? name}-${ACCOUNT}.hcp.${locationOf(inputs)}.azmk8s.io`;
    const nodeResourceGroup = text(inputs.nodeResourceGroup) ?? `MC_${name}`;
    const kubelet = `${name}-agentpool`;
    return {
      fqdn: host,
      privateFQDN: host,
      currentKubernetesVersion: `${text(inputs.kubernetesVersion) ?? "1.35"}.0`,
      nodeResourceGroup,
      oidcIssuerProfile: { enabled: true, issuerURL: `https://${locationOf(inputs)}.oic.prod-aks.azure.com/${name}/` },
      identityProfile: {
        kubeletidentity: {
          clientId: guid(`client ${kubelet}`),
          objectId: guid(`principal ${kubelet}`),
          resourceId: `${groupId(nodeResourceGroup)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${kubelet}`,
        },
      },
      provisioningState: "Succeeded",
    };
  },
  "azure-native:containerregistry:Registry": (_, name) => ({ loginServer: `${name}.azurecr.io` }),
  "azure-native:containerregistry:CredentialSet": (_, name) => ({
    identity: { type: "SystemAssigned", principalId: guid(`principal ${name}`), tenantId: SUBSCRIPTION },
  }),
  "azure-native:managedidentity:UserAssignedIdentity": (_, name) => ({
    clientId: guid(`client ${name}`),
    principalId: guid(`principal ${name}`),
    tenantId: SUBSCRIPTION,
  }),
  "azure-native:network:PublicIPAddress": () => ({ ipAddress: "203.0.113.1" }),
  "azure-native:storage:StorageAccount": (_, name) => ({
    primaryEndpoints: {
      blob: `https://${name}.blob.core.windows.net/`,
      dfs: `https://${name}.dfs.core.windows.net/`,
    },
  }),
};

/** Types that have a location of their own; the provider fills in the configured one. */
const UNPLACED = /RoleAssignment|Lock|Subnet|AgentPool|Credential|Container$|Policy|Configuration|CacheRule/;

export function azureOutputs(resource: RecordedResource): MockedOutputs {
  const { type, inputs } = resource;
  const name = nameOf(resource);
  const id = idOf(resource, name);
  return {
    id,
    outputs: {
      name,
      ...(!UNPLACED.test(type) && { location: locationOf(inputs) }),
      ...OWN[type]?.(resource, name, id),
    },
  };
}

/** Answers of functions; those that are not listed answer with their own arguments. */
export const azureAnswers: Record<string, (args: Outputs) => Outputs> = {
  "azure-native:authorization:getClientConfig": () => ({
    clientId: guid("client deployer"),
    objectId: guid("principal deployer"),
    subscriptionId: SUBSCRIPTION,
    tenantId: SUBSCRIPTION,
  }),
  "azure-native:authorization:getClientToken": () => ({ token: "mocked" }),
  "azure-native:resources:getResourceGroup": ({ resourceGroupName }) => ({
    id: groupId(String(resourceGroupName)),
    name: resourceGroupName,
    location: locationOf({}),
  }),
  "azure-native:containerservice:getManagedCluster": ({ resourceName, resourceGroupName }) => ({
    id: `${groupId(String(resourceGroupName))}/providers/Microsoft.ContainerService/managedClusters/${String(resourceName)}`,
    name: resourceName,
    location: locationOf({}),
    currentKubernetesVersion: "1.35.2",
    provisioningState: "Succeeded",
    powerState: { code: "Running" },
    aadProfile: { managed: true, enableAzureRBAC: true },
    oidcIssuerProfile: {
      enabled: true,
      issuerURL: `https://${locationOf({})}.oic.prod-aks.azure.com/${String(resourceName)}/`,
    },
    securityProfile: { workloadIdentity: { enabled: true } },
    identityProfile: { kubeletidentity: { objectId: guid(`principal ${String(resourceName)}-agentpool`) } },
    networkProfile: {
      networkPlugin: "azure",
      networkPluginMode: "overlay",
      networkDataplane: "cilium",
      podCidr: "10.244.0.0/16",
      ipFamilies: ["IPv4"],
    },
    agentPoolProfiles: [{ name: "agentpool", mode: "System", count: 3, enableAutoScaling: false }],
  }),
  "azure-native:containerservice:listManagedClusterUserCredentials": ({ resourceName }) => ({
    kubeconfigs: [{ name: "clusterUser", value: Buffer.from(userKubeconfig(String(resourceName))).toString("base64") }],
  }),
};

/** As AKS writes it for a cluster with Entra integration, in YAML. */
function userKubeconfig(cluster: string): string {
  return [
    "apiVersion: v1",
    "kind: Config",
    "clusters:",
    `- name: ${cluster}`,
    "  cluster:",
    `    certificate-authority-data: ${Buffer.from("mocked certificate").toString("base64")}`,
    `    server: https://${cluster}-${ACCOUNT}.hcp.${locationOf({})}.azmk8s.io:443`,
    "contexts:",
    `- name: ${cluster}`,
    `  context: { cluster: ${cluster}, user: clusterUser }`,
    `current-context: ${cluster}`,
    "users:",
    "- name: clusterUser",
    "  user: { exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: kubelogin } }",
    "",
  ].join("\n");
}

function nameOf({ type, name, inputs }: RecordedResource): string {
  if (type === "azure-native:resources:ResourceGroup") return text(inputs.resourceGroupName) ?? name;
  const [, argument] = PLACES[type]?.segments.at(-1) ?? ["", ""];
  return text(inputs[argument]) ?? name;
}

function idOf({ type, inputs }: RecordedResource, name: string): string {
  if (type === "azure-native:resources:ResourceGroup") return groupId(name);
  const found = PLACES[type];
  if (found === undefined) return `${groupId(text(inputs.resourceGroupName) ?? "group")}/${name}`;
  const last = found.segments.length - 1;
  const path = found.segments
    .map(([kind, argument], at) => `${kind}/${at === last ? name : (text(inputs[argument]) ?? argument)}`)
    .join("/");
  const scope = text(inputs.scope) ?? groupId(text(inputs.resourceGroupName) ?? "group");
  return `${scope}/providers/${found.provider}/${path}`;
}

function place(provider: string, segments: [type: string, argument: string][]) {
  return { provider, segments };
}

function groupId(resourceGroup: string): string {
  return `/subscriptions/${SUBSCRIPTION}/resourceGroups/${resourceGroup}`;
}

function locationOf(inputs: Outputs): string {
  const location = text(inputs.location) ?? new pulumi.Config("azure-native").get("location") ?? "eastus";
  // Azure takes "West Europe" too, and answers with this.
  return location.replace(/\s/g, "").toLowerCase();
}

/** A GUID of its own for each name, plain to see as made up. */
function guid(name: string): string {
  return `${createHash("sha256").update(name).digest("hex").slice(0, 8)}-0000-0000-0000-${ACCOUNT}`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
