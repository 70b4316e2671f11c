/** Configuration of how executors find their driver. */

import type { PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";
import { isAtLeast } from "../versions";

/** Nothing from 4.3 on, where it is the default, and nothing before 4.1, which has no such key. */
export function networkingEntries({ version }: ConfigurationContext): PlannedEntry[] {
  if (!isAtLeast(version, "4.1") || isAtLeast(version, "4.3")) return [];
  return [
    {
      key: "spark.kubernetes.executor.useDriverPodIP",
      value: "true",
      reason:
        "Executors reach the driver by its address and wait for no name of a Service to appear in DNS; the default since 4.3.",
      source: "SPARK-53944",
    },
  ];
}
