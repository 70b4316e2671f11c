import fc from "fast-check";

import { parseDefaults } from "../../../../lib/plan/spark/check/defaults";

// Each row was read by org.apache.spark.util.Utils.getPropertiesFromFile of Spark 4.3.0; test/e2e asks it again.
test.each<[string, Record<string, string>]>([
  ["spark.a 1", { "spark.a": "1" }],
  ["spark.a\t1", { "spark.a": "1" }],
  ["spark.a=1", { "spark.a": "1" }],
  ["spark.a: 1", { "spark.a": "1" }],
  ["  spark.a   =   1  ", { "spark.a": "1" }],
  ["spark.a", { "spark.a": "" }],
  ["# spark.a 1\n! spark.b 2\n\nspark.c 3", { "spark.c": "3" }],
  ["spark.a -Da=1 -Db=2", { "spark.a": "-Da=1 -Db=2" }],
  ["spark.a == 1", { "spark.a": "= 1" }],
  ["spark.a 1\\\n   2", { "spark.a": "12" }],
  ["spark.a 1\\\\\nspark.b 2", { "spark.a": "1\\", "spark.b": "2" }],
  ["spark.a 1\r\nspark.b 2\rspark.c 3", { "spark.a": "1", "spark.b": "2", "spark.c": "3" }],
  ["spark.a C:\\temp", { "spark.a": "C:\temp".replace("\t", "\t") }],
  ["spark.a \\u0041", { "spark.a": "A" }],
  ["spark\\ a 1", { "spark a": "1" }],
  ["spark.a 1\nspark.a 2", { "spark.a": "2" }],
  ["spark.a 1 # no comment", { "spark.a": "1 # no comment" }],
])("%j is read as %j", (text, expected) => {
  expect(parseDefaults(text).conf).toEqual(expected);
});

test("a key that is set twice is found, with both lines", () => {
  const { findings, lineOf } = parseDefaults("spark.a 1\n# comment\nspark.b 1\nspark.a 2\n");
  expect(findings.map(({ level, path, problem, change }) => [level, path, problem, change])).toEqual([
    [
      "warning",
      "line 4: spark.a",
      "is set again: line 1 set spark.a before, and only the last counts",
      "Remove line 1 or line 4.",
    ],
  ]);
  expect(lineOf).toEqual({ "spark.a": 4, "spark.b": 3 });
});

test("lines count from the first of those that go on", () => {
  expect(parseDefaults("spark.a 1,\\\n 2,\\\n 3\nspark.b 1").lineOf).toEqual({ "spark.a": 1, "spark.b": 4 });
});

test("a key without a value and an escape that is none are found, and the rest is read", () => {
  const { conf, findings } = parseDefaults("spark.a\nspark.b C:\\users\nspark.c 1");
  expect(conf).toEqual({ "spark.a": "", "spark.c": "1" });
  expect(findings.map(({ level, path }) => [level, path])).toEqual([
    ["warning", "line 1"],
    ["error", "line 2"],
  ]);
});

test("what is written plainly is read back", () => {
  const name = fc.stringMatching(/^[a-z][a-zA-Z0-9.]{0,20}$/).map((rest) => `spark.${rest}`);
  const value = fc.stringMatching(/^[!-[\]-~]([ -[\]-~]{0,20}[!-[\]-~])?$/).filter((text) => !/^[=:]/.test(text));
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.constantFrom(" ", "=", ":", "\t", " = "), (conf, separator) => {
      const text = Object.entries(conf).map(([key, given]) => key + separator + given);
      expect(parseDefaults(text.join("\n"))).toMatchObject({ conf, findings: [] });
    }),
  );
});

test("any text gets an answer", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof parseDefaults(text).conf === "object"));
  expect(parseDefaults("\\".repeat(1_000_001)).findings).toHaveLength(1);
  expect(Object.keys(parseDefaults("\\".repeat(1_000_000) + "x 1").conf)).toHaveLength(1);
});
