/** What the Spark configuration is derived from. */

import type { ClusterPlan } from "../../cluster";
import type { SizedPod } from "../../executors/shape";
import type { PlatformPlan } from "../../platform";
import type { ShufflePlan } from "../shuffle";
import type { SparkVersion } from "../versions";

export interface ConfigurationContext {
  version: SparkVersion;
  cluster: ClusterPlan;
  driver: SizedPod;
  executor: SizedPod;
  eventLogs: PlatformPlan["eventLogs"];
  shuffle: ShufflePlan;
  /** Whether the image holds the module spark-hadoop-cloud. */
  hadoopCloud: boolean;
  /** Executors that one application can have at most beside its driver. */
  maxExecutors: number;
}
