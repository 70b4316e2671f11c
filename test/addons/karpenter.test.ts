import { Karpenter, type KarpenterArgs } from "../../lib/addons/karpenter/controller";
import { karpenterNodePool } from "../../lib/addons/karpenter/node-pool";
import { IssueList } from "../../lib/plan/issue";
import { findMachine } from "../../lib/plan/nodes/catalogue/catalogue";
import { planSparkPools, planSystemPool } from "../../lib/plan/nodes/plan-pool";
import type { NodePoolPlan, SparkPoolArgs } from "../../lib/plan/nodes/pool";
import { aksProfile } from "../../lib/plan/nodes/profiles/aks";
import { byType, recordProgram, type Recording } from "../../lib/testing";

const context = {
  findMachine: (name: string) => findMachine("azure", name),
  nearestMachines: () => [],
  profile: aksProfile("aks-nap"),
  daemonSets: [],
  poolNameMaxLength: 12,
  ownLabels: () => ({ "karpenter.sh/capacity-type": "spot", "kubernetes.azure.com/scalesetpriority": "spot" }),
};

function poolOf(more: Partial<SparkPoolArgs> = {}): NodePoolPlan {
  const pool: SparkPoolArgs = { name: "spark", machineTypes: ["Standard_D16s_v5"], maxNodes: 7, ...more };
  const issues = new IssueList();
  const [plan] = planSparkPools([pool, { ...pool, name: "drivers", capacity: "on-demand" }], "pools", context, issues);
  issues.raise("pools");
  return plan!;
}

const options = {
  nodeClassRef: { group: "karpenter.azure.com", kind: "AKSNodeClass", name: "spark" },
  idleMinutes: 5,
};

describe("the NodePool of a pool", () => {
  test("names machines, capacity and architecture by the labels of the cloud", () => {
    const { spec } = karpenterNodePool(poolOf({ capacity: "spot" }), {
      ...options,
      instanceTypeLabel: "karpenter.azure.com/sku-name",
      requirements: [{ key: "karpenter.azure.com/sku-version", operator: "In", values: ["5"] }],
    });
    expect(spec.template.spec.requirements).toEqual([
      { key: "karpenter.azure.com/sku-name", operator: "In", values: ["Standard_D16s_v5"] },
      { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] },
      { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
      { key: "karpenter.azure.com/sku-version", operator: "In", values: ["5"] },
    ]);
  });

  test("leaves out the labels that others set, which Karpenter would refuse", () => {
    const { template } = karpenterNodePool(
      poolOf({ capacity: "spot", labels: { "example.com/team": "data" } }),
      options,
    ).spec;
    expect(template.metadata.labels).toEqual({
      "example.com/team": "data",
      "spark-platform/pool": "spark",
      "spark-platform/capacity": "spot",
      "spark-platform/role": "spark",
    });
  });

  test("carries every taint, without a value where it has none", () => {
    const taints = [
      { key: "example.com/a", effect: "NoExecute" as const },
      { key: "example.com/b", value: "", effect: "NoSchedule" as const },
    ];
    const pool = karpenterNodePool(poolOf({ taints }), options);
    expect(pool.spec.template.spec.taints).toEqual([
      { key: "spark-platform/dedicated", value: "spark", effect: "NoSchedule" },
      { key: "example.com/a", effect: "NoExecute" },
      { key: "example.com/b", effect: "NoSchedule" },
    ]);
  });

  test("takes only empty Spark nodes away, all at once, after the idle time", () => {
    expect(karpenterNodePool(poolOf(), { ...options, idleMinutes: 12 }).spec.disruption).toEqual({
      consolidationPolicy: "WhenEmpty",
      consolidateAfter: "12m",
      budgets: [
        { nodes: "100%", reasons: ["Empty"] },
        { nodes: "0", reasons: ["Drifted"] },
      ],
    });
  });

  test("replaces system nodes one by one", () => {
    const machineTypes = ["Standard_D4s_v5"];
    const system = planSystemPool({ machineTypes, minNodes: 1, maxNodes: 3 }, "systemPool", context, new IssueList())!;
    const { spec } = karpenterNodePool(system, options);
    expect(spec.disruption.budgets).toContainEqual({ nodes: "1", reasons: ["Drifted"] });
    expect(spec.template.metadata.labels).toEqual({ "spark-platform/role": "system" });
  });

  test("ends at maxNodes, by nodes and by cores", () => {
    expect(karpenterNodePool(poolOf(), options).spec.limits).toEqual({ nodes: "7", cpu: "112" });
  });

  test("is tried before on-demand when it is spot, unless its weight is given", () => {
    const weightOf = (capacity: "spot" | "on-demand", weight?: number) =>
      karpenterNodePool(poolOf({ capacity }), { ...options, ...(weight !== undefined && { weight }) }).spec.weight;
    expect(weightOf("spot")).toBeGreaterThan(weightOf("on-demand"));
    expect(weightOf("spot", 3)).toBe(3);
  });

  test("never kills a driver by itself: the drain of an old node has no end unless one is given", () => {
    const { spec } = karpenterNodePool(poolOf(), options).spec.template;
    expect(spec).toMatchObject({ expireAfter: "720h" });
    expect(spec).not.toHaveProperty("terminationGracePeriod");
    const given = karpenterNodePool(poolOf(), { ...options, expireAfter: "24h", terminationGracePeriod: "1h" });
    expect(given.spec.template.spec).toMatchObject({ expireAfter: "24h", terminationGracePeriod: "1h" });
  });

  test("has the pool's name, or the one given", () => {
    expect(karpenterNodePool(poolOf(), options).metadata).toEqual({ name: "spark" });
    expect(karpenterNodePool(poolOf(), { ...options, name: "lake-spark" }).metadata).toEqual({ name: "lake-spark" });
  });
});

