import type { CostPart, CostTotal } from "../../../lib/plan/cost/estimate";
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
    fixedHourlyCost: [{ name: "EKS control plane", hourly: 0.1, basis: { region: "us-east-1", date: "2026-11" } }],
  });
}

const named = ({ parts }: CostTotal) => parts.map(({ name, hourly }: CostPart) => [name, hourly]);

describe("idle", () => {
  test("is fees and the nodes that are always up, each with its amount and the prices that it rests on", () => {
    const { idle, warm } = plan({ cluster: priced() }).cost;
    // 0.1 + 2 * 0.096
    expect(idle).toEqual({
      ...{ hourly: 0.292, onDemandHourly: 0.292 },
      parts: [
        {
          name: "EKS control plane",
          hourly: 0.1,
          onDemandHourly: 0.1,
          basis: [{ region: "us-east-1", date: "2026-11" }],
        },
        {
          name: "2 × m5.large in system",
          nodes: { pool: "system", machineType: "m5.large", count: 2 },
          ...{ hourly: 0.192, onDemandHourly: 0.192 },
          basis: [basis],
        },
      ],
      basis: [basis, { region: "us-east-1", date: "2026-11" }],
    });
    expect(warm).toBeUndefined();
  });

  test("has warm capacity in it, beyond the nodes that are up anyway", () => {
    const withMin = priced();
    withMin.sparkPools[1] = { ...withMin.sparkPools[1]!, minNodes: 1 };
    // 9 executors take 3 spot nodes, 1 of which is always up; a driver keeps one on-demand node.
    const { idle, warm } = plan({ cluster: withMin, warm: { executors: 9, drivers: 1 } }).cost;
    // 2 * 0.32 + 0.8064, and 0.1 + 0.192 + 0.32 beside it
    expect(warm?.hourly).toBe(1.4464);
    expect(warm && named(warm)).toEqual([
      ["1 × m7i.4xlarge in on-demand", 0.8064],
      ["2 × m7i.4xlarge in spot", 0.64],
    ]);
    expect(idle.hourly).toBe(2.0584);
  });

  test("counts the nodes that are up anyway once, whoever's pause pods stand on them", () => {
    const one = (minNodes: number) => ({
      ...priced(),
      sparkPools: [pool("only", [m7i4xlarge({ price: spark })], { minNodes })],
    });
    // 9 executors keep 3 nodes and a driver 1: 4 together, of which 2 are up anyway.
    const { warm } = plan({ cluster: one(2), warm: { executors: 9, drivers: 1 } }).cost;
    expect(warm && named(warm)).toEqual([["2 × m7i.4xlarge in only", 1.6128]]);
    expect(plan({ cluster: one(4), warm: { executors: 9, drivers: 1 } }).cost.warm).toEqual({
      ...{ hourly: 0, onDemandHourly: 0 },
      parts: [],
      basis: [],
    });
  });
});

describe("one pod more", () => {
  test("costs its share of a node that is full of its like", () => {
    const { pods } = plan({ cluster: priced() }).cost;
    expect(pods.map(({ role, pool: on, podsPerNode, hourly }) => [role, on, podsPerNode, hourly])).toEqual([
      // 0.8064 / 4, 0.32 / 4, 0.8064 / 16
      ["executor", "on-demand", 4, 0.2016],
      ["executor", "spot", 4, 0.08],
      ["driver", "on-demand", 16, 0.0504],
    ]);
  });

  test("on spot stands beside what it would cost on demand", () => {
    const { pods } = plan({ cluster: priced() }).cost;
    expect(pods.map(({ capacity, onDemandHourly }) => [capacity, onDemandHourly])).toEqual([
      ["on-demand", undefined],
      ["spot", 0.2016],
      ["on-demand", undefined],
    ]);
  });

  test("of an executor, is stated for a task slot and a GiB of heap as well", () => {
    const { cost, executor } = plan({ cluster: priced() });
    const [onDemand, spot, driver] = cost.pods;
    expect(executor.shape.cores).toBe(4);
    expect(onDemand?.perTaskSlot).toEqual({ hourly: 0.0504 });
    expect(spot?.perTaskSlot).toEqual({ hourly: 0.02 });
    expect(spot?.perHeapGiB?.hourly).toBeCloseTo(0.08 / (executor.shape.heapMiB / 1024), 6);
    expect(driver).not.toHaveProperty("perTaskSlot");
    expect(driver).not.toHaveProperty("perHeapGiB");
  });

  test("counts at the dearest of several machines", () => {
    const small = m7i4xlarge({ name: "m7i-flex.4xlarge", price: { onDemandHourly: 0.76, ...basis } });
    const mixed = cluster({ sparkPools: [pool("mixed", [small, m7i4xlarge({ price: spark })])] });
    expect(plan({ cluster: mixed }).cost.pods[0]).toMatchObject({
      machineType: "m7i.4xlarge",
      isDearest: true,
      hourly: 0.2016,
    });
  });
});

