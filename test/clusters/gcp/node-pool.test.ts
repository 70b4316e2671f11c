import fc from "fast-check";

import { type GkeClusterArgs, type GkeNodePoolPlan, planGkeCluster } from "../../../lib/clusters/gcp";
import { bootDiskType, takesLocalSsds } from "../../../lib/clusters/gcp/nodes/machine-series";
import { machineNames, machinesOf } from "../../../lib/plan/nodes/catalogue/catalogue";

const region = "europe-west1";
const drivers = { name: "drivers", machineTypes: ["n2d-standard-4"], runs: ["driver" as const], maxNodes: 5 };

function poolsOf(pool: string, args: GkeClusterArgs = {}): GkeNodePoolPlan[] {
  return planGkeCluster("analytics", { region, ...args }).nodePools.filter((one) => one.pool === pool);
}

function executors(pool: Partial<NonNullable<GkeClusterArgs["sparkPools"]>[number]>, args: GkeClusterArgs = {}) {
  const sparkPools = [drivers, { name: "executors", machineTypes: ["n2d-standard-16"], maxNodes: 10, ...pool }];
  return poolsOf("executors", { ...args, sparkPools });
}

test("a pool of two machine types is two node pools that share its nodes out", () => {
  const [first, second, ...more] = poolsOf("spot");
  expect(more).toEqual([]);
  expect(first).toEqual({
    pool: "spot",
    role: "spark",
    machineType: "n2d-standard-16",
    isSpot: true,
    totalMinNodes: 0,
    totalMaxNodes: 25,
    initialNodesPerZone: 0,
    surgeNodes: 1,
    maxPods: 28,
    bootDisk: { type: "pd-balanced", sizeGiB: 100 },
    labels: { "spark-platform/pool": "spot", "spark-platform/capacity": "spot", "spark-platform/role": "spark" },
    taints: [
      { key: "spark-platform/dedicated", value: "spark", effect: "NO_SCHEDULE" },
      { key: "cloud.google.com/gke-spot", value: "true", effect: "NO_SCHEDULE" },
    ],
    spotNoticeSeconds: 120,
  });
  expect(second).toEqual({ ...first, machineType: "n2-standard-16" });
});

test("the nodes of any pool are shared out without one too many or too few", () => {
  const types = ["n2d-standard-16", "n2-standard-16", "t2d-standard-16", "c2d-standard-16", "c3d-standard-16"];
  const nodes = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 20, max: 1000 }));
  fc.assert(
    fc.property(fc.subarray(types, { minLength: 1 }), nodes, (machineTypes, [a, b]) => {
      // One zone, so that every minimum is one that GKE can start with.
      const zones = ["europe-west1-b"];
      const [minNodes, maxNodes] = [Math.min(a, b), Math.max(a, b)];
      const planned = executors({ machineTypes, minNodes, maxNodes }, { zones });
      const sum = (of: (one: GkeNodePoolPlan) => number) => planned.reduce((total, one) => total + of(one), 0);
      expect(planned.map(({ machineType }) => machineType)).toEqual(machineTypes);
      expect(sum(({ totalMinNodes }) => totalMinNodes)).toBe(minNodes);
      expect(sum(({ totalMaxNodes }) => totalMaxNodes)).toBe(maxNodes);
      expect(sum(({ initialNodesPerZone }) => initialNodesPerZone)).toBe(minNodes);
      for (const { totalMinNodes, totalMaxNodes } of planned) expect(totalMinNodes).toBeLessThanOrEqual(totalMaxNodes);
    }),
    { numRuns: 50 },
  );
});

test.each([
  [0, 0],
  [1, 1],
  [3, 1],
  [4, 2],
  [7, 3],
])("a minimum of %i starts as %i in each of three zones", (minNodes, each) => {
  expect(executors({ minNodes, maxNodes: 12 }).map(({ initialNodesPerZone }) => initialNodesPerZone)).toEqual([each]);
});

