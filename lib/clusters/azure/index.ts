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
export type { AksAgentPoolPlan } from "./nodes/node-pool";
export type { ExistingClusterNetworkArgs, ExistingControlPlaneArgs } from "./control-plane/existing-args";
export { type AksClusterPlan, planAksCluster } from "./plan";
export type { AksNetworkPlan } from "./network/plan-network";
export { readControlPlane, type ReadControlPlaneOptions } from "./control-plane/read-control-plane";
export type { AksEventLogsPlan, AksRegistryPlan } from "./storage/plan-storage";
export type {
  ExistingEventLogsArgs,
  ExistingRegistryArgs,
  NewEventLogsArgs,
  NewRegistryArgs,
  RegistrySecretsArgs,
  StorageKeyArgs,
} from "./storage/storage-args";
