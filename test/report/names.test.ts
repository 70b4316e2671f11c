import fc from "fast-check";
import pc from "picocolors";

import { wrappedNames } from "../../lib/report/columns";
import type { Section } from "../../lib/report/sections/section";
import { sectionText } from "../../lib/report/tables";

const KEY = "spark.sql.sources.v2.bucketing.allowJoinKeysSubsetOfPartitionKeys.enabled";

test("a long name breaks after a dot, a short one does not", () => {
  expect(wrappedNames(`Set ${KEY} to true`, 45).split("\n")).toEqual([
    "Set spark.sql.sources.v2.bucketing.",
    "allowJoinKeysSubsetOfPartitionKeys.enabled to",
    "true",
  ]);
  expect(wrappedNames("spark.executor.cores", 45)).toBe("spark.executor.cores");
});

test("nothing of a text is lost but its line ends, and no line is longer than there is room", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", ".", ",", "=", " ", "%"), maxLength: 200 });
  fc.assert(
    fc.property(text, fc.integer({ min: 31, max: 100 }), (words, width) => {
      const broken = wrappedNames(words, width);
      expect(broken.replace(/\s/g, "")).toBe(words.replace(/\s/g, ""));
      for (const line of broken.split("\n")) expect(line.trim().length).toBeLessThanOrEqual(width);
    }),
  );
});

test("a table of long names and long values fits the terminal", () => {
  const section: Section = {
    id: "defaults",
    title: "Defaults",
    columns: [
      { title: "Key", names: true },
      { title: "Value", names: true },
    ],
    rows: [[KEY, "x".repeat(70)]],
  };
  const lines = sectionText(section, 80, pc.createColors(false)).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.join("").replace(/[^x]/g, "")).toBe("x".repeat(70));
});
