/** How people and Pulumi reach the cluster: by the caller's own Google credentials, at the time of each call. */

import type { Cluster } from "@pulumi/gcp/container";
import * as pulumi from "@pulumi/pulumi";

import { execKubeconfig } from "../../common/kubeconfig";
import type { GkeClusterPlan } from "../plan";

type ApiServer = GkeClusterPlan["apiServer"];

/** Makes a token, valid for an hour, whenever one is needed. */
export const authPlugin = {
  command: "gke-gcloud-auth-plugin",
  installHint:
    "Install gke-gcloud-auth-plugin: https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin",
  provideClusterInfo: true,
};

export function kubeconfigOf(
  cluster: Cluster,
  apiServer: ApiServer,
  proxyUrl: pulumi.Input<string> | undefined,
): pulumi.Output<string> {
  return execKubeconfig({
    name: cluster.name,
    ...serverOf(cluster, apiServer),
    proxyUrl,
    exec: authPlugin,
  });
}

/** The command that writes the cluster into a person's own kubeconfig. */
export function accessCommandOf(
  cluster: Cluster,
  { region, apiServer }: GkeClusterPlan,
  project: pulumi.Output<string>,
): pulumi.Output<string> {
  return pulumi.interpolate`gcloud container clusters get-credentials ${cluster.name} --location ${region} --project ${project}${endpointFlag(apiServer)}`;
}

/** By its name, whose certificate everybody trusts, before its public and its private address. */
function serverOf(cluster: Cluster, { dnsEndpoint, publicCidrs }: ApiServer) {
  if (dnsEndpoint) {
    const { controlPlaneEndpointsConfig } = cluster;
    return {
      server: controlPlaneEndpointsConfig.apply(({ dnsEndpointConfig }) => `https://${dnsEndpointConfig?.endpoint}`),
    };
  }
  const address =
    publicCidrs.length > 0
      ? cluster.endpoint
      : cluster.privateClusterConfig.apply(({ privateEndpoint }) => privateEndpoint);
  return {
    server: pulumi.interpolate`https://${address}`,
    certificateAuthority: cluster.masterAuth.apply(({ clusterCaCertificate }) => clusterCaCertificate),
  };
}

function endpointFlag({ dnsEndpoint, publicCidrs }: ApiServer): string {
  if (dnsEndpoint) return " --dns-endpoint";
  return publicCidrs.length > 0 ? "" : " --internal-ip";
}
