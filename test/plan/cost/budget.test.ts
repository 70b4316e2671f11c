import fc from "fast-check";

import type { ClusterPlan } from "../../../lib/plan/cluster";
import { costAtScale } from "../../../lib/plan/cost/estimate-cost";
import { describeIssue } from "../../../lib/plan/issue";
import type { Price } from "../../../lib/plan/nodes/machine";
import { cluster, issuesOf, m5large, m7i4xlarge, plan, pool } from "../fixtures";

const basis = { region: "us-east-1", date: "2026-07" };
const price = (onDemandHourly: number, spotHourly?: number): Price => ({ onDemandHourly, spotHourly, ...basis });

/** Fees 0.1, system 3 × 0.1, on-demand 10 × 0.8, spot 10 × 0.3 on demand: 11.4 an hour, 8322 a month. */
function priced(spot: Price | undefined = price(0.3), more: Partial<ClusterPlan> = {}) {
  return cluster({
    systemPools: [pool("system", [m5large({ price: price(0.1) })], { role: "system" })],
    sparkPools: [
      pool("on-demand", [m7i4xlarge({ price: price(0.8) })], { argument: "sparkPools[0]" }),
      pool("spot", [m7i4xlarge({ price: spot })], { capacity: "spot", argument: "sparkPools[1]" }),
    ],
    ...more,
  });
}

const issuesFor = (budget: unknown, on: ClusterPlan = priced()) => issuesOf({ cluster: on, budget });

describe("a budget", () => {
  test.each([
    [{ maxHourly: 11.4 }, []],
    [{ maxHourly: 11.39 }, ["budget.maxHourly"]],
    [{ maxMonthly: 8322 }, []],
    [{ maxMonthly: 8321.9 }, ["budget.maxMonthly"]],
    [{ maxHourly: 20, maxMonthly: 8000 }, ["budget.maxMonthly"]],
    [{ maxHourly: 5, maxMonthly: 8322 }, ["budget.maxHourly"]],
  ])("%j is held against full scale: issues at %j", (budget, paths) => {
    expect(issuesFor(budget).map(({ path }) => path)).toEqual(paths);
  });

  test("that could be exceeded says what could be reached, the dearest part and the one change that stays within", () => {
    // 11.4 - 9 = 2.4, which is 3 nodes of 0.8: 7 are left.
    expect(issuesFor({ maxHourly: 9 }).map(describeIssue)).toEqual([
      "budget.maxHourly: 9 could be exceeded: at full scale the cluster costs up to $11.40 an hour with " +
        "spot machines at their on-demand price, which spot prices can rise to; most of it for " +
        "10 × m7i.4xlarge in on-demand: $8.00. Allowed: at least 11.4 for this cluster. " +
        'Lower maxNodes of pool "on-demand" (cluster.sparkPools[0]) to 7, or raise the budget.',
    ]);
    // By the month: 8322 - 6570 = 1752 = 3 * 0.8 * 730.
    expect(issuesFor({ maxMonthly: 6570 }).map(describeIssue)).toEqual([
      "budget.maxMonthly: 6570 could be exceeded: at full scale the cluster costs up to $8322.00 a month with " +
        "spot machines at their on-demand price, which spot prices can rise to; most of it for " +
        "10 × m7i.4xlarge in on-demand: $5840.00. Allowed: at least 8322 for this cluster. " +
        'Lower maxNodes of pool "on-demand" (cluster.sparkPools[0]) to 7, or raise the budget.',
    ]);
  });

  test("that no one pool can keep names several, and one that none can keep says what is needed", () => {
    // With one node on demand 4.2 are left; 4.2 - 2 = 2.2 takes 8 spot nodes of 0.3 away.
    expect(issuesFor({ maxHourly: 2 })[0]?.change).toBe(
      'Lower maxNodes of pool "on-demand" (cluster.sparkPools[0]) to 1 and maxNodes of pool "spot" (cluster.sparkPools[1]) to 2, ' +
        "or raise the budget.",
    );
    // 0.1 + 0.3 + 0.8 + 0.3
    expect(issuesFor({ maxHourly: 1 })[0]?.change).toBe(
      "Raise the budget to 1.5 or more, which pays for the fewest nodes of each pool, or use smaller machines.",
    );
  });

  test("counts spot machines at their on-demand price, whatever the spot price is today", () => {
    // 0.1 + 0.3 + 8 + 8, though with 10 * 0.2 it would be 10.4.
    const on = priced(price(0.8, 0.2));
    expect(issuesFor({ maxHourly: 16.4 }, on)).toEqual([]);
    expect(issuesFor({ maxHourly: 16.3 }, on)[0]?.problem).toContain(
      "up to $16.40 an hour with spot machines at their on-demand price, which spot prices can rise to; most of it",
    );
    expect(plan({ cluster: on }).cost.atScale).toMatchObject({ hourly: 10.4, onDemandHourly: 16.4 });
    const { atScale } = plan({ cluster: { ...on, sparkPools: on.sparkPools.slice(0, 1) } }).cost;
    expect(atScale).toMatchObject({ hourly: 8.4, onDemandHourly: 8.4 });
  });

  test("says nothing of spot where there is none", () => {
    const { sparkPools } = priced();
    const [issue] = issuesFor({ maxHourly: 1 }, priced(undefined, { sparkPools: sparkPools.slice(0, 1) }));
    expect(issue?.problem).toContain("up to $8.40 an hour; most of it for 10 × m7i.4xlarge in on-demand");
  });

  test("can't be held where a machine has no price: it is refused with that machine and how its price is given", () => {
    const unpriced = {
      sparkPools: [pool("only", [m7i4xlarge({ price: price(0.8) }), m7i4xlarge({ name: "m9i.4xlarge" })])],
    };
    const priceArgument = "Give the pool a price in nodes[].price";
    expect(issuesFor({ maxHourly: 1e6 }, priced(undefined, { ...unpriced, priceArgument })).map(describeIssue)).toEqual(
      [
        'budget.maxHourly: 1000000 can\'t be held: no price is known for m9i.4xlarge in pool "only". ' +
          "Allowed: a budget where every machine type has a price. " +
          "Give the pool a price in nodes[].price, or leave the budget out.",
      ],
    );
  });

  test("is found beside what else is wrong", () => {
    const paths = issuesOf({ cluster: priced(), budget: { maxHourly: 1 }, executors: { cores: 99 } }).map(
      ({ path }) => path,
    );
    expect(paths).toEqual(["budget.maxHourly", "executors.cores"]);
  });

  test("that is kept stands in the estimate, by the hour", () => {
    expect(plan({ cluster: priced(), budget: { maxMonthly: 14600 } }).cost.budgetHourly).toBe(20);
    expect(plan({ cluster: priced() }).cost).not.toHaveProperty("budgetHourly");
  });

  test.each([
    [{}, ["budget"]],
    [{ maxHourly: undefined }, ["budget"]],
    [{ maxHourly: 0 }, ["budget.maxHourly"]],
    [{ maxHourly: -5 }, ["budget.maxHourly"]],
    [{ maxHourly: NaN }, ["budget.maxHourly"]],
    [{ maxMonthly: Infinity }, ["budget.maxMonthly"]],
    [{ maxMonthly: 1e10 }, ["budget.maxMonthly"]],
    [{ maxHourly: 0, maxMonthly: -1 }, ["budget.maxHourly", "budget.maxMonthly"]],
    [{ maxHourly: "50" }, ["budget.maxHourly"]],
    [{ maxDaily: 50 }, ["budget.maxDaily"]],
    [50, ["budget"]],
    [null, ["budget"]],
  ])("%j has issues at %j", (budget, paths) => {
    expect(issuesFor(budget).map(({ path }) => path)).toEqual(paths);
  });
});

