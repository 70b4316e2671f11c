/** EKS: `import { EksCluster } from "spark-platform/aws"`. */

export type {
  ApiServerArgs,
  DaemonSetRequests,
  EventLogsPlan,
  NewEventLogsArgs,
  NewRegistryArgs,
  RegistryPlan,
} from "../common/args";
export type {
  EksAutoscaler,
  EksClusterArgs,
  EksClusterPlanArgs,
  ExistingEventLogsArgs,
  ExistingNetworkArgs,
  ExistingRegistryArgs,
  NewEcrRegistryArgs,
  NewNetworkArgs,
} from "./args";
export type { KarpenterNodePool, NodeClassReference, NodeRequirement } from "../../addons/karpenter/node-pool";
export type { AutoModePoolPlan } from "./auto-mode/plan-pools";
export type { AutoscalerTag } from "./autoscaler-tags";
export { EksCluster } from "./eks-cluster";
export type { ExistingControlPlaneArgs, ExistingRolesArgs, ExistingSubnetArgs } from "./existing-args";
export type { KarpenterPoolPlan, NodeClassPlan } from "./karpenter/plan-pools";
export type { NodeConfigPlan } from "./node-config";
export type { EksNodeGroupPlan } from "./node-group";
export { type EksClusterPlan, planEksCluster } from "./plan";
export type { EksNetworkPlan } from "./plan-network";
export type { PullThroughPlan } from "./plan-pull-through";
export { readControlPlane } from "./read-control-plane";
export { readMachines, type ReadMachinesOptions } from "./read-machines";
export { readNetwork, type ReadNetwork, type ReadOptions } from "./read-network";
export type { SubnetPlan } from "./subnets";
