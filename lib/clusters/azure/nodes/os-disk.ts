/** Where a node's root disk is: on the machine's own disk, which is free and fast, or on a managed disk. Pure. */

import type { MachineType } from "../../../plan/nodes/machine";
import { type MachineContext, planMachine } from "../../../plan/nodes/pool-machines";
import type { NodePoolPlan, SparkPoolArgs } from "../../../plan/nodes/pool";
import { defaultDiskGiB } from "../../../plan/nodes/reserve";

/**
 * Sizes whose local disk AKS puts the whole of a root disk on: general purpose, memory and compute optimised ones with a "d" in their
 * name, from version 5 on. Earlier ones have a cache that counts instead; what storage-optimised (L) and GPU sizes have is left raw.
 * https://learn.microsoft.com/azure/aks/concepts-storage#ephemeral-os-disks-in-aks
 */
const CARRIES_OS = /^Standard_[DEF]\d+(?:-\d+)?[a-z]*d[a-z]*_v[5-9]$/;

/** https://learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks */
const LARGEST_EPHEMERAL_GIB = 2040;

/** Kubernetes' images and a few of Spark take about 20 GiB; a root disk much smaller than this would leave no room for scratch. */
const SMALLEST_EPHEMERAL_GIB = 64;

/** GiB of the largest root disk that fits on one of the machine's own disks; undefined where Azure puts none there. */
export function ephemeralGiB({ name, localDisks }: MachineType): number | undefined {
  if (localDisks === undefined || !CARRIES_OS.test(name)) return undefined;
  const size = Math.min(LARGEST_EPHEMERAL_GIB, Math.floor(localDisks.sizeGiB));
  return size < SMALLEST_EPHEMERAL_GIB ? undefined : size;
}

export function isEphemeral(machine: MachineType, diskGiB: number): boolean {
  return diskGiB <= (ephemeralGiB(machine) ?? 0);
}

/** GiB of the root disk that all of the machine types have room for; undefined where one of them has none. */
function sharedEphemeralGiB(
  machineTypes: readonly unknown[],
  { findMachine }: Pick<MachineContext, "findMachine">,
): number | undefined {
  const sizes = machineTypes.map((name) => {
    const machine = typeof name === "string" ? findMachine(name) : undefined;
    return machine && ephemeralGiB(machine);
  });
  const found = sizes.flatMap((size) => size ?? []);
  return found.length > 0 && found.length === sizes.length ? Math.min(...found) : undefined;
}

/**
 * Spark pools whose root disk fills the machine's own disk where nothing else is asked for: scratch space that is paid for anyway.
 * Anything may come, and what is wrong is left to the plan to refuse.
 */
export function onLocalDisks(pools: SparkPoolArgs[], context: Pick<MachineContext, "findMachine">): SparkPoolArgs[] {
  if (!Array.isArray(pools)) return pools;
  return pools.map((pool: SparkPoolArgs | null | undefined) => {
    if (typeof pool !== "object" || pool === null || pool.diskGiB !== undefined)
      return pool as unknown as SparkPoolArgs;
    const machineTypes: unknown = pool.machineTypes;
    const diskGiB = Array.isArray(machineTypes) ? sharedEphemeralGiB(machineTypes, context) : undefined;
    return diskGiB === undefined ? pool : { ...pool, diskGiB };
  });
}

/** The system pool on its machine's own disk where that has one, even if it is smaller than a managed disk would be. */
export function withSystemDisk(pool: NodePoolPlan, context: MachineContext): NodePoolPlan {
  const [first, ...others] = pool.machines;
  if (first === undefined || others.length > 0) return pool;
  const size = ephemeralGiB(first.machine);
  if (size === undefined) return pool;
  const diskGiB = Math.min(size, defaultDiskGiB);
  const maxPods = first.allocatable.pods;
  return { ...pool, diskGiB, machines: [planMachine(first.machine, { diskGiB, maxPods }, context)] };
}
