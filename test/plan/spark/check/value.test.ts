import fc from "fast-check";

import { allowedBy, parseValue, refusalOf } from "../../../../lib/plan/spark/check/value";
import { type KeyType, keyTypes, type SparkKey } from "../../../../lib/plan/spark/registry/key";
import { findKey } from "../../../../lib/plan/spark/registry/spark-keys";

const key = (type: KeyType, more: Partial<SparkKey> = {}): SparkKey => ({
  name: "spark.x",
  type,
  isInternal: false,
  ...more,
});

// Each row was put to the entry of that type in the jars of Spark 4.3.0.
test.each<[KeyType, string, number | boolean | undefined]>([
  ["boolean", "true", true],
  ["boolean", "TRUE", true],
  ["boolean", " false", false],
  ["boolean", "yes", undefined],
  ["boolean", "1", undefined],
  ["boolean", "", undefined],
  ["int", "4", 4],
  ["int", " 4", 4],
  ["int", "+4", 4],
  ["int", "-1", -1],
  ["int", "4.0", undefined],
  ["int", "4g", undefined],
  ["int", "0x4", undefined],
  ["int", "1e3", undefined],
  ["int", "4_000", undefined],
  ["int", "2147483647", 2147483647],
  ["int", "2147483648", undefined],
  ["long", "2147483648", 2147483648],
  ["long", "9223372036854775808", undefined],
  ["double", " .4", 0.4],
  ["double", "4d", 4],
  ["double", "4f", 4],
  ["double", "1e3", 1000],
  ["double", "NaN", NaN],
  ["double", "-Infinity", -Infinity],
  ["double", "inf", undefined],
  ["double", "1_0", undefined],
  ["time in s", "5", 5],
  ["time in s", "5min", 300],
  ["time in s", "5MIN", 300],
  ["time in s", " 5s", 5],
  ["time in s", "5 min", undefined],
  ["time in s", "1.5s", undefined],
  ["time in s", "5mins", undefined],
  ["time in s", "100ms", 0],
  ["time in ms", "100ns", undefined],
  ["time in ms", "5", 5],
  ["time in ms", "1h", 3_600_000],
  ["time in ms", "-1", -1],
  ["time in s", "99999999999999999999", undefined],
  ["bytes in m", "4gb", 4096],
  ["bytes in m", "4GB", 4096],
  ["bytes in m", " 4g", 4096],
  ["bytes in m", "-4g", -4096],
  ["bytes in m", "512", 512],
  ["bytes in m", "1b", 0],
  ["bytes in m", "1.5g", undefined],
  ["bytes in m", "4 g", undefined],
  ["bytes in m", "4Gi", undefined],
  ["bytes in m", "9999999999999999g", undefined],
  ["bytes in b", "1k", 1024],
])("%s takes %j as %j", (type, value, expected) => {
  expect(parseValue(key(type), value, "4.1")).toEqual(expected);
});

test.each([
  ["spark.executor.memory", "1.5g", "has a fraction, which Spark refuses in sizes and times"],
  ["spark.executor.memory", "14Gi", "has a unit of Kubernetes, which Spark knows from 4.2 on"],
  ["spark.executor.memory", "a lot", "is no size"],
  ["spark.network.timeout", "5 min", "has a space between number and unit, which Spark refuses"],
  ["spark.network.timeout", "long", "is no time"],
  ["spark.executor.cores", "4g", "is no whole number"],
  ["spark.speculation", "yes", "is no boolean"],
  ["spark.sql.shuffle.partitions", "0", "is out of range"],
  ["spark.kubernetes.container.image.pullPolicy", "always", "is no value of this key"],
  ["spark.memory.fraction", "most", "is no number"],
])("%s=%s %s", (name, value, problem) => {
  expect(refusalOf(findKey("4.1", name)!, value, "4.1")?.problem).toBe(problem);
});

test.each([
  ["spark.executor.memory", "a whole number with b, k, m, g, t or p (without one it counts MiB)"],
  ["spark.network.timeout", "a whole number with us, ms, s, m, h or d (without one it counts seconds)"],
  ["spark.sql.shuffle.partitions", "a whole number, at least 1"],
  ["spark.speculation", "true or false"],
  ["spark.kubernetes.container.image.pullPolicy", "Always, IfNotPresent, Never"],
  [
    "spark.shuffle.file.buffer",
    "a whole number with b, k, m, g, t or p (without one it counts KiB), at least 1 KiB, at most 2097151 KiB",
  ],
])("what %s allows is said as %j", (name, allowed) => {
  expect(allowedBy(findKey("4.3", name)!)).toBe(allowed);
});

// Put to the jars of 4.1.4, which refuses them, and of 4.2.1, which takes them.
test.each([
  ["4Gi", 4096],
  ["4GiB", 4096],
  ["4mib", 4],
  ["1Ki", 0],
])("%s is a size from Spark 4.2 on", (value, mebibytes) => {
  expect(parseValue(key("bytes in m"), value, "4.1")).toBeUndefined();
  expect(parseValue(key("bytes in m"), value, "4.2")).toBe(mebibytes);
});

test("a value that Spark fills in later is not judged", () => {
  expect(refusalOf(key("int"), "${env:CORES}", "4.1")).toBeUndefined();
  expect(refusalOf(key("int"), "${spark.other}", "4.1")).toBeUndefined();
  expect(refusalOf(key("int"), "$4", "4.1")).toBeDefined();
});

test("any text of any type gets an answer", () => {
  fc.assert(
    fc.property(fc.constantFrom(...keyTypes), fc.string({ unit: "binary" }), (type, value) => {
      const refusal = refusalOf(key(type), value, "4.1");
      return refusal === undefined || refusal.problem !== "";
    }),
  );
  for (const type of keyTypes) refusalOf(key(type), "9".repeat(1_000_000), "4.1");
});
