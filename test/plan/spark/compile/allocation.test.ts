import type { ClusterPlan } from "../../../../lib/plan/cluster";
import type { PlatformPlanArgs } from "../../../../lib/plan/platform";
import { cluster, m7i4xlarge, plan, pool, valuesOf } from "../../fixtures";

const versions = ["3.5.2", "4.0.1", "4.1.1", "4.2.0", "4.3.0"];
const spot = {};
const onDemand = { cluster: cluster({ sparkPools: [pool("on-demand", [m7i4xlarge()])] }) };
const fallback = { shuffle: { fallbackStorage: "s3a://bucket/spark-shuffle/" } };
const shuffleIdle = "spark.dynamicAllocation.shuffleTracking.timeout";

const reasonOf = (key: string, args: Partial<PlatformPlanArgs> = {}) =>
  plan(args).configuration.find((entry) => entry.key === key)?.reason;
const withAutoscaler = (more: Partial<ClusterPlan["autoscaler"]>) =>
  cluster({ autoscaler: { ...cluster().autoscaler, ...more } });

describe.each(versions)("on Spark %s", (version) => {
  // ExecutorMonitor: max(executorIdleTimeout, cachedExecutorIdleTimeout with cached blocks, shuffleTracking.timeout with shuffle files).
  test("executors go a minute after their last task, an hour after it with cached data", () => {
    expect(valuesOf(plan({ spark: { version } }))).toMatchObject({
      "spark.dynamicAllocation.executorIdleTimeout": "60s",
      "spark.dynamicAllocation.cachedExecutorIdleTimeout": "3600s",
    });
  });

  test("one with shuffle files goes after ten minutes where they can be handed over to the last byte", () => {
    expect(valuesOf(plan({ spark: { version }, ...spot, ...fallback }))[shuffleIdle]).toBe("600s");
  });

  test("as many pods are asked for a second as Spark 4.2 asks for, and all may wait at once", () => {
    // 20 nodes of 4; a driver on an on-demand node costs one of them.
    expect(valuesOf(plan({ spark: { version } }))).toMatchObject({
      "spark.kubernetes.allocation.batch.size": "20",
      "spark.kubernetes.allocation.maxPendingPods": "79",
    });
  });

  test("what asks for executors at its start waits for them as long as a node takes to come", () => {
    const { "spark.scheduler.maxRegisteredResourcesWaitingTime": waits } = valuesOf(plan({ spark: { version } }));
    expect(waits).toBe("180s");
  });
});

test.each([
  ["there is no spot pool", { ...onDemand, ...fallback }],
  ["there is no fallback storage", spot],
])("executors keep their shuffle files for as long as Spark says where %s", (_name, args) => {
  expect(valuesOf(plan(args))).not.toHaveProperty([shuffleIdle]);
});

test("the time that a pod may wait for a node is left alone: Spark sets it no end", () => {
  expect(valuesOf(plan())).not.toHaveProperty(["spark.kubernetes.allocation.executor.timeout"]);
});

describe("the reason for the idle time", () => {
  const key = "spark.dynamicAllocation.executorIdleTimeout";

  test.each([
    [60, "one minute"],
    [90, "90 seconds"],
    [300, "5 minutes"],
  ])("says when the node goes after %i empty seconds", (idleSeconds, after) => {
    expect(reasonOf(key, { cluster: withAutoscaler({ idleSeconds }) })).toBe(
      `Executors go first, nodes follow: one minute after its last task an executor is gone, and its node when it has been empty for ${after}; until then the next executor starts there without a boot.`,
    );
  });

  test("names no time where the autoscaler's is not known", () => {
    expect(reasonOf(key)).toBe(
      "A node counts as idle only once its executors are gone: the sooner they go, the sooner the autoscaler takes it away.",
    );
  });
});
