/** How many pods of one shape a machine holds, and what is left over. */

import type { PoolMachine } from "../nodes/pool";
import type { Packing, PodShape } from "./shape";

type Request = Pick<PodShape, "cpuRequestMillis" | "memoryMiB">;

/** Pods that fit a machine beside its DaemonSets; 0 when not even one does. */
export function podsPerNode({ cpuRequestMillis, memoryMiB }: Request, { available }: PoolMachine): number {
  return Math.max(
    0,
    Math.min(
      Math.floor(available.cpuMillis / cpuRequestMillis),
      Math.floor(available.memoryMiB / memoryMiB),
      available.pods,
    ),
  );
}

export function packingOf(shape: PodShape, pool: string, machine: PoolMachine): Packing {
  const count = podsPerNode(shape, machine);
  const leftOver = {
    cpuMillis: machine.available.cpuMillis - count * shape.cpuRequestMillis,
    memoryMiB: machine.available.memoryMiB - count * shape.memoryMiB,
  };
  return {
    pool,
    machineType: machine.machine.name,
    podsPerNode: count,
    leftOver,
    localDiskMiB: Math.floor(machine.available.ephemeralStorageMiB / Math.max(1, count)),
    limitedBy:
      leftOver.cpuMillis < shape.cpuRequestMillis ? "cpu" : leftOver.memoryMiB < shape.memoryMiB ? "memory" : "pods",
  };
}
