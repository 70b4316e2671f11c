/** The exact size of a driver or executor pod, and how many of them a node holds. */

import type { SparkRole } from "../nodes/pool";

/** What a user wishes for. Everything that is left out is chosen so that nodes are filled. */
export interface PodSizeArgs {
  /** Task slots (`spark.executor.cores`), or cores of the driver. @default the best for the pools */
  cores?: number;
  /** Heap, as Spark writes it (`10g`, `8192m`) or Kubernetes (`10Gi`); `auto` takes the pod's share of the node. @default "auto" */
  memory?: string;
  /** What runs in the pod: PySpark needs memory outside the JVM. @default "jvm" */
  kind?: "jvm" | "pyspark";
  /** Pools that may run it, by name, in order of preference. @default all pools that allow the role, spot first */
  pools?: string[];
}

export interface PodShape {
  /** Task slots of an executor, cores of a driver. */
  cores: number;
  /** `spark.kubernetes.{driver,executor}.request.cores`, in millicores. */
  cpuRequestMillis: number;
  /** JVM heap, `spark.{driver,executor}.memory`. */
  heapMiB: number;
  /** `spark.{driver,executor}.memoryOverhead`. */
  overheadMiB: number;
  /** The pod's memory request and limit: heap + overhead. */
  memoryMiB: number;
}

/** How a shape packs onto one machine type of one pool. */
export interface Packing {
  pool: string;
  machineType: string;
  podsPerNode: number;
  /** What a full node has left. */
  leftOver: { cpuMillis: number; memoryMiB: number };
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
