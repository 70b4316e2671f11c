/** What the command line asks of a cluster. Behind it is an API server, or what a test puts there. */

import type { ClusterNode, NodeTaint, Pod } from "./objects";

export interface PodQuery {
  /** @default all namespaces */
  namespace?: string;
  /** Label selector, for example `spark-role=driver`. */
  labels?: string;
  /** Only pods on this node. */
  node?: string;
}

/** One pod and not another that has the same name by now. */
export type PodIdentity = Pick<Pod["metadata"], "namespace" | "name" | "uid">;

/** Every method throws {@link ApiFailure} where the API server refuses. */
export interface ClusterApi {
  /** Context of the kubeconfig, for people. */
  readonly context: string;
  pods(query: PodQuery): Promise<Pod[]>;
  nodes(): Promise<ClusterNode[]>;
  /** undefined where there is none of the name */
  node(name: string): Promise<ClusterNode | undefined>;
  /** Refused with 409 when somebody else changed the node since it was read. */
  setSchedulable(node: ClusterNode, unschedulable: boolean, taints: readonly NodeTaint[]): Promise<void>;
  /** By the Eviction API; refused with 429 where a disruption budget forbids it. A pod that is gone is no failure. */
  evict(pod: PodIdentity): Promise<void>;
  /** A pod that is gone is no failure. */
  deletePod(pod: PodIdentity, graceSeconds: number): Promise<void>;
  /** A node that is gone is no failure. */
  deleteNode(node: ClusterNode): Promise<void>;
  /** Of Karpenter. One that is gone is no failure. */
  deleteNodeClaim(name: string): Promise<void>;
  /** JSON that a pod serves over HTTP, by way of the API server. */
  served(pod: { namespace: string; name: string; port: number }, path: string): Promise<unknown>;
}

/** The API server, or a pod behind it, refused a request or could not be reached. */
export class ApiFailure extends Error {
  constructor(
    message: string,
    /** Of HTTP; 0 where there was no answer. */
    readonly status: number,
  ) {
    super(message);
    this.name = "ApiFailure";
  }
}

export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof ApiFailure && statuses.includes(error.status);
}
