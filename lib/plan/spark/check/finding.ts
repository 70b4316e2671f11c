/** What the checker finds in a configuration. */

import type { Issue } from "../../issue";

/** `error`: Spark or the platform would refuse or break. `warning`: works, but not as meant or not safely. `note`: worth knowing. */
export type Level = "error" | "warning" | "note";

export interface Finding extends Issue {
  level: Level;
  /** The key that it is about; of several, the one to change. */
  key: string;
  /** Where the reason comes from: a page of Spark's documentation, an issue, a class of Spark. */
  source?: string;
}
