/** docs/spark-for-real.md shows what the kept run found, and nothing else. */

import { readFileSync } from "node:fs";

import { measuredSpark, sparkPage, sparkPagePath } from "../../scripts/documents/spark";
import { cases } from "./cases";

/** Columns are aligned where the page is written. */
const withoutAlignment = (page: string) => page.replace(/ +/g, " ").replace(/-+/g, "-");

test("the page has the table of the run that is kept", () => {
  expect(withoutAlignment(readFileSync(sparkPagePath, "utf8"))).toBe(withoutAlignment(sparkPage()));
});

test("that run has every case, each to its end", () => {
  const { cases: kept } = measuredSpark();
  expect(kept.map(({ id, title }) => [id, title])).toEqual(cases.map(({ id, title }) => [id, title]));
  expect(kept.filter(({ failure }) => failure !== undefined)).toEqual([]);
});
