/** The public face of the plan: what a platform is asked to be, the plan of it, and the error when it can't be. */

export { type ApplicationSizes, withApplicationSizes } from "./application-sizes";
export type { ClusterPlan, StorageScheme } from "./cluster";
export {
  type Cost,
  type CostEstimate,
  type CostPart,
  type CostTotal,
  hoursPerMonth,
  type MachineCost,
  type PodCost,
  type PriceBasis,
  type WarmCost,
} from "./cost/estimate";
export type { ShapeWish } from "./executors/choose-shape";
export { explainShape, type Explanation, type Shortage } from "./executors/explain";
export type {
  DriverSizeArgs,
  ExecutorSize,
  ExecutorSizeArgs,
  Packing,
  PodShape,
  PodSizeArgs,
  SizedPod,
} from "./executors/shape";
export { InvalidArguments, type Issue, IssueList } from "./issue";
export type { Allocatable, Deduction, Resources } from "./nodes/allocatable";
export type { Architecture, MachineType, Price } from "./nodes/machine";
export { type Autoscaler, type NodeKind, nodeKind, type NodeKindArgs } from "./nodes/node-kind";
export type { CapacityType, NodePoolPlan, PoolMachine, SparkPoolArgs, SparkRole, Taint } from "./nodes/pool";
export type { Amount, Bracket, Step } from "./nodes/profiles/amount";
export type { KubeletSetting, Reservation, ReservationProfile } from "./nodes/profiles/profile";
export { allocatable, type AllocatableOptions } from "./nodes/reserve";
export type { SparkOperatorKind } from "./operators";
export type { Placement, PlannedPod } from "./placement/pod";
export type { SchedulerArgs, SchedulerPlan } from "./placement/scheduler";
export { podTemplate, type PodTemplate } from "./placement/pod-template";
export { planPlatform } from "./plan-platform";
export type {
  BudgetArgs,
  JobNamespaceArgs,
  NamespaceQuota,
  PlatformPlan,
  PlatformPlanArgs,
  SparkArgs,
} from "./platform";
export { type NodeArgs, type PlannedNode, type PlannedNodes, planNodes } from "./size/plan-nodes";
export { podKeys } from "./size/pod-keys";
export { type SizedNode, type SizedNodes, sizeNodes } from "./size/size-nodes";
export { type CheckContext, checkConfiguration } from "./spark/check/check-configuration";
export { type Defaults, parseDefaults } from "./spark/check/defaults";
export { diffVersions, type VersionDiff } from "./spark/check/diff";
export type { Finding, Level } from "./spark/check/finding";
export type { ConfigurationEntry, DeferredValue } from "./spark/configuration";
export type { SparkKey } from "./spark/registry/key";
export type { SparkMinor } from "./spark/registry/minors";
export type { WarmArgs, WarmHours, WarmHoursPlan, WarmPlan, Weekday } from "./warm/args";
export type { ShuffleArgs, ShuffleServiceArgs } from "./spark/shuffle";
