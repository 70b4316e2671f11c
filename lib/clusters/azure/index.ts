/** AKS: `import { AksCluster } from "spark-platform/azure"`. */

export type { ApiServerArgs, DaemonSetRequests } from "../common/args";
export { AksCluster } from "./aks-cluster";
export type {
  AdminArgs,
  AksClusterArgs,
  AksClusterPlanArgs,
  ExistingNetworkArgs,
  MaintenanceArgs,
  NewNetworkArgs,
} from "./args";
export type { AksAgentPoolPlan } from "./node-pool";
export type { ExistingClusterNetworkArgs, ExistingControlPlaneArgs } from "./existing-args";
export { type AksClusterPlan, planAksCluster } from "./plan";
export type { AksNetworkPlan } from "./plan-network";
export { readControlPlane, type ReadControlPlaneOptions } from "./read-control-plane";
export type { AksEventLogsPlan, AksRegistryPlan } from "./plan-storage";
export type {
  ExistingEventLogsArgs,
  ExistingRegistryArgs,
  NewEventLogsArgs,
  NewRegistryArgs,
  RegistrySecretsArgs,
  StorageKeyArgs,
} from "./storage-args";
