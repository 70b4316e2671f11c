/** `spark-platform conf check`: what is wrong with a file of Spark configuration, line by line. */

import { describeIssue, IssueList } from "../../plan/issue";
import { checkConfiguration } from "../../plan/spark/check/check-configuration";
import type { Defaults } from "../../plan/spark/check/defaults";
import type { Finding, Level } from "../../plan/spark/check/finding";
import { counted } from "../../report/numbers";
import type { Section } from "../../report/sections/section";
import type { Answer } from "../answer";
import { readMinor, storageSchemes } from "../options/spark-options";
import { readOneOf } from "../options/read";
import { Misuse } from "../problem";
import type { ConfCheckAnswer } from "../schemas/conf";

export interface ConfCheckOptions {
  spark?: string;
  operator?: true;
  storage?: string;
}

type FindingData = ConfCheckAnswer["findings"][number];

const levels: readonly Level[] = ["error", "warning", "note"];

/**
 * @param read the file's content, once the options are known to be right
 * @throws Misuse with every option that can't be used.
 */
export function confCheck(file: string, options: ConfCheckOptions, read: () => Defaults): Answer<ConfCheckAnswer> {
  const issues = new IssueList();
  const version = readMinor(options.spark, "--spark", issues);
  const storage = readOneOf(options.storage, "--storage", storageSchemes, issues);
  if (version === undefined || issues.length > 0) throw new Misuse(issues.all);
  const { conf, findings, lineOf } = read();
  const found = [...findings, ...checkConfiguration(conf, { version, storage, operator: options.operator })]
    .map((finding) => findingData(finding, lineOf))
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || (a.line ?? 0) - (b.line ?? 0));
  const count = (level: Level) => found.filter((finding) => finding.level === level).length;
  const data = {
    spark: version,
    file,
    keys: Object.keys(conf).length,
    errors: count("error"),
    warnings: count("warning"),
    notes: count("note"),
    findings: found,
  };
  return {
    data,
    summary: [summaryOf(data)],
    sections: found.length === 0 ? [] : [findingsSection(data)],
    next: [],
    failed: data.errors > 0,
  };
}

function findingData(
  { path, level, key, value, problem, allowed, change, source }: Finding,
  lineOf: Defaults["lineOf"],
) {
  const [, ownLine] = /^line (\d+)/.exec(path) ?? [];
  const line = ownLine === undefined ? lineOf[key] : Number(ownLine);
  return {
    level,
    ...(line !== undefined && { line }),
    key,
    value,
    problem,
    allowed,
    change,
    ...(source && { source }),
  };
}

function summaryOf({ file, keys, spark, errors, warnings, notes }: ConfCheckAnswer): string {
  const name = file === "-" ? "The standard input" : file;
  const found = [
    errors > 0 ? counted(errors, "error") : "",
    warnings > 0 ? counted(warnings, "warning") : "",
    notes > 0 ? counted(notes, "note") : "",
  ].filter((text) => text !== "");
  return `${name}, ${counted(keys, "key")} for Spark ${spark}: ${found.length === 0 ? "nothing wrong" : found.join(", ")}.`;
}

function findingsSection({ findings }: ConfCheckAnswer): Section {
  const sources = [...new Set(findings.flatMap(({ source }) => source ?? []))];
  return {
    id: "findings",
    title: "Findings",
    columns: [{ title: "Line", align: "right" }, { title: "Level" }, { title: "What", names: true }],
    rows: findings.map((finding) => [
      finding.line === undefined ? "" : String(finding.line),
      finding.level,
      `${sentenceOf(finding)}${finding.source === undefined ? "" : ` [${sources.indexOf(finding.source) + 1}]`}`,
    ]),
    notes: sources.map((source, index) => `[${index + 1}] ${source}`),
  };
}

function sentenceOf({ key, value, problem, allowed, change }: FindingData): string {
  return describeIssue({ path: key, value, problem, allowed, change });
}
