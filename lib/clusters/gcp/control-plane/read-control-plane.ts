/** Reads a GKE cluster that is already there, so that all of it is checked before anything is put into it. */

import { getCluster, type GetClusterResult } from "@pulumi/gcp/container/getCluster";
import type * as pulumi from "@pulumi/pulumi";

import { costLabels } from "../../common/cost-labels";
import { failReading, firstLine } from "../../read-failure";
import type { ExistingControlPlaneArgs, ExistingNodePoolArgs } from "./existing-args";
import { podAddressesOf } from "../network/plan-network";

export interface ReadControlPlaneOptions {
  /** Region or zone of the cluster, for example `europe-west1`. @default the provider's zone */
  location?: string;
  /** Project of the cluster. @default the provider's */
  project?: string;
  /** Provider to ask with. @default the default provider */
  provider?: pulumi.ProviderResource;
}

type NodePool = GetClusterResult["nodePools"][number];

/**
 * The collector of managed Prometheus, with the container that reloads it: 4m + 1m of CPU, 32 MB + 4 MB.
 * https://github.com/GoogleCloudPlatform/prometheus-engine/blob/main/charts/values.global.yaml
 */
const PROMETHEUS_COLLECTOR = { name: "collector (managed Prometheus)", cpu: "5m", memory: "35Mi" };

const READER = "readControlPlane";

/**
 * Asks GKE (`container.clusters.get`) what a cluster is, for the argument `controlPlane` of {@link GkeCluster}. It asks whenever the
 * program runs, so a preview needs credentials too.
 *
 * @example
 * const controlPlane = await readControlPlane("prod", { location: "europe-west1" });
 * new GkeCluster("analytics", { controlPlane });
 *
 * @throws pulumi.ResourceError of one line where there is no such cluster.
 */
export async function readControlPlane(
  name: string,
  { location, project, provider }: ReadControlPlaneOptions = {},
): Promise<ExistingControlPlaneArgs> {
  const place = { ...(location !== undefined && { location }), ...(project !== undefined && { project }) };
  const cluster = await getCluster({ name, ...place }, { provider }).catch((error: Error) =>
    failReading(name, `GKE did not describe it: ${firstLine(error)}`, READER),
  );
  // The provider answers with nothing but the name where there is no such cluster.
  if (!cluster.masterVersion) failReading(name, `is no cluster in ${location ?? "the provider's zone"}.`, READER);
  return describeCluster(name, cluster);
}

function describeCluster(name: string, cluster: GetClusterResult): ExistingControlPlaneArgs {
  const { project, location, selfLink, masterVersion, nodeLocations } = cluster;
  const [, linkedProject = "", linkedLocation = ""] =
    /\/projects\/([^/]+)\/(?:locations|zones|regions)\/([^/]+)\//.exec(selfLink) ?? [];
  const workloadPool = cluster.workloadIdentityConfigs?.[0]?.workloadPool;
  const [ranges] = cluster.ipAllocationPolicies ?? [];
  const podCidr = ranges?.clusterIpv4CidrBlock || cluster.clusterIpv4Cidr;
  return {
    name,
    project: project ?? linkedProject,
    location: location ?? linkedLocation,
    kubernetesVersion: masterVersion.split(".").slice(0, 2).join("."),
    ...endpointOf(cluster),
    nodeZones: nodeLocations,
    ...(workloadPool && { workloadPool }),
    autopilot: cluster.enableAutopilot,
    vpcNative: cluster.networkingMode !== "ROUTES",
    privateNodes: cluster.privateClusterConfigs?.[0]?.enablePrivateNodes ?? false,
    ...(podCidr && { podCidr }),
    daemonSets: cluster.monitoringConfigs?.[0]?.managedPrometheuses?.[0]?.enabled ? [PROMETHEUS_COLLECTOR] : [],
    nodePools: (cluster.nodePools ?? []).map((pool) => describePool(pool, cluster)),
  };
}

/** By its name where that is open, which needs no way into the network; else by its public address, else by its private one. */
function endpointOf(cluster: GetClusterResult): Pick<ExistingControlPlaneArgs, "endpoint" | "certificateAuthority"> {
  const dns = cluster.controlPlaneEndpointsConfigs?.[0]?.dnsEndpointConfigs?.[0];
  if (dns?.allowExternalTraffic && dns.endpoint) return { endpoint: `https://${dns.endpoint}` };
  const [access] = cluster.privateClusterConfigs ?? [];
  const address = access?.enablePrivateEndpoint ? access.privateEndpoint : cluster.endpoint;
  return {
    endpoint: `https://${address}`,
    certificateAuthority: cluster.masterAuths?.[0]?.clusterCaCertificate ?? "",
  };
}

/** Without autoscaling it stays as it is; with a minimum and maximum for each zone, these count as often as there are zones. */
function describePool(
  pool: NodePool,
  { nodeLocations, defaultMaxPodsPerNode }: GetClusterResult,
): ExistingNodePoolArgs {
  const zones = (pool.nodeLocations?.length ? pool.nodeLocations : nodeLocations).length;
  const [scaling] = pool.autoscalings ?? [];
  const most = scaling?.totalMaxNodeCount || (scaling?.maxNodeCount ?? pool.nodeCount) * zones;
  const maxPods = pool.maxPodsPerNode || defaultMaxPodsPerNode || 110;
  const platform = pool.nodeConfigs?.[0]?.resourceLabels?.[costLabels.platform];
  // One that has a range for its pods of its own takes nothing of the cluster's.
  const shares = !pool.networkConfigs?.[0]?.createPodRange;
  return {
    name: pool.name,
    podAddresses: shares ? most * podAddressesOf(maxPods) : 0,
    ...(platform !== undefined && { platform }),
  };
}
