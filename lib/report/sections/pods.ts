/** Shapes of drivers and executors, how they pack, and where every pod goes. */

import type { Packing, SizedPod } from "../../plan/executors/shape";
import type { PlatformPlan } from "../../plan/platform";
import { cores, counted, figure, gib } from "../numbers";
import { allPools } from "./pools";
import type { Section } from "./section";

const EXTRAS = { offHeapMiB: "Off-heap MiB", pysparkMiB: "PySpark MiB" } as const;

/** What keeps one more pod off a node. */
export const LIMITS = { cpu: "CPU", memory: "memory", pods: "the node's pod limit" } as const;

export function shapesSection(plan: PlatformPlan): Section {
  const pods = sizedPods(plan);
  const extras = (["offHeapMiB", "pysparkMiB"] as const).filter((part) =>
    pods.some(({ sized }) => sized.shape[part] > 0),
  );
  return {
    id: "shapes",
    title: "Executors and drivers",
    columns: [
      { title: "Role" },
      { title: "Cores", align: "right" },
      { title: "CPU request", align: "right" },
      { title: "Heap MiB", align: "right" },
      { title: "Overhead MiB", align: "right" },
      ...extras.map((part) => ({ title: EXTRAS[part], align: "right" as const })),
      { title: "Pod MiB", align: "right" },
      { title: "Pools, preferred first", prose: true },
    ],
    rows: pods.map(({ name, sized: { shape, pools } }) => [
      name,
      figure(shape.cores),
      cores(shape.cpuRequestMillis),
      figure(shape.heapMiB),
      figure(shape.overheadMiB),
      ...extras.map((part) => figure(shape[part])),
      figure(shape.memoryMiB),
      pools.join(", "),
    ]),
    notes: pods.map(({ name, sized }) => `${name}: ${sized.reason}`),
  };
}

export function packingSection(plan: PlatformPlan): Section {
  const most = mostExecutors(plan);
  return {
    id: "packing",
    title: "How they pack",
    intro: "Pods that fit a node which runs nothing else, and what such a node has left over.",
    columns: [
      { title: "Role" },
      { title: "Pool" },
      { title: "Machine type" },
      { title: "Pods per node", align: "right" },
      { title: "CPU left", align: "right" },
      { title: "MiB left", align: "right" },
      { title: "Disk each", align: "right" },
      { title: "Limited by" },
    ],
    rows: sizedPods(plan).flatMap(({ name, sized }) =>
      sized.packing.map(({ pool, machineType, podsPerNode, leftOver, localDiskMiB, limitedBy }) => [
        name,
        pool,
        machineType,
        figure(podsPerNode),
        cores(leftOver.cpuMillis),
        figure(leftOver.memoryMiB),
        gib(localDiskMiB),
        LIMITS[limitedBy],
      ]),
    ),
    notes: [`With every pool at its most nodes, ${counted(most, "executor")} fit.`],
  };
}

/** Executors of every size, then drivers, as the placement names them. */
function sizedPods({ executor, executorSizes, driver }: PlatformPlan): { name: string; sized: SizedPod }[] {
  return [
    { name: executor.role, sized: executor },
    ...executorSizes.map(({ name, sized }) => ({ name: `executor "${name}"`, sized })),
    { name: driver.role, sized: driver },
  ];
}

/** Executors when every pool has its most nodes and each node is of the type that holds fewest. */
export function mostExecutors(plan: PlatformPlan): number {
  return allPools(plan).reduce((sum, { name, maxNodes }) => sum + maxNodes * fewestPerNode(plan.executor, name), 0);
}

/** Packings of one role in one pool. */
function packingsIn({ packing }: SizedPod, pool: string): Packing[] {
  return packing.filter((one) => one.pool === pool);
}

function fewestPerNode(pod: SizedPod, pool: string): number {
  const counts = packingsIn(pod, pool).map(({ podsPerNode }) => podsPerNode);
  return counts.length === 0 ? 0 : Math.min(...counts);
}

export function placementSection(plan: PlatformPlan): Section {
  return {
    id: "placement",
    title: "Where every pod goes",
    columns: [
      { title: "Pod" },
      { title: "At most", align: "right" },
      { title: "CPU", align: "right" },
      { title: "MiB", align: "right" },
      { title: "Pools, best first", prose: true },
    ],
    rows: [
      ...plan.placements.map(({ pod, pools }) => [
        pod.name,
        figure(pod.replicas),
        cores(pod.cpuMillis),
        figure(pod.memoryMiB),
        pools.join(", "),
      ]),
      ...daemonSetRows(plan),
    ],
  };
}

/** DaemonSets run on every node, and what they request is taken off it before anything else is planned there. */
function daemonSetRows(plan: PlatformPlan): string[][] {
  const pools = allPools(plan);
  const daemonSets = pools.flatMap(({ machines }) => machines.flatMap((machine) => machine.daemonSets));
  return [...new Map(daemonSets.map((one) => [JSON.stringify(one), one])).entries()].map(([key, one]) => [
    `${one.name} (DaemonSet)`,
    "1 a node",
    cores(one.cpuMillis),
    figure(one.memoryMiB),
    pools
      .filter(({ machines }) =>
        machines.some((machine) => machine.daemonSets.some((own) => JSON.stringify(own) === key)),
      )
      .map(({ name }) => name)
      .join(", "),
  ]);
}
