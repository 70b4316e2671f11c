/** The public face. It names no cloud SDK: clusters of a cloud are under their own names, such as `spark-platform/aws`. */

export { ApacheSparkOperator, type ApacheSparkOperatorArgs } from "./addons/apache-spark-operator";
export type { BuiltImage } from "./addons/built-image";
export { CapacityBuffers, type CapacityBuffersArgs } from "./addons/capacity-buffer";
export type { CelebornArgs, CelebornMasters, CelebornWorkers } from "./addons/celeborn/args";
export { Celeborn } from "./addons/celeborn/celeborn";
export type {
  HistoryServerArgs,
  HistoryServerExposure,
  LoginArgs,
  SecretReference,
  SecretValue,
} from "./addons/history-server/args";
export { HistoryServer } from "./addons/history-server/history-server";
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
export type {
  ApplicationArgs,
  ApplicationDependencies,
  ApplicationExecutors,
  ApplicationFile,
  ApplicationMount,
  ApplicationType,
  EnvironmentValue,
  LocalFile,
  LocalText,
  RestartPolicyArgs,
  ScheduledSparkApplicationArgs,
  SparkApplicationArgs,
} from "./applications/args";
export type { ApplicationPlatform } from "./applications/application-platform";
export { ScheduledSparkApplication } from "./applications/scheduled-spark-application";
export { SparkApplication } from "./applications/spark-application";
export { SparkConnectServer, type SparkConnectServerArgs } from "./applications/spark-connect-server";
export { SparkSubmitJob, type SparkSubmitJobArgs } from "./applications/spark-submit-job";
export { sparkSubmitCommand, type SparkSubmitCommand } from "./applications/spark-submit/command";
export type {
  CodeUpload,
  PushTarget,
  SparkCluster,
  StorageAccessRequest,
  StorageGrant,
  UploadedCode,
  WorkloadIdentity,
} from "./clusters/contract";
export * from "./clusters/existing";
export type { Connector } from "./images/connectors";
export type { SparkDockerfileArgs } from "./images/dockerfile";
export { sparkDockerfile } from "./images/spark-dockerfile";
export * from "./plan";
export { SparkPlatform } from "./platform/platform";
export type {
  DataAccess,
  PlatformHistoryServerArgs,
  PlatformOperatorArgs,
  PlatformSparkArgs,
  SparkPlatformArgs,
} from "./platform/args";
export { planPage, planTables } from "./report";