describe("Karpenter", () => {
  const record = (more: Partial<KarpenterArgs> = {}): Promise<Recording> =>
    recordProgram(() => {
      new Karpenter("karpenter", {
        clusterName: "prod",
        interruptionQueue: "prod-interruptions",
        vmMemoryOverheadPercent: 0.075,
        ...more,
      });
    });
  const charts = (recording: Recording) => byType(recording, "kubernetes:helm.sh/v4:Chart");
  const values = (recording: Recording) => charts(recording)[1]!.inputs.values as Record<string, unknown>;

  test("installs its definitions first, and once", async () => {
    const recording = await record();
    const [definitions, controller] = charts(recording);
    expect(definitions?.inputs.chart).toBe("oci://public.ecr.aws/karpenter/karpenter-crd");
    expect(controller?.dependencies).toContain(definitions?.urn);
    expect(controller?.inputs.skipCrds).toBe(true);
    expect(definitions?.inputs.version).toBe(controller?.inputs.version);
  });

  test("runs on a single node too, where the chart would wait for a second", async () => {
    // Lists of a chart's values are replaced, objects merged: https://helm.sh/docs/chart_template_guide/values_files/
    expect(values(await record())).toMatchObject({
      affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] } },
      topologySpreadConstraints: [{ whenUnsatisfiable: "ScheduleAnyway" }],
      tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
    });
  });

  test("asks for prices unless it is cut off", async () => {
    expect(values(await record()).settings).not.toHaveProperty("isolatedVPC");
    expect(values(await record({ isIsolated: true })).settings).toHaveProperty("isolatedVPC", true);
  });

  test("comes from a mirror, charts and image", async () => {
    const mirror = { repository: "oci://registry.example.com/charts" };
    const recording = await record({
      chart: mirror,
      crdChart: mirror,
      imageMirrors: { "public.ecr.aws": "registry.example.com/ecr" },
    });
    expect(charts(recording).map(({ inputs }) => inputs.chart)).toEqual([
      "oci://registry.example.com/charts/karpenter-crd",
      "oci://registry.example.com/charts/karpenter",
    ]);
    expect(values(recording).controller).toMatchObject({
      image: { repository: "registry.example.com/ecr/karpenter/controller" },
    });
    expect(values(await record()).controller).not.toHaveProperty("image");
  });
});