test("whatever the prices and pools, the advice keeps within the budget", () => {
  const poolOf = fc.record({
    dollars: fc.integer({ min: 1, max: 5000 }),
    minNodes: fc.integer({ min: 0, max: 3 }),
    more: fc.integer({ min: 1, max: 200 }),
  });
  const seen = { kept: 0, one: 0, several: 0, none: 0 };
  fc.assert(
    fc.property(fc.array(poolOf, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 5000 }), (pools, cents) => {
      const on = priced(undefined, {
        sparkPools: pools.map(({ dollars, minNodes, more }, index) =>
          pool(`p${index}`, [m7i4xlarge({ price: price(dollars / 1000) })], { minNodes, maxNodes: minNodes + more }),
        ),
      });
      const [issue] = issuesFor({ maxHourly: cents / 100 }, on).filter(({ path }) => path === "budget.maxHourly");
      const within = (costs: ClusterPlan) => (costAtScale(costs).hourly ?? Infinity) <= cents / 100;
      expect(issue === undefined).toBe(within(on));
      if (issue === undefined) return void (seen.kept += 1);
      const advice = new Map(
        [...issue.change.matchAll(/maxNodes of pool "(\w+)" \([^)]*\) to (\d+)/g)].map(([, name = "", to]) => [
          name,
          Number(to),
        ]),
      );
      const changed = (shift: number, only?: string) => ({
        ...on,
        sparkPools: on.sparkPools.map((one) => ({
          ...one,
          maxNodes: (advice.get(one.name) ?? one.maxNodes) + (one.name === only ? shift : 0),
        })),
      });
      if (advice.size === 0) {
        seen.none += 1;
        const least = {
          ...on,
          sparkPools: on.sparkPools.map((one) => ({ ...one, maxNodes: Math.max(1, one.minNodes) })),
        };
        expect(within(least)).toBe(false);
        return;
      }
      seen[advice.size === 1 ? "one" : "several"] += 1;
      expect(within(changed(0))).toBe(true);
      // No more is taken away than must be.
      expect(within(changed(1, [...advice.keys()].at(-1)))).toBe(false);
      for (const one of changed(0).sparkPools) expect(one.maxNodes).toBeGreaterThanOrEqual(Math.max(1, one.minNodes));
    }),
    { numRuns: 300 },
  );
  expect(Math.min(seen.kept, seen.one, seen.several, seen.none)).toBeGreaterThan(3);
});
