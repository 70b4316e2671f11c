/** Dynamic allocation: how many executors, and where their shuffle data stays when they go. */

import type { Rule } from "../rule";
import type { ConfigurationView } from "../view";

const manager =
  "https://github.com/apache/spark/blob/v4.1.0/core/src/main/scala/org/apache/spark/ExecutorAllocationManager.scala";
const page = "https://spark.apache.org/docs/4.3.0/configuration.html#dynamic-allocation";

const prefix = "spark.dynamicAllocation";
const [enabled, min, max, initial] = ["enabled", "minExecutors", "maxExecutors", "initialExecutors"].map(
  (name) => `${prefix}.${name}`,
) as [string, string, string, string];

export const allocationRules: readonly Rule[] = [
  {
    level: "error",
    keys: [enabled],
    when: (view) => view.isOn(enabled) && !keepsShuffleData(view),
    problem: "removes executors while nothing keeps their shuffle data, and Spark does not start",
    allowed:
      "dynamic allocation with shuffle tracking, with decommissioning, or with a plugin that stores shuffle data elsewhere",
    change: "Set spark.dynamicAllocation.shuffleTracking.enabled=true.",
    source: manager,
  },
  {
    level: "error",
    keys: [min, max],
    // One finding for the pair: at the upper end where it is set.
    when: (view, key) => view.isOn(enabled) && isMore(view, min, max) && (key === max || !view.isSet(max)),
    problem: (view) => `leaves no number of executors: at least ${view.text(min)} and at most ${view.text(max)}`,
    allowed: "a maximum that is not less than the minimum",
    change: `Raise ${max}, or lower ${min}.`,
    source: manager,
  },
  {
    level: "error",
    keys: [max],
    when: (view) => view.isOn(enabled) && (view.number(max) ?? 1) <= 0,
    problem: "allows no executor, and Spark does not start",
    allowed: "at least 1",
    change: `Raise ${max}.`,
    source: manager,
  },
  {
    level: "error",
    keys: [`${prefix}.schedulerBacklogTimeout`, `${prefix}.sustainedSchedulerBacklogTimeout`],
    when: (view, key) => view.isOn(enabled) && (view.number(key) ?? 1) <= 0,
    problem: "is no time to wait, and Spark does not start",
    allowed: "at least 1s",
    change: "Use 1s, which is Spark's own value.",
    source: manager,
  },
  {
    level: "error",
    keys: [`${prefix}.executorAllocationRatio`],
    when: (view, key) => view.isOn(enabled) && !isShare(view.number(key)),
    problem: "is no share of the executors that tasks could fill, and Spark does not start",
    allowed: "more than 0, at most 1",
    change: "Use 1, which is Spark's own value, or less for fewer executors.",
    source: manager,
  },
  {
    level: "warning",
    keys: [initial],
    when: (view) => view.isOn(enabled) && (isMore(view, min, initial) || isMore(view, initial, max)),
    problem: (view) =>
      `is outside of what is allowed later: at least ${view.text(min)} and at most ${view.text(max)} executors`,
    allowed: `a number between ${min} and ${max}`,
    change: `Change ${initial}, or leave it out: an application then starts with the minimum.`,
    source: page,
  },
  {
    level: "warning",
    keys: [enabled],
    when: (view) => view.isOn(enabled) && !view.isSet(max),
    problem: "sets no limit: one query with many tasks asks for as many executors, and for the nodes under them",
    allowed: `dynamic allocation with ${max}`,
    change: `Set ${max} to what a single application may cost.`,
    source: page,
  },
  {
    level: "note",
    keys: ["spark.executor.instances"],
    when: (view) => view.isOn(enabled),
    problem: "is only what an application starts with, since dynamic allocation is on",
    allowed: `any number up to ${max}`,
    change: `Use ${initial} to say so, or turn dynamic allocation off for a fixed number.`,
    source: page,
  },
];

/** ExecutorAllocationManager.validateSettings; a plugin that stores shuffle data elsewhere answers for itself. */
function keepsShuffleData(view: ConfigurationView): boolean {
  return (
    view.isOn("spark.shuffle.service.enabled") ||
    view.isOn("spark.dynamicAllocation.shuffleTracking.enabled") ||
    (view.isOn("spark.decommission.enabled") && view.isOn("spark.storage.decommission.shuffleBlocks.enabled")) ||
    !/\.(Kubernetes)?LocalDiskShuffleDataIO$/.test(view.text("spark.shuffle.sort.io.plugin.class") ?? "")
  );
}

function isMore(view: ConfigurationView, one: string, other: string): boolean {
  const [left, right] = [view.number(one), view.number(other)];
  return left !== undefined && right !== undefined && left > right;
}

function isShare(value = 1): boolean {
  return value > 0 && value <= 1;
}
