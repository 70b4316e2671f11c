/** Random platforms on random clusters, as users may write them: pools of real machine types, through the clusters' own planners. */

import fc from "fast-check";

import { planEksCluster } from "../../lib/clusters/aws/plan";
import { planExistingCluster } from "../../lib/clusters/existing/plan";
import { InvalidArguments, type Issue, IssueList } from "../../lib/plan/issue";
import { catalogueClouds, machinesOf } from "../../lib/plan/nodes/catalogue/catalogue";
import { kubeletFor } from "../../lib/plan/nodes/kubelet";
import type { MachineType } from "../../lib/plan/nodes/machine";
import { nodeKind } from "../../lib/plan/nodes/node-kind";
import { planMachine } from "../../lib/plan/nodes/pool-machines";

const capacity = fc.constantFrom("on-demand" as const, "spot" as const);
const maxNodes = fc.integer({ min: 1, max: 6 });
const labels = fc.constantFrom<Record<string, string>>({}, { team: "data" }, { "example.com/tier": "batch" });
const taints = fc.constantFrom<{ key: string; value?: string; effect: "NoSchedule" | "NoExecute" }[]>(
  [],
  [{ key: "team", value: "data", effect: "NoSchedule" }],
  [{ key: "batch", effect: "NoExecute" }],
);
const daemonSets = fc.array(
  fc.record({
    name: fc.constant("agent"),
    cpu: fc.constantFrom("10m", "250m"),
    memory: fc.constantFrom("64Mi", "1Gi"),
  }),
  { maxLength: 2 },
);
/** Of every cluster's first pool, so that drivers have somewhere to go. */
const onDemand = { capacity: "on-demand" as const };
const noKeysRequired = { requiredKeys: [] };

/** Machine types of one shape, which may be in one pool. */
const machineTypes = fc.constantFrom(...machinesOf("aws").filter(({ vcpu }) => vcpu >= 2)).chain((first) => {
  const isAlike = ({ vcpu, memoryMiB, architecture }: MachineType) =>
    vcpu === first.vcpu && memoryMiB === first.memoryMiB && architecture === first.architecture;
  const names = machinesOf("aws")
    .filter(isAlike)
    .map(({ name }) => name);
  return fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 });
});

const eksPool = fc.record(
  { capacity, machineTypes, maxNodes, maxPods: fc.integer({ min: 5, max: 110 }), labels, taints },
  { requiredKeys: ["machineTypes", "maxNodes"] },
);
const eksArgs = fc
  .record({ pools: fc.array(eksPool, { minLength: 1, maxLength: 3 }), daemonSets })
  .map(({ pools, daemonSets: agents }) => ({
    sparkPools: pools.map((pool, index) => ({ name: `pool-${index}`, ...pool, ...(index === 0 && onDemand) })),
    daemonSets: agents.map((agent, index) => ({ ...agent, name: `agent-${index}` })),
  }));
const eksClusters = eksArgs.map((args) => () => planEksCluster("analytics", args));

/** What `kubectl` reports of a node of any cloud's machine type. */
const reported = fc.constantFrom(...catalogueClouds).chain((cloud) => {
  const kind = nodeKind({ cloud }, "", new IssueList())!;
  return fc.constantFrom(...machinesOf(cloud)).map((machine) => {
    const { allocatable } = planMachine(machine, kubeletFor(kind.profile, kind.maxPods(machine)), kind);
    return {
      architecture: machine.architecture,
      allocatable: {
        cpu: `${allocatable.cpuMillis}m`,
        memory: `${allocatable.memoryMiB}Mi`,
        pods: allocatable.pods,
        ephemeralStorage: "90Gi",
      },
    };
  });
});
const existingPool = fc.record({ node: reported, capacity, maxNodes, taints, labels });
const existingClusters = fc.record({ pools: fc.array(existingPool, { minLength: 1, maxLength: 3 }), daemonSets }).map(
  ({ pools, daemonSets: agents }) =>
    () =>
      planExistingCluster("shared", {
        nodes: [
          {
            name: "system",
            role: "system",
            labels: { pool: "system" },
            maxNodes: 4,
            allocatable: { cpu: 4, memory: "14Gi" },
          },
          ...pools.map(({ node, labels: more, ...pool }, index) => ({
            name: `pool-${index}`,
            labels: { ...more, pool: `pool-${index}` },
            ...node,
            ...pool,
          })),
        ],
        daemonSets: agents.map((agent, index) => ({ ...agent, name: `agent-${index}` })),
      }),
);

const memory = fc.constantFrom("auto", "auto", "2g", "6g", "14Gi");
const cores = fc.integer({ min: 1, max: 5 });
const jvmKind = fc.constantFrom("jvm" as const, "pyspark" as const);
const driverWish = fc.record({ cores, memory, kind: jvmKind }, noKeysRequired);
const executorWish = fc.record(
  { cores, memory, kind: fc.constantFrom("jvm" as const, "pyspark" as const, "off-heap" as const) },
  noKeysRequired,
);

/** Calls for the cluster's plan, and the rest of the platform's arguments. */
export const platforms = fc.record({
  cluster: fc.oneof(eksClusters, existingClusters),
  args: fc.record(
    {
      executors: executorWish,
      drivers: driverWish,
      executorSizes: fc.constant([{ name: "narrow", cores: 1 }]),
      warm: fc.record({ executors: fc.nat(4), drivers: fc.nat(2) }),
      namespaces: fc.constantFrom([{ name: "etl" }], [{ name: "etl", quota: { cpu: 64, memory: "512Gi", pods: 20 } }]),
      historyServer: fc.boolean(),
      sparkOperator: fc.constantFrom(false as const, "kubeflow" as const, "apache" as const),
    },
    noKeysRequired,
  ),
});

/** What comes of a planner: its plan, or the issues that it refuses with. Anything else that it throws goes on. */
export function outcomeOf<T>(planner: () => T): { plan: T } | { issues: readonly Issue[] } {
  try {
    return { plan: planner() };
  } catch (error) {
    if (error instanceof InvalidArguments) return { issues: error.issues };
    throw error;
  }
}
