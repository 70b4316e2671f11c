import { configurationIn } from "../../lib/plan/room";
import type { PlatformPlanArgs } from "../../lib/plan/platform";
import { plan } from "./fixtures";

// A driver takes 978m and 3583 MiB, an executor 3915m and 14335 MiB; the pools hold 79 executors beside a driver.
const withQuota = (quota: object | undefined, more: Partial<PlatformPlanArgs> = {}) =>
  plan({ namespaces: [{ name: "free" }, { name: "team", quota: quota as { cpu: number; memory: string } }], ...more });

describe("a quota that holds fewer executors than the pools", () => {
  test.each([
    // (16638 - 978) / 3915 = 4, and one millicore less is not enough.
    [{ cpu: 16.638, memory: "4000Gi" }, 4],
    [{ cpu: 16.637, memory: "4000Gi" }, 3],
    // 3583 + 5 * 14335 = 75258
    [{ cpu: 400, memory: "75258Mi" }, 5],
    [{ cpu: 400, memory: "75257Mi" }, 4],
    [{ cpu: 400, memory: "4000Gi", pods: 11 }, 10],
    // 978 + 79 * 3915 = 310263, and the pools end at 79.
    [{ cpu: 310.263, memory: "4000Gi" }, undefined],
    [{ cpu: 310.262, memory: "4000Gi" }, 78],
    [undefined, undefined],
  ])("%j: %j", (quota, maxExecutors) => {
    const { namespaces } = withQuota(quota);
    expect(namespaces.map((namespace) => namespace.maxExecutors)).toEqual([undefined, maxExecutors]);
  });

  const limitsIn = (args: ReturnType<typeof withQuota>, namespace: string) =>
    configurationIn(args, namespace)
      .filter(({ key }) => /maxExecutors|maxPendingPods/.test(key))
      .map(({ value }) => value);

  test("is the most that its namespace's configuration asks for, and no other's", () => {
    const built = withQuota({ cpu: 16.638, memory: "4000Gi" });
    expect(limitsIn(built, "free")).toEqual(["79", "79"]);
    expect(limitsIn(built, "team")).toEqual(["4", "4"]);
    const [entry] = configurationIn(built, "team").filter(({ key }) => key.endsWith("maxExecutors"));
    expect(entry?.reason).toBe("The quota of team holds 4 executors beside a driver.");
    expect(configurationIn(built, "team").map(({ key }) => key)).toEqual(built.configuration.map(({ key }) => key));
  });

  test("leaves a user's lower number alone, and warns of a higher one", () => {
    const key = "spark.dynamicAllocation.maxExecutors";
    const asking = (max: string) => withQuota({ cpu: 16.638, memory: "4000Gi" }, { sparkConf: { [key]: max } });
    expect(limitsIn(asking("3"), "team")[0]).toBe("3");
    expect(limitsIn(asking("9"), "free")[0]).toBe("9");
    expect(limitsIn(asking("9"), "team")[0]).toBe("4");
    const warned = (max: string) => asking(max).warnings.filter(({ path }) => path === "namespaces[1].quota");
    expect(warned("4")).toEqual([]);
    expect(warned("9").map(({ problem }) => problem)).toEqual([
      "holds 4 executors beside a driver, so applications there get no more than those of 9",
    ]);
  });

  test("never puts Spark's maximum below its minimum", () => {
    const built = withQuota(
      { cpu: 16.638, memory: "4000Gi" },
      { sparkConf: { "spark.dynamicAllocation.minExecutors": "6" } },
    );
    expect(limitsIn(built, "team")[0]).toBe("6");
  });
});
