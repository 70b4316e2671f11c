/** Where shuffle files are kept: what a user says of it, and what the plan holds. */

/** A shuffle service that keeps shuffle files in place of the executors: Apache Celeborn, of this library's component or your own. */
export interface ShuffleServiceArgs {
  /** `host:port` of every master, as `endpoints` of the component `Celeborn` says. */
  endpoints: string[];
  /** Every shuffle file is written to two workers, so that the loss of one costs nothing. Needs two. @default true */
  replicate?: boolean;
}

/** Where executors keep shuffle files and what they spill. */
export interface ShuffleArgs {
  /**
   * Keeps shuffle files in place of executors, which then come and go at will; what they spill stays where `volume` says. The image
   * must hold the client of the same release beside Spark's jars.
   * @default executors keep them
   */
  service?: ShuffleServiceArgs;
  /**
   * - `node-disk`: the disk of the node that pods share, which is the local NVMe where the node's kubelet keeps its files there.
   * - `local-disks`: the same, and refused where an executor could come to a node without local disks for it.
   * - `tmpfs`: memory, which counts against the pod's.
   * - `pvc`: a volume for each executor, which outlives it and is taken over by another one with the files on it.
   * @default "node-disk"
   */
  volume?: "node-disk" | "local-disks" | "tmpfs" | "pvc";
  /** Storage class of the volumes; needed with `pvc`. */
  storageClass?: string;
  /** Size of each volume with `pvc`, in GiB. @default 100 */
  sizeGiB?: number;
  /**
   * Folder in object storage, for example `s3a://bucket/spark-shuffle/`, for shuffle files of an executor that loses its spot
   * node while no other executor can take them. The identity of the drivers needs the right to write and delete there.
   * @default none
   */
  fallbackStorage?: string;
}

export type ShuffleServicePlan = Required<ShuffleServiceArgs>;

export type ShuffleVolume =
  { volume: "node-disk" | "local-disks" | "tmpfs" } | { volume: "pvc"; storageClass: string; sizeGiB: number };

export type ShufflePlan = ShuffleVolume & {
  /** Folder that executors copy shuffle files to when no other executor can take them; ends in "/". */
  fallbackStorage?: string;
  /** What keeps shuffle files in place of executors. */
  service?: ShuffleServicePlan;
};
