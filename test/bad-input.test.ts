/**
 * Bad input gets every problem at once, before any resource exists: the argument's path, the value, what is allowed and what to
 * change, no stack trace, nothing half-created. Whole programs, through the public face only.
 */

import * as pulumi from "@pulumi/pulumi";
import { planPlatform } from "spark-platform";
import { planEksCluster } from "spark-platform/aws";

import {
  application,
  changedNodes,
  eks,
  eksPools,
  existing,
  platform,
  refusalOf,
  registeredBy,
  type Untyped,
} from "./bad-input/programs";

/** What is wrong, the program, and the lines of the message. */
type Case = [string, () => unknown, string[]];

const wholeNumber = (path: string, value: string, range: string, optional = true) =>
  `${path}: ${value} is not what this argument takes. Allowed: a whole number from ${range}. ` +
  `Change it to what is allowed${optional ? ", or leave it out" : ""}.`;

const noMemory = (path: string, value: string) =>
  `${path}: ${value} is no amount of memory. ` +
  'Allowed: "auto", or an amount of memory with a binary unit, such as "14Gi", "512Mi", "10g" or "8192m", at least 512 MiB. ' +
  'Use "auto" to fill the nodes.';

const noCores = (path: string, value: string) =>
  `${path}: ${value} is no number of cores. Allowed: a whole number from 1 to the vCPU of the smallest machine. ` +
  `Leave ${path} out to fill the nodes.`;

describe("EksCluster refuses, and registers nothing,", () => {
  const poolName = 'Allowed: 1 to 30 lower-case letters, digits and "-", with a letter or digit first and last.';
  const key = 'Allowed: a name such as "team", or one under a domain of your own such as "example.com/team".';

  test.each<Case>([
    [
      "no Spark pool",
      () => eks({ sparkPools: [] }),
      [
        "sparkPools: [] names no Spark pool, so no application could run. Allowed: a list of at least one pool. " +
          'Give sparkPools a pool, for example { name: "spark", machineTypes: ["<machine type>"], maxNodes: 10 }.',
      ],
    ],
    [
      "null for Spark pools, which is not the same as none given",
      () => eks({ sparkPools: null }),
      [
        "sparkPools: null names no Spark pool, so no application could run. Allowed: a list of at least one pool. " +
          'Give sparkPools a pool, for example { name: "spark", machineTypes: ["<machine type>"], maxNodes: 10 }.',
      ],
    ],
    [
      "a minimum above the maximum",
      () => eks({ ...eksPools({ minNodes: 11 }), systemPool: { minNodes: 5 } }),
      [
        "systemPool.minNodes: 5 is above maxNodes (4). Allowed: a whole number from 0 to 4. Lower minNodes or raise maxNodes.",
        "sparkPools[0].minNodes: 11 is above maxNodes (10). Allowed: a whole number from 0 to 10. " +
          "Lower minNodes or raise maxNodes.",
      ],
    ],
    [
      "spot pools alone: nowhere for drivers",
      () => eks(eksPools({ capacity: "spot" })),
      [
        'sparkPools: ["batch (spot: executor)"] leaves nowhere for drivers: a lost driver is a lost application, so drivers ' +
          "never run on spot nodes. Allowed: at least one on-demand pool that runs drivers. " +
          'Add a pool with capacity "on-demand", or let one that there is run "driver".',
      ],
    ],
    [
      "numbers of nodes that are nonsense",
      () => eks(eksPools({ minNodes: "4GB!", maxNodes: 0, maxPods: NaN, diskGiB: -1 })),
      [
        wholeNumber("sparkPools[0].minNodes", '"4GB!"', "0 to 1000"),
        wholeNumber("sparkPools[0].maxNodes", "0", "1 to 1000", false),
        wholeNumber("sparkPools[0].maxPods", "NaN", "1 to 250"),
        wholeNumber("sparkPools[0].diskGiB", "-1", "20 to 16384"),
      ],
    ],
    [
      "a billion nodes",
      () => eks(eksPools({ maxNodes: 1e9 })),
      [wholeNumber("sparkPools[0].maxNodes", "1000000000", "1 to 1000", false)],
    ],
    [
      "a name of two pools, and the name of the system pool",
      () =>
        eks(
          eksPools(
            {},
            { name: "batch", machineTypes: ["m7i.large"], maxNodes: 1 },
            { name: "system", machineTypes: ["m7i.large"], maxNodes: 1 },
          ),
        ),
      [
        'sparkPools[1].name: "batch" is already the name of sparkPools[0]. Allowed: a name that no other pool has. Rename one of the two.',
        'sparkPools[2].name: "system" is already the name of the platform\'s own pool. Allowed: a name that no other pool has. Rename one of the two.',
      ],
    ],
    [
      "names that what is derived from them can't carry",
      () =>
        eks(
          eksPools({ name: "Batch" }, { name: "b".repeat(31), machineTypes: ["m7i.large"], maxNodes: 1 }),
          "a".repeat(31),
        ),
      [
        `name: "${"a".repeat(31)}" is not a name that the cluster and what is derived from it can carry. ${poolName} Rename the cluster, for example "analytics".`,
        `sparkPools[0].name: "Batch" is not a name that nodes and cloud resources can carry. ${poolName} Rename the pool, for example "batch-spot".`,
        `sparkPools[1].name: "${"b".repeat(31)}" is not a name that nodes and cloud resources can carry. ${poolName} Rename the pool, for example "batch-spot".`,
      ],
    ],
    [
      "an unknown machine type, with the nearest that are known",
      () => eks(eksPools({ machineTypes: ["m7i.4xlrge"] })),
      [
        'sparkPools[0].machineTypes[0]: "m7i.4xlrge" is not a machine type that is known here. ' +
          'Allowed: a known machine type, such as m7i.4xlarge, c7i.4xlarge, i7i.4xlarge. Did you mean "m7i.4xlarge"?',
      ],
    ],
    [
      "labels and taints under reserved prefixes, each at its quoted path",
      () =>
        eks(
          eksPools({
            labels: { "kubernetes.io/os": "linux", "spark-platform/pool": "x" },
            taints: [{ key: "karpenter.sh/disrupted", effect: "NoSchedule" }],
          }),
        ),
      [
        `sparkPools[0].labels["kubernetes.io/os"]: "kubernetes.io/os" lies under kubernetes.io/, which is not for users to set. ${key} Rename the label key.`,
        `sparkPools[0].labels["spark-platform/pool"]: "spark-platform/pool" lies under spark-platform/, which is not for users to set. ${key} Rename the label key.`,
        `sparkPools[0].taints[0].key: "karpenter.sh/disrupted" lies under karpenter.sh/, which is not for users to set. ${key} Rename the taint key.`,
      ],
    ],
    [
      "blocks that overlap",
      () => eks({ network: { cidr: "10.0.0.0/16" }, serviceCidr: "10.0.128.0/20", peerCidrs: ["10.0.64.0/18"] }),
      [
        'serviceCidr: "10.0.128.0/20" overlaps network.cidr (10.0.0.0/16), so addresses in both could not be reached. ' +
          "Allowed: blocks that share no address. Change serviceCidr or network.cidr.",
        'peerCidrs[0]: "10.0.64.0/18" overlaps network.cidr (10.0.0.0/16), so addresses in both could not be reached. ' +
          "Allowed: blocks that share no address. Change peerCidrs[0] or network.cidr.",
      ],
    ],
    [
      "a Kubernetes version out of support",
      () => eks({ kubernetesVersion: "1.29" }),
      [
        'kubernetesVersion: "1.29" is a version of Kubernetes that this library does not support. ' +
          'Allowed: "1.33", "1.34", "1.35", "1.36". Use one of them; a cluster of another version must be upgraded first.',
      ],
    ],
    [
      "quantities of DaemonSets that are nonsense, one by one",
      () =>
        eks({
          daemonSets: [
            { name: "agent", cpu: "4GB!", memory: "128Mi" },
            { name: "logs", cpu: 1e9, memory: "-1Gi" },
          ],
        }),
      [
        'daemonSets[0].cpu: "4GB!" is no quantity. Allowed: an amount of CPU such as "50m". Give what the DaemonSet\'s pod requests.',
        'daemonSets[1].cpu: 1000000000 is no quantity. Allowed: an amount of CPU such as "50m". Give what the DaemonSet\'s pod requests.',
        'daemonSets[1].memory: "-1Gi" is no quantity. Allowed: an amount of memory with a binary unit, such as "14Gi", "512Mi", "10g" or "8192m". ' +
          "Give what the DaemonSet's pod requests.",
      ],
    ],
    [
      "an output where the plan needs a value",
      () => eks({ kubernetesVersion: pulumi.output("1.35") }),
      [
        "kubernetesVersion: (an output) is known only after the deployment, and the plan is made before. " +
          'Allowed: text such as "1.35". Give a plain value, for example one of the stack\'s configuration, or leave it out.',
      ],
    ],
    [
      "one administrator where a list is asked for",
      () => eks({ admins: "arn:aws:iam::123456789012:role/admin" }),
      [
        'admins: "arn:aws:iam::123456789012:role/admin" is not what this argument takes. ' +
          "Allowed: a list of ARNs, itself plain; its elements may be outputs. Change it to what is allowed, or leave it out.",
      ],
    ],
    [
      "values that can't even be written as JSON",
      () => eks({ idleMinutes: 10n }),
      [wholeNumber("idleMinutes", "10n", "1 to 120")],
    ],
  ])("%s", async (_, program, problems) => {
    const refusal = await refusalOf(program);
    expect(refusal.problems).toEqual(problems);
    expect(refusal.headline).toMatch(/^EksCluster "[^"]+" has (1 problem|\d+ problems); nothing of it was created\.$/);
    expect(refusal.registered).toEqual([]);
  });

  test("args that are none", async () => {
    const { problems, registered } = await refusalOf(() => eks(null));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^args: null is not what this argument takes\. Allowed: an object with the keys .*\bregion\b/,
    );
    expect(registered).toEqual([]);
  });
});

