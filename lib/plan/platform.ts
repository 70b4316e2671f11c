/** What a platform is asked to be and the plan of it: plain data in, plain data out. */

import type { ClusterPlan, StorageScheme } from "./cluster";
import type { CostEstimate } from "./cost/estimate";
import type { DriverSizeArgs, ExecutorSize, ExecutorSizeArgs, PodSizeArgs, SizedPod } from "./executors/shape";
import type { Issue } from "./issue";
import type { Architecture } from "./nodes/machine";
import type { SparkOperatorKind } from "./operators";
import type { Placement } from "./placement/pod";
import type { SchedulerArgs, SchedulerPlan } from "./placement/scheduler";
import type { ShuffleArgs, ShufflePlan } from "./spark/shuffle";
import type { ConfigurationEntry } from "./spark/configuration";
import type { WarmArgs, WarmPlan } from "./warm/args";

export interface SparkArgs {
  /** Spark version, 3.5.2 to 4.3. @default "4.1.1" */
  version?: string;
  /** Image of drivers, executors and the history server. @default `apache/spark:<version>` */
  image?: string;
  /** Architectures that the image is built for. @default ["amd64", "arm64"], as the Apache images are */
  architectures?: Architecture[];
  /**
   * Whether the image holds the module `spark-hadoop-cloud` of its Spark version, beside the connector: output then goes to object
   * stores through a committer that is safe and fast there. `false` takes committing by renaming without a warning.
   * @default left to Spark, which from 4.1 on takes the magic committer on S3 where it finds the module
   */
  hadoopCloud?: boolean;
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
  /** Who pays: a label on the namespace and its applications' pods, by which cost tools split the bill. @default the name */
  team?: string;
  /** @default no quota */
  quota?: NamespaceQuota;
}

/**
 * The most that the platform may cost with everything at full scale, at list price: fees and every pool at its most nodes, spot
 * machines at their on-demand price, since spot prices can rise to it. What the estimate leaves out by name does not count.
 */
export interface BudgetArgs {
  /** US dollars per hour. @default no limit by the hour */
  maxHourly?: number;
  /** US dollars per month of 730 hours, all of them at full scale. @default no limit by the month */
  maxMonthly?: number;
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
  /**
   * Executors of other sizes that applications can choose by name, such as `{ name: "small", cores: 2 }`. With cores alone they
   * share the default's nodes without waste. @default none
   */
  executorSizes?: ExecutorSizeArgs[];
  /** Drivers. @default one core and its share of the node */
  drivers?: DriverSizeArgs;
  /** Room that is kept free for the next pod; several entries add up. @default none */
  warm?: WarmArgs | WarmArgs[];
  /** Priority of pause pods, -10 to -1: cluster-autoscaler adds no node for pods below -10. @default -10 */
  pausePriority?: number;
  /** What binds drivers, executors and pause pods to nodes. @default "default" */
  scheduler?: SchedulerArgs;
  /** Refuses a platform that could cost more. @default no limit */
  budget?: BudgetArgs;
  /** Where event logs go. @default the cluster's own storage */
  eventLogs?: { uri: string };
  /** Where executors keep shuffle files. @default the disk of the node */
  shuffle?: ShuffleArgs;
  /** More Spark configuration, or other values for what the plan sets. Sizing keys are refused. */
  sparkConf?: Record<string, string>;
  /** @default true */
  historyServer?: boolean;
  /** Whether a login is in the history server's pod, which takes room as well. @default false */
  historyServerLogin?: boolean;
  /** Which operator runs applications; `false` for none. @default "kubeflow" */
  sparkOperator?: false | SparkOperatorKind;
}

export interface PlatformPlan {
  name: string;
  cluster: ClusterPlan;
  spark: { version: string; image: string; architectures: Architecture[]; /** In the image. */ hadoopCloud: boolean };
  namespaces: {
    name: string;
    team: string;
    quota?: { cpu: number; memoryMiB: number; pods?: number };
    /** Executors of one application that the quota holds beside its driver; absent where the pools hold no more than that. */
    maxExecutors?: number;
  }[];
  systemNamespace: string;
  executor: SizedPod;
  driver: SizedPod;
  /** Executors of other sizes, each with the configuration of an application that runs them. */
  executorSizes: (ExecutorSize & { configuration: ConfigurationEntry[] })[];
  /** Every pod that will exist with the pools that can run it. */
  placements: Placement[];
  /** Sorted by key. */
  configuration: ConfigurationEntry[];
  warm: WarmPlan[];
  /** Of pause pods. */
  pausePriority: number;
  scheduler: SchedulerPlan;
  eventLogs: { scheme: StorageScheme; /** Absent when the cluster's own storage is used. */ uri?: string };
  shuffle: ShufflePlan;
  historyServer: boolean;
  sparkOperator: false | SparkOperatorKind;
  cost: CostEstimate;
  /** What works but deserves a look. */
  warnings: Issue[];
}
