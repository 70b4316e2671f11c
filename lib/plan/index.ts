/** The public face of the plan: what a platform is asked to be, the plan of it, and the error when it can't be. */

export type { ClusterPlan, StorageScheme } from "./cluster";
export type { CostEstimate, CostLine } from "./cost/estimate";
export type { Packing, PodShape, PodSizeArgs, SizedPod } from "./executors/shape";
export { InvalidArguments, type Issue } from "./issue";
export type { Allocatable, Deduction, Resources } from "./nodes/allocatable";
export type { Architecture, MachineType, Price } from "./nodes/machine";
export type { CapacityType, NodePoolPlan, PoolMachine, SparkPoolArgs, SparkRole, Taint } from "./nodes/pool";
export type { Placement, PlannedPod } from "./placement/pod";
export { podTemplate, type PodTemplate } from "./placement/pod-template";
export { planPlatform } from "./plan-platform";
export type {
  JobNamespaceArgs,
  NamespaceQuota,
  PausePodsPlan,
  PlatformPlan,
  PlatformPlanArgs,
  SparkArgs,
  WarmArgs,
} from "./platform";
export type { ConfigurationEntry, DeferredValue } from "./spark/configuration";