describe("ExistingCluster refuses, and registers nothing,", () => {
  const kubectl = "Copy the value that kubectl reports.";
  const nowhereForDrivers = (pools: string) =>
    `nodes: ${pools} has no on-demand pool that runs drivers. ` +
    'Allowed: at least one pool with role "spark" and capacity "on-demand" whose runs has "driver". ' +
    "Add an on-demand pool for drivers: a driver that is lost with a spot node takes its application along.";

  test.each<Case>([
    [
      "no pool at all",
      () => existing({ nodes: [] }),
      [
        "nodes: [] has no pool of role system for the operator and the history server. " +
          'Allowed: at least one on-demand pool with role "system". ' +
          'Give one pool the role "system"; where there is only one, label some of its nodes and split it in two.',
        nowhereForDrivers("[]"),
      ],
    ],
    [
      "a list of pools that was forgotten",
      () => existing({}),
      ["nodes: (not given) is missing. Allowed: a list of pools. Add nodes."],
    ],
    [
      "no Spark pool",
      () => existing({ nodes: changedNodes({}).nodes.slice(0, 1) }),
      [nowhereForDrivers('["system (system, on-demand)"]')],
    ],
    [
      "a minimum above the maximum",
      () => existing(changedNodes({ spot: { minNodes: 21 } })),
      [
        "nodes[2].minNodes: 21 is more than maxNodes, 20. Allowed: a whole number from 0 to 20. Lower minNodes or raise maxNodes.",
      ],
    ],
    [
      "spot pools alone: nowhere for drivers",
      () => existing({ nodes: [changedNodes({}).nodes[0], changedNodes({}).nodes[2]] }),
      [nowhereForDrivers('["system (system, on-demand)","spot (spark, spot)"]')],
    ],
    [
      "cores and memory that are nonsense",
      () =>
        existing(changedNodes({ spot: { allocatable: { cpu: "4GB!", memory: 0, pods: -1, ephemeralStorage: NaN } } })),
      [
        "nodes[2].allocatable.ephemeralStorage: NaN is not what this argument takes. " +
          'Allowed: a Kubernetes quantity, such as "15890m" or "57691Mi". Change it to what is allowed, or leave it out.',
        `nodes[2].allocatable.cpu: "4GB!" is not a Kubernetes quantity. Allowed: a CPU quantity above 0, such as "15890m". ${kubectl}`,
        `nodes[2].allocatable.memory: 0 is too little to run a pod. Allowed: a memory quantity of 1Mi or more, such as "57691Mi". ${kubectl}`,
        "nodes[2].allocatable.pods: -1 is not a number of pods. Allowed: a whole number from 1 to 10000. " +
          "Take the number that `kubectl get node` reports, or leave it out.",
      ],
    ],
    [
      "a billion of everything",
      () => existing(changedNodes({ spot: { maxNodes: 1e9, allocatable: { cpu: 1e9, memory: "1e18", pods: 1e9 } } })),
      [
        wholeNumber("nodes[2].maxNodes", "1000000000", "1 to 65000", false),
        `nodes[2].allocatable.cpu: 1000000000 is more than any machine has. Allowed: a CPU quantity above 0, such as "15890m". ${kubectl}`,
        `nodes[2].allocatable.memory: "1e18" is more than any machine has. Allowed: a memory quantity of 1Mi or more, such as "57691Mi". ${kubectl}`,
        "nodes[2].allocatable.pods: 1000000000 is not a number of pods. Allowed: a whole number from 1 to 10000. " +
          "Take the number that `kubectl get node` reports, or leave it out.",
      ],
    ],
    [
      "a name of two pools",
      () => existing(changedNodes({ spot: { name: "drivers" } })),
      [
        'nodes[2].name: "drivers" is already the name of nodes[1]. Allowed: a name that no other pool has. Rename one of the two.',
      ],
    ],
    [
      "a name that is no DNS-1123 label",
      () => existing(changedNodes({ spot: { name: "Spot_Pool" } })),
      [
        'nodes[2].name: "Spot_Pool" is not a DNS-1123 label. ' +
          "Allowed: at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends. " +
          "Rename the pool; only the plan uses the name.",
      ],
    ],
    [
      "a label and a taint that no node can carry",
      () =>
        existing(
          changedNodes({
            spot: { labels: { "example.com/pool": "a b" }, taints: [{ key: "a b", effect: "NoSchedule" }] },
          }),
        ),
      [
        'nodes[2].labels["example.com/pool"]: "a b" is on no node: the value is not made of letters, digits, "-", "_" and ".", ' +
          "starting and ending with a letter or digit. Allowed: a label that a node can carry. " +
          "Copy the label from `kubectl get nodes --show-labels`.",
        'nodes[2].taints[0].key: "a b" is on no node: it has a name that is not made of letters, digits, "-", "_" and ".", ' +
          "starting and ending with a letter or digit. Allowed: a taint that a node can carry. " +
          "Copy the taint from `kubectl describe nodes`.",
      ],
    ],
    [
      "a Kubernetes version out of support",
      () => existing({ ...changedNodes({}), kubernetesVersion: "1.29" }),
      [
        'kubernetesVersion: "1.29" is a version of Kubernetes that this library does not support. ' +
          'Allowed: "1.33", "1.34", "1.35", "1.36". Use one of them; a cluster of another version must be upgraded first.',
      ],
    ],
    [
      "a kubeconfig that is none",
      () => existing({ ...changedNodes({}), kubeconfig: "/no/such/kubeconfig" }),
      [
        'kubeconfig: "/no/such/kubeconfig" is neither a kubeconfig nor the path of one. ' +
          "Allowed: the content of a kubeconfig, or the path of a file that holds one. " +
          "Run `kubectl config view --raw --minify` and give what it prints, or leave kubeconfig out.",
      ],
    ],
    [
      "a kubeconfig that was parsed, whose credentials it does not show",
      () => existing({ ...changedNodes({}), kubeconfig: { users: [{ name: "me", user: { token: "secret" } }] } }),
      [
        'kubeconfig: "(an object)" is not text. ' +
          "Allowed: the content of a kubeconfig, or the path of a file that holds one. " +
          "Run `kubectl config view --raw --minify` and give what it prints, or leave kubeconfig out.",
      ],
    ],
    [
      "arguments that there are not, each with the one that was meant",
      () => existing({ ...changedNodes({ spot: { machineTypes: ["m6i.4xlarge"] } }), node: [] }),
      [
        'nodes[2].machineTypes: ["m6i.4xlarge"] is given to an argument that is not there. ' +
          "Allowed: name, role, capacity, runs, labels, taints, minNodes, maxNodes, architecture, machineType, price, " +
          'allocatable. Did you mean "machineType"?',
        "node: [] is given to an argument that is not there. " +
          "Allowed: kubernetesVersion, region, nodes, daemonSets, storageAccess, autoscaler, spotNoticeSeconds, kubeconfig, " +
          'context. Did you mean "nodes"?',
      ],
    ],
  ])("%s", async (_, program, problems) => {
    const refusal = await refusalOf(program);
    expect(refusal.problems).toEqual(problems);
    expect(refusal.headline).toMatch(
      /^ExistingCluster "analytics" has (1 problem|\d+ problems); nothing of it was created\.$/,
    );
    expect(refusal.registered).toEqual([]);
  });

  test("args that are none", async () => {
    const { problems, registered } = await refusalOf(() => existing(null));
    expect(problems).toEqual([
      "args: null is not what this argument takes. Allowed: an object with the keys kubernetesVersion, region, nodes, " +
        "daemonSets, storageAccess, autoscaler, spotNoticeSeconds, kubeconfig, context. Change it to what is allowed.",
    ]);
    expect(registered).toEqual([]);
  });
});

