/** Sizes drivers and executors: from what the user wishes for to the exact pod and how it packs. */

import type { ClusterPlan } from "../cluster";
import type { IssueList } from "../issue";
import type { PoolMachine, SparkRole } from "../nodes/pool";
import { formatMiB, memoryAllowed, parseMemoryMiB } from "../quantity";
import type { Sound } from "../structure";
import { chooseShape, type ShapeWish } from "./choose-shape";
import { minHeapMiB } from "./memory";
import { addMisfit } from "./misfit";
import { packingOf } from "./pack";
import { poolsForRole, type RolePools } from "./pools-for-role";
import type { PodShape, PodSizeArgs, SizedPod } from "./shape";

/** More task slots than any machine has; a number that large is a slip. */
const absurdCores = 1024;

/** What can be said of a role before its pods are sized. */
interface CheckedPod {
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
    kind: args.kind ?? "jvm",
    // A driver plans and collects; its tasks run elsewhere.
    cores: args.cores ?? (role === "driver" ? 1 : undefined),
    heapMiB: wishedHeap(args.memory, path, issues),
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
  const { wish } = checked;
  const { pools, preferences } = checked.rolePools;
  const machines = pools.flatMap((pool) => pool.machines.map((machine) => ({ pool: pool.name, machine })));
  const shape = chooseShape(
    machines.map(({ machine }) => machine),
    wish,
  );
  if (shape === undefined) {
    addMisfit(role, args, wish, machines, path, issues);
    return undefined;
  }
  return {
    role,
    shape,
    pools: pools.map(({ name }) => name),
    packing: machines.map(({ pool, machine }) => packingOf(shape, pool, machine)),
    preferences,
    reason: reasonFor(role, shape, args, machines),
  };
}

function wishedHeap(memory: string | undefined, path: string, issues: IssueList): number | undefined {
  if (memory === undefined || memory === "auto") return undefined;
  const heapMiB = parseMemoryMiB(memory);
  if (heapMiB !== undefined && heapMiB >= minHeapMiB) return heapMiB;
  issues.add({
    path: `${path}.memory`,
    value: memory,
    problem: heapMiB === undefined ? "is no amount of memory" : "is less than Spark's memory manager starts with",
    allowed: `"auto", or ${memoryAllowed}, at least ${formatMiB(minHeapMiB)}`,
    change: 'Use "auto" to fill the nodes.',
  });
  return undefined;
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

function reasonFor(
  role: SparkRole,
  shape: PodShape,
  args: PodSizeArgs,
  machines: readonly { pool: string; machine: PoolMachine }[],
): string {
  const { cores, memory = "auto" } = args;
  const asked = [cores !== undefined && `cores ${cores}`, memory !== "auto" && `memory ${memory}`].filter(Boolean);
  const [first] = machines;
  if (first === undefined) return "";
  const { podsPerNode } = packingOf(shape, first.pool, first.machine);
  const { name, vcpu, memoryMiB } = first.machine.machine;
  const heapPercent = Math.floor((100 * podsPerNode * shape.heapMiB) / memoryMiB);
  const types = new Set(machines.map(({ machine }) => machine.machine.name)).size;
  return (
    `${podsPerNode} ${role}${podsPerNode === 1 ? "" : "s"} of ${shape.cores} core${shape.cores === 1 ? "" : "s"} fit ${name}: ` +
    `${podsPerNode * shape.cores} of ${vcpu} vCPU are task slots and ${heapPercent} % of the memory is heap` +
    (asked.length > 0 ? `, with ${asked.join(" and ")} as asked for` : ", the best that fits") +
    (types > 1 ? ` on all ${types} machine types that may run it.` : ".")
  );
}
