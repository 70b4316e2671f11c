/** Looks at the configuration that a user adds: refuses what the plan owns and what Spark refuses, warns of the rest. */

import type { StorageScheme } from "../cluster";
import type { Issue, IssueList } from "../issue";
import { checkConfiguration, type CheckContext } from "./check/check-configuration";
import type { Finding } from "./check/finding";
import { checkKey, checkName } from "./check/key";
import type { ConfigurationEntry } from "./configuration";
import { type ConfigurationOf, ownerOf } from "./owned-keys";
import { minorOf } from "./registry/minors";
import type { SparkVersion } from "./versions";

/**
 * Adds an issue for every key that can't be set, and for every value that Spark would refuse.
 * @param version undefined where it is not known which Spark will read the values, or not what they are
 * @param of whose configuration it is
 */
export function checkUserConfiguration(
  sparkConf: Record<string, string>,
  issues: IssueList,
  version?: SparkVersion,
  of: ConfigurationOf = "platform",
): void {
  const minor = version && minorOf(version);
  for (const [key, value] of Object.entries(sparkConf)) {
    const owner = ownerOf(key, of);
    if (owner !== undefined) {
      issues.add({ path: pathOf(key), value, ...owner, allowed: "keys that the plan does not own" });
      continue;
    }
    const found = minor === undefined ? checkName(key) : checkKey(key, value, minor);
    for (const { level, ...finding } of found) {
      if (level === "error") issues.add({ path: pathOf(key), value, ...finding });
    }
  }
}

/**
 * What is found of the user's keys among those that the plan sets. Errors of several keys together are among them.
 * @param planned every key of the platform, the user's in their place
 */
export function userFindings(
  sparkConf: Record<string, string>,
  planned: readonly ConfigurationEntry[],
  { version, storage }: { version: SparkVersion; storage: StorageScheme },
): Finding[] {
  const minor = minorOf(version);
  if (minor === undefined) return [];
  const together = planned.map(({ key, value }) => [key, typeof value === "string" ? value : `${storage}://`]);
  const context: CheckContext = { version: minor, storage, pathOf };
  return checkConfiguration(Object.fromEntries(together) as Record<string, string>, context).filter(({ key }) =>
    Object.hasOwn(sparkConf, key),
  );
}

/** An issue of a finding, for where its level is said otherwise. */
export function issueOf({ path, value, problem, allowed, change }: Finding): Issue {
  return { path, value, problem, allowed, change };
}

function pathOf(key: string): string {
  return `sparkConf[${JSON.stringify(key)}]`;
}
