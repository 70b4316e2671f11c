/** The public face of the plan: what a platform is asked to be, the plan of it, and the error when it can't be. */

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
} from "./cost/estimate";
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
export type { Placement, PlannedPod } from "./placement/pod";
export { podTemplate, type PodTemplate } from "./placement/pod-template";
export { planPlatform } from "./plan-platform";
export type {
  BudgetArgs,
  JobNamespaceArgs,
  NamespaceQuota,
  PausePodsPlan,
  PlatformPlan,
  PlatformPlanArgs,
  ShuffleArgs,
  SparkArgs,
  WarmArgs,
} from "./platform";
export type { ConfigurationEntry, DeferredValue } from "./spark/configuration";
