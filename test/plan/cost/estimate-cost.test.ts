import type { Price } from "../../../lib/plan/nodes/machine";
import { cluster, m5large, m7i4xlarge, plan, pool } from "../fixtures";

// AWS list prices, us-east-1: m5.large 0.096, m7i.4xlarge 0.8064; the spot price is an example.
const basis = { region: "us-east-1", date: "2026-07" };
const system: Price = { onDemandHourly: 0.096, ...basis };
const spark: Price = { onDemandHourly: 0.8064, spotHourly: 0.32, ...basis };

function priced(spotPrice: Price | undefined = spark) {
  return cluster({
    systemPools: [pool("system", [m5large({ price: system })], { role: "system" })],
    sparkPools: [
      pool("on-demand", [m7i4xlarge({ price: spark })]),
      pool("spot", [m7i4xlarge({ price: spotPrice })], { capacity: "spot" }),
    ],
  });
}

test("what stands idle, one pod more, and everything", () => {
  const { lines, basis: stated } = plan({ cluster: priced() }).cost;
  expect(lines).toEqual([
    // 0.1 + 2 * 0.096
    { name: "idle", hourly: 0.292, note: "EKS control plane + 2 × m5.large in system" },
    // 0.8064 / 4, 0.32 / 4, 0.8064 / 16
    { name: "one executor on on-demand (m7i.4xlarge)", hourly: 0.2016, note: "a node of m7i.4xlarge shared by 4" },
    { name: "one executor on spot (m7i.4xlarge)", hourly: 0.08, note: "a node of m7i.4xlarge shared by 4" },
    { name: "one driver on on-demand (m7i.4xlarge)", hourly: 0.0504, note: "a node of m7i.4xlarge shared by 16" },
    // 0.1 + 3 * 0.096 + 10 * 0.8064 + 10 * 0.32
    {
      name: "at full scale",
      hourly: 11.652,
      note: "EKS control plane + 3 × m5.large in system + 10 × m7i.4xlarge in on-demand + 10 × m7i.4xlarge in spot",
    },
  ]);
  expect(stated).toBe("us-east-1, 2026-07");
});

test("warm capacity is part of what stands idle, beyond the nodes that are up anyway", () => {
  const withMin = priced();
  withMin.sparkPools[1] = { ...withMin.sparkPools[1]!, minNodes: 1 };
  // 9 executors take 3 spot nodes, 1 of which is always up; a driver keeps one on-demand node.
  const { lines } = plan({ cluster: withMin, warm: { executors: 9, drivers: 1 } }).cost;
  // 0.1 + 0.192 + 0.32, and 2 * 0.32 + 0.8064
  expect(lines.slice(0, 2)).toEqual([
    {
      name: "idle",
      hourly: 2.0584,
      note:
        "EKS control plane + 2 × m5.large in system + 1 × m7i.4xlarge in spot + 2 × m7i.4xlarge in spot + " +
        "1 × m7i.4xlarge in on-demand",
    },
    {
      name: "warm capacity, part of idle",
      hourly: 1.4464,
      note: "2 × m7i.4xlarge in spot + 1 × m7i.4xlarge in on-demand",
    },
  ]);
});

test("a spot price that is not known is no 0: the on-demand price bounds it", () => {
  const { lines } = plan({ cluster: priced({ onDemandHourly: 0.8064, ...basis }) }).cost;
  expect(lines[2]).toEqual({
    name: "one executor on spot (m7i.4xlarge)",
    atMost: 0.2016,
    note: "a node of m7i.4xlarge shared by 4; the spot price is not known, so the on-demand price counts",
  });
  // 0.1 + 0.288 + 20 * 0.8064
  expect(lines.at(-1)).toMatchObject({
    atMost: 16.516,
    note: expect.stringMatching(
      /; no price is known for m7i.4xlarge on spot, which counts at its on-demand price$/,
    ) as string,
  });
  expect(lines.at(-1)).not.toHaveProperty("hourly");
});

test("machines without a price leave their lines without a figure, and idle keeps what it knows", () => {
  const { lines, basis: stated } = plan().cost;
  expect(stated).toBe("no list price is known");
  expect(lines.filter((line) => "hourly" in line)).toEqual([]);
  expect(lines[0]?.note).toBe("EKS control plane + 2 × m5.large in system; no price is known for m5.large");
});

test("of several machines the dearest counts for a pool, per pod and per node", () => {
  const small = m7i4xlarge({ name: "m7i-flex.4xlarge", price: { onDemandHourly: 0.76, ...basis } });
  const mixed = cluster({
    systemPools: [pool("system", [m5large({ price: system })], { role: "system" })],
    sparkPools: [pool("mixed", [small, m7i4xlarge({ price: spark })])],
  });
  const { lines } = plan({ cluster: mixed }).cost;
  expect(lines[1]).toEqual({
    name: "one executor on mixed (m7i.4xlarge)",
    hourly: 0.2016,
    note: "a node of m7i.4xlarge shared by 4, the dearest machine of the pool",
  });
});

test("what the figures leave out is named", () => {
  expect(plan().cost.leftOut).toEqual([
    "discounts, commitments and taxes",
    "disks and volumes",
    "load balancers",
    "logs and metrics",
    "network traffic",
    "object storage",
  ]);
});