/** The same platform on both kinds of cluster: each case may differ only where nodes and storage do. */
const homes = {
  EksCluster: () => eks({ sparkPools: eksPools({}, { ...spot }).sparkPools }),
  ExistingCluster: () => existing(),
};
const spot = { name: "spot", capacity: "spot", machineTypes: ["m7i.4xlarge"], maxNodes: 20 };

describe.each(Object.entries(homes))(
  "on %s, SparkPlatform refuses, and registers nothing of its own,",
  (home, cluster) => {
    let registered: string[];
    beforeAll(async () => (registered = await registeredBy(cluster)));
    const lake = (args: Untyped, name?: string) => () => platform(cluster(), args, name);
    const versions =
      "Allowed: 3.5.2 and later patches of 3.5, and any patch of 4.0, 4.1, 4.2, 4.3. Use 4.1.1 or another of these versions.";
    const namespaceAllowed =
      'Allowed: lower-case letters, digits and "-", at most 63 characters, not starting with "kube-". Use another name.';
    const nameAllowed =
      'Allowed: lower-case letters, digits and "-", at most 30 characters, first a letter, last a letter or digit. ' +
      "Shorten or respell it: names of Kubernetes objects are derived from it.";
    const notOwned = "Allowed: keys that the plan does not own.";

    test.each<Case>([
      [
        "cores and memory that are nonsense",
        lake({ executors: { cores: NaN, memory: "4GB!" }, drivers: { cores: -1, memory: "0" } }),
        [
          noMemory("executors.memory", '"4GB!"'),
          noCores("executors.cores", "NaN"),
          noMemory("drivers.memory", '"0"'),
          noCores("drivers.cores", "-1"),
        ],
      ],
      [
        "cores and memory of another kind, beside those that are too many",
        lake({ executors: { cores: "4", memory: "1e9" }, drivers: { cores: 1e9, memory: 4 } }),
        [
          'executors.cores: "4" is not what this argument takes. Allowed: a whole number of cores. Change it to what is allowed, or leave it out.',
          'drivers.memory: 4 is not what this argument takes. Allowed: "auto" or an amount of memory such as "10g" or "10Gi". ' +
            "Change it to what is allowed, or leave it out.",
          noMemory("executors.memory", '"1e9"'),
          noCores("drivers.cores", "1000000000"),
        ],
      ],
      [
        "a name that is too long for what is derived from it",
        lake({}, "l".repeat(31)),
        [`name: "${"l".repeat(31)}" is too long. ${nameAllowed}`],
      ],
      [
        "a name that is no DNS label",
        lake({}, "Data_Lake"),
        [`name: "Data_Lake" is no name that Kubernetes objects can carry. ${nameAllowed}`],
      ],
      [
        "a name that a Service can't have, since it starts with a digit",
        lake({}, "1lake"),
        [`name: "1lake" is no name that Kubernetes objects can carry. ${nameAllowed}`],
      ],
      [
        "namespaces that are no names, Kubernetes' own, or named twice",
        lake({
          namespaces: [
            { name: "Jobs" },
            { name: "kube-system" },
            { name: "etl" },
            { name: "etl" },
            { name: "spark-system" },
          ],
        }),
        [
          `namespaces[0].name: "Jobs" is no DNS-1123 label. ${namespaceAllowed}`,
          `namespaces[1].name: "kube-system" belongs to Kubernetes itself. ${namespaceAllowed}`,
          'namespaces[3].name: "etl" is named twice. Allowed: a namespace of its own for each entry. Use another name.',
          'namespaces[4].name: "spark-system" is the system namespace too, where jobs must have no rights. ' +
            "Allowed: a namespace of its own for each entry. Use another name.",
        ],
      ],
      [
        "a Spark version out of support",
        lake({ spark: { version: "3.4.4" } }),
        [`spark.version: "3.4.4" has CVE-2025-55039: encrypted RPC traffic can be altered unseen. ${versions}`],
      ],
      [
        "a Spark version that nobody knows",
        lake({ spark: { version: "5.0.0" } }),
        [`spark.version: "5.0.0" is a version that this library does not know. ${versions}`],
      ],
      [
        "a Spark version without its patch",
        lake({ spark: { version: "4.1" } }),
        [`spark.version: "4.1" is no Spark version. ${versions}`],
      ],
      [
        "sparkConf that the plan owns, that is no key, or no text",
        lake({ sparkConf: { "spark.executor.memory": "4g", "fs.s3a.endpoint": "x", "spark.speculation": true } }),
        [
          'sparkConf["spark.speculation"]: true is not what this argument takes. ' +
            "Allowed: text: Spark's values are text, also numbers and booleans. Change it to what is allowed, or leave it out.",
          `sparkConf["spark.executor.memory"]: "4g" would change the size of pods that the plan has fitted to the nodes. ${notOwned} ` +
            "Use executors.cores, executors.memory or executors.kind.",
          'sparkConf["fs.s3a.endpoint"]: "x" is set on what is no key of Spark, and spark-submit drops such keys. ' +
            'Allowed: keys that start with "spark." and hold no space. Hadoop\'s keys go through Spark as spark.hadoop.<key>.',
        ],
      ],
      [
        "an argument that there is not, and others of the wrong kind",
        lake({
          opertor: false,
          operator: true,
          historyServer: { diskGiB: 0 },
          submitters: [{ kind: "Robot", name: "r2" }],
        }),
        [
          "operator: true is not what this argument takes. Allowed: false, or an object with the keys kind, chart, values. " +
            "Change it to what is allowed, or leave it out.",
          wholeNumber("historyServer.diskGiB", "0", "1 to 16384"),
          'submitters[0].kind: "Robot" is not what this argument takes. Allowed: "User", "Group" or "ServiceAccount". ' +
            "Change it to what is allowed.",
          "opertor: false is given to an argument that is not there. Allowed: cluster, spark, namespaces, systemNamespace, " +
            "executors, executorSizes, drivers, warm, pausePriority, scheduler, budget, shuffle, eventLogs, sparkConf, operator, historyServer, " +
            "pauseImage, dataAccess, mirrors, submitters. " +
            'Did you mean "operator"?',
        ],
      ],
      [
        "a wildcard in the place for event logs, which would widen rights to it",
        lake({ eventLogs: { uri: "s3a://company-logs/*" } }),
        [
          'eventLogs.uri: "s3a://company-logs/*" is malformed for s3a. Allowed: a URI such as s3a://bucket/spark-events' +
            (home === "EksCluster"
              ? ""
              : " or gs://bucket/spark-events or abfss://container@account.dfs.core.windows.net/spark-events or " +
                "hdfs://namenode:8020/spark-events or file:///mnt/spark-events") +
            ". Write it like s3a://bucket/spark-events.",
        ],
      ],
      [
        "pools that can't run what is asked of them",
        lake({ executors: { pools: ["sopt"] }, drivers: { pools: ["spot"] } }),
        [
          'executors.pools[0]: "sopt" is no Spark pool of the cluster. ' +
            `Allowed: each of ${home === "EksCluster" ? '"batch", "spot"' : '"spot"'} at most once. Did you mean "spot"?`,
          'drivers.pools[0]: "spot" is a spot pool, and a driver that is lost with its node takes its application with it. ' +
            `Allowed: each of ${home === "EksCluster" ? '"batch"' : '"drivers"'} at most once. ` +
            `Did you mean ${home === "EksCluster" ? '"batch"' : '"drivers"'}?`,
        ],
      ],
      [
        "an executor larger than any node of its pool, and a driver with more cores than any has",
        lake({ executors: { memory: "64Gi" }, drivers: { cores: 64 } }),
        home === "EksCluster"
          ? [
              'executors.memory: "64Gi" does not fit m7i.4xlarge: the pod takes 72 089 MiB (65 536 MiB heap + 6 553 MiB overhead), ' +
                "and a pod can get at most 60 819 MiB (65 536 MiB − 3 933 MiB VM overhead − 508 MiB kube-reserved " +
                "− 100 MiB eviction threshold − 96 MiB aws-node − 48 MiB kube-proxy − 32 MiB eks-pod-identity-agent) there. " +
                'Allowed: "auto", or a heap of at most 55 290 MiB. ' +
                'Use memory "auto" or "55290m", or machines that leave 72 089 MiB for a pod.',
              "drivers.cores: 64 does not fit m7i.4xlarge, which has 16 vCPU, and a node never gets more task slots than vCPU. " +
                "Allowed: 1 to 16 in the pools that may run it. Use 16 cores or fewer, or name other pools in drivers.pools.",
            ]
          : [
              'executors.memory: "64Gi" does not fit a node of pool "spot": the pod takes 72 089 MiB ' +
                "(65 536 MiB heap + 6 553 MiB overhead), and a pod can get at most 57 691 MiB there. " +
                'Allowed: "auto", or a heap of at most 52 447 MiB. ' +
                'Use memory "auto" or "52447m", or machines that leave 72 089 MiB for a pod.',
              'drivers.cores: 64 does not fit a node of pool "drivers", which has 4 vCPU, and a node never gets more task slots than vCPU. ' +
                "Allowed: 1 to 4 in the pools that may run it. Use 4 cores or fewer, or name other pools in drivers.pools.",
            ],
      ],
    ])("%s", async (_, program, problems) => {
      const refusal = await refusalOf(program);
      expect(refusal.problems).toEqual(problems);
      expect(refusal.headline).toMatch(
        /^SparkPlatform "[^"]+" has (1 problem|\d+ problems); nothing of it was created\.$/,
      );
      expect(refusal.registered).toEqual(registered);
    });
  },
);

