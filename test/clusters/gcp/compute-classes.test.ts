import { SparkPlatform } from "../../../lib";
import type { SparkPoolArgs } from "../../../lib/plan/nodes/pool";
import type { GkeClusterArgs } from "../../../lib/clusters/gcp/args";
import { GkeCluster } from "../../../lib/clusters/gcp/gke-cluster";
import { planGkeCluster } from "../../../lib/clusters/gcp/plan";
import { planPlatform } from "../../../lib/plan/plan-platform";
import { podTemplate } from "../../../lib/plan/placement/pod-template";
import { byType, recordProgram, type RecordedResource } from "../../../lib/testing";

const classType = "kubernetes:cloud.google.com/v1:ComputeClass";

const drivers: SparkPoolArgs = { name: "drivers", machineTypes: ["n2d-standard-4"], runs: ["driver"], maxNodes: 5 };
const spot: SparkPoolArgs = {
  name: "spot",
  capacity: "spot",
  machineTypes: ["n2d-standard-16", "n2-standard-16"],
  maxNodes: 50,
};

const auto = (args: GkeClusterArgs = {}): GkeClusterArgs => ({
  region: "europe-west1",
  autoscaler: "auto-provisioning",
  ...args,
});

const plan = (args?: GkeClusterArgs) => planGkeCluster("analytics", auto(args));

const record = (args?: GkeClusterArgs) =>
  recordProgram(() => {
    const cluster = new GkeCluster("analytics", auto(args));
    new SparkPlatform("analytics", { cluster });
  });

type Spec = Record<string, unknown> & { priorities: Record<string, unknown>[] };
const specOf = ({ inputs }: RecordedResource) => inputs.spec as Spec;

/**
 * The custom resource's schema, as far as it is used: https://cloud.google.com/kubernetes-engine/docs/reference/crds/computeclass
 * (`kubectl describe crd computeclasses.cloud.google.com`). A function says whether a value is allowed.
 */
