/** Node pools: what a user asks for, and the plan that clusters create and pods are placed on. */

import type { Allocatable, Deduction, Resources } from "./allocatable";
import type { MachineType } from "./machine";
import type { KubeletSettings } from "./kubelet";

export type CapacityType = "on-demand" | "spot";
export type SparkRole = "driver" | "executor";

export interface Taint {
  key: string;
  value?: string;
  effect: "NoSchedule" | "NoExecute" | "PreferNoSchedule";
}

/** A pool of nodes for Spark on a managed cluster. */
export interface SparkPoolArgs {
  /** DNS-1123 label, unique in the cluster, at most 30 characters (names of cloud resources are derived from it). */
  name: string;
  /** @default "on-demand" */
  capacity?: CapacityType;
  /** Machine types of one shape (equal vCPU, memory within 10 %, one architecture). */
  machineTypes: string[];
  /**
   * What may run here. A spot pool never runs drivers: a lost driver is a lost application.
   * @default ["driver", "executor"] on on-demand, ["executor"] on spot
   */
  runs?: SparkRole[];
  /** @default 0 */
  minNodes?: number;
  /** Most nodes in the pool, all zones together. */
  maxNodes: number;
  /** Most pods per node. @default one for each vCPU and each DaemonSet and 4 more, where the network has the addresses */
  maxPods?: number;
  /** Root disk in GiB; shuffle and scratch live here where the machine has no local NVMe. @default 100 */
  diskGiB?: number;
  /** More labels on the nodes. Reserved prefixes (kubernetes.io, k8s.io, spark-platform) are refused. */
  labels?: Record<string, string>;
  /** More taints on the nodes; the platform's Spark pods tolerate them. */
  taints?: Taint[];
}

/** The pool of the platform's own pods. */
export interface SystemPoolArgs {
  /** Machine types of one shape (equal vCPU, memory within 10 %, one architecture). */
  machineTypes: string[];
  minNodes: number;
  maxNodes: number;
}

/** One machine type of a pool with what is left on it for pods. */
export interface PoolMachine {
  machine: MachineType;
  /** What the kubelet reports: this goes into autoscaler tags and simulated nodes. */
  allocatable: Allocatable;
  /** Requests of the DaemonSets that run on every node of the pool. */
  daemonSets: Deduction[];
  /** Allocatable less DaemonSets: what Spark pods share. `pods` less one per DaemonSet. */
  available: Resources & { pods: number };
}

export interface NodePoolPlan {
  name: string;
  /** Path of the cluster's own argument that asks for the pool, for example `sparkPools[1]`; messages point there. */
  argument?: string;
  /** `system` pools run the platform's own pods, `spark` pools run drivers and executors. */
  role: "system" | "spark";
  capacity: CapacityType;
  runs: SparkRole[];
  minNodes: number;
  maxNodes: number;
  /** Root disk in GiB; absent where the cluster is not ours to know. */
  diskGiB?: number;
  /** Kubelet settings that the cluster must give the nodes; absent where they keep their defaults. */
  kubelet?: KubeletSettings;
  machines: PoolMachine[];
  /** All labels that the nodes carry. */
  labels: Record<string, string>;
  /** The labels that tell this pool's nodes from all others; pods are placed by them. */
  selector: Record<string, string>;
  taints: Taint[];
}
