import {
  findKey,
  findRemoved,
  firstMinorWith,
  keysOf,
  lastMinorWith,
} from "../../../../lib/plan/spark/registry/spark-keys";
import { type SparkMinor, sparkMinors } from "../../../../lib/plan/spark/registry/minors";

// Counted in the jars of 4.3.0 by reflection, apart from this repository's script: 1,543 entries without those of the modules
// Hive, YARN and Streaming. 1,514 of them lie outside of the names below, and six of those name no version that brought them.
const ofOtherModules = /^spark\.(yarn|streaming)\.|^spark\.sql\.(legacy\.)?hive\.|appUIAddress$/;

test("4.3 has the entries that were counted in its jars", () => {
  const dated = keysOf("4.3").filter(({ since }) => since !== undefined);
  expect(dated.filter(({ name }) => !ofOtherModules.test(name))).toHaveLength(1514 - 6);
});

// Default and version as the jars of Spark 4.3.0 tell them.
test.each([
  ["spark.acls.enable", "false", "1.1.0", false],
  ["spark.admin.acls", "", "1.1.0", false],
  ["spark.api.mode", "classic", "4.0.0", false],
  ["spark.app.attempt.id", undefined, "3.2.0", true],
  ["spark.authenticate.secret.driver.file", "<value of spark.authenticate.secret.file>", "3.0.0", false],
  ["spark.broadcast.UDFCompressionThreshold", "1048576b", "3.0.0", false],
  ["spark.broadcast.blockSize", "4m", "0.5.0", false],
  ["spark.kubernetes.allocation.batch.size", "20", "2.3.0", false],
  ["spark.kubernetes.executor.terminationGracePeriodSeconds", "30s", "4.1.0", false],
  ["spark.dynamicAllocation.shuffleTracking.enabled", "true", "3.0.0", false],
  ["spark.sql.ansi.enabled", "true", "3.0.0", false],
])("Spark 4.3 has %s with the default %j since %s", (name, standard, since, isInternal) => {
  expect(findKey("4.3", name)).toMatchObject({ name, since, isInternal });
  expect(findKey("4.3", name)?.default).toBe(standard);
});

// Spark's migration guides.
test.each<[string, (string | undefined)[]]>([
  ["spark.sql.ansi.enabled", ["false", "true", "true", "true", "true"]],
  ["spark.eventLog.rolling.enabled", ["false", "true", "true", "true", "true"]],
  ["spark.kubernetes.allocation.batch.size", ["5", "10", "10", "20", "20"]],
  ["spark.kubernetes.executor.useDriverPodIP", [undefined, undefined, "false", "false", "true"]],
  ["spark.speculation.multiplier", ["1.5", "3.0", "3.0", "3.0", "3.0"]],
  ["spark.rdd.compress", ["false", "false", "false", "false", "true"]],
  ["spark.master.rest.enabled", ["false", "false", "true", "true", "true"]],
])("the default of %s is, from 3.5 to 4.3, %j", (name, defaults) => {
  expect(sparkMinors.map((minor) => findKey(minor, name)?.default)).toEqual(defaults);
});

test.each<[string, SparkMinor | undefined, SparkMinor | undefined]>([
  ["spark.executor.memory", "3.5", "4.3"],
  ["spark.kubernetes.executor.useDriverPodIP", "4.1", "4.3"],
  ["spark.kubernetes.executor.podDeletionCost", "4.2", "4.3"],
  ["spark.kubernetes.securityContext.allowPrivilegeEscalation", "4.3", "4.3"],
  // Mesos went with 4.0.
  ["spark.mesos.role", "3.5", "3.5"],
  // Its names with blacklist are ignored from 4.1 on.
  ["spark.blacklist.enabled", "3.5", "4.0"],
  ["spark.no.such.key", undefined, undefined],
])("%s is there from %s to %s", (name, first, last) => {
  expect([firstMinorWith(name), lastMinorWith(name)]).toEqual([first, last]);
});

test.each([
  ["spark.executor.memory", { type: "bytes in m" }],
  ["spark.executor.memoryOverhead", { type: "bytes in m" }],
  ["spark.network.timeout", { type: "time in s" }],
  ["spark.sql.adaptive.advisoryPartitionSizeInBytes", { type: "bytes in b", range: { least: 1 } }],
  ["spark.sql.shuffle.partitions", { type: "int", range: { least: 1 } }],
  ["spark.memory.storageFraction", { type: "double", range: { least: 0, below: 1 } }],
  ["spark.executor.processTreeMetrics.enabled", { type: "boolean" }],
  ["spark.jars", { type: "list" }],
  ["spark.kubernetes.container.image.pullPolicy", { type: "word", values: ["Always", "IfNotPresent", "Never"] }],
  ["spark.scheduler.mode", { type: "word in any case", values: ["FAIR", "FIFO", "NONE"] }],
])("%s is %j", (name, expected) => {
  expect(findKey("4.3", name)).toMatchObject(expected);
});

test.each([
  // SparkConf.deprecatedConfigs and configsWithAlternatives of 4.3.0.
  ["spark.yarn.executor.memoryOverhead", { since: "2.3", use: "spark.executor.memoryOverhead" }],
  ["spark.shuffle.unsafe.file.output.buffer", { since: "4.0.0" }],
  ["spark.sql.execution.arrow.enabled", { since: "3.0", use: "spark.sql.execution.arrow.pyspark.enabled" }],
])("%s is deprecated: %j", (name, deprecated) => {
  expect(findKey("4.3", name)?.deprecated).toMatchObject(deprecated);
});

test("a key that was given up is known as such, with what to use instead", () => {
  expect(findRemoved("4.3", "spark.sql.parquet.int64AsTimestampMillis")).toEqual({
    name: "spark.sql.parquet.int64AsTimestampMillis",
    since: "3.0.0",
    use: "spark.sql.parquet.outputTimestampType",
  });
  expect(findRemoved("4.1", "spark.blacklist.enabled")?.use).toBe("spark.excludeOnFailure.enabled");
  expect(findRemoved("4.0", "spark.blacklist.enabled")).toBeUndefined();
  expect(findRemoved("4.3", "spark.executor.memory")).toBeUndefined();
});

test("keys of a version are sorted, each once, and no default is one of the machine that asked", () => {
  for (const minor of sparkMinors) {
    const names = keysOf(minor).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
  }
  const defaults = sparkMinors.flatMap((minor) => keysOf(minor).map((key) => key.default ?? ""));
  expect(defaults.filter((text) => /\/(home|root|work)\b|\d+\.\d+\.\d+\.\d+(?<!0\.0\.0\.0)$/.test(text))).toEqual([]);
});