describe("SparkPlatform refuses what its cluster can't do:", () => {
  const arm = { architecture: "arm64" };

  test.each<[string, () => ReturnType<typeof eks> | ReturnType<typeof existing>, Untyped, string[]]>([
    [
      "an arm64 pool of EKS with an image for amd64 only",
      () => eks(eksPools({}, { name: "arm", machineTypes: ["m7g.4xlarge"], maxNodes: 5 })),
      { spark: { image: "registry.example.com/spark:1", architectures: ["amd64"] } },
      [
        'spark.architectures: ["amd64"] leaves out arm64, the architecture of m7g.4xlarge in pool "arm", which is for driver, executor. ' +
          'Allowed: a list that holds "arm64", with an image that is built for it. ' +
          'Use an image that is built for arm64 too and say so, or take pool "arm" out of what runs it.',
      ],
    ],
    [
      "an arm64 pool of an existing cluster with an image for amd64 only",
      () => existing(changedNodes({ spot: arm })),
      { spark: { architectures: ["amd64"] } },
      [
        'spark.architectures: ["amd64"] leaves out arm64, the architecture of pool "spot", which is for executor. ' +
          'Allowed: a list that holds "arm64", with an image that is built for it. ' +
          'Use an image that is built for arm64 too and say so, or take pool "spot" out of what runs it.',
      ],
    ],
    [
      "a taint of the system pool that none of the platform's own pods tolerates",
      () => existing(changedNodes({ system: { taints: [{ key: "team", value: "true", effect: "NoSchedule" }] } })),
      {},
      [
        'cluster.nodes[0].taints[0]: {"key":"team","value":"true","effect":"NoSchedule"} keeps out ' +
          "spark operator controller, spark operator webhook, history server, which do not tolerate it. " +
          "Allowed: no taint but CriticalAddonsOnly on a pool for the platform's own pods. " +
          'Take the taint off pool "system", or add a system pool without it.',
      ],
    ],
    [
      "the same taint beside sizes that are nonsense, which do not hide it",
      () => existing(changedNodes({ spot: arm, system: { taints: [{ key: "team", effect: "NoSchedule" }] } })),
      { executors: { memory: "4GB!" }, spark: { architectures: ["amd64"] } },
      [
        noMemory("executors.memory", '"4GB!"'),
        'spark.architectures: ["amd64"] leaves out arm64, the architecture of pool "spot", which is for executor. ' +
          'Allowed: a list that holds "arm64", with an image that is built for it. ' +
          'Use an image that is built for arm64 too and say so, or take pool "spot" out of what runs it.',
        'cluster.nodes[0].taints[0]: {"key":"team","effect":"NoSchedule"} keeps out ' +
          "spark operator controller, spark operator webhook, history server, which do not tolerate it. " +
          "Allowed: no taint but CriticalAddonsOnly on a pool for the platform's own pods. " +
          'Take the taint off pool "system", or add a system pool without it.',
      ],
    ],
    [
      "event logs on a storage that EKS has no identity for",
      () => eks(),
      { eventLogs: { uri: "gs://company-logs/spark" } },
      [
        'eventLogs.uri: "gs://company-logs/spark" is on gs, and pods of this cluster have no identity for it. ' +
          "Allowed: a URI such as s3a://bucket/spark-events. Use s3a.",
      ],
    ],
    [
      "event logs on a storage that an existing cluster has no identity for",
      () => existing({ ...changedNodes({}), storageAccess: { scheme: "gs" } }),
      { eventLogs: { uri: "s3a://company-logs/spark" } },
      [
        'eventLogs.uri: "s3a://company-logs/spark" is on s3a, and pods of this cluster have no identity for it. ' +
          "Allowed: a URI such as gs://bucket/spark-events. Use gs.",
      ],
    ],
    [
      "no place for event logs where the cluster brings none",
      () => existing(),
      { eventLogs: undefined },
      [
        "eventLogs.uri: (not given) is needed, since this cluster brings no storage of its own for event logs. " +
          "Allowed: a URI such as s3a://bucket/spark-events. Create a bucket for event logs and name a folder in it.",
      ],
    ],
    [
      "Spark 3.5 on EKS, whose S3A knows no Pod Identity",
      () => eks(),
      { spark: { version: "3.5.8" } },
      [
        'spark.version: "3.5.8" goes with Hadoop 3.3.4, whose S3A is built on AWS SDK 1.12.262: that knows neither EKS Pod Identity ' +
          'nor the credentials provider that is set here, so no pod could open S3 (the cluster\'s identity "irsa" works with it). Allowed: Spark 4.0 and later, ' +
          'or an image with libraries of its own and sparkConf["spark.hadoop.fs.s3a.aws.credentials.provider"] to go with them. ' +
          "Use 4.1.1, or set that key to what the image's own libraries take.",
      ],
    ],
    [
      "a system pool too small for the platform's own pods",
      () => eks({ systemPool: { machineTypes: ["t3.small"] } }),
      {},
      [
        'cluster.systemPool: "t3.small" is too small for spark operator controller, history server: a pod asks for up to 500m CPU ' +
          "and 3 072 MiB, and a node leaves 1780m CPU, 1 178 MiB (2 048 MiB − 218 MiB VM overhead − 376 MiB kube-reserved " +
          "− 100 MiB eviction threshold − 96 MiB aws-node − 48 MiB kube-proxy − 32 MiB eks-pod-identity-agent) memory and 8 pods. " +
          'Allowed: machines with at least that room. Use a larger machine in pool "system".',
      ],
    ],
  ])("%s", async (_, cluster, args, problems) => {
    const refusal = await refusalOf(() => platform(cluster(), args));
    expect(refusal.problems).toEqual(problems);
    expect(refusal.registered).toEqual(await registeredBy(cluster));
  });

  test("unless the image for Spark 3.5 brings libraries of its own and says how they find credentials", () => {
    const provider = "com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper";
    const sparkConf = { "spark.hadoop.fs.s3a.aws.credentials.provider": provider };
    const { configuration } = planPlatform({
      name: "lake",
      cluster: planEksCluster("analytics"),
      spark: { version: "3.5.8" },
      sparkConf,
    });
    expect(configuration.find(({ key }) => key === "spark.hadoop.fs.s3a.aws.credentials.provider")?.value).toBe(
      provider,
    );
  });

  test.each<[string, unknown, string]>([
    ["nothing", undefined, "cluster: (not given) is missing."],
    [
      "a resource of the cloud's SDK",
      { __pulumiType: "aws:eks/cluster:Cluster" },
      "cluster: (a resource of type aws:eks/cluster:Cluster) is no cluster of this library.",
    ],
    ["an empty object", {}, "cluster: {} is no cluster of this library."],
  ])("%s in place of a cluster", async (_, cluster, start) => {
    const { problems, registered } = await refusalOf(() =>
      platform(cluster as never, { cluster, spark: { version: "x" } }),
    );
    expect(problems[1]).toBe(
      `${start} Allowed: an EksCluster, an ExistingCluster or another SparkCluster. Create the cluster first and give it here.`,
    );
    expect(problems[0]).toMatch(/^spark\.version: "x" is no Spark version\./);
    expect(registered).toEqual([]);
  });

  test("the plan of a cluster in place of the cluster", async () => {
    const { problems, registered } = await refusalOf(() => platform(planEksCluster("analytics") as never));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^cluster: \{"name":"analytics",.*\.\.\. is only the plan of a cluster\. /);
    expect(problems[0]).toMatch(
      / Allowed: an EksCluster, an ExistingCluster or another SparkCluster\. Give the cluster itself\.$/,
    );
    expect(registered).toEqual([]);
  });
});

