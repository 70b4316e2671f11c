/**
 * ExecutorMonitor of Spark 3.5 to 4.3: an idle executor goes after the longest of the three times that hold for it, and never while
 * a running job needs its shuffle files. ExecutorAllocationManager: where decommissioning is on, it is decommissioned and not killed.
 */

import { checkConfiguration } from "../../../../../lib/plan/spark/check/check-configuration";

type Conf = Record<string, string>;

const dynamic: Conf = { "spark.dynamicAllocation.enabled": "true", "spark.dynamicAllocation.maxExecutors": "20" };
const idle = "spark.dynamicAllocation.executorIdleTimeout";
const cachedIdle = "spark.dynamicAllocation.cachedExecutorIdleTimeout";
const shuffleIdle = "spark.dynamicAllocation.shuffleTracking.timeout";
const decommissioning: Conf = { "spark.decommission.enabled": "true", "spark.storage.decommission.enabled": "true" };
const fallback: Conf = { "spark.storage.decommission.fallbackStorage.path": "s3a://bucket/shuffle/" };

const find = (conf: Conf, version: "3.5" | "4.3" = "4.3") =>
  checkConfiguration({ ...dynamic, ...conf }, { version, storage: "s3a" })
    .filter(({ source }) => source !== undefined)
    .map(({ level, key }) => [level, key]);

describe("a limit for executors with shuffle files", () => {
  test.each<[string, Conf]>([
    ["on its own", {}],
    ["with decommissioning, but nowhere for the last executor's files", decommissioning],
  ])("is warned of %s", (_name, conf) => {
    expect(find({ [shuffleIdle]: "10min", ...conf })).toEqual([["warning", shuffleIdle]]);
    expect(find({ [shuffleIdle]: "10min", ...conf }, "3.5")).toEqual([["warning", shuffleIdle]]);
  });

  test.each<[string, Conf]>([
    ["decommissioning and fallback storage", { ...decommissioning, ...fallback }],
    ["a shuffle manager that keeps files elsewhere", { "spark.shuffle.manager": "org.example.RemoteShuffleManager" }],
    ["no shuffle tracking", { "spark.dynamicAllocation.shuffleTracking.enabled": "false", ...decommissioning }],
  ])("is taken with %s", (_name, conf) => {
    expect(find({ [shuffleIdle]: "10min", ...conf })).toEqual([]);
  });

  test("is none where it is Spark's own, the largest number of milliseconds", () => {
    expect(find({ [shuffleIdle]: "9223372036854775807ms" })).toEqual([]);
  });
});

test("a time that is shorter than that of every idle executor has no effect", () => {
  expect(find({ [cachedIdle]: "59s" })).toEqual([["note", cachedIdle]]);
  expect(find({ [cachedIdle]: "60s" })).toEqual([]);
  // Spark counts this one in milliseconds.
  expect(find({ [shuffleIdle]: "59s", ...decommissioning, ...fallback })).toEqual([["note", shuffleIdle]]);
  expect(find({ [shuffleIdle]: "59999", ...decommissioning, ...fallback })).toEqual([["note", shuffleIdle]]);
  expect(find({ [shuffleIdle]: "60000", ...decommissioning, ...fallback })).toEqual([]);
});

test("an idle time of more than ten minutes is warned of", () => {
  expect(find({ [idle]: "601s" })).toEqual([["warning", idle]]);
  expect(find({ [idle]: "10min" })).toEqual([]);
});

test("nothing is said of them where dynamic allocation is off", () => {
  const problems = checkConfiguration({ [idle]: "1h", [shuffleIdle]: "1min" }, { version: "4.3" });
  expect(problems.map(({ problem }) => problem)).toEqual([
    "does nothing while spark.dynamicAllocation.enabled is off",
    "does nothing while spark.dynamicAllocation.enabled is off",
  ]);
});
