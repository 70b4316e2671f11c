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
  EksClusterArgs,
  EksClusterPlanArgs,
  ExistingEventLogsArgs,
  ExistingNetworkArgs,
  ExistingRegistryArgs,
  NewNetworkArgs,
} from "./args";
export type { AutoscalerTag } from "./autoscaler-tags";
export { EksCluster } from "./eks-cluster";
export type { NodeConfigPlan } from "./node-config";
export type { EksNodeGroupPlan } from "./node-group";
export { type EksClusterPlan, planEksCluster } from "./plan";
export type { EksNetworkPlan } from "./plan-network";
export { readMachines, type ReadMachinesOptions } from "./read-machines";
export type { SubnetPlan } from "./subnets";
