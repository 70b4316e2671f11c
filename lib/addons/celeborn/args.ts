/** What a user says about a shuffle service. */

import type * as pulumi from "@pulumi/pulumi";

import type { ClusterPlan } from "../../plan/cluster";
import type { Scheduling } from "../../plan/placement/scheduling";
import type { ImageMirrors } from "../mirrors";

/** The workers, which take, keep and serve shuffle files. */
export interface CelebornWorkers {
  /** Each on a node of its own. At least two where shuffle files are to be on two of them. */
  replicas: number;
  /**
   * A Spark pool of the cluster that workers run on, on-demand and with as many nodes: checked before anything is created.
   * Let executors run on others (`executors.pools`). @default where `scheduling` says
   */
  pool?: { cluster: ClusterPlan; name: string };
  /** Where they may run, where no pool is given. @default any node that has no taint */
  scheduling?: Partial<Scheduling>;
  /** @default 2000 */
  cpuMillis?: number;
  /** @default 2048 */
  heapMiB?: number;
  /** Buffers for what has come and is not on the disk yet. @default 4096 */
  offHeapMiB?: number;
  /** Of each worker for shuffle files, in GiB. @default 100 */
  diskGiB?: number;
  /**
   * Gives each worker a volume of this class, which outlives its pod: a worker that is restarted in good order serves the files that it
   * had. @default the disk of the node, whose files go with the pod
   */
  storageClass?: string;
}

/** The masters, which know workers and who may write where. */
export interface CelebornMasters {
  /** Three elect one of them to lead; one is enough to try it. @default 3 */
  replicas?: 1 | 3;
  /** Where they may run. @default any node that has no taint */
  scheduling?: Partial<Scheduling>;
  /** @default 250 */
  cpuMillis?: number;
  /** @default 1024 */
  heapMiB?: number;
}

export interface CelebornArgs {
  /** Namespace, which must exist. Plain, since `endpoints` is part of the plan of a platform. */
  namespace: string;
  workers: CelebornWorkers;
  masters?: CelebornMasters;
  /** Namespaces whose applications may use it, where the cluster enforces network policies. @default all */
  clientNamespaces?: string[];
  /** @default apache/celeborn, pinned */
  image?: pulumi.Input<string>;
  /** Registries of your own that images come from. @default the public ones */
  imageMirrors?: ImageMirrors;
  /** More of Celeborn's configuration, or other values for what the library sets. @default none */
  configuration?: Record<string, string>;
}

export type CelebornRole = "master" | "worker";
