/** Which released versions are asked. Raise them here, run main.ts, and read the diff. */

import type { SparkMinor } from "../../lib/plan/spark/registry/minors";

/** The latest patch of each minor version; a new minor version goes into lib/plan/spark/registry/minors.ts as well. */
export const sparkVersions: Record<SparkMinor, string> = {
  "3.5": "3.5.9",
  "4.0": "4.0.5",
  "4.1": "4.1.4",
  "4.2": "4.2.1",
  "4.3": "4.3.0",
};

/** A client with every class that it needs but Scala's; the latest that was published there. */
export const celeborn = {
  artifact: "org.apache.celeborn:celeborn-client-spark-3-shaded_2.12:0.5.4",
  scala: "3.5",
} as const;
