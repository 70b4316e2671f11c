import * as gcp from "@pulumi/gcp/provider";
import * as pulumi from "@pulumi/pulumi";

import { GkeCluster, type GkeClusterArgs } from "../../../lib/clusters/gcp";
import { byType, recordProgram, type RecordedResource, type Recording } from "../../../lib/testing";
import { ancestry, counts, one, recordCluster } from "./recorded";

const CLUSTER = "gcp:container/cluster:Cluster";
const NODE_POOL = "gcp:container/nodePool:NodePool";

const clusterOf = (recording: Recording) => one(recording, CLUSTER).inputs;

function poolOf(recording: Recording, name: string): RecordedResource {
  return one(recording, NODE_POOL, `analytics-${name}`);
}

describe("a cluster from nothing", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await recordCluster();
  });

  test("is made of exactly these resources", () => {
    expect(counts(recording)).toEqual({
      "spark-platform:clusters/gcp:GkeCluster": 1,
      "gcp:compute/network:Network": 1,
      "gcp:compute/subnetwork:Subnetwork": 1,
      "gcp:compute/router:Router": 1,
      "gcp:compute/routerNat:RouterNat": 1,
      "gcp:serviceaccount/account:Account": 1,
      "gcp:projects/iAMMember:IAMMember": 2,
      "gcp:container/cluster:Cluster": 1,
      "gcp:container/nodePool:NodePool": 5,
      "pulumi:providers:kubernetes": 1,
      "gcp:storage/bucket:Bucket": 1,
      "gcp:storage/bucketObject:BucketObject": 1,
      // One for images, four that cache public registries.
      "gcp:artifactregistry/repository:Repository": 5,
    });
  });

  test("has all of them below itself, under its own name", () => {
    const root = one(recording, "spark-platform:clusters/gcp:GkeCluster");
    const others = recording.resources.filter(({ urn }) => urn !== root.urn);
    expect(others.filter(({ parent }) => parent === undefined)).toEqual([]);
    expect(others.filter(({ name }) => !name.startsWith("analytics-"))).toEqual([]);
  });

  test("has the control plane that was planned", () => {
    expect(clusterOf(recording)).toEqual({
      name: "analytics",
      location: "europe-west1",
      deletionProtection: false,
      resourceLabels: { "spark-platform": "analytics" },
      minMasterVersion: "1.35",
      releaseChannel: { channel: "REGULAR" },
      network: "projects/mocked-000000000000/global/networks/analytics-vpc",
      subnetwork: "projects/mocked-000000000000/regions/europe-west1/subnetworks/analytics-nodes",
      networkingMode: "VPC_NATIVE",
      ipAllocationPolicy: {
        clusterSecondaryRangeName: "pods",
        servicesSecondaryRangeName: "services",
        stackType: "IPV4",
      },
      datapathProvider: "ADVANCED_DATAPATH",
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
      masterAuthorizedNetworksConfig: { cidrBlocks: [], gcpPublicCidrsAccessEnabled: false },
      controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: true } },
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      nodeConfig: {
        serviceAccount: one(recording, "gcp:serviceaccount/account:Account").outputs.email,
        oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
      },
      workloadIdentityConfig: { workloadPool: "mocked-000000000000.svc.id.goog" },
      enableShieldedNodes: true,
      enableLegacyAbac: false,
      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: "FALSE" } },
      rbacBindingConfig: {
        enableInsecureBindingSystemAuthenticated: false,
        enableInsecureBindingSystemUnauthenticated: false,
      },
      securityPostureConfig: { mode: "BASIC" },
      loggingConfig: {
        enableComponents: ["SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER", "WORKLOADS"],
      },
      monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"], managedPrometheus: { enabled: false } },
      costManagementConfig: { enabled: true },
      clusterAutoscaling: { enabled: false, autoscalingProfile: "OPTIMIZE_UTILIZATION" },
      addonsConfig: {
        dnsCacheConfig: { enabled: true },
        gcePersistentDiskCsiDriverConfig: { enabled: true },
        gcsFuseCsiDriverConfig: { enabled: false },
        gcpFilestoreCsiDriverConfig: { enabled: false },
        networkPolicyConfig: { disabled: true },
      },
    });
    // What the first node pool was like is forgotten with it.
    expect(one(recording, CLUSTER).ignoreChanges).toEqual(["initialNodeCount", "nodeConfig"]);
  });

  test("has a private network that Google's APIs are reached from without Cloud NAT", () => {
    expect(one(recording, "gcp:compute/network:Network").inputs).toMatchObject({ autoCreateSubnetworks: false });
    expect(one(recording, "gcp:compute/subnetwork:Subnetwork").inputs).toMatchObject({
      region: "europe-west1",
      ipCidrRange: "10.0.0.0/20",
      secondaryIpRanges: [
        { rangeName: "pods", ipCidrRange: "10.4.0.0/14" },
        { rangeName: "services", ipCidrRange: "10.8.0.0/20" },
      ],
      privateIpGoogleAccess: true,
    });
    const nat = one(recording, "gcp:compute/routerNat:RouterNat").inputs;
    expect(nat).toMatchObject({
      region: "europe-west1",
      natIpAllocateOption: "AUTO_ONLY",
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
    });
    // Powers of two, as dynamic allocation takes them: https://cloud.google.com/nat/docs/ports-and-addresses#ports
    for (const ports of [nat.minPortsPerVm, nat.maxPortsPerVm]) expect(Math.log2(ports as number) % 1).toBe(0);
  });

  test("runs nodes as an account that has what nodes need and nothing else", () => {
    const account = one(recording, "gcp:serviceaccount/account:Account");
    // 6 to 30 characters: https://cloud.google.com/iam/docs/service-accounts-create
    expect(account.inputs.accountId).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
    const members = byType(recording, "gcp:projects/iAMMember:IAMMember").map(({ inputs }) => inputs);
    expect(members).toEqual(
      ["roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"].map((role) => ({
        project: "mocked-000000000000",
        role,
        member: account.outputs.member,
      })),
    );
  });

  test("puts a node pool together as planned, and leaves its size and version to GKE", () => {
    const pool = poolOf(recording, "spot-n2d-standard-16");
    const { name, ...inputs } = pool.inputs;
    expect(name).toMatch(/^spot-[0-9a-f]{8}$/);
    expect(inputs).toEqual({
      cluster: "analytics",
      location: "europe-west1",
      initialNodeCount: 0,
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 25, locationPolicy: "ANY" },
      maxPodsPerNode: 28,
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
      networkConfig: { enablePrivateNodes: true },
      nodeConfig: {
        machineType: "n2d-standard-16",
        spot: true,
        imageType: "COS_CONTAINERD",
        diskType: "pd-balanced",
        diskSizeGb: 100,
        labels: { "spark-platform/pool": "spot", "spark-platform/capacity": "spot", "spark-platform/role": "spark" },
        taints: [
          { key: "spark-platform/dedicated", value: "spark", effect: "NO_SCHEDULE" },
          { key: "cloud.google.com/gke-spot", value: "true", effect: "NO_SCHEDULE" },
        ],
        resourceLabels: { "spark-platform": "analytics", "spark-platform-pool": "spot" },
        serviceAccount: one(recording, "gcp:serviceaccount/account:Account").outputs.email,
        oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
        workloadMetadataConfig: { mode: "GKE_METADATA" },
        metadata: { "disable-legacy-endpoints": "true" },
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        gcfsConfig: { enabled: false },
        kubeletConfig: {
          insecureKubeletReadonlyPortEnabled: "FALSE",
          shutdownGracePeriodSeconds: 120,
          shutdownGracePeriodCriticalPodsSeconds: 15,
        },
      },
    });
    expect(pool.ignoreChanges).toEqual(["initialNodeCount", "nodeCount", "version"]);
  });

  test("keeps the system pool on demand, spread over the zones, and all Spark pools at zero", () => {
    const pools = byType(recording, NODE_POOL).map(({ name, inputs }) => [name, inputs] as const);
    const of = (inputs: Record<string, unknown>) => inputs as { autoscaling: object; nodeConfig: { spot: boolean } };
    expect(Object.fromEntries(pools.map(([name, inputs]) => [name, of(inputs).autoscaling]))).toEqual({
      "analytics-system-e2-standard-2": { totalMinNodeCount: 2, totalMaxNodeCount: 4, locationPolicy: "BALANCED" },
      "analytics-drivers-n2d-standard-4": { totalMinNodeCount: 0, totalMaxNodeCount: 10, locationPolicy: "BALANCED" },
      "analytics-spot-n2d-standard-16": { totalMinNodeCount: 0, totalMaxNodeCount: 25, locationPolicy: "ANY" },
      "analytics-spot-n2-standard-16": { totalMinNodeCount: 0, totalMaxNodeCount: 25, locationPolicy: "ANY" },
      "analytics-on-demand-n2d-standard-16": {
        totalMinNodeCount: 0,
        totalMaxNodeCount: 20,
        locationPolicy: "BALANCED",
      },
    });
    expect(pools.filter(([, inputs]) => of(inputs).nodeConfig.spot).map(([name]) => name)).toEqual([
      "analytics-spot-n2d-standard-16",
      "analytics-spot-n2-standard-16",
    ]);
  });

  test("brings the way out and the nodes' rights before the control plane, and both outlive the nodes", () => {
    const needed = ["gcp:compute/routerNat:RouterNat", "gcp:projects/iAMMember:IAMMember"].flatMap((type) =>
      byType(recording, type).map(({ urn }) => urn),
    );
    for (const resource of [one(recording, CLUSTER), ...byType(recording, NODE_POOL)]) {
      expect([...ancestry(recording, resource)]).toEqual(expect.arrayContaining(needed));
    }
  });

  test("is reached by its DNS name, with the caller's own credentials and no token", () => {
    const { kubeconfig, accessCommand } = recording.outputs;
    expect(recording.secretOutputs).toContain("kubeconfig");
    expect(JSON.parse(kubeconfig as string)).toMatchObject({
      clusters: [{ name: "analytics", cluster: { server: "https://gke-000000000000.europe-west1.gke.goog" } }],
      "current-context": "analytics",
      users: [
        {
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "gke-gcloud-auth-plugin",
              provideClusterInfo: true,
            },
          },
        },
      ],
    });
    expect(kubeconfig).not.toContain("certificate-authority-data");
    expect(accessCommand).toBe(
      "gcloud container clusters get-credentials analytics --location europe-west1 --project mocked-000000000000 --dns-endpoint",
    );
  });

  test("asks Google for the project and for nothing else", () => {
    expect(recording.calls.map(({ token }) => token)).toEqual(["gcp:organizations/getProject:getProject"]);
    expect(recording.logs).toEqual([]);
  });
});

