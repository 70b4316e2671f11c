import { type ExistingControlPlaneArgs, GkeCluster, planGkeCluster } from "../../../lib/clusters/gcp";
import type { Issue } from "../../../lib/plan/issue";
import { byType, recordProgram } from "../../../lib/testing";
import { one, recordCluster } from "./recorded";
import { issuesIn } from "../../issues-in";

const NODE_POOL = "gcp:container/nodePool:NodePool";

const controlPlane: ExistingControlPlaneArgs = {
  name: "prod",
  project: "example",
  location: "europe-west1",
  kubernetesVersion: "1.34",
  endpoint: "https://gke-0a1b2c.europe-west1.gke.goog",
  nodeZones: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
  workloadPool: "example.svc.id.goog",
};

const small = {
  systemPool: { minNodes: 1, maxNodes: 1 },
  sparkPools: [
    { name: "drivers", machineTypes: ["n2d-standard-4"], runs: ["driver" as const], maxNodes: 3, maxPods: 32 },
    { name: "executors", machineTypes: ["n2d-standard-16"], runs: ["executor" as const], maxNodes: 3, maxPods: 32 },
  ],
};

function issuesOf(args: unknown): readonly Issue[] {
  return issuesIn(() => planGkeCluster("analytics", args as never));
}

const pathsOf = (more: object, args: object = {}): string[] =>
  issuesOf({ controlPlane: { ...controlPlane, ...more }, ...args }).map(({ path }) => path);

/** As the provider of the project `example` answers. */
const options = { config: { "gcp:project": "example" } };

