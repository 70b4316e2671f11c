import { planEksCluster } from "../../../lib/clusters/aws";
import { issuesOf, pathsOf } from "./issues";

describe("the plan of a cluster from nothing", () => {
  const plan = planEksCluster("analytics", { region: "us-east-1" });

  test("has a system pool and the Spark pools that the documentation names", () => {
    const summary = [...plan.systemPools, ...plan.sparkPools].map((pool) => ({
      name: pool.name,
      capacity: pool.capacity,
      runs: pool.runs,
      nodes: [pool.minNodes, pool.maxNodes],
      machines: pool.machines.map(({ machine }) => machine.name),
    }));
    expect(summary).toEqual([
      { name: "system", capacity: "on-demand", runs: [], nodes: [2, 4], machines: ["m7i.large"] },
      { name: "drivers", capacity: "on-demand", runs: ["driver"], nodes: [0, 10], machines: ["m7i.xlarge"] },
      {
        name: "spot",
        capacity: "spot",
        runs: ["executor"],
        nodes: [0, 50],
        machines: ["m7i.4xlarge", "m7a.4xlarge", "m6i.4xlarge", "m6a.4xlarge"],
      },
      { name: "on-demand", capacity: "on-demand", runs: ["executor"], nodes: [0, 20], machines: ["m7i.4xlarge"] },
    ]);
  });

  test("runs Kubernetes 1.35 in a VPC over three zones with one NAT gateway", () => {
    expect(plan).toMatchObject({ name: "analytics", kind: "EKS", kubernetesVersion: "1.35", region: "us-east-1" });
    expect(plan.network).toMatchObject({ kind: "new", cidr: "10.0.0.0/16", zones: 3, natGateways: 1 });
    expect(plan.serviceCidr).toBe("172.20.0.0/16");
  });

  test("gives executors their room less what EKS's own DaemonSets take", () => {
    const [machine] = plan.sparkPools[1]!.machines;
    // 15 890 m less 50 of aws-node and 100 of kube-proxy; 60 995 MiB less 96 + 48 + 32; 23 pods less 3.
    expect(machine?.available).toEqual({
      cpuMillis: 15_740,
      memoryMiB: 60_819,
      ephemeralStorageMiB: 91_008,
      pods: 20,
    });
  });

  test("has S3 with Pod Identity, named so that the node's role is never a fall-back", () => {
    expect(plan.storage).toMatchObject({ schemes: ["s3a"], managedEventLogs: "s3a" });
    expect(plan.storage.configuration.map(({ key, value }) => [key, value])).toEqual([
      [
        "spark.hadoop.fs.s3a.aws.credentials.provider",
        "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider",
      ],
      ["spark.hadoop.fs.s3a.endpoint.region", "us-east-1"],
    ]);
  });

  test("tells spot notice, annotations and what the cluster costs without a node", () => {
    expect(plan.spotNoticeSeconds).toBe(120);
    expect(plan.autoscaler).toEqual({
      name: "cluster-autoscaler",
      driverAnnotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
      executorAnnotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" },
      idleSeconds: 300,
    });
    const basis = { region: "us-east-1", date: "2026-04" };
    expect(plan.fixedHourlyCost).toEqual([
      { name: "EKS control plane", hourly: 0.1, basis },
      { name: "NAT gateway", hourly: 0.045, basis },
      { name: "public IPv4 address of the NAT gateway", hourly: 0.005, basis },
    ]);
  });

  test("tells the pods that it brings to the system pool: the autoscaler, and DNS for all nodes that there can be", () => {
    // 84 nodes at most, of 2, 4 and 16 vCPU: 4 * 2 + 10 * 4 + 70 * 16 = 1168. ceil(84 / 16) = 6, ceil(1168 / 256) = 5.
    // https://docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html
    expect(
      plan.systemPods?.map(({ name, replicas, cpuMillis, memoryMiB }) => [name, replicas, cpuMillis, memoryMiB]),
    ).toEqual([
      ["cluster-autoscaler", 2, 100, 600],
      ["CoreDNS", 6, 100, 70],
    ]);
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
    const plan = planEksCluster("analytics", { apiServer: { publicCidrs } });
    expect([plan.publicCidrs, plan.notes]).toEqual([planned, []]);
  });

  // End of standard support: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
  test.each([
    [
      "1.33",
      0.6,
      /^has been out of EKS's standard support since 2026-07-29, so the control plane costs 0.60 instead of 0.10 USD/,
    ],
    ["1.34", 0.1, /^leaves EKS's standard support on 2026-12-02; from then on the control plane costs 0.60 instead/],
    ["1.35", 0.1, undefined],
    ["1.36", 0.1, undefined],
  ])("about Kubernetes %s decides what the control plane costs: %d", (kubernetesVersion, hourly, note) => {
    const plan = planEksCluster("analytics", { kubernetesVersion, apiServer: { publicCidrs: [] } });
    expect(plan.fixedHourlyCost[0]?.hourly).toBe(hourly);
    expect(plan.notes.map(({ path, problem }) => [path, problem])).toEqual(
      note ? [["kubernetesVersion", expect.stringMatching(note)]] : [],
    );
  });

  test("about NAT gateways costs one for each zone", () => {
    const plan = planEksCluster("analytics", { network: { zones: 4, natGateways: "per-zone" } });
    expect(plan.fixedHourlyCost.map(({ name }) => name)).toEqual([
      "EKS control plane",
      "NAT gateway (4)",
      "public IPv4 address of the NAT gateway (4)",
    ]);
    expect(plan.fixedHourlyCost[1]?.hourly).toBeCloseTo(0.18);
    expect(plan.fixedHourlyCost[2]?.hourly).toBeCloseTo(0.02);
  });

  test("about nothing, with fields that are there but undefined, is the plan from nothing", () => {
    const nothing = {
      region: undefined,
      network: { cidr: undefined, zones: undefined, natGateways: undefined },
      systemPool: { machineTypes: undefined, minNodes: undefined, maxNodes: undefined },
      apiServer: { publicCidrs: undefined },
      eventLogs: { prefix: undefined, expireAfterDays: undefined, deleteData: undefined },
      registry: { keepImages: undefined, deleteData: undefined },
    };
    expect(planEksCluster("analytics", nothing)).toEqual(planEksCluster("analytics"));
  });

  test("about a VPC that is there costs no NAT gateway", () => {
    const plan = planEksCluster("analytics", {
      network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-a", "subnet-b"] },
    });
    expect(plan.network).toEqual({ kind: "existing" });
    expect(plan.fixedHourlyCost.map(({ name, hourly }) => [name, hourly])).toEqual([["EKS control plane", 0.1]]);
  });

  test("about further DaemonSets comes off every node", () => {
    const plan = planEksCluster("analytics", { daemonSets: [{ name: "fluent-bit", cpu: "100m", memory: "200Mi" }] });
    expect(plan.sparkPools[1]?.machines[0]?.available).toMatchObject({
      cpuMillis: 15_640,
      memoryMiB: 60_608,
      pods: 20,
    });
  });

  test("about a bucket that is there comes with the note that its directory must exist", () => {
    const plan = planEksCluster("analytics", {
      apiServer: { publicCidrs: [] },
      eventLogs: { bucket: "logs", prefix: "team/spark" },
    });
    expect(plan.eventLogs).toEqual({ kind: "existing", prefix: "team/spark", deleteData: false });
    expect(plan.notes.map(({ path, change }) => [path, change])).toEqual([
      ["eventLogs.bucket", "Make it once: aws s3api put-object --bucket <bucket> --key team/spark/"],
    ]);
  });
});

describe("bad arguments", () => {
  test("are listed all at once, each with its exact path", () => {
    const bad = {
      nettwork: {},
      kubernetesVersion: "1.32",
      region: "frankfurt",
      network: { cidr: "10.0.1.0/16", zones: 9, color: "red" },
      serviceCidr: "10.0.0.0/30",
      peerCidrs: ["10.20.0.0/16", "x"],
      apiServer: { publicCidrs: ["203.0.113.7"] },
      eventLogs: { bucket: "s3://Logs", prefix: "/logs/" },
      registry: { url: "" },
      systemPool: { minNodes: 0 },
      sparkPools: [{ name: "system", machineTypes: ["m7i.4xlrge"], maxNodes: 0 }],
      daemonSets: [{ name: "agent", cpu: "lots", memory: "1" }],
      logRetentionDays: 31,
      idleMinutes: 0,
    };
    expect(pathsOf(bad, "Analytics").sort()).toEqual(
      [
        "name",
        "nettwork",
        "kubernetesVersion",
        "region",
        "network.cidr",
        "network.zones",
        "network.color",
        "serviceCidr",
        "peerCidrs[1]",
        "apiServer.publicCidrs[0]",
        "eventLogs.bucket",
        "eventLogs.prefix",
        "registry.url",
        "systemPool.minNodes",
        "sparkPools[0].name",
        "sparkPools[0].machineTypes[0]",
        "sparkPools[0].maxNodes",
        "daemonSets[0].cpu",
        "daemonSets[0].memory",
        "logRetentionDays",
        "idleMinutes",
      ].sort(),
    );
  });

  test("name the cluster that they belong to", () => {
    expect(() => planEksCluster("analytics", { idleMinutes: 0 })).toThrow(
      /^EksCluster "analytics" has 1 problem; nothing of it was created\.\n {2}- idleMinutes: 0 /,
    );
  });

  test.each([
    ["a name of 31 characters", "a".repeat(31)],
    ["an empty name", ""],
    ["a name with a hyphen at its end", "analytics-"],
  ])("include %s", (_, name) => {
    expect(pathsOf({}, name)).toEqual(["name"]);
  });

  test.each([
    ["1.33", []],
    ["1.36", []],
    ["1.32", ["kubernetesVersion"]],
    ["1.37", ["kubernetesVersion"]],
    [1.35, ["kubernetesVersion"]],
  ])("include Kubernetes versions that are not supported: %p", (kubernetesVersion, paths) => {
    expect(pathsOf({ kubernetesVersion })).toEqual(paths);
  });

  test.each([
    [{ network: { vpcId: "vpc-1" } }, ["network.privateSubnetIds"]],
    [{ network: { privateSubnetIds: ["a", "b"] } }, ["network.vpcId"]],
    [{ network: { vpcId: "vpc-1", privateSubnetIds: ["a"] } }, ["network.privateSubnetIds"]],
    [{ network: { vpcId: "vpc-1", privateSubnetIds: ["a", "a"] } }, ["network.privateSubnetIds[1]"]],
    [{ network: { vpcId: "vpc-1", privateSubnetIds: ["a", "b"], zones: 2 } }, ["network.zones"]],
    [{ network: "vpc-1" }, ["network"]],
    [{ eventLogs: { bucket: "logs", deleteData: true } }, ["eventLogs.deleteData"]],
    [{ sparkPools: [] }, ["sparkPools"]],
    [{ peerCidrs: "10.1.0.0/16" }, ["peerCidrs"]],
  ])("include half-given arguments: %j", (args, paths) => {
    expect(pathsOf(args)).toEqual(paths);
  });
});

describe("blocks that overlap are refused with both named:", () => {
  test.each([
    [
      { network: { cidr: "172.20.0.0/16" } },
      'serviceCidr "172.20.0.0/16" overlaps network.cidr (172.20.0.0/16), so addresses in both could not be reached',
    ],
    [
      { peerCidrs: ["192.168.0.0/24", "10.0.128.0/20"] },
      'peerCidrs[1] "10.0.128.0/20" overlaps network.cidr (10.0.0.0/16), so addresses in both could not be reached',
    ],
    [
      { peerCidrs: ["172.16.0.0/12"] },
      'peerCidrs[0] "172.16.0.0/12" overlaps serviceCidr (172.20.0.0/16), so addresses in both could not be reached',
    ],
    [
      {
        network: { vpcId: "vpc-1", privateSubnetIds: ["a", "b"], cidr: "10.0.0.0/16" },
        peerCidrs: ["10.0.0.0/8"],
      },
      'peerCidrs[0] "10.0.0.0/8" overlaps network.cidr (10.0.0.0/16), so addresses in both could not be reached',
    ],
  ])("%j", (args, message) => {
    expect(issuesOf(args).map(({ path, value, problem }) => `${path} ${JSON.stringify(value)} ${problem}`)).toEqual([
      message,
    ]);
  });

  test("and neighbours are not", () => {
    expect(pathsOf({ peerCidrs: ["10.1.0.0/16", "172.21.0.0/16"] })).toEqual([]);
  });
});

describe("a VPC is too small", () => {
  const onePool = [{ name: "spark", machineTypes: ["m7i.4xlarge"], maxNodes: 1 }];
  const small = { sparkPools: onePool, systemPool: { minNodes: 1, maxNodes: 1 } };

  test("when its subnets would be smaller than AWS makes them", () => {
    expect(issuesOf({ ...small, network: { cidr: "10.0.0.0/25" } })).toMatchObject([
      { path: "network.cidr", problem: "is too small for subnets in 3 zones", allowed: "a block from /16 to /24" },
    ]);
  });

  test("when its private subnets run out of addresses before the pools are full", () => {
    // 84 nodes: (20 + 50) × 2 × 24 + 10 × 2 × 12 + 4 × 2 × 30 = 3840; a /20 has 3 × 1019.
    expect(issuesOf({ network: { cidr: "10.0.0.0/20" } })).toMatchObject([
      {
        path: "network.cidr",
        problem: "leaves 3057 addresses in the private subnets, but 84 nodes with their pods may take 3840",
      },
    ]);
    expect(pathsOf({ network: { cidr: "10.0.0.0/19" } })).toEqual([]);
  });

  test("not when it holds the nodes that are planned", () => {
    expect(pathsOf({ ...small, network: { cidr: "10.0.0.0/24" } })).toEqual([]);
  });

  test("and too large beyond a /16", () => {
    expect(issuesOf({ network: { cidr: "10.0.0.0/15" } })).toMatchObject([{ problem: "is larger than a VPC can be" }]);
  });
});

describe("labels and taints that no tag can carry are refused:", () => {
  const pool = (more: object) => ({
    sparkPools: [{ name: "spark", machineTypes: ["m7i.4xlarge"], maxNodes: 1, ...more }],
  });

  test("a key longer than a tag's", () => {
    const key = `${"a".repeat(60)}.example.com/${"b".repeat(20)}`;
    expect(pathsOf(pool({ labels: { [key]: "x" } }))).toEqual(["sparkPools[0]"]);
  });

  test("more than the tags of a group", () => {
    const labels = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`label-${index}`, "x"]));
    expect(issuesOf(pool({ labels }))).toMatchObject([{ path: "sparkPools[0]", allowed: "at most 40 tags" }]);
  });

  test("a taint key with two effects", () => {
    const taints = [
      { key: "team", value: "a", effect: "NoSchedule" },
      { key: "team", value: "a", effect: "NoExecute" },
    ];
    expect(pathsOf(pool({ taints }))).toEqual(["sparkPools[0].taints"]);
  });
});
