/** One drill while it runs: what it needs of the world, what it takes, what it has seen. */

import type { ClusterApi } from "../cluster-api/cluster-api";
import type { Pod } from "../cluster-api/objects";
import type { Target } from "./choose-node";
import type { Clock } from "./clock";
import type { DrillReport } from "./report";
import type { SparkUi } from "./spark-ui";
import type { Timeline } from "./timeline";
import type { View } from "./view";

/** What a drill needs of the world around it. */
export interface Surroundings {
  api: ClusterApi;
  clock: Clock;
  /** Told of every step, for people. */
  say: (line: string) => void;
  /** Ends the drill; what was cordoned is let go then. */
  signal: AbortSignal;
}

export interface Drilling extends Surroundings {
  target: Target;
  plan: DrillReport;
  view: View;
  ui: SparkUi;
  timeline: Timeline;
  /** Seconds since the notice. */
  elapsed: () => number;
  /** Looks at the application's pods and remembers what changed. */
  see: () => Promise<Pod[]>;
  /** From here on the node can't be let go any more. */
  beyondUndoing: () => void;
}
