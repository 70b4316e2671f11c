import { cluster, m7i4xlarge, plan, pool, valuesOf } from "../../fixtures";

const onDemandOnly = { cluster: cluster({ sparkPools: [pool("on-demand", [m7i4xlarge()])] }) };

test("decommissioning is left alone where no executor runs on spot", () => {
  const ours = /decommission|terminationGrace|failuresValidity|shuffleTracking\.timeout/;
  expect(Object.keys(valuesOf(plan(onDemandOnly))).filter((key) => ours.test(key))).toEqual([]);
});

// GKE tells pods with 15 of the 30 seconds left. Blocks are looked for five times, and every 5 seconds at the least.
test.each([
  [120, "105s", "5s"],
  [30, "15s", "3s"],
  [10, "5s", "1s"],
  [1, "1s", "1s"],
])("a notice of %i seconds leaves %s, with a look for blocks every %s", (spotNoticeSeconds, expected, interval) => {
  const values = valuesOf(plan({ cluster: cluster({ spotNoticeSeconds }) }));
  expect(values["spark.executor.decommission.killInterval"]).toBe(expected);
  expect(values["spark.kubernetes.executor.terminationGracePeriodSeconds"]).toBe(expected);
  expect(values["spark.storage.decommission.replicationReattemptInterval"]).toBe(interval);
});

// ExecutorAllocationManager decommissions idle executors too where decommissioning is on, and CoarseGrainedSchedulerBackend kills
// whichever is not done after forceKillTimeout.
test.each([1, 30, 120])(
  "an idle executor has five minutes to hand over its blocks, with a notice of %i s too",
  (notice) => {
    const values = valuesOf(plan({ cluster: cluster({ spotNoticeSeconds: notice }) }));
    expect(values["spark.executor.decommission.forceKillTimeout"]).toBe("300s");
  },
);

test("an executor of a long notice is not given up before its node goes", () => {
  const values = valuesOf(plan({ cluster: cluster({ spotNoticeSeconds: 600 }) }));
  expect(values["spark.executor.decommission.forceKillTimeout"]).toBe("585s");
});

// ExecutorFailureTracker, since 3.5.0: without an interval every executor that ever failed counts.
test.each(["3.5.2", "4.3.0"])("only the failures of the last hour count on Spark %s", (version) => {
  expect(valuesOf(plan({ spark: { version } }))["spark.executor.failuresValidityInterval"]).toBe("1h");
});
