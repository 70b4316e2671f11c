/** The nearest shape that fits a machine, for one that does not. */

import type { PoolMachine } from "../nodes/pool";
import { largest, memoryWith, minHeapMiB, overheadMiB, type PodKind, type PodMemory } from "./memory";
import type { PodShape } from "./shape";

/**
 * The shape with what the machine is short of lowered just as far as one pod needs, and all else as it was:
 * cores to the machine's vCPU, the CPU request to what the node leaves, and memory to the largest heap that fits. Off-heap and
 * PySpark memory keep their proportion to the heap, and the overhead follows it as Spark computes it for the shape's kind;
 * an overhead that Spark would not compute stays as it is.
 * @returns undefined where no pod with a heap of 512 MiB fits
 */
export function nearestShape(shape: PodShape, { available, machine }: PoolMachine): PodShape | undefined {
  const memory = shape.memoryMiB <= available.memoryMiB ? shape : shrunk(shape, available.memoryMiB);
  if (available.pods < 1 || available.cpuMillis < 1 || memory === undefined) return undefined;
  const { heapMiB, overheadMiB: overhead, offHeapMiB, pysparkMiB, memoryMiB } = memory;
  return {
    cores: Math.min(shape.cores, machine.vcpu),
    cpuRequestMillis: Math.min(shape.cpuRequestMillis, available.cpuMillis),
    heapMiB,
    overheadMiB: overhead,
    offHeapMiB,
    pysparkMiB,
    memoryMiB,
  };
}

function shrunk(memory: PodMemory, podMiB: number): PodMemory | undefined {
  const withHeap = (heapMiB: number) => scaled(memory, heapMiB);
  const heapMiB = largest(memory.heapMiB, (heap) => withHeap(heap).memoryMiB <= podMiB);
  return heapMiB < minHeapMiB ? undefined : withHeap(heapMiB);
}

function scaled(memory: PodMemory, heapMiB: number): PodMemory {
  const part = (mib: number) => Math.floor((mib * heapMiB) / memory.heapMiB);
  const kind = kindOf(memory);
  const parts = memoryWith(heapMiB, part(memory.offHeapMiB), {
    kind: kind ?? "jvm",
    pysparkMiB: part(memory.pysparkMiB),
  });
  if (kind !== undefined) return parts;
  const { overheadMiB: overhead } = memory;
  return { ...parts, overheadMiB: overhead, memoryMiB: parts.memoryMiB - parts.overheadMiB + overhead };
}

/** The kind whose overhead this is. */
function kindOf({ heapMiB, overheadMiB: overhead, offHeapMiB }: PodMemory): PodKind | undefined {
  const kinds: PodKind[] = ["jvm", "pyspark", "off-heap"];
  return kinds.find((kind) => overheadMiB(heapMiB, kind, offHeapMiB) === overhead);
}