test("local SSDs that come with a machine type, or are described with it, hold the pods' scratch space", () => {
  // https://cloud.google.com/compute/docs/general-purpose-machines#c3_disks: c3-standard-22-lssd has four.
  expect(executors({ machineTypes: ["c3-standard-22-lssd"] })).toMatchObject([{ localSsds: 4 }]);
  expect(executors({})[0]).not.toHaveProperty("localSsds");
  const machines = [
    {
      name: "n2-highmem-16",
      vcpu: 16,
      memoryMiB: 131_072,
      architecture: "amd64" as const,
      localDisks: { count: 2, sizeGiB: 375 },
    },
  ];
  expect(executors({ machineTypes: ["n2-highmem-16"] }, { machines })).toMatchObject([{ localSsds: 2 }]);
});

test("local disks on a machine type that takes none are refused", () => {
  const machines = [
    {
      name: "e2-standard-16",
      vcpu: 16,
      memoryMiB: 65_536,
      architecture: "amd64" as const,
      localDisks: { count: 1, sizeGiB: 375 },
    },
  ];
  expect(() => executors({ machineTypes: ["e2-standard-16"] }, { machines })).toThrow(
    'sparkPools[1].machineTypes: "e2-standard-16" is described with 1 local disks in machines, and takes no local SSD.',
  );
  // Whatever the catalogue knows to come with disks takes them.
  const withDisks = machinesOf("gcp").filter(({ localDisks }) => localDisks !== undefined);
  expect(withDisks.filter(({ name }) => !takesLocalSsds(name))).toEqual([]);
});

test("what GKE puts on nodes by itself is planned with, but not asked for", () => {
  const args = {
    sparkPools: [drivers, { name: "gpu", machineTypes: ["g2-standard-16"], capacity: "spot", maxNodes: 4 }],
  };
  const plan = planGkeCluster("analytics", { region, ...(args as GkeClusterArgs) });
  const pool = plan.sparkPools[1]!;
  expect(pool.labels).toMatchObject({ "cloud.google.com/gke-spot": "true" });
  expect(pool.taints.map(({ key }) => key)).toEqual([
    "spark-platform/dedicated",
    "cloud.google.com/gke-spot",
    "nvidia.com/gpu",
  ]);
  // GKE's own device plugin, 150 m and 80 MiB, beside the 394 m of the DaemonSets of every node and 110 m of the kubelet.
  expect(pool.machines[0]?.available.cpuMillis).toBe(16_000 - 110 - 394 - 150);
  const [asked] = plan.nodePools.filter(({ pool: of }) => of === "gpu");
  expect(asked?.accelerator).toEqual({ type: "nvidia-l4", count: 1 });
  expect(Object.keys(asked!.labels).filter((key) => key.startsWith("cloud.google.com"))).toEqual([]);
  expect(asked?.taints.map(({ key }) => key)).toEqual(["spark-platform/dedicated", "cloud.google.com/gke-spot"]);
});

test("own labels and taints reach the nodes", () => {
  const [pool] = executors({ labels: { team: "data" }, taints: [{ key: "team", effect: "PreferNoSchedule" }] });
  expect(pool?.labels).toMatchObject({ team: "data" });
  expect(pool?.taints[1]).toEqual({ key: "team", value: "", effect: "PREFER_NO_SCHEDULE" });
});

/** https://cloud.google.com/compute/docs/disks/hyperdisks#machine-type-support */
test.each([
  ["e2-standard-2", "pd-balanced"],
  ["n1-standard-16", "pd-balanced"],
  ["n2-standard-16", "pd-balanced"],
  ["n2d-standard-16", "pd-balanced"],
  ["t2d-standard-16", "pd-balanced"],
  ["c2d-standard-16", "pd-balanced"],
  ["c3-standard-22", "pd-balanced"],
  ["c3d-standard-16", "pd-balanced"],
  ["c4-standard-16", "hyperdisk-balanced"],
  ["c4a-standard-16", "hyperdisk-balanced"],
  ["c4d-standard-16", "hyperdisk-balanced"],
  ["n4-standard-16", "hyperdisk-balanced"],
  ["n4d-standard-16", "hyperdisk-balanced"],
])("%s boots from %s", (machineType, disk) => {
  expect(machineNames("gcp")).toContain(machineType);
  expect(bootDiskType(machineType)).toBe(disk);
});
