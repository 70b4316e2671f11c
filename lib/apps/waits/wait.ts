/** One reason why an application waits. */

import type { Role } from "../pods";

export const waitCauses = [
  "suspended",
  "queued",
  "operator",
  "retry",
  "quota",
  "gated",
  "scheduler",
  "no-node",
  "node-coming",
  "image",
  "volume",
  "container",
  "starting",
  "executors",
] as const;

export type WaitCause = (typeof waitCauses)[number];

export interface Wait {
  cause: WaitCause;
  who: Role | "application";
  /** Pods that wait for this reason. */
  pods: string[];
  since?: string;
  /** Sentences. */
  detail: string[];
  /** Why nodes are of no use, in the scheduler's words; absent where it is not about nodes. */
  nodes?: { total: number; reasons: { nodes: number; reason: string; detail?: string }[] };
  /** What to change, as a sentence. */
  change: string;
}