describe.each(Object.entries(homes))(
  "on %s, SparkApplication refuses, and registers nothing of its own,",
  (_home, cluster) => {
    let registered: string[];
    beforeAll(async () => (registered = await registeredBy(() => platform(cluster()))));
    const pi = (args: Untyped, name?: string) => () => application(platform(cluster()), args, name);
    const nameAllowed =
      "Allowed: at most 38 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen. " +
      "Give the application a name argument that is shorter or simpler.";
    const anyFile =
      'Allowed: a URI such as "s3a://bucket/job.py", or a local file: { file: "job.py" } or { text: "SELECT 1", fileName: "job.sql" }.';
    const noEnvironment =
      'Allowed: text or an output, { secret: "name", key: "key" } or { configMap: "name", key: "key" }. ' +
      "Change it to what is allowed, or leave it out.";

    test.each<Case>([
      [
        "a name of 39 characters",
        pi({}, "a".repeat(39)),
        [
          `name: "${"a".repeat(39)}" has 39 characters; names of executors are made of it and would grow too long. ${nameAllowed}`,
        ],
      ],
      [
        "a name that the driver's Service can't have",
        pi({ name: "Pi_1" }),
        [`name: "Pi_1" can't be the name of the driver's service. ${nameAllowed}`],
      ],
      [
        "a namespace that is not the platform's",
        pi({ namespace: "default" }),
        [
          'namespace: "default" is not a namespace of the platform, so the operator would never look at the application. ' +
            'Allowed: "spark-jobs". Use one of them, or add the namespace to the platform.',
        ],
      ],
      [
        "nothing to run",
        pi({ mainApplicationFile: undefined }),
        [`mainApplicationFile: (not given) names nothing to run. ${anyFile} Say what the application runs.`],
      ],
      [
        "a number to run",
        pi({ mainApplicationFile: 5 }),
        [`mainApplicationFile: 5 is no file. ${anyFile} Say what the application runs.`],
      ],
      [
        "local files that are not there, or that Spark's lists can't name",
        pi({
          mainApplicationFile: { file: "no-such-job.py" },
          deps: { files: [{ text: "", fileName: "a,b" }], jars: [{ file: "test" }, { path: "x.jar" }] },
        }),
        [
          `deps.jars[1]: {"path":"x.jar"} is not what this argument takes. ${anyFile} Change it to what is allowed.`,
          'mainApplicationFile.file: "no-such-job.py" is not there. Allowed: a file of this machine. ' +
            "Correct the path: it starts at the program's working directory.",
          'deps.jars[0].file: "test" is no file. Allowed: a file of this machine. ' +
            "Correct the path: it starts at the program's working directory.",
          "deps.files[0].fileName: \"a,b\" has a name that Spark's lists of files can't carry. " +
            'Allowed: letters, digits, "_", "-", "+" and ".". Rename the file.',
        ],
      ],
      [
        "variables, mounts and labels that pods can't have",
        pi({
          env: { "1ST": "a", SPARK_USER: "root", TOKEN: { secret: "api" } },
          mounts: [
            { path: "/opt/spark", secret: "a" },
            { path: "data", claim: "b" },
            { path: "/mnt", secret: "a", claim: "b" },
          ],
          labels: { "spark-role": "driver", team: "a b" },
        }),
        [
          `env.TOKEN: {"secret":"api"} is not what this argument takes. ${noEnvironment}`,
          'env["1ST"]: "1ST" is no name of a variable. Allowed: letters, digits and underscores, not starting with a digit, ' +
            "none of those that Spark sets. Rename it.",
          'env["SPARK_USER"]: "SPARK_USER" is a variable that Spark sets itself. Allowed: letters, digits and underscores, not starting ' +
            "with a digit, none of those that Spark sets. Leave it out, or use the setting of sparkConf that it comes from.",
          'mounts[0].path: "/opt/spark" would hide /opt/spark/conf, which Spark needs. Allowed: an absolute path of a directory of its own. ' +
            "Use another path, for example /mnt/reference.",
          'mounts[1].path: "data" is no path. Allowed: an absolute path of a directory of its own. ' +
            "Use another path, for example /mnt/reference.",
          'mounts[2]: ["secret","claim"] names several things for one path. Allowed: exactly one of secret, configMap and claim. ' +
            "Name one of them, and mount others at paths of their own.",
          'labels["spark-role"]: "spark-role" is a key by which the platform, its operator or Spark finds pods. ' +
            'Allowed: a name such as "team", or one under a domain of your own such as "example.com/team". Rename it.',
          'labels["team"]: "a b" is not made of letters, digits, "-", "_" and ".", starting and ending with a letter or digit. ' +
            'Allowed: at most 63 letters, digits, "-", "_" and ".", with a letter or digit first and last. Change it, or make it an annotation.',
        ],
      ],
      [
        "arguments that do not go with what it runs",
        pi({
          mainApplicationFile: "s3a://lake/report.sql",
          arguments: ["2026-11-01"],
          pythonEnvironment: "s3a://lake/environment.tar.gz",
          sparkConf: { "spark.pyspark.python": "python3" },
          timeLimitSeconds: 0,
        }),
        [
          'arguments[0]: "2026-11-01" gives no parameter of a SQL application a value. Allowed: name=value, which statements use as :name. ' +
            "Name the parameter.",
          'pythonEnvironment: "s3a://lake/environment.tar.gz" has no meaning for a SQL application. ' +
            "Allowed: an environment of a Python application. Leave pythonEnvironment out.",
          'sparkConf["spark.pyspark.python"]: "python3" would be overwritten by what the application\'s own arguments say. ' +
            "Allowed: keys that no argument of the application stands for. Use pythonEnvironment.",
          "timeLimitSeconds: 0 is not a number of seconds. Allowed: a whole number of 1 or more. Give a whole number, or leave it out.",
        ],
      ],
      [
        "sparkConf that the plan or the application's own arguments own",
        pi({ sparkConf: { "spark.executor.instances": "4", "spark.driver.memory": "4g", "spark.speculation": true } }),
        [
          'sparkConf["spark.speculation"]: true is not what this argument takes. ' +
            "Allowed: text: Spark's values are text, also numbers and booleans. Change it to what is allowed, or leave it out.",
          'sparkConf["spark.executor.instances"]: "4" would be overwritten by what the application\'s own arguments say. ' +
            "Allowed: keys that no argument of the application stands for. Use executors.instances.",
          'sparkConf["spark.driver.memory"]: "4g" would change the size of pods that the plan has fitted to the nodes. ' +
            "Allowed: keys that the plan does not own. Use driver.cores, driver.memory or driver.kind.",
        ],
      ],
      [
        "a Spark version out of support",
        pi({ sparkVersion: "3.4.0" }),
        [
          'sparkVersion: "3.4.0" has CVE-2025-55039: encrypted RPC traffic can be altered unseen. ' +
            "Allowed: 3.5.2 and later patches of 3.5, and any patch of 4.0, 4.1, 4.2, 4.3. Use 4.1.1 or another of these versions.",
        ],
      ],
      [
        "values of the wrong kind, and an argument that there is not",
        pi({ mainClas: "a.B", executors: null, restartPolicy: { type: "Sometimes", retries: -1 }, arguments: "10" }),
        [
          'arguments: "10" is not what this argument takes. Allowed: a list, itself plain; its elements may be outputs. ' +
            "Change it to what is allowed, or leave it out.",
          "executors: null is not what this argument takes. Allowed: an object with the keys size, instances, min, max, reserve. " +
            "Change it to what is allowed, or leave it out.",
          'mainClas: "a.B" is given to an argument that is not there. Allowed: platform, name, namespace, mainApplicationFile, ' +
            "mainClass, type, arguments, image, sparkVersion, driver, oneZone, sparkConf, env, mounts, labels, annotations, deps, " +
            "pythonEnvironment, restartPolicy, timeLimitSeconds, suspend, timeToLiveSeconds, executors. " +
            'Did you mean "mainClass"?',
          'restartPolicy.type: "Sometimes" is no restart policy. Allowed: "Never", "OnFailure", "Always". ' +
            'Use "OnFailure" to run a failed application again.',
          "restartPolicy.retries: -1 is not a number of retries. Allowed: a whole number of 0 or more. " +
            "Give a whole number, or leave it out.",
        ],
      ],
      [
        "no platform",
        pi({ platform: undefined, timeToLiveSeconds: 0 }),
        [
          "platform: (not given) is missing. Allowed: a SparkPlatform, or an object with its plan, provider and eventLogUri. " +
            "Create the platform first and give it here.",
          "timeToLiveSeconds: 0 is not a number of seconds. Allowed: a whole number of 1 or more. Give a whole number, or leave it out.",
        ],
      ],
    ])("%s", async (_, program, problems) => {
      const refusal = await refusalOf(program);
      expect(refusal.problems).toEqual(problems);
      expect(refusal.headline).toMatch(
        /^SparkApplication "[^"]+" has (1 problem|\d+ problems); nothing of it was created\.$/,
      );
      expect(refusal.registered).toEqual(registered);
    });
  },
);

