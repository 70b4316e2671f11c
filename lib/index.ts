/** The public face. It names no cloud SDK: clusters of a cloud are under their own names, such as `spark-platform/aws`. */

export { CapacityBuffers, type CapacityBuffersArgs } from "./addons/capacity-buffer";
export { HistoryServer, type HistoryServerArgs } from "./addons/history-server";
export { ImagePull, type ImagePullArgs } from "./addons/image-pull";
export { JobNamespace, type JobNamespaceComponentArgs, type Submitter } from "./addons/job-namespace";
export { KedaHours, type KedaHoursArgs, type KedaSwitchedDeployment } from "./addons/keda-hours";
export type { ImageMirrors, Mirrors } from "./addons/mirrors";
export { Overprovisioning, type OverprovisioningArgs } from "./addons/overprovisioning";
export type { WarmRoomArgs } from "./addons/pause-pod";
export { PriorityClasses, type PriorityClassesArgs } from "./addons/priority-classes";
export { BinPackingScheduler, type BinPackingSchedulerArgs } from "./addons/scheduler";
export { SparkDefaults, type SparkDefaultsArgs } from "./addons/spark-defaults";
export { SparkOperator, type SparkOperatorArgs } from "./addons/spark-operator";
export { SpotDrill, type SpotDrillArgs } from "./addons/spot-drill";
export type { ChartOverride } from "./addons/versions";
export { type SwitchedObject, WarmHours, type WarmHoursArgs } from "./addons/warm-hours";
export type { ApplicationDependencies, SparkApplicationArgs } from "./applications/application-args";
export type { ApplicationPlatform } from "./applications/application-platform";
export { SparkApplication } from "./applications/spark-application";
export { sparkSubmitCommand, type SparkSubmitCommand } from "./applications/spark-submit";
export type { SparkCluster, StorageAccessRequest, StorageGrant, WorkloadIdentity } from "./clusters/contract";
export * from "./clusters/existing";
export * from "./plan";
export { SparkPlatform } from "./platform/platform";
export type { DataAccess, PlatformHistoryServerArgs, PlatformOperatorArgs, SparkPlatformArgs } from "./platform/args";
export { planPage, planTables } from "./report";
