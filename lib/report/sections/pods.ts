/** Shapes of drivers and executors, how they pack, and where every pod goes. */

import type { Packing, SizedPod } from "../../plan/executors/shape";
import type { PlatformPlan } from "../../plan/platform";
import { cores, counted, figure } from "../numbers";
import { allPools } from "./pools";
import type { Section } from "./section";

const LIMITS = { cpu: "CPU", memory: "memory", pods: "the node's pod limit" } as const;

export function shapesSection(plan: PlatformPlan): Section {
  const pods = [plan.executor, plan.driver];
  return {
    id: "shapes",
    title: "Executors and drivers",
    columns: [
      { title: "Role" },
      { title: "Cores", align: "right" },
      { title: "CPU request", align: "right" },
      { title: "Heap MiB", align: "right" },
      { title: "Overhead MiB", align: "right" },
      { title: "Pod MiB", align: "right" },
      { title: "Pools, preferred first", prose: true },
    ],
    rows: pods.map(({ role, shape, pools }) => [
      role,
      figure(shape.cores),
      cores(shape.cpuRequestMillis),
      figure(shape.heapMiB),
      figure(shape.overheadMiB),
      figure(shape.memoryMiB),
      pools.join(", "),
    ]),
    notes: pods.map(({ role, reason }) => `${role}: ${reason}`),
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
      { title: "Limited by" },
    ],
    rows: [plan.executor, plan.driver].flatMap(({ role, packing }) =>
      packing.map(({ pool, machineType, podsPerNode, leftOver, limitedBy }) => [
        role,
        pool,
        machineType,
        figure(podsPerNode),
        cores(leftOver.cpuMillis),
        figure(leftOver.memoryMiB),
        LIMITS[limitedBy],
      ]),
    ),
    notes: [`With every pool at its most nodes, ${counted(most, "executor")} fit.`],
  };
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

export function placementSection({ placements }: PlatformPlan): Section {
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
    rows: placements.map(({ pod, pools }) => [
      pod.name,
      figure(pod.replicas),
      cores(pod.cpuMillis),
      figure(pod.memoryMiB),
      pools.join(", "),
    ]),
  };
}
