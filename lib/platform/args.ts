/** What a user says about a platform. */

import type { BuiltImage } from "../addons/built-image";
import type { HistoryServerArgs } from "../addons/history-server/args";
import type { Submitter } from "../addons/job-namespace";
import type { SparkOperatorArgs } from "../addons/spark-operator";
import type { SparkCluster, StorageGrant } from "../clusters/contract";
import type { SparkOperatorKind } from "../plan/operators";
import type { PlatformPlanArgs, SparkArgs } from "../plan/platform";
import type { Mirrors } from "../addons/mirrors";

/** Which operator runs applications, where its chart comes from and more values for it. */
export interface PlatformOperatorArgs extends Pick<SparkOperatorArgs, "chart" | "values"> {
  /**
   * "apache" runs Spark 4.0 and later on Kubernetes 1.34 and later. Other objects, the same applications: docs/choosing-an-operator.md
   * @default "kubeflow"
   */
  kind?: SparkOperatorKind;
}

/** What the history server may differ in; its place and size come from the plan. */
export type PlatformHistoryServerArgs = Pick<
  HistoryServerArgs,
  | "image"
  | "cleaner"
  | "compaction"
  | "updateSeconds"
  | "diskGiB"
  | "storeVolume"
  | "sparkConf"
  | "logVolume"
  | "expose"
>;

/** As the plan takes it, or with an image that the deployment builds. */
export interface PlatformSparkArgs extends Omit<SparkArgs, "image"> {
  /** Image of drivers, executors and the history server: its name, or one that is built. @default `apache/spark:<version>` */
  image?: string | BuiltImage;
}

/** Data that applications may open, besides their event logs. */
export interface DataAccess extends Omit<StorageGrant, "name"> {
  /** Namespaces whose applications may. @default all of the platform's */
  namespaces?: string[];
}

export interface SparkPlatformArgs extends Omit<
  PlatformPlanArgs,
  "name" | "cluster" | "spark" | "historyServer" | "historyServerLogin" | "sparkOperator"
> {
  /** The cluster to run on, of any cloud. */
  cluster: SparkCluster;
  /** Spark and its image. @default Spark 4.1.1 in its stock image */
  spark?: PlatformSparkArgs;
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
