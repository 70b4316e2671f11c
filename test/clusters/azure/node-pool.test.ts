import { planAksCluster } from "../../../lib/clusters/azure";
import { agentPoolName } from "../../../lib/clusters/azure/nodes/names";
import { ephemeralGiB } from "../../../lib/clusters/azure/nodes/os-disk";
import { machinesOf } from "../../../lib/plan/nodes/catalogue/catalogue";
import type { SparkPoolArgs } from "../../../lib/plan/nodes/pool";

/** Of the API: https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update */
const API_NAME = /^[a-z][a-z0-9]{0,11}$/;

const POOL: SparkPoolArgs = { name: "spark", machineTypes: ["Standard_E16ds_v5"], maxNodes: 9 };

const poolsOf = (pool: Partial<SparkPoolArgs>, more: object = {}) => {
  const drivers = { name: "drivers", machineTypes: ["Standard_D4ds_v5"], runs: ["driver" as const], maxNodes: 1 };
  const { agentPools } = planAksCluster("analytics", { ...more, sparkPools: [{ ...POOL, ...pool }, drivers] });
  return agentPools.filter(({ pool: of }) => of === "spark");
};

const namesOf = (pool: Partial<SparkPoolArgs>, more?: object) => poolsOf(pool, more).map(({ name }) => name);

describe("a pool with several machine types", () => {
  const machineTypes = ["Standard_E16ds_v5", "Standard_E16ads_v5", "Standard_E16ds_v6", "Standard_E16ads_v6"];
  const pools = poolsOf({ machineTypes, minNodes: 2, maxNodes: 50 });

  test("is an agent pool for each, whose nodes add up to what was asked for", () => {
    expect(pools.map(({ vmSize, minCount, maxCount }) => [vmSize, minCount, maxCount])).toEqual([
      ["Standard_E16ds_v5", 1, 13],
      ["Standard_E16ads_v5", 1, 13],
      ["Standard_E16ds_v6", 0, 12],
      ["Standard_E16ads_v6", 0, 12],
    ]);
  });

  test("has one set of labels and taints, so that executors go to any of them", () => {
    for (const { nodeLabels, nodeTaints } of pools) {
      expect({ nodeLabels, nodeTaints }).toEqual({
        nodeLabels: {
          "spark-platform/pool": "spark",
          "spark-platform/capacity": "on-demand",
          "spark-platform/role": "spark",
        },
        nodeTaints: ["spark-platform/dedicated=spark:NoSchedule"],
      });
    }
  });

  test("has a root disk that fits on each of them", () => {
    // 600 GiB of temporary disk with version 5; two disks of 440 GiB with version 6.
    expect(pools.map(({ osDiskType, osDiskSizeGB }) => [osDiskType, osDiskSizeGB])).toEqual(
      pools.map(() => ["Ephemeral", 440]),
    );
  });
});

describe("the name of an agent pool", () => {
  test("is one that AKS takes, also for the longest name", () => {
    for (const name of ["a", "spark", "abcdefgh"]) expect(agentPoolName(name, {})).toMatch(API_NAME);
    expect(namesOf({})[0]).toMatch(/^spark[a-z0-9]{4}$/);
  });

  test.each([
    ["the machine type", { machineTypes: ["Standard_E16ads_v5"] }, {}],
    ["the capacity", { capacity: "spot" as const }, {}],
    ["the number of pods", { maxPods: 60 }, {}],
    ["the root disk", { diskGiB: 200 }, {}],
    ["the zones", {}, { zones: ["1"] }],
  ])("is another one where AKS can't change %s", (_, pool, more) => {
    expect(namesOf(pool, more)).not.toEqual(namesOf({}));
  });

  test.each([
    ["nodes", { minNodes: 1, maxNodes: 99 }],
    ["labels", { labels: { team: "data" } }],
    ["taints", { taints: [{ key: "team", value: "data", effect: "NoSchedule" as const }] }],
  ])("stays where AKS can change %s", (_, pool) => {
    expect(namesOf(pool)).toEqual(namesOf({}));
  });
});

