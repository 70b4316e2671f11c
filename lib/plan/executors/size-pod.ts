/** Sizes drivers and executors: from what the user wishes for to the exact pod and how it packs. */

import type { ClusterPlan } from "../cluster";
import type { IssueList } from "../issue";
import type { SparkRole } from "../nodes/pool";
import { formatMiB } from "../quantity";
import type { Sound } from "../structure";
import { chooseShape, type ShapeWish } from "./choose-shape";
import { maxCompressedHeapMiB } from "./memory";
import { addMisfit, type PlacedMachine } from "./misfit";
import { packingOf } from "./pack";
import { poolsForRole, type RolePools } from "./pools-for-role";
import type { PodShape, PodSizeArgs, SizedPod } from "./shape";
import { wishedMemory } from "./wished-memory";

/** More task slots than any machine has; a number that large is a slip. */
const absurdCores = 1024;

/** What can be said of a role before its pods are sized. */
export interface CheckedPod {
  wish: ShapeWish;
  rolePools: RolePools;
}

/**
 * Looks at what is wished for the pods of a role, as far as that needs no shape.
 * @param path of `args` as the user writes it: `executors` or `drivers`
 * @returns undefined when an issue was added
 */
export function checkPod(
  role: SparkRole,
  cluster: ClusterPlan,
  args: Sound<PodSizeArgs>,
  path: string,
  issues: IssueList,
): CheckedPod | undefined {
  const before = issues.length;
  const wish: ShapeWish = {
    ...wishedMemory(args, path, issues),
    // A driver plans and collects; its tasks run elsewhere.
    cores: args.cores ?? (role === "driver" ? 1 : undefined),
  };
  checkCores(args.cores, path, issues);
  const rolePools = poolsForRole(role, cluster, args.pools, path, issues);
  return rolePools === undefined || issues.length > before ? undefined : { wish, rolePools };
}

/**
 * Sizes the pods of a role.
 * @param path of `args` as the user writes it: `executors` or `drivers`
 * @returns undefined when an issue was added
 */
export function sizePod(
  role: SparkRole,
  cluster: ClusterPlan,
  args: PodSizeArgs,
  path: string,
  issues: IssueList,
): SizedPod | undefined {
  const checked = checkPod(role, cluster, args, path, issues);
  if (checked === undefined) return undefined;
  return choosePod(role, args, checked, path, issues);
}

/** The best pod for what was found to be sound; undefined when an issue was added. */
export function choosePod(
  role: SparkRole,
  args: PodSizeArgs,
  { wish, rolePools }: CheckedPod,
  path: string,
  issues: IssueList,
): SizedPod | undefined {
  const machines = machinesOf(rolePools);
  const shape = chooseShape(
    machines.map(({ machine }) => machine),
    wish,
  );
  if (shape !== undefined) return sizedPod(role, shape, rolePools, reasonFor(role, shape, args, machines));
  addMisfit(role, args, wish, machines, path, issues);
  return undefined;
}

/** A shape on its pools. */
export function sizedPod(role: SparkRole, shape: PodShape, rolePools: RolePools, reason: string): SizedPod {
  return {
    role,
    shape,
    pools: rolePools.pools.map(({ name }) => name),
    packing: machinesOf(rolePools).map(({ pool, machine }) => packingOf(shape, pool, machine)),
    preferences: rolePools.preferences,
    reason,
  };
}

export function machinesOf({ pools }: Pick<RolePools, "pools">): PlacedMachine[] {
  return pools.flatMap((pool) => pool.machines.map((machine) => ({ pool: pool.name, machine })));
}

function checkCores(cores: number | undefined, path: string, issues: IssueList): void {
  if (cores === undefined || (Number.isInteger(cores) && cores >= 1 && cores <= absurdCores)) return;
  issues.add({
    path: `${path}.cores`,
    value: cores,
    problem: "is no number of cores",
    allowed: `a whole number from 1 to the vCPU of the smallest machine`,
    change: `Leave ${path}.cores out to fill the nodes.`,
  });
}

function reasonFor(role: SparkRole, shape: PodShape, args: PodSizeArgs, machines: readonly PlacedMachine[]): string {
  const [first] = machines;
  if (first === undefined) return "";
  const { podsPerNode } = packingOf(shape, first.pool, first.machine);
  const { name, vcpu, memoryMiB } = first.machine.machine;
  const percent = (mib: number) => Math.floor((100 * podsPerNode * mib) / memoryMiB);
  const types = new Set(machines.map(({ machine }) => machine.machine.name)).size;
  const asked = askedFor(args);
  return (
    `${podsPerNode} ${role}${podsPerNode === 1 ? "" : "s"} of ${shape.cores} core${shape.cores === 1 ? "" : "s"} fit ${name}: ` +
    `${podsPerNode * shape.cores} of ${vcpu} vCPU are task slots and ${percent(shape.heapMiB)} % of the memory is heap` +
    (shape.offHeapMiB > 0 ? ` and ${percent(shape.offHeapMiB)} % off-heap` : "") +
    (asked.length > 0 ? `, with ${asked.join(" and ")} as asked for` : ", the best that fits") +
    (types > 1 ? ` on all ${types} machine types that may run it.` : ".") +
    idleMemoryOf(role, shape, args, first)
  );
}

function askedFor({ cores, memory = "auto", offHeap = "auto", pysparkMemory }: PodSizeArgs): string[] {
  return [
    cores !== undefined && `cores ${cores}`,
    memory !== "auto" && `memory ${memory}`,
    offHeap !== "auto" && `offHeap ${offHeap}`,
    pysparkMemory !== undefined && `pysparkMemory ${pysparkMemory}`,
  ].filter((one) => one !== false);
}

/** Less of it is rounding and what other machines of the pools dictate. */
const idleShare = 0.1;

/** Where the heap stops at 31 GiB and a good part of the node stays free, what would use it. */
function idleMemoryOf(
  role: SparkRole,
  shape: PodShape,
  { memory = "auto" }: PodSizeArgs,
  { pool, machine }: PlacedMachine,
): string {
  const { memoryMiB } = packingOf(shape, pool, machine).leftOver;
  const isCapped = memory === "auto" && shape.heapMiB === maxCompressedHeapMiB && shape.offHeapMiB === 0;
  if (!isCapped || memoryMiB < idleShare * machine.available.memoryMiB) return "";
  const ways = [
    ...(shape.cores > 1 ? ["fewer cores"] : []),
    ...(role === "executor" ? ['kind "off-heap"'] : []),
    "a memory of your own",
  ].join(" or ");
  return ` ${formatMiB(memoryMiB)} stay free, since a heap above 31 GiB loses compressed pointers; ${ways} would use them.`;
}