describe("the ways to the API server", () => {
  test("its public address for those who are named, and not for others in Google Cloud", async () => {
    const recording = await recordCluster({
      apiServer: { publicCidrs: ["203.0.113.0/24"], proxyUrl: "socks5://localhost:1080" },
      peerCidrs: ["10.128.0.0/16"],
    });
    expect(clusterOf(recording)).toMatchObject({
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: false },
      masterAuthorizedNetworksConfig: {
        cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }, { cidrBlock: "10.128.0.0/16" }],
        gcpPublicCidrsAccessEnabled: false,
      },
      controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: false } },
    });
    expect(JSON.parse(recording.outputs.kubeconfig as string)).toMatchObject({
      clusters: [
        {
          cluster: {
            server: "https://203.0.113.10",
            "certificate-authority-data": "bW9ja2VkIGNlcnRpZmljYXRl",
            "proxy-url": "socks5://localhost:1080",
          },
        },
      ],
    });
    expect(recording.outputs.accessCommand).not.toMatch(/--(dns-endpoint|internal-ip)/);
  });

  test("its private address where there is no other", async () => {
    const recording = await recordCluster({ apiServer: { publicCidrs: [] } });
    expect(clusterOf(recording)).toMatchObject({
      privateClusterConfig: { enablePrivateEndpoint: true },
      controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: false } },
    });
    expect(recording.outputs.kubeconfig).toContain("https://10.0.0.2");
    expect(recording.outputs.accessCommand).toMatch(/ --internal-ip$/);
  });
});

