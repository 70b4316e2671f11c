/**
 * Executors of other sizes beside the default one.
 *
 * A size that leaves its memory open is a slice of the default executor: so many of its cores, with that part of its CPU request
 * and memory, rounded down. Sizes then share a node without waste in any mix, since what they ask for adds up to no more than
 * the default executors in whose place they stand. A size that names its memory, or pools where the default does not run, is
 * sized for itself as the default is.
 */

import type { ClusterPlan } from "../cluster";
import { IssueList } from "../issue";
import { isDns1123Label } from "../names";
import { formatMiB } from "../quantity";
import type { Sound } from "../structure";
import { leastCpuMillis } from "./choose-shape";
import { memoryWithin, type MemoryWish, minHeapMiB } from "./memory";
import type { PlacedMachine } from "./misfit";
import { podsPerNode } from "./pack";
import type { ExecutorSize, ExecutorSizeArgs, PodShape, PodSizeArgs, SizedPod } from "./shape";
import { checkPod, type CheckedPod, choosePod, machinesOf, sizedPod } from "./size-pod";
import { wishedMemory } from "./wished-memory";

/** Files and pods are named after a size. */
const longestName = 30;

/** The platform's own words for pods. */
const reservedNames = ["default", "driver", "executor"];

/** The default executor: what was asked for, and what came out; undefined where it has an issue. */
export interface DefaultExecutor {
  args: Sound<PodSizeArgs>;
  sized: SizedPod | undefined;
}

/**
 * Sizes the executors of other sizes, as far as they have no issue.
 * @param isWhole whether the structure of the size at an index is right
 */
export function sizeExecutors(
  asked: readonly (Sound<ExecutorSizeArgs> | undefined)[],
  isWhole: (index: number) => boolean,
  base: DefaultExecutor,
  cluster: ClusterPlan,
  issues: IssueList,
): ExecutorSize[] {
  checkNames(asked, issues);
  return asked.flatMap((size, index) => {
    if (size === undefined) return [];
    const { name = "", ...own } = size;
    const path = `executorSizes[${index}]`;
    // Pools that the default was refused for are named at the default only.
    const pools = own.pools ?? (base.sized && base.args.pools);
    const args = { ...own, kind: own.kind ?? base.args.kind, pools };
    const checked = checkPod("executor", cluster, args, path, issues);
    if (checked === undefined || base.sized === undefined || !isWhole(index)) return [];
    // Without an issue nothing is left out of what was asked for.
    const whole = args as PodSizeArgs;
    const sized = isSlice(own, checked, base.sized)
      ? slicePod(own as PodSizeArgs, checked, { ...base, sized: base.sized }, path, issues)
      : choosePod("executor", whole, checked, path, issues);
    return sized === undefined ? [] : [{ name, sized }];
  });
}

function checkNames(asked: readonly (Sound<ExecutorSizeArgs> | undefined)[], issues: IssueList): void {
  asked.forEach((size, index) => {
    const name = size?.name;
    if (name === undefined) return;
    const problem = nameProblem(name, asked.findIndex((other) => other?.name === name) < index);
    if (problem === undefined) return;
    issues.add({
      path: `executorSizes[${index}].name`,
      value: name,
      problem,
      allowed: `lower-case letters, digits and "-", at most ${longestName} characters, each name once, none of ${reservedNames.join(", ")}`,
      change: 'Use a name such as "small" or "large".',
    });
  });
}

function nameProblem(name: string, isTwice: boolean): string | undefined {
  if (reservedNames.includes(name)) return "is what the platform itself calls other pods";
  if (!isDns1123Label(name, longestName)) return "is no name for a size";
  return isTwice ? "is named twice" : undefined;
}

function isSlice({ memory = "auto" }: Sound<PodSizeArgs>, { rolePools }: CheckedPod, base: SizedPod): boolean {
  return memory === "auto" && rolePools.pools.every(({ name }) => base.pools.includes(name));
}

function slicePod(
  own: PodSizeArgs,
  { wish, rolePools }: CheckedPod,
  base: DefaultExecutor & { sized: SizedPod },
  path: string,
  issues: IssueList,
): SizedPod | undefined {
  const whole = base.sized.shape;
  const { cores = whole.cores } = own;
  const part = (amount: number) => Math.floor((amount * cores) / whole.cores);
  const memory = memoryWithin(part(whole.memoryMiB), saysNothingOfMemory(own) ? slicedWish(base, part) : wish);
  const machines = machinesOf(rolePools);
  const shape = memory && {
    cores,
    cpuRequestMillis: Math.max(
      part(whole.cpuRequestMillis),
      leastCpuMillis(
        machines.map(({ machine }) => machine),
        cores,
        memory.memoryMiB,
      ),
    ),
    ...memory,
  };
  if (shape !== undefined && machines.every(({ machine }) => podsPerNode(shape, machine) >= 1)) {
    return sizedPod("executor", shape, rolePools, reasonFor(shape, whole, machines));
  }
  issues.add({
    path: `${path}.cores`,
    value: own.cores,
    problem:
      shape === undefined
        ? `leaves the pod ${formatMiB(part(whole.memoryMiB))}, which is ${cores} of the default executor's ${whole.cores} cores' worth and does not hold what goes into it`
        : `is more than a node holds of the default executor's cores`,
    allowed: `at most ${mostCores(whole, machines)}, with room for a heap of ${formatMiB(minHeapMiB)} and what else is asked for`,
    change: `Use other cores, or name ${path}.memory: the size is then sized for itself.`,
  });
  return undefined;
}

function mostCores(whole: PodShape, machines: readonly PlacedMachine[]): number {
  return Math.min(...machines.map(({ machine }) => podsPerNode(whole, machine) * whole.cores));
}

function saysNothingOfMemory({ kind, offHeap, pysparkMemory }: PodSizeArgs): boolean {
  return kind === undefined && offHeap === undefined && pysparkMemory === undefined;
}

/** What the default executor's memory holds, sliced; the heap is open unless off-heap memory takes the rest. */
function slicedWish({ args }: DefaultExecutor, part: (amount: number) => number): MemoryWish {
  const { kind, heapMiB, offHeapMiB, pysparkMiB } = wishedMemory(args, "executors", new IssueList());
  const sliced = (mib: number | undefined) => (mib === undefined ? undefined : part(mib));
  return offHeapMiB === "auto"
    ? { kind, heapMiB: sliced(heapMiB), offHeapMiB, pysparkMiB: sliced(pysparkMiB) }
    : { kind, offHeapMiB: sliced(offHeapMiB), pysparkMiB: sliced(pysparkMiB) };
}

function reasonFor({ cores }: PodShape, whole: PodShape, machines: readonly PlacedMachine[]): string {
  const [first] = machines;
  const name = first?.machine.machine.name ?? "a node";
  return (
    `${cores} core${cores === 1 ? "" : "s"} where the default executor has ${whole.cores}, with CPU and memory in proportion: ` +
    `sizes whose cores add up to ${mostCores(whole, machines)} fill ${name} together.`
  );
}
