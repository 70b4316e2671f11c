import type { PodSizeArgs } from "../../../../lib/plan/executors/shape";
import { cluster, m7i4xlarge, plan, pool, valuesOf } from "../../fixtures";

const onePool = cluster({ sparkPools: [pool("all", [m7i4xlarge()])] });
const memoryKeys = /^spark\.(executor\.(memory|pyspark)|memory\.)/;

function memoryOf(executors: PodSizeArgs): Record<string, unknown> {
  const entries = Object.entries(valuesOf(plan({ cluster: onePool, executors })));
  return Object.fromEntries(entries.filter(([key]) => memoryKeys.test(key)));
}

test("heap and overhead are written out, and nothing of what is not used", () => {
  expect(memoryOf({})).toEqual({ "spark.executor.memory": "13032m", "spark.executor.memoryOverhead": "1303m" });
});

test("off-heap memory is enabled with its size: 14 335 = 3909 + 9123 + 1303", () => {
  expect(memoryOf({ kind: "off-heap" })).toEqual({
    "spark.executor.memory": "3909m",
    "spark.executor.memoryOverhead": "1303m",
    "spark.memory.offHeap.enabled": "true",
    "spark.memory.offHeap.size": "9123m",
  });
});

test("PySpark memory stands beside the overhead: 14 335 = 2048 + 8777 + 3510", () => {
  expect(memoryOf({ kind: "pyspark", pysparkMemory: "2g", cores: 4 })).toEqual({
    "spark.executor.memory": "8777m",
    "spark.executor.memoryOverhead": "3510m",
    "spark.executor.pyspark.memory": "2048m",
  });
});

test("each key has its reason", () => {
  const { configuration } = plan({ cluster: onePool, executors: { kind: "off-heap", pysparkMemory: "1g" } });
  const reasonOf = (key: string) => configuration.find((entry) => entry.key === key)?.reason;
  expect(reasonOf("spark.executor.memory")).toContain(
    "after the overhead, off-heap and PySpark memory (4 on m7i.4xlarge)",
  );
  expect(reasonOf("spark.driver.memory")).toContain("after the overhead (16 on m7i.4xlarge)");
  expect(reasonOf("spark.memory.offHeap.enabled")).toContain("a driver's has none");
  expect(reasonOf("spark.memory.offHeap.size")).toContain("14335 MiB");
  expect(reasonOf("spark.executor.pyspark.memory")).toContain("all Python workers");
});
