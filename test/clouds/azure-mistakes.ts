/** Mistakes that a programmer could make in a resource of Azure, each with the property that must be blamed for it. */

import type { Mistake } from "./mistake";

const CLUSTER = "containerservice:ManagedCluster";
const POOL = "containerservice:AgentPool";
const WINDOW = "containerservice:MaintenanceConfiguration";
const NETWORK = "network:VirtualNetwork";
const SUBNET = "network:Subnet";
const NAT = "network:NatGateway";
const ADDRESS = "network:PublicIPAddress";
const STORAGE = "storage:StorageAccount";
const CONTAINER = "storage:BlobContainer";
const REGISTRY = "containerregistry:Registry";
const RIGHT = "authorization:RoleAssignment";
const CREDENTIAL = "managedidentity:FederatedIdentityCredential";

/** Of every kind: enum, required, length, pattern, range, type, unknown member. */
export const mistakes: Mistake[] = [
  { what: "a cluster's name over 63 characters", type: CLUSTER, at: "resourceName", to: "a".repeat(64) },
  { what: "a cluster's name that ends with a dash", type: CLUSTER, at: "resourceName", to: "analytics-" },
  { what: "a cluster without a place", type: CLUSTER, at: "location", to: undefined },
  { what: "a tier as it was called before", type: CLUSTER, at: "sku.tier", to: "Paid" },
  { what: "a network plugin that there is not", type: CLUSTER, at: "networkProfile.networkPlugin", to: "cilium" },
  { what: "a network policy in capitals", type: CLUSTER, at: "networkProfile.networkPolicy", to: "Cilium" },
  { what: "a way out that there is not", type: CLUSTER, at: "networkProfile.outboundType", to: "natGateway" },
  { what: "pods in what is no block", type: CLUSTER, at: "networkProfile.podCidr", to: "10.244.0.0/99" },
  { what: "a DNS address that is a block", type: CLUSTER, at: "networkProfile.dnsServiceIP", to: "172.20.0.10/32" },
  {
    what: "a boolean for the autoscaler's text",
    type: CLUSTER,
    at: "autoScalerProfile.balanceSimilarNodeGroups",
    to: true,
  },
  { what: "an expander that AKS does not have", type: CLUSTER, at: "autoScalerProfile.expander", to: "price" },
  { what: "an upgrade channel that there is not", type: CLUSTER, at: "autoUpgradeProfile.upgradeChannel", to: "minor" },
  {
    what: "a channel of node images as people say it",
    type: CLUSTER,
    at: "autoUpgradeProfile.nodeOSUpgradeChannel",
    to: "node-image",
  },
  { what: "a property that AKS does not have", type: CLUSTER, at: "aadProfile.enableAzureRbac2", to: true },
  { what: "a first pool's name with a dash", type: CLUSTER, at: "agentPoolProfiles[0].name", to: "system-1" },
  {
    what: "an issuer's address, which only AKS can know",
    type: CLUSTER,
    at: "oidcIssuerProfile.issuerURL",
    to: "https://a",
  },
  { what: "a pool's name over 12 characters", type: POOL, at: "agentPoolName", to: "executorsspot" },
  { what: "a pool's name in capitals", type: POOL, at: "agentPoolName", to: "Spot" },
  { what: "a mode that there is not", type: POOL, at: "mode", to: "Spark" },
  { what: "a scale set in other words", type: POOL, at: "type", to: "VMSS" },
  { what: "a priority in lower case", type: POOL, named: /-spot/, at: "scaleSetPriority", to: "spot" },
  { what: "an eviction that there is not", type: POOL, named: /-spot/, at: "scaleSetEvictionPolicy", to: "Stop" },
  { what: "a price as a text", type: POOL, named: /-spot/, at: "spotMaxPrice", to: "-1" },
  { what: "an OS disk that there is not", type: POOL, at: "osDiskType", to: "Local" },
  { what: "an OS disk over 2 TiB", type: POOL, at: "osDiskSizeGB", to: 4096 },
  { what: "an OS in other words", type: POOL, at: "osSKU", to: "ubuntu" },
  { what: "over 1000 nodes", type: POOL, at: "maxCount", to: 1001 },
  { what: "fewer pods on a node than AKS takes", type: POOL, at: "maxPods", to: 5 },
  { what: "more pods on a node than AKS takes", type: POOL, at: "maxPods", to: 251 },
  {
    what: "a taint without an effect",
    type: POOL,
    at: "nodeTaints",
    to: ["spark-platform/dedicated=spark"],
    found: "nodeTaints[0]",
  },
  { what: "a tag's name with a slash", type: POOL, at: "tags", to: { "a/b": "c" }, found: 'tags["a/b"]' },
  { what: "zones as numbers", type: POOL, at: "availabilityZones", to: [1], found: "availabilityZones[0]" },
  { what: "a window below four hours", type: WINDOW, at: "maintenanceWindow.durationHours", to: 2 },
  { what: "a window without a schedule", type: WINDOW, at: "maintenanceWindow.schedule", to: undefined },
  { what: "a weekday by its number", type: WINDOW, at: "maintenanceWindow.schedule.weekly.dayOfWeek", to: "0" },
  { what: "a network's name that ends with a dash", type: NETWORK, at: "virtualNetworkName", to: "analytics-" },
  { what: "a network's block as a text", type: NETWORK, at: "addressSpace.addressPrefixes", to: "10.0.0.0/16" },
  { what: "a subnet without a network", type: SUBNET, at: "virtualNetworkName", to: undefined },
  { what: "a subnet's NAT gateway by its id alone", type: SUBNET, at: "natGateway", to: "/subscriptions/0/nat" },
  { what: "a tier of NAT that there is not", type: NAT, at: "sku.name", to: "Basic" },
  { what: "an address that is neither static nor dynamic", type: ADDRESS, at: "publicIPAllocationMethod", to: "Fixed" },
  { what: "an account's name with a dash", type: STORAGE, at: "accountName", to: "event-logs" },
  { what: "an account's name over 24 characters", type: STORAGE, at: "accountName", to: "a".repeat(25) },
  { what: "an account of a kind that there is not", type: STORAGE, at: "kind", to: "DataLake" },
  { what: "a version of TLS as people write it", type: STORAGE, at: "minimumTlsVersion", to: "1.2" },
  { what: "a redundancy that there is not", type: STORAGE, at: "sku.name", to: "ZRS" },
  { what: "a container's name with two dashes in a row", type: CONTAINER, at: "containerName", to: "spark--events" },
  { what: "public access that is off", type: CONTAINER, at: "publicAccess", to: "Off" },
  { what: "a registry's name with a dash", type: REGISTRY, at: "registryName", to: "team-images" },
  { what: "a registry's tier that there is not", type: REGISTRY, at: "sku.name", to: "Free" },
  { what: "a right's name that is no GUID", type: RIGHT, at: "roleAssignmentName", to: "driver-write" },
  { what: "a right for nobody", type: RIGHT, at: "principalId", to: undefined },
  { what: "a principal of a type that there is not", type: RIGHT, at: "principalType", to: "ManagedIdentity" },
  { what: "an audience as a text", type: CREDENTIAL, at: "audiences", to: "api://AzureADTokenExchange" },
];
