/** What a platform is asked to be and the plan of it: plain data in, plain data out. */

import type { ClusterPlan, StorageScheme } from "./cluster";
import type { CostEstimate } from "./cost/estimate";
import type { PodSizeArgs, SizedPod } from "./executors/shape";
import type { Issue } from "./issue";
import type { Architecture } from "./nodes/machine";
import type { Placement } from "./placement/pod";
import type { ConfigurationEntry } from "./spark/configuration";

export interface SparkArgs {
  /** Spark version, 3.5.2 to 4.3. @default "4.1.1" */
  version?: string;
  /** Image of drivers, executors and the history server. @default `apache/spark:<version>` */
  image?: string;
  /** Architectures that the image is built for. @default ["amd64", "arm64"], as the Apache images are */
  architectures?: Architecture[];
}

export interface NamespaceQuota {
  /** Most CPU that all pods of the namespace may request together, in cores. */
  cpu: number;
  /** Most memory that all pods of the namespace may request together, for example `512Gi`. */
  memory: string;
  /** Most pods. @default no limit */
  pods?: number;
}

export interface JobNamespaceArgs {
  /** DNS-1123 label. */
  name: string;
  /** @default no quota */
  quota?: NamespaceQuota;
}

export interface WarmArgs {
  /** Executors' worth of room that is kept free. @default 0 */
  executors?: number;
  /** Drivers' worth of room that is kept free. @default 0 */
  drivers?: number;
}

/** The plain part of SparkPlatform's arguments: what decides which resources exist and how they are sized. */
export interface PlatformPlanArgs {
  /** Name of the platform; DNS-1123 label of at most 30 characters. */
  name: string;
  cluster: ClusterPlan;
  spark?: SparkArgs;
  /** Namespaces that jobs run in. @default [{ name: "spark-jobs" }] */
  namespaces?: JobNamespaceArgs[];
  /** Namespace of the operator and the history server. @default "spark-system" */
  systemNamespace?: string;
  /** Executors. @default the best for the pools */
  executors?: PodSizeArgs;
  /** Drivers. @default one core and its share of the node */
  drivers?: PodSizeArgs;
  /** Room kept free by pause pods. @default none */
  warm?: WarmArgs;
  /** Where event logs go. @default the cluster's own storage */
  eventLogs?: { uri: string };
  /** More Spark configuration, or other values for what the plan sets. Sizing keys are refused. */
  sparkConf?: Record<string, string>;
  /** @default true */
  historyServer?: boolean;
  /** @default true */
  sparkOperator?: boolean;
}

export interface PausePodsPlan {
  role: "driver" | "executor";
  replicas: number;
  pool: string;
  /** Nodes that the pause pods keep up. */
  nodes: number;
}

export interface PlatformPlan {
  name: string;
  cluster: ClusterPlan;
  spark: { version: string; image: string; architectures: Architecture[] };
  namespaces: { name: string; quota?: { cpu: number; memoryMiB: number; pods?: number } }[];
  systemNamespace: string;
  executor: SizedPod;
  driver: SizedPod;
  /** Every pod that will exist with the pools that can run it. */
  placements: Placement[];
  /** Sorted by key. */
  configuration: ConfigurationEntry[];
  warm: PausePodsPlan[];
  eventLogs: { scheme: StorageScheme; /** Absent when the cluster's own storage is used. */ uri?: string };
  historyServer: boolean;
  sparkOperator: boolean;
  cost: CostEstimate;
  /** What works but deserves a look. */
  warnings: Issue[];
}