type Schema = { [field: string]: Schema | [Schema] | ((value: unknown) => boolean) };
const text = (value: unknown) => typeof value === "string" && value !== "";
const flag = (value: unknown) => typeof value === "boolean";
const whole = (least: number, most: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const oneOf =
  (...allowed: unknown[]) =>
  (value: unknown) =>
    allowed.includes(value);
const texts = (value: unknown) => Object.values(value as object).every((one) => typeof one === "string");
const computeClass: Schema = {
  description: text,
  nodePoolAutoCreation: { enabled: flag },
  nodePoolConfig: {
    imageType: oneOf("cos_containerd", "ubuntu_containerd"),
    serviceAccount: text,
    imageStreaming: { enabled: flag },
  },
  autoscalingPolicy: { consolidationDelayMinutes: whole(1, 1440) },
  activeMigration: { optimizeRulePriority: flag },
  whenUnsatisfiable: oneOf("ScaleUpAnyway", "DoNotScaleUp"),
  priorities: [
    {
      machineType: text,
      spot: flag,
      maxPodsPerNode: whole(8, 256),
      gpu: { type: text, count: whole(0, 16), driverVersion: oneOf("default", "latest") },
      storage: {
        bootDiskSize: whole(10, 65_536),
        bootDiskType: oneOf("pd-balanced", "pd-standard", "pd-ssd", "hyperdisk-balanced"),
        bootDiskKMSKey: (value) =>
          /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.test(String(value)),
        localSSDCount: whole(1, 64),
      },
      location: { locationPolicy: oneOf("ANY", "BALANCED"), zones: (value) => (value as []).length > 0 },
      nodeLabels: texts,
      taints: [
        {
          key: (value) => !String(value).includes("kubernetes.io"),
          value: (value) => /^([a-z0-9][-A-Za-z0-9_.]{1,61})?[A-Za-z0-9]$/.test(String(value)),
          effect: oneOf("NoSchedule", "PreferNoSchedule", "NoExecute"),
        },
      ],
      nodeSystemConfig: { kubeletConfig: { shutdownGracePeriodSeconds: oneOf(0, 30, 120) } },
    },
  ],
};

function problems(value: unknown, schema: Schema[string], path: string): string[] {
  if (typeof schema === "function") return schema(value) ? [] : [`${path}: ${JSON.stringify(value)}`];
  if (Array.isArray(schema))
    return (value as unknown[]).flatMap((one, at) => problems(one, schema[0], `${path}[${at}]`));
  return Object.entries(value as object).flatMap(([field, inner]) =>
    field in schema ? problems(inner, schema[field]!, `${path}.${field}`) : [`${path}.${field} is unknown`],
  );
}

describe("auto-provisioning", () => {
  test("makes a class of each Spark pool, after the nodes of the platform and before all pods", async () => {
    const recording = await record();
    const classes = byType(recording, classType);
    expect(classes.map(({ inputs }) => (inputs.metadata as { name: string }).name).sort()).toEqual([
      "spark-drivers",
      "spark-spot",
    ]);
    expect(byType(recording, "gcp:container/nodePool:NodePool").map(({ name }) => name)).toEqual([
      "analytics-system-e2-standard-2",
    ]);
    const [namespace] = byType(recording, "kubernetes:core/v1:Namespace");
    for (const { urn, dependencies } of classes) {
      expect(dependencies).toContain(byType(recording, "gcp:container/nodePool:NodePool")[0]?.urn);
      expect(namespace?.dependencies).toContain(urn);
    }
  });

  test.each<[string, GkeClusterArgs]>([
    ["the defaults", {}],
    [
      "everything",
      {
        zones: ["europe-west1-b"],
        imageStreaming: true,
        idleMinutes: 15,
        kmsKeyName: "projects/keys/locations/europe-west1/keyRings/spark/cryptoKeys/data",
        sparkPools: [
          drivers,
          {
            name: "gpu",
            capacity: "spot",
            machineTypes: ["g2-standard-16"],
            maxNodes: 4,
            diskGiB: 200,
            labels: { team: "ml" },
            taints: [{ key: "team", value: "ml1", effect: "NoExecute" }],
          },
        ],
      },
    ],
    ["local disks", { sparkPools: [{ name: "both", machineTypes: ["c3-standard-8-lssd"], maxNodes: 4 }] }],
  ])("writes what the custom resource takes: %s", async (_, args) => {
    const classes = byType(await record(args), classType);
    expect(classes.flatMap((one) => problems(specOf(one), computeClass, one.name))).toEqual([]);
    expect(classes.length).toBeGreaterThan(0);
  });

  test("tries spot first, then the same machine types on demand; sizes hold on all of them", async () => {
    const [one] = byType(await record({ sparkPools: [drivers, spot] }), classType).filter(
      ({ name }) => name === "analytics-spot",
    );
    const { priorities, ...rest } = specOf(one!);
    expect(priorities.map(({ machineType, spot: isSpot }) => [machineType, isSpot])).toEqual([
      ["n2d-standard-16", true],
      ["n2-standard-16", true],
      ["n2d-standard-16", false],
      ["n2-standard-16", false],
    ]);
    expect(
      priorities.map(({ nodeLabels }) => (nodeLabels as Record<string, string>)["spark-platform/capacity"]),
    ).toEqual(["spot", "spot", "on-demand", "on-demand"]);
    const pool = plan({ sparkPools: [drivers, spot] }).sparkPools[1]!;
    expect(new Set(priorities.map(({ maxPodsPerNode }) => maxPodsPerNode))).toEqual(new Set([pool.kubelet?.maxPods]));
    expect(rest).toMatchObject({
      nodePoolAutoCreation: { enabled: true },
      whenUnsatisfiable: "DoNotScaleUp",
      autoscalingPolicy: { consolidationDelayMinutes: 5 },
      activeMigration: { optimizeRulePriority: false },
    });
  });

  test("gives spot nodes, and no others, the long notice from GKE 1.35 on", () => {
    const noticed = (kubernetesVersion: string) =>
      plan({ kubernetesVersion, sparkPools: [drivers, spot] }).autoProvisioning?.computeClasses.flatMap(
        ({ priorities }) =>
          priorities.map((priority) => [
            priority.spot,
            priority.nodeSystemConfig?.kubeletConfig.shutdownGracePeriodSeconds,
          ]),
      );
    expect(noticed("1.34")?.filter(([, seconds]) => seconds !== undefined)).toEqual([]);
    expect(noticed("1.35")).toEqual([
      [false, undefined],
      [true, 120],
      [true, 120],
      [false, undefined],
      [false, undefined],
    ]);
  });

  test("has each pod ask for one class, and tolerate what GKE puts on its nodes", () => {
    const platform = planPlatform({ name: "analytics", cluster: plan() });
    for (const [role, name] of [
      ["driver", "spark-drivers"],
      ["executor", "spark-spot"],
    ] as const) {
      const { affinity, tolerations } = podTemplate(platform, role).spec;
      expect(affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms).toEqual([
        { matchExpressions: [{ key: "cloud.google.com/compute-class", operator: "In", values: [name] }] },
      ]);
      expect(tolerations).toContainEqual({
        key: "cloud.google.com/compute-class",
        operator: "Equal",
        value: name,
        effect: "NoSchedule",
      });
    }
    // GKE taints its spot nodes with it.
    expect(plan().sparkPools[1]?.taints).toContainEqual({
      key: "cloud.google.com/gke-spot",
      value: "true",
      effect: "NoSchedule",
    });
  });

  test("lets GKE make no more than all pools at their most, in the whole cluster", async () => {
    const recording = await record({ sparkPools: [drivers, spot] });
    const [cluster] = byType(recording, "gcp:container/cluster:Cluster");
    // 4 × e2-standard-2 (2 vCPU, 8 GiB), 5 × n2d-standard-4 (4, 16), 50 × n2d-standard-16 (16, 64).
    expect(cluster?.inputs.clusterAutoscaling).toMatchObject({
      enabled: true,
      resourceLimits: [
        { resourceType: "cpu", maximum: 4 * 2 + 5 * 4 + 50 * 16 },
        { resourceType: "memory", maximum: 4 * 8 + 5 * 16 + 50 * 64 },
      ],
      autoProvisioningDefaults: { shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true } },
    });
  });

  test("counts accelerators too", () => {
    const pools = [
      drivers,
      { name: "gpu", machineTypes: ["g2-standard-24"], maxNodes: 3, runs: ["executor" as const] },
    ];
    // g2-standard-24 has two L4: https://cloud.google.com/compute/docs/accelerator-optimized-machines#g2-vms
    expect(plan({ sparkPools: pools }).autoProvisioning?.limits).toContainEqual({
      resourceType: "nvidia-l4",
      maximum: 6,
    });
  });

  test.each<[string, GkeClusterArgs, RegExp]>([
    [
      "a minimum of nodes",
      { sparkPools: [{ ...drivers, minNodes: 1 }, spot] },
      /sparkPools\[0\]\.minNodes: 1 can't be kept/,
    ],
    [
      "two pools for executors",
      { sparkPools: [drivers, spot, { ...spot, name: "more" }] },
      /sparkPools: \["spot","more"\] are 2 pools for executors/,
    ],
    [
      "two pools for drivers",
      { sparkPools: [drivers, { ...drivers, name: "more" }, spot] },
      /sparkPools: \["drivers","more"\] are 2 pools for drivers/,
    ],
    [
      "a taint that the custom resource does not take",
      {
        sparkPools: [
          drivers,
          {
            ...spot,
            taints: [
              { key: "team", value: "A", effect: "NoSchedule" },
              { key: "team", value: "ml", effect: "NoExecute" },
            ],
          },
        ],
      },
      /sparkPools\[1\]\.taints: "team=ml" has a value/,
    ],
    [
      "another autoscaler",
      { autoscaler: "karpenter" as "native" },
      /autoscaler: "karpenter".*"native" or "auto-provisioning"/,
    ],
  ])("refuses %s", (_, args, message) => {
    expect(() => plan(args)).toThrow(message);
  });

  test("is what idleMinutes are for", () => {
    expect(() => planGkeCluster("analytics", { region: "europe-west1", idleMinutes: 5 })).toThrow(
      /idleMinutes: 5 is a matter/,
    );
  });

  test("is off by default", () => {
    const { autoProvisioning, sparkPools } = planGkeCluster("analytics", { region: "europe-west1" });
    expect(autoProvisioning).toBeUndefined();
    expect(sparkPools[0]?.selector).toEqual({ "spark-platform/pool": "drivers" });
  });
});
