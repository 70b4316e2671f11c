/** The exact size of a driver or executor pod, and how many of them a node holds. */

import type { SparkRole } from "../nodes/pool";
import type { PodKind, PodMemory } from "./memory";

/** What a user wishes for drivers. Everything that is left out is chosen so that nodes are filled. */
export interface DriverSizeArgs {
  /** Task slots of an executor (`spark.executor.cores`), or cores of a driver. @default the best for the pools; 1 for drivers */
  cores?: number;
  /** Heap, as Spark writes it (`10g`, `8192m`) or Kubernetes (`10Gi`); `auto` takes the pod's share of the node. @default "auto" */
  memory?: string;
  /** What runs in the pod: PySpark needs memory outside the JVM. @default "jvm" */
  kind?: "jvm" | "pyspark";
  /** Pools that may run it, by name, in order of preference. @default all pools that allow the role, spot first */
  pools?: string[];
}

/** What a user wishes for executors. Spark gives drivers' pods neither off-heap nor PySpark memory. */
export interface PodSizeArgs extends Omit<DriverSizeArgs, "kind"> {
  /**
   * What runs in the pod: PySpark needs memory outside the JVM, and engines that work in native memory (Comet, Gluten) need
   * most of it off the heap. @default "jvm"
   */
  kind?: PodKind;
  /**
   * `spark.memory.offHeap.size`, an amount as of `memory`; `auto` takes 70 % of what Spark works in, or all that a `memory`
   * which is given leaves. @default "auto" with the kind off-heap, else none
   */
  offHeap?: string;
  /** `spark.executor.pyspark.memory`, beside the overhead; Spark counts it for Python applications only. @default none */
  pysparkMemory?: string;
}

/** Executors of another size than the default: a slice of it, or what is asked for. */
export interface ExecutorSizeArgs extends PodSizeArgs {
  /** What applications call it: lower-case letters, digits and "-", at most 30 characters. */
  name: string;
  /** Task slots; without `memory` also the part of the default executor's CPU and memory. @default those of the default executor */
  cores?: number;
  /** Heap; one that is given makes the size stand for itself. @default "auto", the part that `cores` is of the default executor */
  memory?: string;
  /** @default that of `executors` */
  kind?: PodKind;
  /** @default those of `executors` */
  pools?: string[];
}

/** The pod's memory request and limit is the sum of its parts: heap + overhead + off-heap + PySpark. */
export interface PodShape extends PodMemory {
  /** Task slots of an executor, cores of a driver. */
  cores: number;
  /** `spark.kubernetes.{driver,executor}.request.cores`, in millicores. */
  cpuRequestMillis: number;
}

/** How a shape packs onto one machine type of one pool. */
export interface Packing {
  pool: string;
  machineType: string;
  podsPerNode: number;
  /** What a full node has left. */
  leftOver: { cpuMillis: number; memoryMiB: number };
  /** The node's local disk that pods may use, in MiB for each of them when the node is full; nothing requests it. */
  localDiskMiB: number;
  /** The resource that keeps one more pod out. */
  limitedBy: "cpu" | "memory" | "pods";
}

/** A shape with the pools that it runs on. */
export interface SizedPod {
  role: SparkRole;
  shape: PodShape;
  /** Pool names in order of preference: spot before on-demand for executors. */
  pools: string[];
  packing: Packing[];
  /** Weights of the preferred node affinity, 1 to 100; a pool that is not listed is not preferred. @default none */
  preferences?: { pool: string; weight: number }[];
  /** Why this shape, in one sentence. */
  reason: string;
}

/** Executors of another size than the default. */
export interface ExecutorSize {
  name: string;
  sized: SizedPod;
}