describe("a cluster that is there", () => {
  test("gets node pools, storage and a registry, and nothing of its own or of its network is managed", async () => {
    const recording = await recordCluster({ region: undefined, controlPlane }, options);
    const types = new Set(recording.resources.map(({ type }) => type));
    expect([...types].filter((type) => /^gcp:(compute\/|container\/cluster)/.test(type))).toEqual([]);
    const pools = byType(recording, NODE_POOL);
    expect(pools.map(({ inputs }) => [inputs.cluster, inputs.location])).toEqual(
      Array.from({ length: 5 }, () => ["prod", "europe-west1"]),
    );
    expect(byType(recording, "gcp:storage/bucket:Bucket")).toHaveLength(1);
    expect(recording.outputs.accessCommand).toBe(
      "gcloud container clusters get-credentials prod --location europe-west1 --project example --dns-endpoint",
    );
  });

  test("is reached by its name, or by its address with its own certificate, and through a proxy", async () => {
    const clusterOf = async (more: object, args: object = {}) => {
      const { outputs } = await recordCluster(
        { region: undefined, controlPlane: { ...controlPlane, ...more }, ...args },
        options,
      );
      const { clusters } = JSON.parse(outputs.kubeconfig as string) as { clusters: { cluster: object }[] };
      return { cluster: clusters[0]?.cluster, command: outputs.accessCommand };
    };
    expect((await clusterOf({})).cluster).toEqual({ server: controlPlane.endpoint });
    const proxyUrl = "socks5://localhost:1080";
    const byAddress = { endpoint: "https://10.1.0.2", certificateAuthority: "Y2VydA==" };
    const { cluster, command } = await clusterOf(byAddress, { apiServer: { proxyUrl } });
    expect(cluster).toEqual({
      server: "https://10.1.0.2",
      "certificate-authority-data": "Y2VydA==",
      "proxy-url": proxyUrl,
    });
    expect(command).toMatch(/--project example --internal-ip$/);
  });

  test("has node pools where it is, with public addresses where its nodes have them", async () => {
    const zonal = { location: "europe-west1-c", nodeZones: ["europe-west1-c"], privateNodes: false };
    const recording = await recordCluster({ region: undefined, controlPlane: { ...controlPlane, ...zonal } }, options);
    for (const { inputs } of byType(recording, NODE_POOL)) {
      expect(inputs).toMatchObject({ location: "europe-west1-c", networkConfig: { enablePrivateNodes: false } });
    }
    expect(one(recording, "gcp:storage/bucket:Bucket").inputs.location).toBe("europe-west1");
  });

  test("knows its pods by its own pool of identities, that of another project too", async () => {
    const { resources } = await recordProgram(
      () => {
        const cluster = new GkeCluster("analytics", {
          controlPlane: { ...controlPlane, workloadPool: "fleet.svc.id.goog" },
        });
        cluster.grantStorageAccess("jobs", {
          namespace: "jobs",
          serviceAccount: "spark",
          grants: [{ access: "read", uri: "gs://lake/raw" }],
        });
      },
      {
        ...options,
        calls: (token, { projectId }) =>
          token.includes("getProject") && projectId === "fleet" ? { number: "987654321098" } : undefined,
      },
    );
    const members = resources
      .filter(({ type }) => type === "gcp:storage/bucketIAMMember:BucketIAMMember")
      .map(({ inputs }) => inputs.member);
    expect(new Set(members)).toEqual(
      new Set([
        "principal://iam.googleapis.com/projects/987654321098/locations/global/workloadIdentityPools/fleet.svc.id.goog/subject/ns/jobs/sa/spark",
      ]),
    );
  });

  test("makes its node pools by itself from classes, which is all that auto-provisioning adds to it", async () => {
    const args = { region: undefined, controlPlane, autoscaler: "auto-provisioning" as const };
    const recording = await recordCluster(args, options);
    expect(byType(recording, NODE_POOL).map(({ name }) => name)).toEqual(["analytics-system-e2-standard-2"]);
    const classes = recording.resources.filter(({ type }) => type === "kubernetes:cloud.google.com/v1:ComputeClass");
    expect(classes.map(({ name }) => name)).toEqual(["analytics-drivers", "analytics-spot"]);
    expect(byType(recording, "gcp:container/cluster:Cluster")).toEqual([]);
  });

  test("costs nothing that it did not cost before", () => {
    const plan = planGkeCluster("analytics", { controlPlane });
    expect(plan).toMatchObject({ kubernetesVersion: "1.34", region: "europe-west1", location: "europe-west1" });
    expect(plan.fixedHourlyCost).toEqual([]);
  });

  test("leaves room for what runs on its nodes besides GKE's own, and asks for the rest", () => {
    const allocatable = (args: object) => planGkeCluster("analytics", args).sparkPools[0]!.machines[0]!.available;
    const collector = { name: "collector", cpu: "5m", memory: "35Mi" };
    const alone = allocatable({ controlPlane });
    const beside = allocatable({ controlPlane: { ...controlPlane, daemonSets: [collector] }, daemonSets: [collector] });
    expect(alone.cpuMillis - beside.cpuMillis).toBe(10);
    expect(alone.memoryMiB - beside.memoryMiB).toBe(70);
    expect(planGkeCluster("analytics", { controlPlane }).notes.map(({ path }) => path)).toEqual(["daemonSets"]);
    expect(planGkeCluster("analytics", { controlPlane, daemonSets: [] }).notes).toEqual([]);
  });

  test("is not mixed up with one of the configured region or of another project", async () => {
    const elsewhere = { "gcp:project": "example", "gcp:region": "us-east1" };
    const recording = await recordCluster({ region: undefined, controlPlane }, { config: elsewhere });
    expect(one(recording, "gcp:storage/bucket:Bucket").inputs.location).toBe("europe-west1");
    await expect(
      recordCluster({ region: undefined, controlPlane }, { config: { "gcp:project": "other" } }),
    ).rejects.toThrow('controlPlane.project: "example" is not the project of the Google Cloud provider, other.');
  });
});