describe("several mistakes are one message", () => {
  const pathsOf = ({ problems }: { problems: string[] }) =>
    problems.map((line) => line.slice(0, line.indexOf(": "))).sort();

  test("of an EksCluster with a mistake in every argument", async () => {
    const refusal = await refusalOf(() =>
      eks(
        {
          nettwork: {},
          kubernetesVersion: "1.29",
          region: "frankfurt",
          network: { cidr: "10.0.1.0/16", zones: 9 },
          serviceCidr: "10.0.0.0/30",
          peerCidrs: ["x", 5],
          apiServer: { publicCidrs: ["203.0.113.7"] },
          eventLogs: { bucket: "s3://Logs", prefix: "/logs/" },
          registry: { url: "" },
          systemPool: { minNodes: 0, machineTypes: ["m7i.lrge"] },
          sparkPools: [
            { name: "system", machineTypes: ["m7i.4xlrge", 5], maxNodes: 0 },
            {
              name: "x",
              capacity: "spot",
              runs: ["driver"],
              machineTypes: ["m7i.large"],
              maxNodes: 1,
              labels: { "k8s.io/x": 1 },
            },
          ],
          daemonSets: [{ name: "agent", cpu: "lots", memory: "1" }],
          logRetentionDays: 31,
          idleMinutes: 0,
          admins: [5],
          tags: { team: 5 },
        },
        "Analytics",
      ),
    );
    expect(refusal.headline).toBe('EksCluster "Analytics" has 28 problems; nothing of it was created.');
    expect(pathsOf(refusal)).toEqual(
      [
        "admins[0]",
        "apiServer.publicCidrs[0]",
        "daemonSets[0].cpu",
        "daemonSets[0].memory",
        "eventLogs.bucket",
        "eventLogs.prefix",
        "idleMinutes",
        "kubernetesVersion",
        "logRetentionDays",
        "name",
        "nettwork",
        "network.cidr",
        "network.zones",
        "peerCidrs[0]",
        "peerCidrs[1]",
        "region",
        "registry.url",
        "serviceCidr",
        "sparkPools[0].machineTypes[0]",
        "sparkPools[0].machineTypes[1]",
        "sparkPools[0].maxNodes",
        "sparkPools[0].name",
        'sparkPools[1].labels["k8s.io/x"]',
        'sparkPools[1].labels["k8s.io/x"]',
        "sparkPools[1].runs",
        "systemPool.machineTypes[0]",
        "systemPool.minNodes",
        "tags.team",
      ].sort(),
    );
    expect(refusal.registered).toEqual([]);
  });

  test("of an ExistingCluster, its kubeconfig included", async () => {
    const refusal = await refusalOf(() =>
      existing({
        ...changedNodes({
          system: { capacity: "spot", minNodes: 9 },
          drivers: { name: 5, labels: { "a b": "c", team: 5 } },
          spot: { runs: ["driver"], maxNodes: "20", allocatable: { cpu: "x", memory: NaN } },
        }),
        kubernetesVersion: "1.29",
        kubeconfig: "nope",
        daemonSets: [{ cpu: "x", memory: "y" }],
        storageAccess: { scheme: "s3" },
        spotNoticeSeconds: 0,
      }),
    );
    expect(pathsOf(refusal)).toEqual(
      [
        "kubeconfig",
        "kubernetesVersion",
        "daemonSets[0].name",
        "daemonSets[0].cpu",
        "daemonSets[0].memory",
        "nodes[0].capacity",
        "nodes[0].minNodes",
        "nodes[1].name",
        'nodes[1].labels["a b"]',
        "nodes[1].labels.team",
        "nodes[2].runs",
        "nodes[2].maxNodes",
        "nodes[2].allocatable.cpu",
        "nodes[2].allocatable.memory",
        "nodes",
        "storageAccess.scheme",
        "spotNoticeSeconds",
      ].sort(),
    );
    expect(refusal.registered).toEqual([]);
  });

  test("of a SparkPlatform, those that come of its cluster included", async () => {
    const cluster = () => existing(changedNodes({ spot: { architecture: "arm64" } }));
    const refusal = await refusalOf(() =>
      platform(
        cluster(),
        {
          spark: { version: 4.1, image: "my image", architectures: ["amd64"] },
          namespaces: [{ name: 5, quota: { cpu: 0, memory: "4GB!" } }, { name: "Jobs" }],
          systemNamespace: "kube-system",
          executors: { cores: 0, memory: "4GB!", kind: "scala" },
          drivers: { pools: ["nowhere", 5] },
          warm: { executors: -1, drivers: "2" },
          eventLogs: { uri: "s3://bucket" },
          sparkConf: { "spark.master": "local", "spark.speculation": true },
          operator: { chart: "mine" },
          pauseImage: 5,
          submitter: [],
        },
        "Lake",
      ),
    );
    expect(pathsOf(refusal)).toEqual(
      [
        "name",
        "spark.version",
        "spark.image",
        "namespaces[0].name",
        "namespaces[0].quota.cpu",
        "namespaces[0].quota.memory",
        "namespaces[1].name",
        "systemNamespace",
        "executors.cores",
        "executors.memory",
        "executors.kind",
        "drivers.pools[0]",
        "drivers.pools[1]",
        "warm.executors",
        "warm.drivers",
        "eventLogs.uri",
        'sparkConf["spark.master"]',
        'sparkConf["spark.speculation"]',
        "operator.chart",
        "pauseImage",
        "submitter",
      ].sort(),
    );
    expect(refusal.registered).toEqual(await registeredBy(cluster));
  });
});

