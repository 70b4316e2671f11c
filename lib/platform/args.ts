/** What a user says about a platform. */

import type { HistoryServerArgs } from "../addons/history-server";
import type { Submitter } from "../addons/job-namespace";
import type { SparkOperatorArgs } from "../addons/spark-operator";
import type { SparkCluster, StorageGrant } from "../clusters/contract";
import type { PlatformPlanArgs } from "../plan/platform";
import type { Mirrors } from "../addons/mirrors";

/** The operator's chart: where it comes from and more values for it. */
export type PlatformOperatorArgs = Pick<SparkOperatorArgs, "chart" | "values">;

/** What the history server may differ in; its place and size come from the plan. */
export type PlatformHistoryServerArgs = Pick<
  HistoryServerArgs,
  "image" | "cleaner" | "diskGiB" | "sparkConf" | "logVolume"
>;

/** Data that applications may open, besides their event logs. */
export interface DataAccess extends StorageGrant {
  /** Namespaces whose applications may. @default all of the platform's */
  namespaces?: string[];
}

export interface SparkPlatformArgs extends Omit<
  PlatformPlanArgs,
  "name" | "cluster" | "historyServer" | "sparkOperator"
> {
  /** The cluster to run on, of any cloud. */
  cluster: SparkCluster;
  /** `false` leaves the operator out; jobs are submitted with spark-submit then. @default the pinned chart */
  operator?: false | PlatformOperatorArgs;
  /** `false` leaves the history server out. @default one that reads the event logs and deletes nothing */
  historyServer?: false | PlatformHistoryServerArgs;
  /** Image of the pause pods that keep room free, and of the placeholders of executors. @default registry.k8s.io/pause:3.10 */
  pauseImage?: string;
  /** Object storage that applications may read or write, besides event logs and fallback storage. @default none */
  dataAccess?: DataAccess[];
  /** Registries of your own that images and charts come from, for clusters without the internet. @default the public ones */
  mirrors?: Mirrors;
  /** Who may submit applications, in every namespace of the platform. @default nobody but administrators */
  submitters?: Submitter[];
}
