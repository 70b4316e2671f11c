/** docs/capacity.md shows what the kept runs measured, and nothing else. */

import { readFileSync } from "node:fs";

import {
  capacityPagePath,
  chartPath,
  measuredChart,
  measuredRuns,
  pageWithMeasurements,
} from "../../scripts/documents/capacity";

/** Columns are aligned where the page is written. */
const withoutAlignment = (page: string) => page.replace(/ +/g, " ").replace(/-+/g, "-");

test("the page has the tables of the runs that are kept", () => {
  expect(withoutAlignment(readFileSync(capacityPagePath, "utf8"))).toBe(withoutAlignment(pageWithMeasurements()));
});

test("the picture is that of the run with Karpenter", () => {
  expect(readFileSync(chartPath, "utf8")).toBe(measuredChart());
});

test("only full runs are kept, whose machines take as long as a cloud's", () => {
  expect(measuredRuns().map(({ autoscaler, form }) => [autoscaler, form])).toEqual([
    ["karpenter", "full"],
    ["cluster-autoscaler", "full"],
  ]);
});