describe("what is there already is used and left alone", () => {
  test("a network", async () => {
    const recording = await recordCluster({
      network: {
        network: "projects/host/global/networks/shared",
        subnetwork: pulumi.output("projects/host/regions/europe-west1/subnetworks/spark"),
        podRange: "spark-pods",
        serviceRange: "spark-services",
      },
    });
    expect(Object.keys(counts(recording)).filter((type) => type.startsWith("gcp:compute"))).toEqual([]);
    expect(clusterOf(recording)).toMatchObject({
      network: "projects/host/global/networks/shared",
      subnetwork: "projects/host/regions/europe-west1/subnetworks/spark",
      ipAllocationPolicy: {
        clusterSecondaryRangeName: "spark-pods",
        servicesSecondaryRangeName: "spark-services",
      },
    });
  });

  test("the nodes' service account", async () => {
    const nodeServiceAccount = "nodes@host.iam.gserviceaccount.com";
    const recording = await recordCluster({ nodeServiceAccount });
    expect(counts(recording)).not.toHaveProperty(["gcp:serviceaccount/account:Account"]);
    expect(counts(recording)).not.toHaveProperty(["gcp:projects/iAMMember:IAMMember"]);
    for (const { inputs } of [one(recording, CLUSTER), ...byType(recording, NODE_POOL)]) {
      expect(inputs).toMatchObject({ nodeConfig: { serviceAccount: nodeServiceAccount } });
    }
  });
});