describe("a spot pool", () => {
  const [pool] = poolsOf({ capacity: "spot" });

  // https://learn.microsoft.com/azure/aks/spot-node-pool
  test("declares the label and the taint that AKS gives its nodes", () => {
    expect(pool).toMatchObject({ mode: "User", priority: "Spot" });
    expect(pool?.nodeLabels["kubernetes.azure.com/scalesetpriority"]).toBe("spot");
    expect(pool?.nodeTaints).toContain("kubernetes.azure.com/scalesetpriority=spot:NoSchedule");
  });
});

describe("the root disk", () => {
  const sizeOf = (name: string) => {
    const machine = machinesOf("azure").find((one) => one.name === name);
    if (machine === undefined) throw new Error(`no ${name} in the catalogue`);
    return ephemeralGiB(machine);
  };

  // https://learn.microsoft.com/azure/virtual-machines/sizes: temporary or local disks of each size.
  test.each([
    ["Standard_D16ds_v5", 600],
    ["Standard_D16ads_v6", 440],
    ["Standard_E16pds_v5", 600],
    ["Standard_F16ads_v7", 440],
    ["Standard_D16s_v5", undefined],
    ["Standard_D16s_v3", undefined],
    // Its cache counts: https://learn.microsoft.com/azure/aks/concepts-storage#ephemeral-os-disks-in-aks
    ["Standard_D16ds_v4", undefined],
    ["Standard_L8s_v3", undefined],
  ])("of %s can be on a local disk of up to %p GiB", (name, size) => {
    expect(sizeOf(name)).toBe(size);
  });

  test("is the size that the user says, on the local disk where it fits", () => {
    const disks = (diskGiB: number) =>
      poolsOf({ diskGiB }).map(({ osDiskType, osDiskSizeGB }) => [osDiskType, osDiskSizeGB]);
    expect(disks(600)).toEqual([["Ephemeral", 600]]);
    expect(disks(601)).toEqual([["Managed", 601]]);
  });

  test("is a managed one of 100 GiB where one of the machine types has no local disk", () => {
    const pools = poolsOf({ machineTypes: ["Standard_E16ds_v5", "Standard_E16s_v5"] });
    expect(pools.map(({ osDiskType, osDiskSizeGB }) => [osDiskType, osDiskSizeGB])).toEqual([
      ["Ephemeral", 100],
      ["Managed", 100],
    ]);
  });
});

/**
 * Re-stated from cluster-autoscaler's azure_template.go: whatever follows this prefix in the name of a tag is a resource of the node
 * that the autoscaler imagines, with "_" for "/", and the value is its quantity. Of that it takes 100m for a kube-proxy (BuildKubeProxy).
 */
const RESOURCE_TAG = /^k8s\.io_cluster-autoscaler_node-template_resources_(.+)$/;

test("tags tell the autoscaler what a node of an empty pool leaves for pods, not what the machine has", () => {
  const { agentPools, sparkPools } = planAksCluster("analytics");
  const [machine] = sparkPools[1]!.machines;
  const { autoscalerTags } = agentPools[2]!;
  const told = Object.entries(autoscalerTags).map(([tag, value]) => [
    RESOURCE_TAG.exec(tag)?.[1]?.replace(/_/g, "/"),
    value,
  ]);
  expect(Object.fromEntries(told)).toEqual({
    cpu: `${machine!.allocatable.cpuMillis + 100}m`,
    memory: `${machine!.allocatable.memoryMiB}Mi`,
    "ephemeral-storage": `${machine!.allocatable.ephemeralStorageMiB}Mi`,
  });
  // Azure's limits: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
  for (const tag of Object.keys(autoscalerTags)) expect(tag).not.toMatch(/[<>%&\\?/]/);
});
