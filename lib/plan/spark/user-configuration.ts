/** Looks at the configuration that a user adds: refuses what the plan owns, warns of what Spark does not know. */

import type { Issue, IssueList } from "../issue";
import { isKnownKey, nearestKey } from "./known-keys";
import { ownerOf } from "./owned-keys";

/** Adds an issue for every key that can't be set. */
export function checkUserConfiguration(sparkConf: Record<string, string>, issues: IssueList): void {
  for (const [key, value] of Object.entries(sparkConf)) {
    const owner = ownerOf(key);
    if (owner !== undefined) {
      issues.add({ path: pathOf(key), value, ...owner, allowed: "keys that the plan does not own" });
    } else if (!/^spark\.[^\s=]+$/.test(key)) {
      issues.add({
        path: pathOf(key),
        value,
        problem: "is set on what is no key of Spark, and spark-submit drops such keys",
        allowed: 'keys that start with "spark." and hold no space',
        change: "Hadoop's keys go through Spark as spark.hadoop.<key>.",
      });
    }
  }
}

/** Keys that can be set and will probably do nothing. */
export function unknownKeyWarnings(sparkConf: Record<string, string>): Issue[] {
  return Object.entries(sparkConf)
    .filter(([key]) => !isKnownKey(key))
    .map(([key, value]) => ({
      path: pathOf(key),
      value,
      problem: "is set on a key that Spark 4.3 does not have, and Spark ignores such keys without a word",
      allowed: "keys of Spark, of its open families such as spark.hadoop.*, and of libraries in the image",
      change: `Did you mean ${nearestKey(key)}?`,
    }));
}

function pathOf(key: string): string {
  return `sparkConf[${JSON.stringify(key)}]`;
}
