/** Google Cloud: `import { GkeCluster } from "spark-platform/gcp"`. */

export type { DaemonSetRequests, EventLogsPlan, NewEventLogsArgs, NewRegistryArgs } from "../common/args";
export type {
  ExistingEventLogsArgs,
  ExistingNetworkArgs,
  ExistingRegistryArgs,
  GkeApiServerArgs,
  GkeClusterArgs,
  GkeClusterPlanArgs,
  MaintenanceWindowArgs,
  NewNetworkArgs,
} from "./args";
export type { ExistingControlPlaneArgs, ExistingNodePoolArgs } from "./existing-args";
export { GkeCluster } from "./gke-cluster";
export type { GkeAccelerator } from "./machine-series";
export type { GkeNodePoolPlan } from "./node-pool";
export { type GkeClusterPlan, planGkeCluster } from "./plan";
export type { AutoProvisioningPlan, ComputeClassPlan, PriorityPlan, ResourceLimitPlan } from "./plan-compute-classes";
export type { GkeNetworkPlan } from "./plan-network";
export type { GkeRegistryPlan } from "./plan-registry";
export { readControlPlane, type ReadControlPlaneOptions } from "./read-control-plane";
export { readMachines, type ReadMachinesOptions } from "./read-machines";