test("a key reaches secrets, disks, event logs and images", async () => {
  const kmsKeyName = "projects/project/locations/europe-west1/keyRings/data/cryptoKeys/spark";
  const recording = await recordCluster({ kmsKeyName });
  expect(clusterOf(recording)).toMatchObject({
    databaseEncryption: { state: "ENCRYPTED", keyName: kmsKeyName },
    nodeConfig: { bootDiskKmsKey: kmsKeyName },
  });
  for (const { inputs } of byType(recording, NODE_POOL))
    expect(inputs).toMatchObject({ nodeConfig: { bootDiskKmsKey: kmsKeyName } });
  expect(one(recording, "gcp:storage/bucket:Bucket").inputs).toMatchObject({
    encryption: { defaultKmsKeyName: kmsKeyName },
  });
  for (const { inputs } of byType(recording, "gcp:artifactregistry/repository:Repository"))
    expect(inputs).toMatchObject({ kmsKeyName });
});

test("labels are on everything that takes them, and never in the place of the library's own", async () => {
  const labels = { team: "data", "cost-centre": pulumi.output("42") };
  const recording = await recordCluster({ labels });
  const expected = { team: "data", "cost-centre": "42", "spark-platform": "analytics" };
  expect(clusterOf(recording).resourceLabels).toEqual(expected);
  expect(one(recording, "gcp:storage/bucket:Bucket").inputs.labels).toEqual(expected);
  for (const { inputs } of byType(recording, "gcp:artifactregistry/repository:Repository"))
    expect(inputs.labels).toEqual(expected);
  expect(poolOf(recording, "drivers-n2d-standard-4").inputs).toMatchObject({
    nodeConfig: { resourceLabels: { ...expected, "spark-platform-pool": "drivers" } },
  });
});

test("zones, window, channel, logs and streaming are what was asked for", async () => {
  const maintenanceWindow = {
    startTime: "2026-01-03T06:00:00Z",
    endTime: "2026-01-03T18:00:00Z",
    recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
  };
  const zones = ["europe-west1-b", "europe-west1-d"];
  const recording = await recordCluster({
    zones,
    maintenanceWindow,
    releaseChannel: "stable",
    workloadLogs: false,
    imageStreaming: true,
    deletionProtection: true,
  });
  expect(clusterOf(recording)).toMatchObject({
    nodeLocations: zones,
    maintenancePolicy: { recurringWindow: maintenanceWindow },
    releaseChannel: { channel: "STABLE" },
    loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"] },
    deletionProtection: true,
  });
  for (const { inputs } of byType(recording, NODE_POOL))
    expect(inputs).toMatchObject({ nodeLocations: zones, nodeConfig: { gcfsConfig: { enabled: true } } });
});

test("local SSDs and GPUs are asked for where the machine type has them", async () => {
  const recording = await recordCluster({
    sparkPools: [
      { name: "drivers", machineTypes: ["n4-standard-4"], runs: ["driver"], maxNodes: 5 },
      { name: "disks", machineTypes: ["c4-standard-16-lssd"], runs: ["executor"], maxNodes: 5 },
      { name: "gpus", machineTypes: ["g2-standard-24"], runs: ["executor"], maxNodes: 5 },
    ],
  });
  // https://cloud.google.com/compute/docs/general-purpose-machines: two disks, and only Hyperdisk to boot from.
  expect(poolOf(recording, "disks-c4-standard-16-lssd").inputs).toMatchObject({
    nodeConfig: { diskType: "hyperdisk-balanced", ephemeralStorageLocalSsdConfig: { localSsdCount: 2 } },
  });
  expect(poolOf(recording, "gpus-g2-standard-24").inputs).toMatchObject({
    nodeConfig: {
      guestAccelerators: [
        { type: "nvidia-l4", count: 2, gpuDriverInstallationConfig: { gpuDriverVersion: "DEFAULT" } },
      ],
    },
  });
});

