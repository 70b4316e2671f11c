import { type GkeClusterArgs, planGkeCluster } from "../../../lib/clusters/gcp";
import type { Issue } from "../../../lib/plan/issue";
import { issuesIn } from "../../issues-in";

const region = "europe-west1";

function issuesOf(args: unknown, name = "analytics"): readonly Issue[] {
  return issuesIn(() => planGkeCluster(name, args as GkeClusterArgs));
}

const pathsOf = (args: object, name?: string): string[] => issuesOf({ region, ...args }, name).map(({ path }) => path);

describe("the plan of a cluster from nothing", () => {
  const plan = planGkeCluster("analytics", { region });

  // https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler#autoscaling_profiles
  test("says that its scheduler packs, as the profile that it sets has it; auto-provisioning sets none", () => {
    expect(plan.packing).toBe("GKE's optimize-utilization profile");
    expect(planGkeCluster("analytics", { region, autoscaler: "auto-provisioning" })).not.toHaveProperty("packing");
  });

  test("has a system pool and the Spark pools that the documentation names", () => {
    const summary = [...plan.systemPools, ...plan.sparkPools].map((pool) => ({
      name: pool.name,
      capacity: pool.capacity,
      runs: pool.runs,
      nodes: [pool.minNodes, pool.maxNodes],
      machines: pool.machines.map(({ machine }) => machine.name),
    }));
    expect(summary).toEqual([
      { name: "system", capacity: "on-demand", runs: [], nodes: [2, 4], machines: ["e2-standard-2"] },
      { name: "drivers", capacity: "on-demand", runs: ["driver"], nodes: [0, 10], machines: ["n2d-standard-4"] },
      {
        name: "spot",
        capacity: "spot",
        runs: ["executor"],
        nodes: [0, 50],
        machines: ["n2d-standard-16", "n2-standard-16"],
      },
      { name: "on-demand", capacity: "on-demand", runs: ["executor"], nodes: [0, 20], machines: ["n2d-standard-16"] },
    ]);
  });

  test("runs Kubernetes 1.35 of the regular channel in a VPC of its own", () => {
    expect(plan).toMatchObject({ name: "analytics", kind: "GKE", kubernetesVersion: "1.35", region });
    expect(plan.releaseChannel).toBe("REGULAR");
    expect(plan.network).toEqual({
      kind: "new",
      cidr: "10.0.0.0/20",
      podCidr: "10.4.0.0/14",
      serviceCidr: "10.8.0.0/20",
    });
  });

  test("gives executors their room less what GKE's own DaemonSets take", () => {
    const [machine] = plan.sparkPools[1]!.machines;
    // https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes: 16 000 − 110 m, 25 % of 4 GiB, 20 % of 4, 10 % of
    // 8 and 6 % of 48 (5612 MiB), 100 MiB eviction; the kernel keeps 1219 of 65 536 MiB, and 0.8 % (525) is a margin. A node of GKE
    // 1.36.3 listed DaemonSets of 394 m and 726 MiB. 16 task slots, 8 DaemonSets and 4 more pods.
    expect(machine?.available).toMatchObject({ cpuMillis: 15_890 - 394, pods: 28 - 8 });
    expect(Math.abs(machine!.available.memoryMiB - (65_536 - 1219 - 5612 - 100 - 525 - 726))).toBeLessThanOrEqual(4);
  });

  test("has Cloud Storage", () => {
    expect(plan.storage).toMatchObject({ schemes: ["gs"], managedEventLogs: "gs" });
  });

  test("tells annotations and what the cluster costs besides its nodes", () => {
    expect(plan.autoscaler).toEqual({
      name: "GKE's cluster autoscaler",
      driverAnnotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
      executorAnnotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" },
      choosesZone: true,
    });
    // https://cloud.google.com/kubernetes-engine/pricing, https://cloud.google.com/nat/pricing: 0.0014 for each of the two nodes.
    expect(plan.fixedHourlyCost.map(({ name, hourly }) => [name, hourly])).toEqual([
      ["GKE cluster management", 0.1],
      ["Cloud NAT for 2 nodes", 0.0028],
      ["public IPv4 address of Cloud NAT", 0.005],
    ]);
  });

  test("tells the pods that GKE brings to the system pool, DNS for all nodes that there can be", () => {
    // 84 nodes at most, of 2, 4 and 16 vCPU: 4 * 2 + 10 * 4 + 70 * 16 = 1168. ceil(84 / 16) = 6, ceil(1168 / 256) = 5.
    expect(
      plan.systemPods?.map(({ name, replicas, cpuMillis, memoryMiB }) => [name, replicas, cpuMillis, memoryMiB]),
    ).toEqual([
      ["kube-dns", 6, 265, 140],
      ["metrics-server", 1, 48, 105],
      ["konnectivity-agent", 10, 15, 60],
      ["konnectivity-agent-autoscaler", 1, 10, 10],
      ["kube-dns-autoscaler", 1, 20, 10],
      ["event-exporter-gke", 1, 3, 100],
      ["l7-default-backend", 1, 10, 20],
    ]);
  });

  test("can be reached by IAM alone, and has nothing to note", () => {
    expect(plan.apiServer).toEqual({ dnsEndpoint: true, publicCidrs: [], peerCidrs: [] });
    expect(plan.notes).toEqual([]);
  });

  test("is plain data", () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

/** https://docs.cloud.google.com/kubernetes-engine/docs/concepts/spot-vms: 120 seconds from GKE 1.35.0-gke.1171000, 30 before. */
test.each([
  ["1.33", 30, undefined],
  ["1.34", 30, undefined],
  ["1.35", 120, 120],
  ["1.36", 120, 120],
])("spot nodes of Kubernetes %s have %i seconds", (kubernetesVersion, seconds, asked) => {
  const plan = planGkeCluster("analytics", { region, kubernetesVersion });
  expect(plan.spotNoticeSeconds).toBe(seconds);
  const spot = plan.nodePools.filter(({ isSpot }) => isSpot);
  expect(spot.map(({ spotNoticeSeconds }) => spotNoticeSeconds)).toEqual([asked, asked]);
  expect(plan.nodePools.filter(({ isSpot, spotNoticeSeconds }) => !isSpot && spotNoticeSeconds !== undefined)).toEqual(
    [],
  );
});

describe("the ways to the API server", () => {
  test.each<[GkeClusterArgs["apiServer"], object]>([
    [undefined, { dnsEndpoint: true, publicCidrs: [] }],
    [{}, { dnsEndpoint: true, publicCidrs: [] }],
    [{ publicCidrs: [] }, { dnsEndpoint: false, publicCidrs: [] }],
    [{ publicCidrs: ["203.0.113.0/24"] }, { dnsEndpoint: false, publicCidrs: ["203.0.113.0/24"] }],
    [
      { publicCidrs: ["203.0.113.0/24"], dnsEndpoint: true },
      { dnsEndpoint: true, publicCidrs: ["203.0.113.0/24"] },
    ],
    [{ dnsEndpoint: false }, { dnsEndpoint: false, publicCidrs: [] }],
  ])("%j", (apiServer, expected) => {
    expect(planGkeCluster("analytics", { region, ...(apiServer && { apiServer }) }).apiServer).toMatchObject(expected);
  });
});

test("a network that is there costs no Cloud NAT", () => {
  const network = { network: "shared", subnetwork: "spark", podRange: "pods", serviceRange: "services" };
  expect(planGkeCluster("analytics", { region, network }).fixedHourlyCost.map(({ name }) => name)).toEqual([
    "GKE cluster management",
  ]);
});

test("a bucket that is there needs a look", () => {
  const plan = planGkeCluster("analytics", { region, eventLogs: { bucket: "logs", prefix: "spark" } });
  expect(plan.notes.map(({ path, value }) => [path, value])).toEqual([["eventLogs.bucket", "logs"]]);
});

describe("bad input", () => {
  const pool = { name: "all", machineTypes: ["n2d-standard-16"], maxNodes: 10 };

  test("no region", () => {
    expect(issuesOf({})).toMatchObject([
      { path: "region", value: undefined, problem: "is missing", change: "Add region." },
    ]);
  });

  test.each<[string, object, string[]]>([
    ["a zone as the region", { region: "europe-west1-b" }, ["region"]],
    ["a zone of another region", { zones: ["europe-west1-b", "us-central1-a"] }, ["zones[1]"]],
    ["a zone twice", { zones: ["europe-west1-b", "europe-west1-b"] }, ["zones[1]"]],
    ["no zone", { zones: [] }, ["zones"]],
    ["a number of zones", { zones: 3 }, ["zones"]],
    ["an unknown channel", { releaseChannel: "stabel" }, ["releaseChannel"]],
    ["an old Kubernetes", { kubernetesVersion: "1.29" }, ["kubernetesVersion"]],
    [
      "a window of three hours",
      {
        maintenanceWindow: {
          startTime: "2026-01-03T06:00:00Z",
          endTime: "2026-01-03T09:00:00Z",
          recurrence: "FREQ=DAILY",
        },
      },
      ["maintenanceWindow.endTime"],
    ],
    [
      "a window that ends before it starts, with a rule that is none",
      {
        maintenanceWindow: { startTime: "2026-01-03T06:00:00Z", endTime: "2026-01-02T09:00:00Z", recurrence: "weekly" },
      },
      ["maintenanceWindow.recurrence", "maintenanceWindow.endTime"],
    ],
    ["an argument of another cloud", { tags: { team: "data" } }, ["tags"]],
    ["a label that the library sets", { labels: { "spark-platform": "mine" } }, ['labels["spark-platform"]']],
    ["a label as AWS takes it", { labels: { Team: "Data Platform" } }, ["labels.Team", "labels.Team"]],
    [
      "a block of the internet that is none",
      { apiServer: { publicCidrs: ["203.0.113.7"] } },
      ["apiServer.publicCidrs[0]"],
    ],
    ["a URI as a bucket", { eventLogs: { bucket: "gs://logs" } }, ["eventLogs.bucket"]],
    ["a pool that starts with a digit", { sparkPools: [{ ...pool, name: "2024" }] }, ["sparkPools[0].name"]],
    ["a pool's name over 30", { sparkPools: [{ ...pool, name: "a".repeat(31) }] }, ["sparkPools[0].name"]],
    [
      "an unknown machine",
      { sparkPools: [{ ...pool, machineTypes: ["n2d-standard-17"] }] },
      ["sparkPools[0].machineTypes[0]"],
    ],
    [
      "mixed architectures in one pool",
      { sparkPools: [{ ...pool, machineTypes: ["n2d-standard-16", "c4a-standard-16"] }] },
      ["sparkPools[0].machineTypes[1]"],
    ],
    [
      "mixed shapes in one pool",
      { sparkPools: [{ ...pool, machineTypes: ["n2d-standard-16", "n2d-highmem-16"] }] },
      ["sparkPools[0].machineTypes[1]"],
    ],
    [
      "drivers on spot",
      { sparkPools: [pool, { ...pool, name: "spot", capacity: "spot", runs: ["driver"] }] },
      ["sparkPools[1].runs"],
    ],
    [
      "a network half given",
      { network: { network: "shared" } },
      ["network.subnetwork", "network.podRange", "network.serviceRange"],
    ],
  ])("%s", (_, args, paths) => {
    expect(pathsOf(args)).toEqual(paths);
  });

  test.each(["", "Analytics", "2024-analytics", "analytics-", "a".repeat(26)])("the name %p", (name) => {
    expect(pathsOf({}, name)).toEqual(["name"]);
  });

  test("everything at once", () => {
    const args = { zones: ["us-central1-a"], network: { cidr: "10.0.0.0/30" }, sparkPools: [{ ...pool, maxNodes: 0 }] };
    expect(pathsOf(args, "X")).toEqual(["name", "zones[0]", "sparkPools[0].maxNodes", "network.cidr"]);
  });

  test("a minimum that does not divide by the zones, where the maximum leaves no room", () => {
    const args = { region, systemPool: { minNodes: 2, maxNodes: 2 } };
    expect(issuesOf(args)).toMatchObject([
      {
        path: "systemPool.minNodes",
        value: 2,
        problem:
          "does not divide by 3 zones: GKE starts with 1 in each, 3 in all, and e2-standard-2 may have 2 at most",
      },
    ]);
    expect(issuesOf({ ...args, zones: ["europe-west1-b", "europe-west1-c"] })).toEqual([]);
    expect(issuesOf({ ...args, systemPool: { minNodes: 2, maxNodes: 3 } })).toEqual([]);
  });

  test("more machine types than nodes", () => {
    const sparkPools = [{ ...pool, machineTypes: ["n2d-standard-16", "n2-standard-16"], maxNodes: 1 }];
    expect(issuesOf({ region, sparkPools })).toMatchObject([
      { path: "sparkPools[0].maxNodes", value: 1, allowed: "a whole number from 2" },
    ]);
  });
});
