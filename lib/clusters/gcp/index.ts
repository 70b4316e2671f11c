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
export type { ExistingControlPlaneArgs, ExistingNodePoolArgs } from "./control-plane/existing-args";
export { GkeCluster } from "./gke-cluster";
export type { GkeAccelerator } from "./nodes/machine-series";
export type { GkeNodePoolPlan } from "./nodes/node-pool";
export { type GkeClusterPlan, planGkeCluster } from "./plan";
export type {
  AutoProvisioningPlan,
  ComputeClassPlan,
  PriorityPlan,
  ResourceLimitPlan,
} from "./auto-provisioning/plan-compute-classes";
export type { GkeNetworkPlan } from "./network/plan-network";
export type { GkeRegistryPlan } from "./storage/plan-registry";
export { readControlPlane, type ReadControlPlaneOptions } from "./control-plane/read-control-plane";
export { readMachines, type ReadMachinesOptions } from "./read-machines";
