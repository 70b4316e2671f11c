/** What the provider answers about a GKE cluster that is already there: a private, regional one of Kubernetes 1.35. */

type Fields = Record<string, unknown>;

export function describedGkeCluster(args: Fields, region: string, configured: string): Fields {
  const {
    name,
    location = region,
    project = configured,
  } = args as { name: string; location?: string; project?: string };
  const zones = /-[a-z]$/.test(location) ? [location] : ["a", "b", "c"].map((zone) => `${location}-${zone}`);
  return {
    id: `projects/${project}/locations/${location}/clusters/${name}`,
    name,
    location,
    project,
    selfLink: `https://container.googleapis.com/v1/projects/${project}/locations/${location}/clusters/${name}`,
    masterVersion: "1.35.2-gke.1269000",
    endpoint: "203.0.113.10",
    enableAutopilot: false,
    networkingMode: "VPC_NATIVE",
    nodeLocations: zones,
    clusterIpv4Cidr: "10.4.0.0/14",
    defaultMaxPodsPerNode: 110,
    workloadIdentityConfigs: [{ workloadPool: `${project}.svc.id.goog` }],
    ipAllocationPolicies: [{ clusterIpv4CidrBlock: "10.4.0.0/14", servicesIpv4CidrBlock: "10.8.0.0/20" }],
    privateClusterConfigs: [{ enablePrivateNodes: true, enablePrivateEndpoint: false, privateEndpoint: "10.0.0.2" }],
    controlPlaneEndpointsConfigs: [
      { dnsEndpointConfigs: [{ allowExternalTraffic: true, endpoint: `gke-mocked.${location}.gke.goog` }] },
    ],
    monitoringConfigs: [{ managedPrometheuses: [{ enabled: true }] }],
    masterAuths: [{ clusterCaCertificate: "bW9ja2VkIGNlcnRpZmljYXRl", clientCertificate: "", clientKey: "" }],
    nodePools: [
      {
        name: "default-pool",
        nodeCount: 1,
        nodeLocations: zones,
        maxPodsPerNode: 110,
        autoscalings: [],
        networkConfigs: [{ createPodRange: false }],
        nodeConfigs: [{ resourceLabels: {} }],
      },
    ],
  };
}
