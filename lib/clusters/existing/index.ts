/** A cluster that is already there. */

export type {
  AutoscalerArgs,
  DaemonSetRequests,
  ExistingAllocatable,
  ExistingClusterArgs,
  ExistingClusterPlanArgs,
  ExistingPoolArgs,
  StorageAccessArgs,
} from "./args";
export { ExistingCluster } from "./existing-cluster";
export type { NodesRead } from "./nodes";
export { planExistingCluster } from "./plan";
export { readNodes, type ReadNodesArgs } from "./read-nodes";
