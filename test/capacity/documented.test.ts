/** docs/capacity.md shows what the kept runs measured, and nothing else. */

import { readFileSync } from "node:fs";

import {
  capacityPagePath,
  chartPath,
  measuredChart,
  measuredRuns,
  pageWithMeasurements,
} from "../../scripts/documents/capacity";

test("the page has the tables of the runs that are kept", async () => {
  expect(readFileSync(capacityPagePath, "utf8")).toBe(await pageWithMeasurements());
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
