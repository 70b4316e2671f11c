import { nearestKeys } from "../../../../lib/plan/spark/registry/nearest";

// The first three are real mistakes: two of data-on-eks's best-practice page, one of kubeflow/spark-operator#781.
test.each([
  ["spark.executor.decommission.enabled", "spark.decommission.enabled"],
  ["spark.kubernetes.executor.reusePersistentVolume", "spark.kubernetes.driver.reusePersistentVolumeClaim"],
  ["spark.kubernetes.executor.memoryOverhead", "spark.executor.memoryOverhead"],
  ["spark.sql.shufle.partitions", "spark.sql.shuffle.partitions"],
  ["spark.sql.adaptive.enable", "spark.sql.adaptive.enabled"],
  ["spark.dynamicAllocation.maxExecutor", "spark.dynamicAllocation.maxExecutors"],
  ["spark.app.nme", "spark.app.name"],
])("nearest to %s is %s", (wrong, real) => {
  expect(nearestKeys("4.1", wrong, 3)[0]).toBe(real);
});

test("as many as are asked for, the nearest first, each once", () => {
  const nearest = nearestKeys("4.3", "spark.sql.shuffle.partition", 5);
  expect(nearest).toHaveLength(5);
  expect(new Set(nearest).size).toBe(5);
  expect(nearest[0]).toBe("spark.sql.shuffle.partitions");
});

test("a key of the version only", () => {
  expect(nearestKeys("3.5", "spark.kubernetes.executor.podDeletionCosts", 3)).not.toContain(
    "spark.kubernetes.executor.podDeletionCost",
  );
  expect(nearestKeys("4.2", "spark.kubernetes.executor.podDeletionCosts", 1)).toEqual([
    "spark.kubernetes.executor.podDeletionCost",
  ]);
});

test("a name of a million letters or dots gets an answer", () => {
  expect(nearestKeys("4.3", "x".repeat(1_000_000), 1)).toHaveLength(1);
  expect(nearestKeys("4.3", ".".repeat(1_000_000), 1)).toHaveLength(1);
});