/**
 * A constructor can end in two ways: an object, whose registration is under way, or an exception. So a bad cluster ends the program
 * before its platform is looked at, and a bad platform comes after its cluster. `pulumi up` previews first and stops there.
 */
describe("a cluster and its platform are two components, and the first that is wrong ends the program:", () => {
  test.each<[string, () => unknown, string]>([
    [
      "EksCluster",
      () => platform(eks({ sparkPools: [] }), { spark: { version: "x" } }),
      "sparkPools: [] names no Spark pool",
    ],
    ["ExistingCluster", () => platform(existing({}), { spark: { version: "x" } }), "nodes: (not given) is missing"],
  ])("a bad %s is all that is told of, and nothing is registered", async (home, program, start) => {
    const { headline, problems, registered } = await refusalOf(program);
    expect(headline).toMatch(new RegExp(`^${home} "analytics" has 1 problem;`));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(start)).toBe(true);
    expect(registered).toEqual([]);
  });

  test("a bad platform leaves its right cluster whole, and says no more than that nothing of itself was created", async () => {
    const { headline, registered } = await refusalOf(() => platform(existing(), { spark: { version: "x" } }));
    expect(headline).toBe('SparkPlatform "lake" has 1 problem; nothing of it was created.');
    expect(registered).toEqual([
      "spark-platform:clusters/existing:ExistingCluster analytics",
      "pulumi:providers:kubernetes analytics-kubernetes",
    ]);
  });
});
