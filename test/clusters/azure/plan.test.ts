import { type AksClusterPlanArgs, planAksCluster } from "../../../lib/clusters/azure";
import type { Issue } from "../../../lib/plan/issue";
import { planPlatform } from "../../../lib/plan";
import { issuesIn } from "../../issues-in";

function issuesOf(args: unknown, name = "analytics"): readonly Issue[] {
  return issuesIn(() => planAksCluster(name, args as AksClusterPlanArgs));
}

const pathsOf = (args: unknown, name?: string): string[] => issuesOf(args, name).map(({ path }) => path);

const quiet = { apiServer: { publicCidrs: [] } };

describe("the plan of a cluster from nothing", () => {
  const plan = planAksCluster("analytics", { region: "eastus" });

  test("has a system pool and the Spark pools that the documentation names", () => {
    const summary = [...plan.systemPools, ...plan.sparkPools].map((pool) => ({
      name: pool.name,
      capacity: pool.capacity,
      runs: pool.runs,
      nodes: [pool.minNodes, pool.maxNodes],
      machines: pool.machines.map(({ machine }) => machine.name),
    }));
    expect(summary).toEqual([
      { name: "system", capacity: "on-demand", runs: [], nodes: [2, 4], machines: ["Standard_D4ads_v5"] },
      { name: "drivers", capacity: "on-demand", runs: ["driver"], nodes: [0, 10], machines: ["Standard_D4ads_v5"] },
      {
        name: "spot",
        capacity: "spot",
        runs: ["executor"],
        nodes: [0, 50],
        machines: ["Standard_D16ads_v5", "Standard_D16ds_v5"],
      },
      { name: "ondemand", capacity: "on-demand", runs: ["executor"], nodes: [0, 20], machines: ["Standard_D16ads_v5"] },
    ]);
  });

  test("runs Kubernetes 1.35 in a network of its own, with addresses for nodes, pods and Services that are apart", () => {
    expect(plan).toMatchObject({
      name: "analytics",
      kind: "AKS",
      kubernetesVersion: "1.35",
      region: "eastus",
      tier: "Standard",
      network: { kind: "new", cidr: "10.0.0.0/16", nodeCidr: "10.0.0.0/18", outboundType: "userAssignedNATGateway" },
      podCidr: "10.244.0.0/14",
      serviceCidr: "172.20.0.0/16",
      dnsServiceIp: "172.20.0.10",
    });
  });

  test("gives executors their room less what AKS's own DaemonSets take, Cilium instead of kube-proxy among them", () => {
    const [machine] = plan.sparkPools[1]!.machines;
    // 16 cores leave 15 740 m (the vendor's table), less 40 + 100 + 50 + 30 + 30 + 100 of the agents. 65 536 MiB less 64 + 3 % that the
    // machine keeps, 20 × 26 + 50 of kube-reserved and 100 of eviction is 62 835 MiB, less 250 + 50 + 50 + 60 + 60 + 400.
    // https://learn.microsoft.com/azure/aks/node-resource-reservations
    expect(machine?.available).toMatchObject({ cpuMillis: 15_390, memoryMiB: 61_965, pods: 20 });
    const agents = machine?.daemonSets.map(({ name }) => name);
    expect(agents).toContain("cilium");
    expect(agents).not.toContain("kube-proxy");
  });

  test("has scratch space on the machine's own disk, which for 16 cores of Dadsv5 has 600 GiB", () => {
    // https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/dadsv5-series: 150 and 600 GiB of temporary disk.
    expect(plan.agentPools.map(({ vmSize, osDiskType, osDiskSizeGB }) => [vmSize, osDiskType, osDiskSizeGB])).toEqual([
      ["Standard_D4ads_v5", "Ephemeral", 100],
      ["Standard_D4ads_v5", "Ephemeral", 150],
      ["Standard_D16ads_v5", "Ephemeral", 600],
      ["Standard_D16ds_v5", "Ephemeral", 600],
      ["Standard_D16ads_v5", "Ephemeral", 600],
    ]);
    const [executorMachine] = plan.sparkPools[1]!.machines;
    expect(executorMachine?.allocatable.capacity.ephemeralStorageMiB).toBe(600 * 1024);
  });

  test("tells spot notice, annotations and what the cluster costs without a node", () => {
    expect(plan.spotNoticeSeconds).toBe(30);
    expect(plan.autoscaler).toEqual({
      name: "AKS cluster autoscaler",
      driverAnnotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
      executorAnnotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" },
      idleSeconds: 300,
    });
    expect(plan.fixedHourlyCost.slice(0, 3).map(({ name, hourly }) => [name, hourly])).toEqual([
      ["AKS control plane", 0.1],
      ["NAT gateway", 0.045],
      ["public IP address of the NAT gateway", 0.005],
    ]);
  });

  test("tells the pods that AKS brings to the system pool, as many and as large as all nodes that there can be ask for", () => {
    const requests = plan.systemPods?.map(({ name, replicas, cpuMillis, memoryMiB }) => [
      name,
      replicas,
      cpuMillis,
      memoryMiB,
    ]);
    // 84 nodes at most, of 4 and 16 vCPU: 14 × 4 + 70 × 16 = 1176. The ladder has 5 replicas from 32 nodes on, 4 from 1024 cores on.
    // https://learn.microsoft.com/azure/aks/coredns-autoscale
    expect(requests).toContainEqual(["CoreDNS", 5, 100, 70]);
    // 150m and 0.5m a node, 100 MiB and 4 MiB a node.
    // https://learn.microsoft.com/azure/aks/use-metrics-server-vertical-pod-autoscaler
    expect(requests).toContainEqual(["metrics-server", 2, 192, 436]);
  });

  test("holds the platform's own pods, which tolerate the taint of System nodes", () => {
    const platform = planPlatform({ name: "analytics", cluster: plan });
    const system = platform.placements.filter(({ pod }) => pod.allowedOn.includes("system"));
    expect(system.map(({ pools }) => pools)).toEqual(system.map(() => ["system"]));
    expect(system.map(({ pod }) => pod.name)).toContain("history server");
    for (const { pod } of system) {
      expect(pod.tolerations).toContainEqual({ key: "CriticalAddonsOnly", operator: "Exists" });
    }
  });

  test("says of spot machines, whose prices nobody states, what they cost at most", () => {
    const { cost } = planPlatform({ name: "analytics", cluster: plan });
    const onSpot = cost.pods.find(({ capacity }) => capacity === "spot");
    expect(onSpot?.hourly).toBeUndefined();
    expect(onSpot?.atMost).toBe(onSpot?.onDemandHourly);
    expect(plan.priceArgument).toBe("Describe the machine type with its price in machines");
  });

  test("notes that the API server can be reached from anywhere, and nothing else", () => {
    expect(plan.publicCidrs).toEqual(["0.0.0.0/0"]);
    expect(plan.notes.map(({ path }) => path)).toEqual(["apiServer.publicCidrs"]);
  });

  test("is plain data", () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

describe("what the user says", () => {
  test.each([
    [["203.0.113.0/24"], ["203.0.113.0/24"]],
    [[], []],
    [["0.0.0.0/0"], ["0.0.0.0/0"]],
  ])("about the API server's public addresses (%j) is taken, without a note", (publicCidrs, planned) => {
    const plan = planAksCluster("analytics", { apiServer: { publicCidrs } });
    expect([plan.publicCidrs, plan.notes]).toEqual([planned, []]);
  });

  test("about nothing, with fields that are there but undefined, is the plan from nothing", () => {
    const nothing = {
      region: undefined,
      tier: undefined,
      zones: undefined,
      network: { cidr: undefined },
      systemPool: { machineTypes: undefined, minNodes: undefined, maxNodes: undefined },
      apiServer: { publicCidrs: undefined },
      maintenance: { day: undefined, hour: undefined, hours: undefined },
      eventLogs: { expireAfterDays: undefined, deleteData: undefined },
      registry: { keepImages: undefined, deleteData: undefined },
    };
    expect(planAksCluster("analytics", nothing)).toEqual(planAksCluster("analytics"));
  });

  test("about the tier Free saves the fee, and is noted where there may be more than ten nodes", () => {
    const plan = planAksCluster("analytics", { ...quiet, tier: "Free" });
    expect(plan.fixedHourlyCost.map(({ name }) => name)).not.toContain("AKS control plane");
    expect(plan.notes.map(({ path }) => path)).toEqual(["tier"]);
    const small = {
      systemPool: { minNodes: 1, maxNodes: 2 },
      sparkPools: [{ name: "spark", machineTypes: ["Standard_D4ds_v5"], maxNodes: 8 }],
    };
    expect(planAksCluster("analytics", { ...quiet, ...small, tier: "Free" }).notes).toEqual([]);
  });

  // https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
  test.each([
    ["1.33", /^has been out of AKS's community support since 2026-07: there are no patches, and no new clusters/],
    ["1.34", /^leaves AKS's community support in 2026-11/],
    ["1.35", undefined],
    ["1.36", undefined],
  ])(
    "about Kubernetes %s is noted where AKS supports it no longer, unless its support is long",
    (kubernetesVersion, note) => {
      const notes = (tier?: "Premium") => planAksCluster("analytics", { ...quiet, kubernetesVersion, tier }).notes;
      expect(notes().map(({ path, problem }) => [path, problem])).toEqual(
        note ? [["kubernetesVersion", expect.stringMatching(note)]] : [],
      );
      expect(notes("Premium")).toEqual([]);
    },
  );

  test("about the tier is what the control plane costs", () => {
    const hourly = (tier?: "Premium") => planAksCluster("analytics", { tier }).fixedHourlyCost[0]?.hourly;
    expect([hourly(), hourly("Premium")]).toEqual([0.1, 0.6]);
  });

  // https://learn.microsoft.com/azure/aks/use-system-pools
  test("about a system pool of fewer than 4 vCPU is noted", () => {
    const plan = planAksCluster("analytics", { ...quiet, systemPool: { machineTypes: ["Standard_D2ds_v5"] } });
    expect(plan.notes.map(({ path, value }) => [path, value])).toEqual([
      ["systemPool.machineTypes", "Standard_D2ds_v5"],
    ]);
    // Its temporary disk has 75 GiB.
    expect(plan.agentPools[0]).toMatchObject({ osDiskType: "Ephemeral", osDiskSizeGB: 75 });
  });

  test.each([
    ["eastus", undefined, ["1", "2", "3"]],
    // https://learn.microsoft.com/azure/reliability/regions-list: no availability zones.
    ["westus", undefined, []],
    ["westus", ["1"], ["1"]],
    ["eastus", ["3", "1"], ["1", "3"]],
    ["eastus", [], []],
  ] as const)("about zones in %s (%j) is where nodes are", (region, zones, planned) => {
    const plan = planAksCluster("analytics", { region, ...(zones && { zones: [...zones] }) });
    for (const pool of plan.agentPools) expect(pool.zones).toEqual(planned);
  });

  test("about a subnet that is there costs no NAT gateway, but a load balancer has its address", () => {
    const names = (outboundType?: "userDefinedRouting" | "loadBalancer") =>
      planAksCluster("analytics", {
        network: { subnetId: "/subnets/nodes", outboundType },
        registry: { url: "example.azurecr.io/spark" },
      }).fixedHourlyCost.map(({ name }) => name);
    expect(names()).toEqual(["AKS control plane"]);
    expect(names("userDefinedRouting")).toEqual(["AKS control plane"]);
    expect(names("loadBalancer")).toEqual(["AKS control plane", "public IP address of the load balancer"]);
  });

  test("about a subnet with its own way out is noted where the API server takes named addresses only", () => {
    const network = { subnetId: "/subnets/nodes" };
    const notes = (publicCidrs: string[]) => planAksCluster("analytics", { network, apiServer: { publicCidrs } }).notes;
    expect(notes(["203.0.113.0/24"]).map(({ problem }) => problem)).toEqual([
      "must name the public address by which the nodes of this network get out: they reach the API server by it",
    ]);
    expect([...notes([]), ...notes(["0.0.0.0/0"])]).toEqual([]);
  });

  test("about further DaemonSets comes off every node", () => {
    const plan = planAksCluster("analytics", { daemonSets: [{ name: "fluent-bit", cpu: "100m", memory: "200Mi" }] });
    // One pod more costs 20 MiB of kube-reserved.
    expect(plan.sparkPools[1]?.machines[0]?.available).toMatchObject({
      cpuMillis: 15_290,
      memoryMiB: 61_745,
      pods: 20,
    });
  });

  test("about machines with disks that AKS leaves alone is noted", () => {
    const plan = planAksCluster("analytics", {
      ...quiet,
      sparkPools: [{ name: "spark", machineTypes: ["Standard_L8s_v3"], maxNodes: 3 }],
    });
    expect(plan.notes.map(({ path, value }) => [path, value])).toEqual([
      ["sparkPools[0].machineTypes", "Standard_L8s_v3"],
    ]);
    expect(plan.agentPools[1]).toMatchObject({ osDiskType: "Managed", osDiskSizeGB: 100 });
  });
});

describe("bad arguments", () => {
  test("are listed all at once, each with its exact path", () => {
    const bad = {
      nettwork: {},
      kubernetesVersion: "1.32",
      region: "West Europe",
      tier: "Gold",
      zones: ["4"],
      network: { cidr: "10.0.1.0/16", color: "red" },
      podCidr: "10.244.0.0",
      serviceCidr: "172.20.0.0/30",
      peerCidrs: ["10.20.0.0/16", "x"],
      apiServer: { publicCidrs: ["203.0.113.7"] },
      maintenance: { day: "Sonntag", hour: 24, hours: 3 },
      registry: { url: "" },
      systemPool: { minNodes: 0, capacity: "spot" },
      sparkPools: [
        { name: "system", machineTypes: ["Standard_D4ds_v55"], maxNodes: 0 },
        { name: "batch", machineTypes: ["Standard_D4ds_v5"], maxNodes: 1, maxSurge: "10%", spotMaxPrice: 0.5 },
      ],
      daemonSets: [{ name: "agent", cpu: "lots", memory: "1" }],
      idleMinutes: 0,
      deletionProtection: "yes",
      admins: ["someone"],
      tags: { "spark-platform": "mine" },
    };
    expect(pathsOf(bad, "Analytics").sort()).toEqual(
      [
        "name",
        "nettwork",
        "kubernetesVersion",
        "region",
        "tier",
        "zones[0]",
        "network.cidr",
        "network.color",
        "podCidr",
        "serviceCidr",
        "peerCidrs[1]",
        "apiServer.publicCidrs[0]",
        "maintenance.day",
        "maintenance.hour",
        "maintenance.hours",
        "registry.url",
        "systemPool.minNodes",
        "systemPool.capacity",
        "sparkPools[0].name",
        "sparkPools[0].machineTypes[0]",
        "sparkPools[0].maxNodes",
        "sparkPools[1].maxSurge",
        "sparkPools[1].spotMaxPrice",
        "daemonSets[0].cpu",
        "daemonSets[0].memory",
        "idleMinutes",
        "deletionProtection",
        "admins[0]",
        'tags["spark-platform"]',
      ].sort(),
    );
  });

  test("name the cluster that they belong to", () => {
    expect(() => planAksCluster("analytics", { idleMinutes: 0 })).toThrow(
      /^AksCluster "analytics" has 1 problem; nothing of it was created\.\n {2}- idleMinutes: 0 /,
    );
  });

  // Agent pools: https://learn.microsoft.com/azure/aks/create-node-pools#limitations
  test.each([
    ["batchpool", "batchpoo"],
    ["Batch", "batch"],
    ["batch-1", "batch1"],
    ["1batch", "batch"],
    ["---", "batch"],
    ["", "batch"],
  ])("include the pool name %p, with one that AKS takes", (name, better) => {
    const pool = { name, machineTypes: ["Standard_D4ds_v5"], maxNodes: 1 };
    expect(issuesOf({ sparkPools: [pool] })).toMatchObject([
      { path: "sparkPools[0].name", value: name, change: `Rename the pool, for example "${better}".` },
    ]);
  });

  test("include a pool that can't be divided among its machine types", () => {
    const machineTypes = ["Standard_D16ds_v5", "Standard_D16ads_v5"];
    expect(issuesOf({ sparkPools: [{ name: "spark", machineTypes, maxNodes: 1 }] })).toMatchObject([
      {
        path: "sparkPools[0].maxNodes",
        problem: expect.stringMatching(/^is fewer than the pool's 2 machine types/) as unknown,
        allowed: "a whole number from 2",
      },
    ]);
    expect(pathsOf({ systemPool: { machineTypes: ["Standard_D2ds_v5", "Standard_D2ads_v5"] } })).toEqual([
      "systemPool.machineTypes",
    ]);
  });

  test("include drivers on spot nodes", () => {
    const pools = [
      { name: "spot", capacity: "spot", machineTypes: ["Standard_D16ds_v5"], runs: ["driver"], maxNodes: 1 },
    ];
    expect(pathsOf({ sparkPools: pools })).toContain("sparkPools[0].runs");
  });

  test.each([
    [9, ["sparkPools[0].maxPods"]],
    [10, []],
    [250, []],
    [251, ["sparkPools[0].maxPods"]],
    // https://learn.microsoft.com/azure/aks/quotas-skus-regions: 10 to 250.
  ])("include a number of pods that AKS does not take: %d", (maxPods, paths) => {
    const pool = { name: "spark", machineTypes: ["Standard_D16ds_v5"], maxNodes: 1, maxPods };
    expect(pathsOf({ sparkPools: [pool] })).toEqual(paths);
  });

  test.each([
    [{ network: { outboundType: "userDefinedRouting" } }, ["network.outboundType"]],
    [{ network: { subnetId: "/subnets/nodes", outboundType: "none" } }, ["network.outboundType"]],
    [{ network: "/subnets/nodes" }, ["network"]],
    [{ zones: ["1", "1"] }, ["zones[1]"]],
    [{ apiServer: { publicCidrs: Array(200).fill("203.0.113.7/32") } }, ["apiServer.publicCidrs"]],
    [{ sparkPools: [] }, ["sparkPools"]],
    [{ sparkPools: "many" }, ["sparkPools"]],
    [{ encryptionKeyId: "https://vault.vault.azure.net/keys/etcd/1" }, ["identityId"]],
    [{ admins: [{ objectId: "1", type: "Team" }] }, ["admins[0].type"]],
  ])("include half-given arguments: %j", (args, paths) => {
    expect(pathsOf(args)).toEqual(paths);
  });

  // https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
  test.each([
    [{ "Spark-Platform-Pool": "x" }],
    [{ "azure-team": "x" }],
    [{ "team/data": "x" }],
    [{ ["a".repeat(129)]: "x" }],
    [{ team: "x".repeat(257) }],
    [{ team: "x", Team: "y" }],
  ])("include tags that Azure does not take: %j", (tags) => {
    expect(issuesOf({ tags })).toHaveLength(1);
  });
});

describe("blocks that overlap are refused with both named:", () => {
  test.each([
    [{ podCidr: "10.0.0.0/14" }, "podCidr", "network.cidr (10.0.0.0/16)"],
    [{ podCidr: "172.16.0.0/13" }, "podCidr", "serviceCidr (172.20.0.0/16)"],
    [{ serviceCidr: "10.0.0.0/20" }, "serviceCidr", "network.cidr (10.0.0.0/16)"],
    [{ peerCidrs: ["10.245.0.0/16"] }, "peerCidrs[0]", "podCidr (10.244.0.0/14)"],
    [{ peerCidrs: ["10.1.0.0/16", "10.0.128.0/17"] }, "peerCidrs[1]", "network.cidr (10.0.0.0/16)"],
    [
      { network: { subnetId: "/subnets/nodes", cidr: "10.1.0.0/20" }, peerCidrs: ["10.1.0.0/16"] },
      "peerCidrs[0]",
      "network.cidr (10.1.0.0/20)",
    ],
    // https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning
    [{ serviceCidr: "172.30.0.0/24" }, "serviceCidr", "172.30.0.0/16, which AKS keeps for itself"],
    [
      { network: { cidr: "172.16.0.0/12" }, serviceCidr: "192.168.0.0/16" },
      "network.cidr",
      "which AKS keeps for itself",
    ],
  ])("%j", (args, path, other) => {
    const [issue, ...others] = issuesOf(args);
    expect(others).toEqual([]);
    expect(issue?.path).toBe(path);
    expect(issue?.problem).toContain(other);
  });

  test("and neighbours are not", () => {
    expect(pathsOf({ peerCidrs: ["10.1.0.0/16", "172.21.0.0/16", "10.248.0.0/16"] })).toEqual([]);
  });
});

describe("ranges that are too small are refused with numbers:", () => {
  // Each node takes a /24: https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay. 84 nodes, and while pools are
  // upgraded a tenth more of each on-demand one: 1 of the 4 of the system pool, 1 of 10, 2 of 20.
  test("that of the pods", () => {
    expect(issuesOf({ podCidr: "10.244.0.0/18" })).toMatchObject([
      {
        path: "podCidr",
        problem:
          "has room for 64 nodes, each of which takes a /24 for its pods, but there may be 88 (84, and 4 more during an upgrade)",
        allowed: "a block of /17 or larger",
      },
    ]);
    expect(pathsOf({ podCidr: "10.244.0.0/17" })).toEqual([]);
  });

  // Nodes are in the first quarter, of whose addresses Azure keeps five.
  test("that of the nodes in a new network", () => {
    expect(issuesOf({ network: { cidr: "10.0.0.0/24" } })).toMatchObject([
      {
        path: "network.cidr",
        problem:
          "leaves 59 addresses in the subnet of the nodes, but there may be 88 nodes (84, and 4 more during an upgrade)",
        allowed: "a block of /23 or larger",
      },
    ]);
    expect(pathsOf({ network: { cidr: "10.0.0.0/23" } })).toEqual([]);
  });

  test("that of a subnet that is there", () => {
    const network = { subnetId: "/subnets/nodes", cidr: "10.0.0.0/26" };
    expect(issuesOf({ network })).toMatchObject([{ path: "network.cidr", allowed: "a block of /25 or larger" }]);
    expect(pathsOf({ network: { ...network, cidr: "10.0.0.0/25" } })).toEqual([]);
  });

  // https://learn.microsoft.com/azure/aks/quotas-skus-regions
  test("and a cluster ends at 5000 nodes", () => {
    const pool = (name: string) => ({ name, machineTypes: ["Standard_D4ds_v5"], maxNodes: 1000 });
    const sparkPools = ["a", "b", "c", "d", "e"].map(pool);
    expect(pathsOf({ sparkPools, podCidr: "10.64.0.0/11" })).toEqual(["sparkPools"]);
  });
});
