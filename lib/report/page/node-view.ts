/** One full node as data: what takes which share of its memory and CPU. */

import type { Packing, PodShape, SizedPod } from "../../plan/executors/shape";
import type { NodePoolPlan, PoolMachine } from "../../plan/nodes/pool";
import type { PlatformPlan } from "../../plan/platform";
import type { SparkRole } from "../../plan/nodes/pool";

export type SegmentKind = "reserved" | "daemonset" | SparkRole | "free";

export interface Segment {
  kind: SegmentKind;
  /** For example `kube-reserved`, `executor 3`. */
  name: string;
  amount: number;
  /** Where it begins, as a share of the machine. */
  start: number;
  /** How long it is, as a share of the machine. */
  share: number;
}

export interface Bar {
  resource: "memory" | "cpu";
  /** What the vendor sells: MiB or millicores. */
  capacity: number;
  segments: Segment[];
}

export interface NodeView {
  pool: string;
  /** Machine types that look the same. */
  machineTypes: string[];
  /** What fills the node; absent on nodes of the platform's own pods. */
  packing?: Packing & {
    role: SparkRole;
    /** Name of the executor size; absent for drivers, and for executors of the usual size. */
    size?: string;
  };
  bars: Bar[];
}

/** Every picture of a pool: each machine type full of executors of each size and full of drivers, equal ones merged. */
export function nodeViews(plan: PlatformPlan, pool: NodePoolPlan): NodeView[] {
  const views = new Map<string, NodeView>();
  for (const machine of pool.machines) {
    for (const view of machineViews(plan, pool, machine)) {
      const key = JSON.stringify([view.packing?.role, view.packing?.size, view.bars]);
      const same = views.get(key);
      if (same === undefined) views.set(key, view);
      else same.machineTypes.push(...view.machineTypes);
    }
  }
  return [...views.values()];
}

function machineViews(plan: PlatformPlan, pool: NodePoolPlan, machine: PoolMachine): NodeView[] {
  const base = { pool: pool.name, machineTypes: [machine.machine.name] };
  const pods: { size?: string; pod: SizedPod }[] = [
    { pod: plan.executor },
    ...plan.executorSizes.map(({ name, sized }) => ({ size: name, pod: sized })),
    { pod: plan.driver },
  ];
  const full = pods.flatMap(({ size, pod }) =>
    pod.packing
      .filter((packing) => packing.pool === pool.name && packing.machineType === machine.machine.name)
      .map((packing) => ({
        ...base,
        machineTypes: [...base.machineTypes],
        packing: { ...packing, role: pod.role, ...(size !== undefined && { size }) },
        bars: nodeBars(machine, { role: pod.role, shape: pod.shape, count: packing.podsPerNode }),
      })),
  );
  return full.length > 0 ? full : [{ ...base, bars: nodeBars(machine) }];
}

/** The pods that fill a node. */
export interface Load {
  role: SparkRole;
  shape: PodShape;
  count: number;
}

/** One machine as a bar of memory and a bar of CPU: what is taken from it, the pods, what is left over. */
export function nodeBars({ allocatable, daemonSets }: PoolMachine, load?: Load): Bar[] {
  const bar = (
    resource: Bar["resource"],
    amountOf: (from: { cpuMillis: number; memoryMiB: number }) => number,
  ): Bar => {
    const capacity = amountOf(allocatable.capacity);
    const taken: Pick<Segment, "kind" | "name" | "amount">[] = [
      ...allocatable.breakdown.map((one) => ({ kind: "reserved" as const, name: one.name, amount: amountOf(one) })),
      ...daemonSets.map((one) => ({ kind: "daemonset" as const, name: one.name, amount: amountOf(one) })),
      ...pods(load, amountOf),
    ];
    const free = capacity - taken.reduce((sum, { amount }) => sum + amount, 0);
    return {
      resource,
      capacity,
      segments: placed([...taken, { kind: "free", name: "left over", amount: free }], capacity),
    };
  };
  return [bar("memory", ({ memoryMiB }) => memoryMiB), bar("cpu", ({ cpuMillis }) => cpuMillis)];
}

function pods(load: Load | undefined, amountOf: (from: { cpuMillis: number; memoryMiB: number }) => number) {
  if (load === undefined) return [];
  const { role, shape, count } = load;
  const amount = amountOf({ cpuMillis: shape.cpuRequestMillis, memoryMiB: shape.memoryMiB });
  return Array.from({ length: count }, (_, index) => ({ kind: role, name: `${role} ${index + 1}`, amount }));
}

function placed(parts: Pick<Segment, "kind" | "name" | "amount">[], capacity: number): Segment[] {
  let start = 0;
  return parts
    .filter(({ amount }) => amount > 0)
    .map((part) => {
      const segment = { ...part, start, share: part.amount / capacity };
      start += segment.share;
      return segment;
    });
}
