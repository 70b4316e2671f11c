/** A pod that will exist, as far as the scheduler cares, and where it goes. */

import type { Architecture } from "../nodes/machine";

export interface Toleration {
  key?: string;
  operator: "Equal" | "Exists";
  value?: string;
  effect?: "NoSchedule" | "NoExecute" | "PreferNoSchedule";
}

/** One OR-ed alternative of a required node affinity: all labels must match. */
export type NodeSelectorTerm = Record<string, string>;

export interface PlannedPod {
  /** For people, for example `executor` or `history server`. */
  name: string;
  /** How many of them at most; used for cost, not for fitting. */
  replicas: number;
  cpuMillis: number;
  memoryMiB: number;
  /** Alternatives in the required node affinity; none means any node. */
  requiredNodes: NodeSelectorTerm[];
  tolerations: Toleration[];
  /** Architectures that the image is built for. */
  architectures: Architecture[];
  priorityClassName?: string;
  /** Pools, by name, on each of which the plan counts for it: sizes and capacity rest on them. @default any one is enough */
  countedOn?: string[];
  /** Pool roles the pod may land on: keeps system pods off Spark pools and drivers off spot. */
  allowedOn: ("system" | "spark-on-demand" | "spark-spot")[];
}

/** A planned pod with the pools that can run it, best first. */
export interface Placement {
  pod: PlannedPod;
  pools: string[];
}