describe("a node pool gets another name exactly when GKE has to replace it", () => {
  const names = async (pool: object, more: GkeClusterArgs = {}): Promise<unknown[]> => {
    const executors = { name: "executors", machineTypes: ["n2d-standard-16"], maxNodes: 10, ...pool };
    const recording = await recordCluster({ ...more, sparkPools: [executors] });
    const pools = byType(recording, NODE_POOL).map(({ inputs }) => inputs.name as string);
    // https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools: at most 40.
    for (const name of pools) expect(name).toMatch(/^(?=.{1,40}$)[a-z]([-a-z0-9]*[a-z0-9])?$/);
    return pools.filter((name) => !name.startsWith("system-"));
  };

  test.each<[string, object, GkeClusterArgs | undefined, boolean]>([
    ["nothing", {}, undefined, false],
    ["more nodes", { maxNodes: 20 }, undefined, false],
    ["a label", { labels: { team: "data" } }, undefined, false],
    ["a taint", { taints: [{ key: "team", value: "data", effect: "NoSchedule" }] }, undefined, false],
    ["other zones", {}, { zones: ["europe-west1-b"] }, false],
    ["another Kubernetes", {}, { kubernetesVersion: "1.36" }, false],
    ["another machine type", { machineTypes: ["n2-standard-16"] }, undefined, true],
    ["another size of disk", { diskGiB: 200 }, undefined, true],
    ["other pods", { maxPods: 40 }, undefined, true],
    ["a key", {}, { kmsKeyName: "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k" }, true],
    ["another account", {}, { nodeServiceAccount: pulumi.output("nodes@project.iam.gserviceaccount.com") }, true],
  ])("%s", async (_, pool, more, isReplaced) => {
    const [before] = await names({});
    const [after] = await names(pool, more);
    expect(after !== before).toBe(isReplaced);
  });

  test("the longest names are within the limit", async () => {
    expect(await names({ name: "a".repeat(30) })).toHaveLength(1);
  });
});

test("a cluster of a given provider is in its project, as is what it grants", async () => {
  const recording = await recordProgram(() => {
    const provider = new gcp.Provider("team", { project: "team-data" });
    const cluster = new GkeCluster("analytics", { region: "europe-west1" }, { providers: [provider] });
    const request = {
      namespace: "jobs",
      serviceAccount: "spark",
      grants: [{ access: "read" as const, uri: "gs://lake" }],
    };
    cluster.grantStorageAccess("reader", request);
    return { registryUrl: cluster.registryUrl };
  });
  expect(recording.outputs.registryUrl).toBe("europe-west1-docker.pkg.dev/team-data/analytics-images");
  expect(clusterOf(recording)).toMatchObject({ workloadIdentityConfig: { workloadPool: "team-data.svc.id.goog" } });
  const provider = one(recording, "pulumi:providers:gcp").urn;
  const clouds = recording.resources.filter(({ type }) => type.startsWith("gcp:"));
  expect(clouds.filter((resource) => !resource.provider?.startsWith(provider))).toEqual([]);
});

test("the region comes from the configuration where none is given", async () => {
  const program = () => void new GkeCluster("analytics");
  const recording = await recordProgram(program, { config: { "gcp:region": "us-west1", "gcp:project": "team" } });
  expect(clusterOf(recording)).toMatchObject({
    location: "us-west1",
    workloadIdentityConfig: { workloadPool: "team.svc.id.goog" },
  });
});

test.each([
  [
    {},
    'region: (not given) is missing. Allowed: a region such as "europe-west1", here or in the configuration gcp:region.',
  ],
  [undefined, "region: (not given) is missing."],
  [{ region: "europe-west1", zones: ["us-central1-a"] }, 'zones[0]: "us-central1-a" is not in europe-west1.'],
])("bad arguments are refused before anything exists: %j", async (args, message) => {
  const recording = await recordProgram(() => void new GkeCluster("analytics", args), {
    errors: "return",
  });
  expect(recording.resources).toEqual([]);
  expect(recording.errors.map((error) => error.message)).toEqual([expect.stringContaining(message)]);
});
