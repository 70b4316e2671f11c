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
export type { AutoModePoolPlan } from "./autoscaler/auto-mode/plan-pools";
export type { AutoscalerTag } from "./autoscaler/cluster-autoscaler/autoscaler-tags";
export { EksCluster } from "./eks-cluster";
export type { ExistingControlPlaneArgs, ExistingRolesArgs, ExistingSubnetArgs } from "./control-plane/existing-args";
export type { KarpenterPoolPlan, NodeClassPlan } from "./autoscaler/karpenter/plan-pools";
export type { NodeConfigPlan } from "./nodes/node-config";
export type { EksNodeGroupPlan } from "./nodes/node-group";
export { type EksClusterPlan, planEksCluster } from "./plan";
export type { EksNetworkPlan } from "./network/plan-network";
export type { PullThroughPlan } from "./storage/plan-pull-through";
export { readControlPlane } from "./control-plane/read-control-plane";
export { readMachines, type ReadMachinesOptions } from "./read-machines";
export { readNetwork, type ReadNetwork, type ReadOptions } from "./network/read-network";
export type { SubnetPlan } from "./network/subnets";
