import * as pulumi from "@pulumi/pulumi";

import {
  type ExistingControlPlaneArgs,
  readControlPlane,
  type ReadControlPlaneOptions,
} from "../../../lib/clusters/gcp";
import { recordProgram, type RecordedCall } from "../../../lib/testing";

const GET_CLUSTER = "gcp:container/getCluster:getCluster";

/** As the provider describes a private, regional cluster with a DNS endpoint. */
const cluster = {
  id: "projects/example/locations/europe-west1/clusters/prod",
  name: "prod",
  selfLink: "https://container.googleapis.com/v1/projects/example/locations/europe-west1/clusters/prod",
  masterVersion: "1.34.3-gke.1051000",
  endpoint: "203.0.113.10",
  enableAutopilot: false,
  networkingMode: "VPC_NATIVE",
  nodeLocations: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
  clusterIpv4Cidr: "10.4.0.0/14",
  defaultMaxPodsPerNode: 0,
  workloadIdentityConfigs: [{ workloadPool: "example.svc.id.goog" }],
  ipAllocationPolicies: [{ clusterIpv4CidrBlock: "10.4.0.0/14" }],
  privateClusterConfigs: [{ enablePrivateNodes: true, enablePrivateEndpoint: false, privateEndpoint: "10.0.0.2" }],
  controlPlaneEndpointsConfigs: [
    { dnsEndpointConfigs: [{ allowExternalTraffic: true, endpoint: "gke-0a1b2c.europe-west1.gke.goog" }] },
  ],
  masterAuths: [{ clusterCaCertificate: "Y2VydA==" }],
  nodePools: [] as object[],
};

type Answer = Record<string, unknown> | Error;

async function read(
  answer: Answer,
  readOptions?: ReadControlPlaneOptions,
): Promise<{ result: ExistingControlPlaneArgs; calls: RecordedCall[] }> {
  let result: ExistingControlPlaneArgs | undefined;
  const { calls } = await recordProgram(
    async () => {
      result = await readControlPlane("prod", readOptions);
    },
    {
      calls: (token) => {
        if (token !== GET_CLUSTER) return undefined;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  );
  return { result: result!, calls };
}

const nodePool = {
  name: "default-pool",
  nodeCount: 2,
  nodeLocations: cluster.nodeLocations,
  maxPodsPerNode: 110,
  autoscalings: [] as object[],
  networkConfigs: [{ createPodRange: false }],
  nodeConfigs: [{ resourceLabels: {} }],
};

describe("readControlPlane", () => {
  test("says what the cluster is, reached by its name", async () => {
    const { result, calls } = await read(cluster, { location: "europe-west1", project: "example" });
    expect(result).toEqual({
      name: "prod",
      project: "example",
      location: "europe-west1",
      kubernetesVersion: "1.34",
      endpoint: "https://gke-0a1b2c.europe-west1.gke.goog",
      nodeZones: cluster.nodeLocations,
      workloadPool: "example.svc.id.goog",
      autopilot: false,
      vpcNative: true,
      privateNodes: true,
      podCidr: "10.4.0.0/14",
      daemonSets: [],
      nodePools: [],
    });
    expect(calls.map(({ token, args }) => [token, args])).toEqual([
      [GET_CLUSTER, { name: "prod", location: "europe-west1", project: "example" }],
    ]);
  });

  test.each<[string, object, object]>([
    [
      "its public address, where no name is open",
      { controlPlaneEndpointsConfigs: [{ dnsEndpointConfigs: [{ allowExternalTraffic: false, endpoint: "gke" }] }] },
      { endpoint: "https://203.0.113.10", certificateAuthority: "Y2VydA==" },
    ],
    [
      "its private address, where it has no other",
      {
        controlPlaneEndpointsConfigs: [],
        privateClusterConfigs: [{ enablePrivateNodes: true, enablePrivateEndpoint: true, privateEndpoint: "10.0.0.2" }],
      },
      { endpoint: "https://10.0.0.2", certificateAuthority: "Y2VydA==" },
    ],
    ["no pool of identities", { workloadIdentityConfigs: [] }, { workloadPool: undefined }],
    ["Autopilot", { enableAutopilot: true }, { autopilot: true }],
    ["routes", { networkingMode: "ROUTES", ipAllocationPolicies: [] }, { vpcNative: false, podCidr: "10.4.0.0/14" }],
    [
      // What each of its containers requests, as Google's chart of it says.
      "managed Prometheus, which is on every node",
      { monitoringConfigs: [{ managedPrometheuses: [{ enabled: true }] }] },
      { daemonSets: [{ name: "collector (managed Prometheus)", cpu: "5m", memory: "35Mi" }] },
    ],
    ["nodes with public addresses", { privateClusterConfigs: [] }, { privateNodes: false }],
  ])("finds %s", async (_, more, expected) => {
    const { result } = await read({ ...cluster, ...more }, { location: "europe-west1" });
    expect({ ...result, ...expected }).toEqual(result);
  });

  test("finds its project and place by its link, where neither is told", async () => {
    const selfLink =
      "https://container.googleapis.com/v1/projects/example.com:spark/zones/europe-west1-b/clusters/prod";
    const { result, calls } = await read({ ...cluster, selfLink });
    expect(result).toMatchObject({ project: "example.com:spark", location: "europe-west1-b" });
    expect(calls[0]?.args).toEqual({ name: "prod" });
  });

  // https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr: 110 pods take 256 addresses, 32 take 64.
  test.each<[string, object, number]>([
    ["as many nodes in each zone as there are", {}, 3 * 2 * 256],
    ["its most in all zones", { autoscalings: [{ totalMaxNodeCount: 10 }] }, 10 * 256],
    ["its most in each zone", { autoscalings: [{ maxNodeCount: 5, totalMaxNodeCount: 0 }] }, 3 * 5 * 256],
    ["its own zones", { nodeLocations: ["europe-west1-b"] }, 2 * 256],
    ["its own number of pods", { maxPodsPerNode: 32 }, 3 * 2 * 64],
    ["nothing of the cluster's range, since it has one of its own", { networkConfigs: [{ createPodRange: true }] }, 0],
  ])("counts of a node pool %s", async (_, more, podAddresses) => {
    const { result } = await read({ ...cluster, nodePools: [{ ...nodePool, ...more }] });
    expect(result.nodePools).toEqual([{ name: "default-pool", podAddresses }]);
  });

  test("tells a node pool of this library from others", async () => {
    const mine = { ...nodePool, nodeConfigs: [{ resourceLabels: { "spark-platform": "analytics" } }] };
    expect((await read({ ...cluster, nodePools: [mine] })).result.nodePools?.[0]?.platform).toBe("analytics");
  });

  test.each<[string, Answer, string]>([
    ["may not be asked for", new Error("googleapi: Error 403: forbidden\nmore"), "GKE did not describe it: "],
    ["is not there", { id: "prod", name: "prod" }, "is no cluster in europe-west4."],
  ])("ends in one line where the cluster %s", async (_, answer, problem) => {
    const failure: unknown = await read(answer, { location: "europe-west4" }).catch((error: unknown) => error);
    expect(pulumi.ResourceError.isInstance(failure) && failure.hideStack).toBe(true);
    expect((failure as Error).message.split("\n")).toHaveLength(1);
    expect((failure as Error).message).toContain(`readControlPlane: "prod": ${problem}`);
  });
});
