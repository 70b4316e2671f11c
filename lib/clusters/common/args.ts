/** Arguments that mean the same on every cloud. */

import type * as pulumi from "@pulumi/pulumi";

export interface ApiServerArgs {
  /**
   * Blocks that may reach the API server from the internet, besides the cluster's own network, which always may. An empty list
   * closes the public endpoint; `pulumi up` must then run inside that network or in a peered one.
   *
   * @default ["0.0.0.0/0"]: reachable from anywhere, since nothing else lets a laptop or a CI runner deploy what goes into the
   * cluster. Every request still needs the cloud's credentials and a right in the cluster. The plan notes it until the list is given.
   */
  publicCidrs?: string[];
  /**
   * Proxy through which the API server is reached, for example `socks5://localhost:1080` of an SSH tunnel to a bastion; kubectl and
   * Pulumi both take it from the kubeconfig. @default none
   */
  proxyUrl?: pulumi.Input<string>;
}

/** Storage for event logs that comes with the cluster. */
export interface NewEventLogsArgs {
  /** Prefix without slashes at its ends. @default "spark-events" */
  prefix?: string;
  /** Days after which event logs are deleted. @default never */
  expireAfterDays?: number;
  /**
   * Deletes the storage with everything in it when the cluster is destroyed; must be deployed before the destroy.
   * @default false: the storage survives, and can be adopted by a later cluster
   */
  deleteData?: boolean;
}

/** An image registry that comes with the cluster. */
export interface NewRegistryArgs {
  /** Newest images to keep; older ones are deleted. @default 100 */
  keepImages?: number;
  /**
   * Deletes the registry with its images when the cluster is destroyed; must be deployed before the destroy.
   * @default false: the registry survives
   */
  deleteData?: boolean;
}

/** Requests of one more DaemonSet that runs on every node. */
export interface DaemonSetRequests {
  name: string;
  /** For example `50m`. */
  cpu: string | number;
  /** For example `128Mi`. */
  memory: string;
}

/** What a cluster's storage for event logs will be. */
export interface EventLogsPlan {
  kind: "new" | "existing";
  prefix: string;
  expireAfterDays?: number;
  deleteData: boolean;
}

/** What a cluster's image registry will be. */
export type RegistryPlan = { kind: "new"; keepImages: number; deleteData: boolean } | { kind: "existing" };

/** @param place the key of the arguments that says where storage is that is already there */
export function planEventLogs(given: NewEventLogsArgs | undefined, place: string): EventLogsPlan {
  const { prefix = "spark-events", expireAfterDays, deleteData = false } = given ?? {};
  if (given && place in given) return { kind: "existing", prefix, deleteData: false };
  return { kind: "new", prefix, ...(expireAfterDays !== undefined && { expireAfterDays }), deleteData };
}

export function planRegistry(given: NewRegistryArgs | { url: unknown } = {}): RegistryPlan {
  if ("url" in given) return { kind: "existing" };
  return { kind: "new", keepImages: given.keepImages ?? 100, deleteData: given.deleteData ?? false };
}
