/**
 * Chooses the shape of a driver or executor pod for the machines that may run it: the best there is, by exhaustive search.
 *
 * The objective, in this order:
 * 1. Every machine holds at least one pod, and no machine more task slots than it has vCPU.
 * 2. The most task slots per vCPU.
 * 3. The most heap, and off-heap memory where it is chosen too: at least 99 % of what a shape with as many slots can reach.
 *    Rounding alone moves it by less. Off-heap memory that is given for each pod does not count: it is no reason for more pods.
 * 4. The widest pod, up to 5 cores: more tasks share one copy of broadcast data and one connection to object storage, and
 *    beyond 5 concurrent tasks a JVM's garbage collection and HDFS client throughput suffer. Wider only where asked for.
 * 5. The most of that memory to the last MiB, then the largest CPU request.
 *
 * Heap stays at 31 GiB or below unless it is asked for, so that the JVM keeps compressed pointers. Several machines are
 * weighed by their on-demand price where all prices are known, else by vCPU: filling a dear machine counts for more.
 *
 * Why the search is exhaustive: for given cores and pod memory, a smaller CPU request never lowers the number of pods, so
 * the smallest that respects (1) has the most slots and memory, and the largest request with as many pods is then free.
 * Pod memory can be raised to the share of the machine that runs short without losing a pod, so only such shares are tried,
 * smallest first: larger pods are no more in number, so the search ends where memory and vCPU alone keep it below the best.
 */

import type { PoolMachine } from "../nodes/pool";
import { memoryWithin, type MemoryWish, type PodMemory } from "./memory";
import type { PodShape } from "./shape";

/** What the shape must be; what is left out is chosen. */
export interface ShapeWish extends MemoryWish {
  cores?: number;
}

/** Rule of thumb of the field (HDFS client throughput, garbage collection), which data-on-eks and EMR's guides share. */
const widestByDefault = 5;

const memoryTolerance = 0.99;

/** Weighted sums of equal numbers of slots differ by less. */
const floatNoise = 1e-9;

interface Candidate {
  shape: PodShape;
  /** Weighted task slots per vCPU; a full platform has 1. */
  slots: number;
  /** Weighted share of the machines' memory that is heap, or off-heap memory that is chosen. */
  memory: number;
}

/** The best shape that fits every machine; `undefined` when there is none. */
export function chooseShape(machines: readonly PoolMachine[], wish: ShapeWish): PodShape | undefined {
  if (machines.length === 0) return undefined;
  const weighed = weigh(machines);
  const candidates: Candidate[] = [];
  let mostSlots = 0;
  for (const cores of coresToTry(machines, wish)) {
    for (const memory of memoriesToTry(machines, cores, wish)) {
      if (slotsWithin(weighed, cores, memory) < mostSlots - floatNoise) break;
      const candidate = candidateOf(weighed, cores, memory, wish);
      if (candidate === undefined) continue;
      mostSlots = Math.max(mostSlots, candidate.slots);
      candidates.push(candidate);
    }
  }
  const full = candidates.filter(({ slots }) => slots >= mostSlots - floatNoise);
  const mostMemory = full.reduce((most, { memory }) => Math.max(most, memory), 0);
  const roomy = full.filter(({ memory }) => memory >= memoryTolerance * mostMemory);
  return roomy.reduce<Candidate | undefined>((best, one) => (best && !isBetter(one, best) ? best : one), undefined)
    ?.shape;
}

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.shape.cores !== other.shape.cores) return one.shape.cores > other.shape.cores;
  if (one.memory !== other.memory) return one.memory > other.memory;
  return one.shape.cpuRequestMillis > other.shape.cpuRequestMillis;
}

function coresToTry(machines: readonly PoolMachine[], { cores }: ShapeWish): number[] {
  if (cores !== undefined) return [cores];
  const most = Math.min(widestByDefault, ...machines.map(({ machine }) => machine.vcpu));
  return Array.from({ length: Math.max(0, most) }, (_, index) => index + 1);
}

