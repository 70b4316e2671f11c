import fc from "fast-check";

import { type ApplicationSizes, IssueList, withApplicationSizes } from "../../lib/plan";
import { examplePlan } from "../addons/example";

const plan = examplePlan();

function sized(sizes: ApplicationSizes, of = plan) {
  const issues = new IssueList();
  const found = withApplicationSizes(of, sizes, issues);
  return { found, paths: issues.all.map(({ path }) => path), issues };
}

describe("an application's own sizes", () => {
  it("are the plan's where none are named", () => {
    expect(sized({}).found).toBe(plan);
  });

  it("are the same pods as of a platform that was asked for them", () => {
    const executors = { cores: 2, memory: "5g", kind: "pyspark", pools: ["spot"] } as const;
    const drivers = { cores: 2, memory: "4g" };
    const asked = examplePlan({ executors: { ...executors, pools: ["spot"] }, drivers });
    const { found } = sized({ driver: drivers, executor: { ...executors, pools: ["spot"] } });
    expect(found?.executor).toEqual(asked.executor);
    expect(found?.driver).toEqual(asked.driver);
    expect(found?.configuration).toEqual(asked.configuration);
    expect(found?.namespaces).toEqual(asked.namespaces);
  });

  it("keep what the platform's user has set", () => {
    const own = examplePlan({ sparkConf: { "spark.sql.shuffle.partitions": "400", "spark.example": "1" } });
    const { found } = sized({ executor: { cores: 2 } }, own);
    const valueOf = (key: string) => found?.configuration.find((entry) => entry.key === key);
    expect(valueOf("spark.sql.shuffle.partitions")).toMatchObject({ value: "400", source: "user" });
    expect(valueOf("spark.example")).toMatchObject({ value: "1", source: "user" });
  });

  it("count in the quotas of namespaces", () => {
    const small = examplePlan({ namespaces: [{ name: "etl", quota: { cpu: 9, memory: "64Gi" } }] });
    const { found } = sized({ driver: { cores: 1 }, executor: { cores: 2, memory: "4g" } }, small);
    const { driver, executor } = found!;
    const most = Math.floor((9000 - driver.shape.cpuRequestMillis) / executor.shape.cpuRequestMillis);
    expect(found?.namespaces).toMatchObject([{ name: "etl", maxExecutors: most }]);
  });

  it.each<[string, ApplicationSizes, string[]]>([
    ["memory that no node has", { executor: { memory: "60g" } }, ["executors.size.memory"]],
    ["more cores than a node has", { executor: { cores: 17 } }, ["executors.size.cores"]],
    ["a driver that fits no node of drivers", { driver: { memory: "14g" } }, ["driver.memory"]],
    ["drivers on spot nodes", { driver: { pools: ["spot"] } }, ["driver.pools[0]"]],
    ["a pool that there is not", { executor: { pools: ["gpu"] } }, ["executors.size.pools[0]"]],
    [
      "several at once",
      { driver: { memory: "much" }, executor: { cores: 0 } },
      ["driver.memory", "executors.size.cores"],
    ],
  ])("are refused: %s", (_, sizes, paths) => {
    const { found, paths: at } = sized(sizes);
    expect(found).toBeUndefined();
    expect(at).toEqual(paths);
  });

  it("are explained with the nodes' arithmetic where they do not fit", () => {
    const { issues } = sized({ executor: { memory: "60g" } });
    // 57 691 MiB allocatable in the example's large nodes.
    expect(issues.all[0]?.problem).toMatch(/does not fit .* 57 691 MiB/);
  });

  it("fit every machine of their pools, or are refused", () => {
    const size = fc.record(
      {
        cores: fc.integer({ min: 1, max: 16 }),
        memory: fc.integer({ min: 1, max: 60 }).map((gib) => `${gib}g`),
        pools: fc.constantFrom<string[]>(["spot"], ["on-demand"], ["spot", "on-demand"]),
      },
      { requiredKeys: [] },
    );
    let fitting = 0;
    fc.assert(
      fc.property(size, (executor) => {
        const { found, issues } = sized({ executor });
        if (found === undefined) return issues.length > 0;
        fitting += 1;
        const { cpuRequestMillis, memoryMiB } = found.executor.shape;
        return plan.cluster.sparkPools
          .filter(({ name }) => found.executor.pools.includes(name))
          .every(({ machines }) =>
            machines.every(
              ({ available }) => available.cpuMillis >= cpuRequestMillis && available.memoryMiB >= memoryMiB,
            ),
          );
      }),
    );
    expect(fitting).toBeGreaterThan(10);
  });
});
