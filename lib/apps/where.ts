/** Where the pods of an application are. */

import type { ClusterNode, Pod } from "../cluster-api/objects";
import { executorIdOf } from "../drill/spark-pods";
import { spotLabelOf } from "../drill/spot-nodes";
import { type PodState, podState, requestsOf, type Role, roleOf, startedAt } from "./pods";

export interface Place {
  pod: string;
  role: Role;
  /** Spark's number of an executor. */
  id?: string;
  state: PodState;
  node?: string;
  zone?: string;
  machineType?: string;
  /** Absent where the node can't be seen. */
  capacity?: "spot" | "on-demand";
  started?: string;
  cpuMillis: number;
  memoryMiB: number;
}

/** @param nodes by name */
export function placeOf(pod: Pod, nodes: ReadonlyMap<string, ClusterNode>): Place {
  const { nodeName } = pod.spec;
  const node = nodeName === undefined ? undefined : nodes.get(nodeName);
  const labels = node?.metadata.labels ?? {};
  const { cpuMillis, memoryMiB } = requestsOf(pod);
  return {
    pod: pod.metadata.name,
    role: roleOf(pod),
    id: executorIdOf(pod),
    state: podState(pod),
    node: nodeName,
    zone: labels["topology.kubernetes.io/zone"],
    machineType: labels["node.kubernetes.io/instance-type"],
    // Every cloud labels its spot nodes, so a node without such a label is none.
    capacity: node === undefined ? undefined : spotLabelOf(node) === undefined ? "on-demand" : "spot",
    started: startedAt(pod),
    cpuMillis,
    memoryMiB,
  };
}