/** Smallest pod first; worked out one by one, since most need not be. */
function* memoriesToTry(machines: readonly PoolMachine[], cores: number, wish: MemoryWish): Generator<PodMemory> {
  const shares = machines.flatMap(({ machine, available }) =>
    Array.from({ length: Math.min(Math.floor(machine.vcpu / cores), available.pods) }, (_, index) =>
      Math.floor(available.memoryMiB / (index + 1)),
    ),
  );
  let last = 0;
  for (const share of [...new Set(shares)].sort((a, b) => a - b)) {
    const memory = memoryWithin(share, wish);
    if (memory === undefined || memory.memoryMiB === last) continue;
    last = memory.memoryMiB;
    yield memory;
  }
}

type WeighedMachine = PoolMachine & { weight: number };

function weigh(machines: readonly PoolMachine[]): WeighedMachine[] {
  const priced = machines.every(({ machine }) => machine.price !== undefined);
  return machines.map((one) => ({
    ...one,
    weight: priced ? (one.machine.price?.onDemandHourly ?? 0) : one.machine.vcpu,
  }));
}

function weightedMean(
  machines: readonly WeighedMachine[],
  amount: (machine: WeighedMachine, index: number) => number,
): number {
  const sum = machines.reduce((all, machine, index) => all + machine.weight * amount(machine, index), 0);
  return sum / machines.reduce((all, { weight }) => all + weight, 0);
}

/** Weighted task slots per vCPU that memory and vCPU allow, whatever the CPU request. */
function slotsWithin(machines: readonly WeighedMachine[], cores: number, { memoryMiB }: PodMemory): number {
  return weightedMean(machines, (machine) => {
    const { byMemory, bySlots } = limitsOf(machine, cores, memoryMiB);
    return (Math.min(byMemory, bySlots) * cores) / machine.machine.vcpu;
  });
}

function candidateOf(
  machines: readonly WeighedMachine[],
  cores: number,
  memory: PodMemory,
  { offHeapMiB }: MemoryWish,
): Candidate | undefined {
  const limits = machines.map((machine) => limitsOf(machine, cores, memory.memoryMiB));
  const least = leastCpuMillis(machines, cores, memory.memoryMiB);
  const counts = limits.map(({ cpuMillis, byMemory }) => Math.min(byMemory, Math.floor(cpuMillis / least)));
  if (counts.some((count) => count < 1)) return undefined;
  const cpuRequestMillis = Math.min(
    cores * 1000,
    ...limits.map(({ cpuMillis }, index) => Math.floor(cpuMillis / (counts[index] ?? 1))),
  );
  if (cpuRequestMillis < least) return undefined;
  const workingMiB = memory.heapMiB + (offHeapMiB === "auto" ? memory.offHeapMiB : 0);
  const weighted = (amount: (machine: WeighedMachine, count: number) => number) =>
    weightedMean(machines, (machine, index) => amount(machine, counts[index] ?? 0));
  return {
    shape: { cores, cpuRequestMillis, ...memory },
    slots: weighted(({ machine }, count) => (count * cores) / machine.vcpu),
    memory: weighted(({ machine }, count) => (count * workingMiB) / machine.memoryMiB),
  };
}

interface Limits {
  cpuMillis: number;
  /** Pods by memory and by the node's pod limit. */
  byMemory: number;
  /** Pods with no more task slots than vCPU. */
  bySlots: number;
}

function limitsOf({ machine, available }: PoolMachine, cores: number, memoryMiB: number): Limits {
  return {
    cpuMillis: available.cpuMillis,
    byMemory: Math.min(Math.floor(available.memoryMiB / memoryMiB), available.pods),
    bySlots: Math.floor(machine.vcpu / cores),
  };
}

/** The smallest CPU request with which no machine gets more task slots than it has vCPU. */
export function leastCpuMillis(machines: readonly PoolMachine[], cores: number, memoryMiB: number): number {
  const perMachine = machines
    .map((machine) => limitsOf(machine, cores, memoryMiB))
    .map(({ cpuMillis, byMemory, bySlots }) => (byMemory > bySlots ? Math.floor(cpuMillis / (bySlots + 1)) + 1 : 1));
  return Math.max(1, ...perMachine);
}
