/**
 * Chooses the shape of a driver or executor pod for the machines that may run it: the best there is, by exhaustive search.
 *
 * The objective, in this order:
 * 1. Every machine holds at least one pod, and no machine more task slots than it has vCPU.
 * 2. The most task slots per vCPU.
 * 3. The most heap: at least 99 % of what a shape with as many slots can reach. Rounding alone moves it by less.
 * 4. The widest pod, up to 5 cores: more tasks share one copy of broadcast data and one connection to object storage, and
 *    beyond 5 concurrent tasks a JVM's garbage collection and HDFS client throughput suffer. Wider only where asked for.
 * 5. The most heap to the last MiB, then the largest CPU request.
 *
 * Heap stays at 31 GiB or below unless it is asked for, so that the JVM keeps compressed pointers. Several machines are
 * weighed by their on-demand price where all prices are known, else by vCPU: filling a dear machine counts for more.
 *
 * Why the search is exhaustive: for given cores and pod memory, a smaller CPU request never lowers the number of pods, so
 * the smallest that respects (1) has the most slots and heap, and the largest request with as many pods is then free.
 * Pod memory can be raised to the share of the machine that runs short without losing a pod, so only such shares are tried.
 */

import type { PoolMachine } from "../nodes/pool";
import { heapWithin, maxCompressedHeapMiB, minHeapMiB, overheadMiB, type PodKind } from "./memory";
import type { PodShape } from "./shape";

/** What the shape must be; what is left out is chosen. */
export interface ShapeWish {
  kind: PodKind;
  cores?: number;
  heapMiB?: number;
}

/** Rule of thumb of the field (HDFS client throughput, garbage collection), which data-on-eks and EMR's guides share. */
const widestByDefault = 5;

const heapTolerance = 0.99;

/** Weighted sums of equal numbers of slots differ by less. */
const floatNoise = 1e-9;

interface Candidate {
  shape: PodShape;
  /** Weighted task slots per vCPU; a full platform has 1. */
  slots: number;
  /** Weighted share of the machines' memory that is heap. */
  heap: number;
}

/** The best shape that fits every machine; `undefined` when there is none. */
export function chooseShape(machines: readonly PoolMachine[], wish: ShapeWish): PodShape | undefined {
  if (machines.length === 0) return undefined;
  const weighed = weigh(machines);
  const candidates = coresToTry(machines, wish).flatMap((cores) =>
    heapsToTry(machines, cores, wish).flatMap((heapMiB) => candidateOf(weighed, cores, heapMiB, wish.kind) ?? []),
  );
  const mostSlots = candidates.reduce((most, { slots }) => Math.max(most, slots), 0);
  const full = candidates.filter(({ slots }) => slots >= mostSlots - floatNoise);
  const mostHeap = full.reduce((most, { heap }) => Math.max(most, heap), 0);
  const roomy = full.filter(({ heap }) => heap >= heapTolerance * mostHeap);
  return roomy.reduce<Candidate | undefined>((best, one) => (best && !isBetter(one, best) ? best : one), undefined)
    ?.shape;
}

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.shape.cores !== other.shape.cores) return one.shape.cores > other.shape.cores;
  if (one.heap !== other.heap) return one.heap > other.heap;
  return one.shape.cpuRequestMillis > other.shape.cpuRequestMillis;
}

function coresToTry(machines: readonly PoolMachine[], { cores }: ShapeWish): number[] {
  if (cores !== undefined) return [cores];
  const most = Math.min(widestByDefault, ...machines.map(({ machine }) => machine.vcpu));
  return Array.from({ length: Math.max(0, most) }, (_, index) => index + 1);
}

function heapsToTry(machines: readonly PoolMachine[], cores: number, { heapMiB, kind }: ShapeWish): number[] {
  if (heapMiB !== undefined) return [heapMiB];
  const heaps = machines.flatMap(({ machine, available }) =>
    Array.from({ length: Math.min(Math.floor(machine.vcpu / cores), available.pods) }, (_, index) =>
      Math.min(maxCompressedHeapMiB, heapWithin(Math.floor(available.memoryMiB / (index + 1)), kind)),
    ),
  );
  return [...new Set(heaps)].filter((heap) => heap >= minHeapMiB);
}

type WeighedMachine = PoolMachine & { weight: number };

function weigh(machines: readonly PoolMachine[]): WeighedMachine[] {
  const priced = machines.every(({ machine }) => machine.price !== undefined);
  return machines.map((one) => ({
    ...one,
    weight: priced ? (one.machine.price?.onDemandHourly ?? 0) : one.machine.vcpu,
  }));
}

function candidateOf(
  machines: readonly WeighedMachine[],
  cores: number,
  heapMiB: number,
  kind: PodKind,
): Candidate | undefined {
  const overhead = overheadMiB(heapMiB, kind);
  const memoryMiB = heapMiB + overhead;
  const limits = machines.map(({ machine, available }) => ({
    cpuMillis: available.cpuMillis,
    byMemory: Math.min(Math.floor(available.memoryMiB / memoryMiB), available.pods),
    bySlots: Math.floor(machine.vcpu / cores),
  }));
  const least = Math.max(
    1,
    ...limits.map(({ cpuMillis, byMemory, bySlots }) =>
      byMemory > bySlots ? Math.floor(cpuMillis / (bySlots + 1)) + 1 : 1,
    ),
  );
  const counts = limits.map(({ cpuMillis, byMemory }) => Math.min(byMemory, Math.floor(cpuMillis / least)));
  if (counts.some((count) => count < 1)) return undefined;
  const cpuRequestMillis = Math.min(
    cores * 1000,
    ...limits.map(({ cpuMillis }, index) => Math.floor(cpuMillis / (counts[index] ?? 1))),
  );
  if (cpuRequestMillis < least) return undefined;
  const weighted = (amount: (machine: WeighedMachine, count: number) => number) =>
    machines.reduce((sum, machine, index) => sum + machine.weight * amount(machine, counts[index] ?? 0), 0) /
    machines.reduce((sum, { weight }) => sum + weight, 0);
  return {
    shape: { cores, cpuRequestMillis, heapMiB, overheadMiB: overhead, memoryMiB },
    slots: weighted(({ machine }, count) => (count * cores) / machine.vcpu),
    heap: weighted(({ machine }, count) => (count * heapMiB) / machine.memoryMiB),
  };
}
