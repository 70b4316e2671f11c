/** Reads an AKS cluster that is already there, so that all of it is checked before anything is put into it. */

import {
  getManagedCluster,
  type GetManagedClusterResult,
} from "@pulumi/azure-native/containerservice/getManagedCluster";
import type * as pulumi from "@pulumi/pulumi";

import { failReading, firstLine } from "../../read-failure";
import type { ExistingClusterNetworkArgs, ExistingControlPlaneArgs } from "./existing-args";

export interface ReadControlPlaneOptions {
  /** Resource group of the cluster. */
  resourceGroupName: string;
  /** Provider to ask with. @default the default provider */
  provider?: pulumi.ProviderResource;
}

const READER = "readControlPlane";

type Pool = NonNullable<GetManagedClusterResult["agentPoolProfiles"]>[number];

/**
 * Asks Azure what an AKS cluster is, for the argument `controlPlane` of {@link AksCluster}. It asks whenever the program runs, so a
 * preview needs credentials too: `Microsoft.ContainerService/managedClusters/read`, which the role Reader has.
 *
 * @example
 * const controlPlane = await readControlPlane("prod", { resourceGroupName: "prod" });
 * new AksCluster("analytics", { controlPlane });
 *
 * @throws pulumi.ResourceError of one line where there is no such cluster, or one that is stopped or not of IPv4.
 */
export async function readControlPlane(
  name: string,
  { resourceGroupName, provider }: ReadControlPlaneOptions,
): Promise<ExistingControlPlaneArgs> {
  const cluster = await getManagedCluster({ resourceName: name, resourceGroupName }, { provider }).catch(
    (error: Error) => failReading(name, `AKS did not describe it: ${firstLine(error)}`, READER),
  );
  checkCluster(name, cluster);
  const { oidcIssuerProfile, securityProfile, aadProfile, nodeProvisioningProfile } = cluster;
  const oidcIssuer = oidcIssuerProfile?.enabled === true ? oidcIssuerProfile.issuerURL : undefined;
  const pools = cluster.agentPoolProfiles ?? [];
  return {
    name,
    resourceGroupName,
    region: cluster.location.replace(/\s/g, "").toLowerCase(),
    kubernetesVersion: minorOf(cluster.currentKubernetesVersion),
    ...(oidcIssuer !== undefined && { oidcIssuer }),
    workloadIdentity: securityProfile?.workloadIdentity?.enabled === true,
    entraId: aadProfile?.managed === true,
    kubeletId: cluster.identityProfile?.kubeletidentity?.objectId ?? "",
    network: networkOf(cluster, pools),
    autoProvisioning: nodeProvisioningProfile?.mode === "Auto",
    otherNodes: pools.reduce((sum, pool) => sum + mostNodes(pool), 0),
  };
}

function checkCluster(name: string, { powerState, provisioningState, networkProfile }: GetManagedClusterResult): void {
  if (powerState?.code === "Stopped") failReading(name, `is stopped; start it: az aks start --name ${name}`, READER);
  if (provisioningState === "Deleting") failReading(name, "is being deleted.", READER);
  if (networkProfile?.ipFamilies?.includes("IPv6") === true)
    failReading(name, "gives pods IPv6 addresses, and this library plans for IPv4.", READER);
}

function networkOf({ networkProfile }: GetManagedClusterResult, pools: Pool[]): ExistingClusterNetworkArgs {
  const { networkPlugin, networkPluginMode, networkDataplane, podCidr } = networkProfile ?? {};
  const subnetId = pools.find(({ vnetSubnetID }) => vnetSubnetID !== undefined)?.vnetSubnetID;
  return {
    // AKS's own default: https://learn.microsoft.com/azure/aks/concepts-network-legacy-cni
    plugin: (networkPlugin ?? "kubenet") as ExistingClusterNetworkArgs["plugin"],
    ...(networkPluginMode === "overlay" && { pluginMode: "overlay" }),
    dataplane: networkDataplane === "cilium" ? "cilium" : "azure",
    ...(podCidr !== undefined && { podCidr }),
    ...(subnetId !== undefined && { subnetId }),
  };
}

function mostNodes({ enableAutoScaling, maxCount, count }: Pool): number {
  return (enableAutoScaling === true ? maxCount : count) ?? 0;
}

/** `1.35` of `1.35.2`. */
function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