test("full scale is every pool at its most nodes", () => {
  const { atScale } = plan({ cluster: priced() }).cost;
  // 0.1 + 3 * 0.096 + 10 * 0.8064 + 10 * 0.32
  expect(atScale.hourly).toBe(11.652);
  expect(named(atScale)).toEqual([
    ["EKS control plane", 0.1],
    ["3 × m5.large in system", 0.288],
    ["10 × m7i.4xlarge in on-demand", 8.064],
    ["10 × m7i.4xlarge in spot", 3.2],
  ]);
});

describe("what is not known", () => {
  test("is no 0: the on-demand price bounds an unknown spot price", () => {
    const { pods, atScale } = plan({ cluster: priced({ onDemandHourly: 0.8064, ...basis }) }).cost;
    expect(pods[1]).toMatchObject({ atMost: 0.2016, onDemandHourly: 0.2016, perTaskSlot: { atMost: 0.0504 } });
    expect(pods[1]).not.toHaveProperty("hourly");
    // 0.1 + 0.288 + 20 * 0.8064
    expect(atScale.atMost).toBe(16.516);
    expect(atScale).not.toHaveProperty("hourly");
    expect(atScale.parts.map(({ unpriced }) => unpriced)).toEqual([
      ...[undefined, undefined, undefined],
      "m7i.4xlarge on spot",
    ]);
  });

  test("leaves figures out where no price is, and keeps what is known", () => {
    const { idle, atScale, pods, basis: stated } = plan().cost;
    expect(stated).toEqual([]);
    for (const figure of [idle, atScale, ...pods]) {
      expect(figure).not.toHaveProperty("hourly");
      expect(figure).not.toHaveProperty("atMost");
    }
    expect(named(idle)).toEqual([
      ["EKS control plane", 0.1],
      ["2 × m5.large in system", undefined],
    ]);
  });

  test("one machine without a price among several leaves the pool without one, and is named", () => {
    const unpriced = m7i4xlarge({ name: "m9i.4xlarge" });
    const mixed = cluster({ sparkPools: [pool("mixed", [m7i4xlarge({ price: spark }), unpriced], { minNodes: 1 })] });
    const { idle } = plan({ cluster: mixed }).cost;
    expect(idle.parts.at(-1)).toMatchObject({ nodes: { pool: "mixed" }, unpriced: "m9i.4xlarge" });
    expect(idle.parts.at(-1)).not.toHaveProperty("hourly");
  });
});

test("spot stands against on-demand for every machine type", () => {
  const { machines } = plan({ cluster: priced() }).cost;
  expect(machines).toEqual([
    { pool: "system", capacity: "on-demand", machineType: "m5.large", onDemandHourly: 0.096, basis: [basis] },
    ...(["on-demand", "spot"] as const).map((name) => ({
      ...{ pool: name, capacity: name, machineType: "m7i.4xlarge", basis: [basis] },
      ...{ onDemandHourly: 0.8064, spotHourly: 0.32 },
      // 1 - 0.32 / 0.8064
      spotSaving: expect.closeTo(0.60317, 5) as number,
    })),
  ]);
});

test("a spot price that was read in another month says so beside the figures that rest on it", () => {
  const { pods, machines, atScale } = plan({ cluster: priced({ ...spark, spotDate: "2025-07" }) }).cost;
  const earlier = { region: "us-east-1", date: "2025-07" };
  expect(pods.map((pod) => pod.basis)).toEqual([[basis], [earlier], [basis]]);
  expect(machines.at(-1)?.basis).toEqual([earlier, basis]);
  expect(atScale.basis).toEqual([earlier, basis, { region: "us-east-1", date: "2026-11" }]);
});

test("what the figures leave out is named, fees of the cluster that nobody told first", () => {
  const usual = [
    "discounts, commitments and taxes",
    "disks and volumes",
    "load balancers",
    "logs and metrics",
    "network traffic",
    "object storage",
  ];
  expect(plan().cost.leftOut).toEqual(usual);
  const unknownFees = ["the control plane"];
  expect(plan({ cluster: cluster({ unknownFees }) }).cost.leftOut).toEqual(["the control plane", ...usual]);
});
