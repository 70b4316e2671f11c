/** What docs/spark-for-real.md shows of the run that is kept. */

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { documentSchema, type SparkDocument } from "../../test/spark/report/document";

const repository = resolve(__dirname, "../..");

export const sparkPagePath = join(repository, "docs/spark-for-real.md");

const block = /(<!-- measured -->\n)[\s\S]*?(<!-- end -->)/;

export function measuredSpark(): SparkDocument {
  return documentSchema.parse(JSON.parse(readFileSync(join(repository, "docs/measured/spark.json"), "utf8")));
}

/** docs/spark-for-real.md with the table of the run, its columns not yet aligned. */
export function sparkPage(): string {
  const { cases } = measuredSpark();
  const rows = cases.map(({ id, title, seconds, checks, figures }) => {
    const passed = checks.filter((check) => check.passed).length;
    const measured = figures.map(({ what, value }) => `${what}: ${value}`.replaceAll("|", "\\|")).join("<br>");
    return `| ${id} | ${title} | ${passed} of ${checks.length} | ${seconds} s | ${measured} |`;
  });
  const table = ["| | Case | Checks | Took | Seen on the way |", "| - | - | - | -: | - |", ...rows].join("\n");
  return readFileSync(sparkPagePath, "utf8").replace(
    block,
    (_, before: string, after: string) => `${before}\n${table}\n\n${after}`,
  );
}
