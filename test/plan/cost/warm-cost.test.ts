import type { Price } from "../../../lib/plan/nodes/machine";
import type { WarmArgs } from "../../../lib/plan/warm/args";
import { cluster, m5large, m7i4xlarge, plan, pool } from "../fixtures";

// AWS list prices, us-east-1: m5.large 0.096, m7i.4xlarge 0.8064; the spot price is an example.
const basis = { region: "us-east-1", date: "2026-07" };
const spark: Price = { onDemandHourly: 0.8064, spotHourly: 0.32, ...basis };

// 10 hours on 5 of 7 days are 217.26 of 730.
const hours = { from: "08:00", to: "18:00", timeZone: "Europe/Berlin" };

function costOf(warm: WarmArgs[], { minNodes = 0, price = spark }: { minNodes?: number; price?: Price | null } = {}) {
  const machine = () => m7i4xlarge(price ? { price } : {});
  return plan({
    cluster: cluster({
      systemPools: [pool("system", [m5large({ price: { onDemandHourly: 0.096, ...basis } })], { role: "system" })],
      sparkPools: [pool("on-demand", [machine()]), pool("spot", [machine()], { capacity: "spot", minNodes })],
    }),
    warm,
  }).cost;
}

test("each entry costs its nodes in its hours, beyond those that are up anyway", () => {
  // 9 executors take 3 nodes, 5 take 2; the node that is always up stands in for the entry that always holds.
  const { warmEntries } = costOf([{ executors: 9, hours }, { executors: 5 }], { minNodes: 1 });
  expect(warmEntries).toEqual([
    // 3 * 0.32, and 217.26 of it
    { name: "executor-spot", nodes: 3, hourly: 0.96, hoursPerMonth: 217.26, monthly: 208.5696 },
    // 1 * 0.32, and 730 of it
    { name: "executor-spot-2", nodes: 1, hourly: 0.32, hoursPerMonth: 730, monthly: 233.6 },
  ]);
});

test("idle is stated in the hours, outside of them and on average", () => {
  const { idle, outOfHours, average, warm } = costOf([{ executors: 9, hours }, { drivers: 1 }]);
  // 0.1 for the control plane, 2 * 0.096; a driver keeps 0.8064 up, nine executors 3 * 0.32
  expect(idle.hourly).toBe(2.0584);
  expect(warm?.hourly).toBe(1.7664);
  expect(outOfHours?.hourly).toBe(1.0984);
  // 1.0984 + 0.96 * 217.26 / 730
  expect(average?.hourly).toBeCloseTo(1.38411, 5);
});

test("entries whose hours never meet are not added up", () => {
  const { warm } = costOf([
    { executors: 9, hours: { ...hours, to: "12:00" } },
    { executors: 5, hours: { ...hours, from: "12:00" } },
  ]);
  expect(warm?.hourly).toBe(0.96);
});

test("nothing is stated of hours where there are none", () => {
  const cost = costOf([{ executors: 1 }]);
  expect(cost).not.toHaveProperty("outOfHours");
  expect(cost).not.toHaveProperty("average");
});

test("what has no price is bounded, or unknown", () => {
  const onDemandOnly: Price = { onDemandHourly: 0.8064, ...basis };
  const bounded = costOf([{ executors: 1, hours }], { price: onDemandOnly });
  expect(bounded.warmEntries).toEqual([
    // 0.8064 * 217.26
    { name: "executor-spot", nodes: 1, atMost: 0.8064, hoursPerMonth: 217.26, monthlyAtMost: 175.198464 },
  ]);
  expect(bounded.average?.hourly).toBeUndefined();
  // 0.292 + 0.8064 * 217.26 / 730
  expect(bounded.average?.atMost).toBeCloseTo(0.531998, 5);
  const unknown = costOf([{ executors: 1, hours }], { price: null });
  expect(unknown.warmEntries).toEqual([{ name: "executor-spot", nodes: 1, hoursPerMonth: 217.26 }]);
  expect(unknown.average).toEqual({});
});