describe("a cluster that is there is refused", () => {
  test.each<[string, object, object, string[]]>([
    ["without a pool of identities", { workloadPool: undefined }, {}, ["controlPlane.workloadPool"]],
    ["with a pool that is none", { workloadPool: "example" }, {}, ["controlPlane.workloadPool"]],
    ["of Autopilot", { autopilot: true }, {}, ["controlPlane.autopilot"]],
    ["of routes", { vpcNative: false }, {}, ["controlPlane.vpcNative"]],
    ["in another region", {}, { region: "europe-west4" }, ["region"]],
    ["of another version than asked for", {}, { kubernetesVersion: "1.35" }, ["kubernetesVersion"]],
    ["of a version that is not supported", { kubernetesVersion: "1.30" }, {}, ["controlPlane.kubernetesVersion"]],
    ["with nodes in zones of elsewhere", {}, { zones: ["europe-west4-a"] }, ["zones[0]"]],
    ["at no URL", { endpoint: "10.0.0.2" }, {}, ["controlPlane.endpoint"]],
    [
      "with a DaemonSet of no amount",
      { daemonSets: [{ name: "a", cpu: "x", memory: "1Mi" }] },
      {},
      ["controlPlane.daemonSets[0].cpu"],
    ],
    ["with no zones", { nodeZones: [] }, {}, ["controlPlane.nodeZones"]],
    [
      "with what is a matter of the control plane",
      {},
      {
        network: { cidr: "10.0.0.0/20" },
        peerCidrs: [],
        releaseChannel: "stable",
        workloadLogs: false,
        deletionProtection: true,
        apiServer: { publicCidrs: [], dnsEndpoint: true },
      },
      [
        "network",
        "peerCidrs",
        "releaseChannel",
        "workloadLogs",
        "deletionProtection",
        "apiServer.publicCidrs",
        "apiServer.dnsEndpoint",
      ],
    ],
  ])("%s", (_, more, args, paths) => {
    expect(pathsOf(more, args)).toEqual(paths);
  });

  test.each<[string, object, object]>([
    ["behind a proxy", {}, { apiServer: { proxyUrl: "socks5://localhost:1080" } }],
    ["with its own region and version said again", {}, { region: "europe-west1", kubernetesVersion: "1.34" }],
    ["of a zone, whose region is its own", { location: "europe-west1-b" }, { region: "europe-west1" }],
    ["of a project with a domain", { project: "example.com:spark", workloadPool: "example.com:spark.svc.id.goog" }, {}],
  ])("but not one %s", (_, more, args) => {
    expect(pathsOf(more, args)).toEqual([]);
  });

  test("with the way out of each", () => {
    const [issue] = issuesOf({ controlPlane: { ...controlPlane, workloadPool: undefined } });
    expect(issue?.change).toBe(
      "Run once: gcloud container clusters update prod --location europe-west1 --workload-pool=example.svc.id.goog",
    );
  });

  test("where half of it is missing, each part by its path", () => {
    expect(issuesOf({ controlPlane: { name: "prod" } }).map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "controlPlane.project",
        "controlPlane.location",
        "controlPlane.kubernetesVersion",
        "controlPlane.endpoint",
        "controlPlane.nodeZones",
      ]),
    );
  });
});

// https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr: 110 pods take 256 addresses, 32 take 64.
describe("a range for pods", () => {
  // One system node of 110 pods and one during upgrades, twice 3 nodes of 32 and one each: 2 × 256 + 8 × 64.
  const NEEDED = 2 * 256 + 8 * 64;
  const withRange = (podCidr: string, nodePools: object[] = []) =>
    issuesOf({ controlPlane: { ...controlPlane, nodeZones: ["europe-west1-b"], podCidr, nodePools }, ...small });

  test("that just holds the pools is enough, and one half as large is refused with numbers", () => {
    expect(NEEDED).toBe(1024);
    expect(withRange("10.4.0.0/22")).toEqual([]);
    expect(withRange("10.4.0.0/23")).toMatchObject([
      {
        path: "controlPlane.podCidr",
        problem: "leaves 512 addresses for pods beside the node pools that are there (0), but 10 more nodes take 1024",
      },
    ]);
  });

  test("is shared with the node pools that are there, but its own are not counted twice", () => {
    const others = { name: "default-pool", podAddresses: 768 };
    expect(withRange("10.4.0.0/22", [others])).toMatchObject([
      { problem: expect.stringContaining("leaves 256 ") as string },
    ]);
    expect(withRange("10.4.0.0/21", [others])).toEqual([]);
    expect(withRange("10.4.0.0/22", [{ ...others, platform: "analytics" }])).toEqual([]);
    expect(withRange("10.4.0.0/22", [{ ...others, platform: "another" }])).toHaveLength(1);
  });

  test("that is not told is not checked", () => {
    expect(
      pathsOf(
        {},
        { sparkPools: [{ ...small.sparkPools[1], name: "all", runs: ["driver", "executor"], maxNodes: 900 }] },
      ),
    ).toEqual([]);
  });
});
