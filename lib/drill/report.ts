/** What a drill reports: what was taken away, what came back and when, what was computed again. */

import type { Recomputed } from "./recomputed";

export type Outcome =
  /** Nothing was touched: this is what a drill would take. */
  | "planned"
  /** As many executors run as before, or as many as the application asks for. */
  | "recovered"
  /** The application came to its end, successfully, before as many executors ran. */
  | "finished"
  | "executors-missing"
  | "driver-lost";

/** All times are seconds since the notice. */
export interface DrillReport {
  outcome: Outcome;
  application: { name: string; id: string; namespace: string; driver: string };
  node: {
    name: string;
    /** The label that calls it spot; absent where none does. */
    spotLabel?: string;
    machineType?: string;
    zone?: string;
    /** Karpenter's object of the machine; absent where another autoscaler made the node. */
    nodeClaim?: string;
    goneSeconds?: number;
  };
  noticeSeconds: number;
  /** What ran on the node and had to go, executors of the application among it. */
  pods: { namespace: string; name: string; role: "executor" | "other"; application?: string }[];
  executors: { before: number; after: number };
  lost: LostExecutor[];
  replacements: Replacement[];
  seconds: {
    /** Until the node was lost: the notice, or less where it was empty before. */
    loss?: number;
    /** Until the last of the lost executors was gone. */
    gone?: number;
    /** Until as many new executors as were lost had a node. */
    bound?: number;
    /** Until as many new executors as were lost ran. */
    running?: number;
    /** Until the application had recovered, or had finished. */
    recovered?: number;
  };
  /** Nodes that came since the notice. */
  newNodes: { name: string; spot: boolean; seconds: number }[];
  recomputed: Recomputed | { unknown: string };
  notes: string[];
  /** Ends the machine that the node stood for; absent where the autoscaler does so, and where it is not known. */
  endMachineCommand?: string;
}

export interface LostExecutor {
  name: string;
  /** Spark's own number of it. */
  id?: string;
  goneSeconds?: number;
  /** Whether it was gone before the notice had passed, so that it could hand over its blocks. */
  inTime: boolean;
}

export interface Replacement {
  name: string;
  node?: string;
  /** Whether the node came after the notice. */
  onNewNode?: boolean;
  boundSeconds?: number;
  runningSeconds?: number;
}
