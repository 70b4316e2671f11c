/** When an executor that has nothing to do goes, and what goes with it. */

import type { Rule } from "../rule";
import type { ConfigurationView } from "../view";

const page = "https://spark.apache.org/docs/4.3.0/configuration.html#dynamic-allocation";
const monitor =
  "https://github.com/apache/spark/blob/v4.1.0/core/src/main/scala/org/apache/spark/scheduler/dynalloc/ExecutorMonitor.scala";

const dynamic = "spark.dynamicAllocation.enabled";
const tracking = "spark.dynamicAllocation.shuffleTracking.enabled";
const idle = "spark.dynamicAllocation.executorIdleTimeout";
const cachedIdle = "spark.dynamicAllocation.cachedExecutorIdleTimeout";
const shuffleIdle = "spark.dynamicAllocation.shuffleTracking.timeout";
const fallback = "spark.storage.decommission.fallbackStorage.path";

/** Spark's own 60 seconds, ten times over: several times what a node takes to come. */
const longIdleSeconds = 600;

/** Spark's own value is the largest number that it can write; nobody waits for a century. */
const foreverSeconds = 100 * 365 * 24 * 3600;

export const idleExecutorRules: readonly Rule[] = [
  {
    level: "warning",
    keys: [shuffleIdle],
    when: (view, key) => view.isOn(dynamic) && keepsShuffleFiles(view) && isFinite(view, key) && !handsOver(view),
    problem:
      "lets an executor go with shuffle files that a later stage may want, and their stages run again: between two stages of one query no running job needs them",
    allowed: `a limit together with decommissioning of storage and with ${fallback}, or none`,
    change: `Set spark.decommission.enabled, spark.storage.decommission.enabled and ${fallback}, or leave it out.`,
    source: monitor,
  },
  {
    level: "note",
    keys: [cachedIdle, shuffleIdle],
    when: (view, key) => view.isOn(dynamic) && (seconds(view, key) ?? Infinity) < (seconds(view, idle) ?? 0),
    problem: (view) =>
      `has no effect: an executor stays for the longest that holds for it, and for ${idle} (${view.text(idle)}) at least`,
    allowed: `at least ${idle}`,
    change: `Raise it, or lower ${idle}.`,
    source: monitor,
  },
  {
    level: "warning",
    keys: [idle],
    when: (view, key) => view.isOn(dynamic) && (seconds(view, key) ?? 0) > longIdleSeconds,
    problem:
      "keeps the node of every executor that has nothing to do for so long, and the autoscaler's own idle time after it",
    allowed: `up to ${longIdleSeconds}s: while the node is still there, the next executor starts within seconds`,
    change: "Use 60s, which is Spark's own value, and let the autoscaler keep the node (idleMinutes of the cluster).",
    source: page,
  },
];

/** Nobody else does: neither Celeborn nor another shuffle manager. */
function keepsShuffleFiles(view: ConfigurationView): boolean {
  return view.isOn(tracking) && /^(sort|tungsten-sort)$/.test(view.text("spark.shuffle.manager") ?? "sort");
}

/** An idle executor is decommissioned then; the last one has no other to take its files, only the fallback storage. */
function handsOver(view: ConfigurationView): boolean {
  return (
    view.isOn("spark.decommission.enabled") &&
    view.isOn("spark.storage.decommission.enabled") &&
    view.isOn("spark.storage.decommission.shuffleBlocks.enabled") &&
    view.isSet(fallback)
  );
}

function isFinite(view: ConfigurationView, key: string): boolean {
  return (seconds(view, key) ?? Infinity) < foreverSeconds;
}

/** Spark counts the time for shuffle files in milliseconds, the others in seconds. */
function seconds(view: ConfigurationView, key: string): number | undefined {
  const value = view.number(key);
  return value !== undefined && key === shuffleIdle ? value / 1000 : value;
}
