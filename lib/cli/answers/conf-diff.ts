/** `spark-platform conf diff`: what an upgrade of Spark changes for a configuration. */

import { IssueList } from "../../plan/issue";
import { diffVersions, type VersionDiff } from "../../plan/spark/check/diff";
import type { SparkKey } from "../../plan/spark/registry/key";
import { orderOf, type SparkMinor } from "../../plan/spark/registry/minors";
import { counted } from "../../report/numbers";
import type { Section } from "../../report/sections/section";
import type { Answer } from "../answer";
import { readMinor } from "../options/spark-options";
import { Misuse } from "../problem";
import type { ConfDiffAnswer } from "../schemas/conf";

const largeFamily = 5;

/** @throws Misuse with every argument that can't be used. */
export function confDiff(earlier: string, later: string): Answer<ConfDiffAnswer> {
  const [from, to] = readVersions(earlier, later);
  const diff = diffVersions(from, to);
  return {
    data: {
      ...diff,
      from,
      to,
      added: diff.added.map(keyData),
      removed: diff.removed.map(keyData),
      deprecated: diff.deprecated.map(keyData),
    },
    summary: [summaryOf(from, to, diff)],
    sections: [
      behaviourSection(diff),
      defaultsSection(from, to, diff),
      keysSection("deprecated", `Deprecated in ${to}`, diff.deprecated),
      keysSection("removed", `Gone in ${to}`, diff.removed),
    ].filter(({ rows }) => rows.length > 0),
    next: [`npx spark-platform conf check spark-defaults.conf --spark ${to}`],
    failed: false,
  };
}

/** The registry's own lists are not to be written to. */
function keyData({ values, ...key }: SparkKey) {
  return { ...key, ...(values && { values: [...values] }) };
}

function readVersions(earlier: string, later: string): [SparkMinor, SparkMinor] {
  const issues = new IssueList();
  const from = readMinor(earlier, "from", issues);
  const to = readMinor(later, "to", issues);
  if (from !== undefined && to !== undefined && orderOf(from) > orderOf(to)) {
    issues.add({
      path: "to",
      value: to,
      problem: `is older than ${from}`,
      allowed: `${from} or later`,
      change: `Swap them: npx spark-platform conf diff ${to} ${from}`,
    });
  }
  if (from === undefined || to === undefined || issues.length > 0) throw new Misuse(issues.all);
  return [from, to];
}

function summaryOf(from: SparkMinor, to: SparkMinor, diff: VersionDiff): string {
  const documented = diff.added.filter(({ isInternal }) => !isInternal).length;
  return (
    `From Spark ${from} to ${to}: ${counted(diff.changedDefaults.length, "default")} changed, ` +
    `${counted(diff.deprecated.length, "key")} deprecated, ${counted(diff.removed.length, "key")} gone, ` +
    `${counted(diff.added.length, "key")} added (${documented} of them documented). ` +
    "The tables leave out internal keys and what was added; --json has all."
  );
}

function behaviourSection({ changedBehaviour }: VersionDiff): Section {
  const sources = [...new Set(changedBehaviour.map(({ source }) => source))];
  return {
    id: "behaviour",
    title: "What changes on a running platform",
    columns: [{ title: "Since" }, { title: "What", prose: true }, { title: "What brings it back", names: true }],
    rows: changedBehaviour.map(({ since, change, restore, source }) => [
      since,
      `${change} [${sources.indexOf(source) + 1}]`,
      Object.entries(restore)
        .map(([key, value]) => `${key}=${value}`)
        .join(" "),
    ]),
    notes: sources.map((source, index) => `[${index + 1}] ${source}`),
  };
}

function defaultsSection(from: SparkMinor, to: SparkMinor, { changedDefaults }: VersionDiff): Section {
  const text = (value: string | undefined) => value ?? "(none)";
  return {
    id: "defaults",
    title: "Defaults that changed",
    columns: [
      { title: "Key", names: true },
      { title: from, names: true },
      { title: to, names: true },
    ],
    rows: changedDefaults
      .filter(({ isInternal }) => !isInternal)
      .map((changed) => [changed.key, text(changed.from), text(changed.to)]),
  };
}

function keysSection(id: string, title: string, keys: readonly SparkKey[]): Section {
  return {
    id,
    title,
    columns: [
      { title: "Key", names: true },
      { title: "Use instead", names: true },
    ],
    rows: inFamilies(keys.filter(({ isInternal }) => !isInternal)),
  };
}

/** Keys that go together without a replacement, such as all of Mesos, are one row. */
function inFamilies(keys: readonly SparkKey[]): string[][] {
  const familyOf = ({ name }: SparkKey) => name.split(".").slice(0, 2).join(".");
  const families = new Map<string, SparkKey[]>();
  for (const key of keys) families.set(familyOf(key), [...(families.get(familyOf(key)) ?? []), key]);
  return [...families].flatMap(([family, members]) => {
    const isOneRow = members.length >= largeFamily && members.every(({ deprecated }) => deprecated?.use === undefined);
    if (isOneRow) return [[`${family}.* (${members.length} keys)`, ""]];
    return members.map(({ name, deprecated }) => [name, deprecated?.use ?? ""]);
  });
}
