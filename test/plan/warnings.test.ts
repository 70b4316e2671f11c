import type { ClusterPlan } from "../../lib/plan/cluster";
import { cluster, m5large, m7i4xlarge, plan, pool } from "./fixtures";

const price = (region: string) => ({ onDemandHourly: 0.8064, region, date: "2026-07" });

describe("prices of another region than the cluster's", () => {
  const warningsOn = (more: Partial<ClusterPlan>) =>
    plan({ cluster: cluster(more) }).warnings.filter(({ path }) => path === "cluster.region");
  const priced = (region: string) => ({
    systemPools: [pool("system", [m5large({ price: price(region) })], { role: "system" })],
    sparkPools: [pool("on-demand", [m7i4xlarge({ price: price(region) })])],
    fixedHourlyCost: [],
  });

  test("are warned of with both regions", () => {
    expect(warningsOn({ ...priced("us-east-1"), region: "eu-central-1" })).toEqual([
      expect.objectContaining({
        value: "eu-central-1",
        problem: "is not where the list prices of the estimate are from: us-east-1",
      }),
    ]);
  });

  test("are what a budget is held with, which is said", () => {
    const on = cluster({ ...priced("us-east-1"), region: "eu-central-1" });
    const { warnings } = plan({ cluster: on, budget: { maxHourly: 100 } });
    expect(warnings.find(({ path }) => path === "cluster.region")?.problem).toBe(
      "is not where the list prices of the estimate are from: us-east-1, and the budget is held with those",
    );
  });

  test("may be those of fees alone", () => {
    const basis = { region: "us-east-1", date: "2026-04" };
    const fixedHourlyCost = [{ name: "NAT gateway", hourly: 0.045, basis }];
    expect(warningsOn({ ...priced("eu-central-1"), fixedHourlyCost, region: "eu-central-1" })).toHaveLength(1);
  });

  test("are none where the regions are one, where none is known, or where there is no price", () => {
    expect(warningsOn({ ...priced("eu-central-1"), region: "eu-central-1" })).toEqual([]);
    expect(warningsOn({ ...priced("us-east-1"), region: undefined })).toEqual([]);
    expect(warningsOn({ region: "eu-central-1" })).toEqual([]);
  });
});

test("what the cluster warns of, the platform on it warns of too", () => {
  const warning = { path: "nodes[0].machineType", value: "x", problem: "is odd", allowed: "y", change: "Use y." };
  expect(plan({ cluster: cluster({ warnings: [warning] }) }).warnings).toContainEqual(warning);
});
