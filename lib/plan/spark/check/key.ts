/** Looks at one key and its value: does this version of Spark have the key, and does it take the value? */

import { isInOpenFamily, isOfALibrary } from "../registry/families";
import type { SparkKey } from "../registry/key";
import type { SparkMinor } from "../registry/minors";
import { findLibraryKey, type LibraryKey } from "../registry/library-keys";
import { lettersApart, nearestAmong, nearestKeys } from "../registry/nearest";
import { findKey, findRemoved, firstMinorWith, lastMinorWith } from "../registry/spark-keys";
import type { Finding } from "./finding";
import { refusalOf } from "./value";

/** What is found of one key; the checker adds where it stands. */
export type KeyFinding = Omit<Finding, "path" | "value" | "key">;

/** Letters by which a name may differ from a real one and be it by mistake. */
const slipOfLetters = 3;

/** Letters by which a name differs from a real one by mistake only: a library's own key is further away. */
const surelyASlip = 2;

export function checkKey(name: string, value: string, version: SparkMinor): KeyFinding[] {
  const wrongName = checkName(name);
  if (wrongName.length > 0) return wrongName;
  const key = findKey(version, name);
  if (key !== undefined) return [...checkValue(key, value, version), ...checkDeprecation(key, version)];
  const ofALibrary = findLibraryKey(version, name);
  if (ofALibrary !== undefined) return checkLibraryKey(name, value, version, ofALibrary);
  if (isInOpenFamily(name) || isOfALibrary(name)) return [];
  return [missing(name, version)];
}

/** Whether Spark takes the name for a key at all. */
export function checkName(name: string): KeyFinding[] {
  if (/^spark\.[^\s=]+$/.test(name)) return [];
  return [
    {
      level: "error",
      problem: "is set on what is no key of Spark, and spark-submit drops such keys",
      allowed: 'keys that start with "spark." and hold no space',
      change: "Hadoop's keys go through Spark as spark.hadoop.<key>.",
    },
  ];
}

function checkValue(key: SparkKey, value: string, version: SparkMinor): KeyFinding[] {
  const refusal = refusalOf(key, value, version);
  return refusal === undefined ? [] : [{ level: "error", ...refusal, change: changeOf(key) }];
}

function changeOf({ default: standard }: SparkKey): string {
  return standard === undefined || standard === "" || standard.startsWith("<")
    ? "Change it to what is allowed."
    : `Change it to what is allowed; Spark's own value is ${standard}.`;
}

function checkDeprecation({ deprecated }: SparkKey, version: SparkMinor): KeyFinding[] {
  if (deprecated === undefined) return [];
  const since = deprecated.since === undefined ? "" : ` since ${deprecated.since}`;
  return [
    {
      level: "warning",
      problem: `is set on a key that is deprecated${since}`,
      allowed: `keys that Spark ${version} will keep`,
      change: deprecated.use === undefined ? "Leave it out." : `Use ${deprecated.use}.`,
    },
  ];
}

function checkLibraryKey(name: string, value: string, version: SparkMinor, library: LibraryKey): KeyFinding[] {
  const { key, others, isComplete, readsPastMistakes } = library;
  if (key !== undefined) {
    const found = checkValue(key, value, version);
    return readsPastMistakes ? found.map((one) => ({ ...one, level: "warning" })) : found;
  }
  const nearest = nearestAmong(others, name, 1)[0] ?? "";
  if (!isComplete && lettersApart(name, nearest) > slipOfLetters) return [];
  return [
    {
      level: "warning",
      problem: `is set on a key that is not known of ${library.name}, and such keys are ignored without a word`,
      allowed: `keys of ${library.name}`,
      change: `Did you mean ${nearest}?`,
    },
  ];
}

/** A key that this version does not have: given up, not there yet, or never there. */
function missing(name: string, version: SparkMinor): KeyFinding {
  const removed = findRemoved(version, name);
  const [first, last] = [firstMinorWith(name), lastMinorWith(name)];
  const replacement = removed?.use === undefined ? "Leave it out." : `Use ${removed.use}.`;
  const found = (problem: string, change: string, level: KeyFinding["level"] = "warning"): KeyFinding => ({
    level,
    problem: `${problem}, and Spark ignores such keys without a word`,
    allowed: "keys of Spark, of its open families such as spark.hadoop.*, and of libraries in the image",
    change,
  });
  if (first !== undefined && first > version) {
    return found(
      `is set on a key that comes with Spark ${first}, and this is ${version}`,
      `Use Spark ${first}, or leave it out.`,
    );
  }
  if (removed !== undefined || last !== undefined) {
    const when = removed?.since === undefined ? "" : ` in ${removed.since}`;
    const until = last === undefined ? when : ` after ${last}`;
    return found(`is set on a key that Spark removed${until}`, replacement);
  }
  const [nearest = ""] = nearestKeys(version, name, 1);
  const isSlip = lettersApart(name, nearest) <= surelyASlip || name.toLowerCase() === nearest.toLowerCase();
  return found(
    `is set on a key that Spark ${version} does not have`,
    `Did you mean ${nearest}?`,
    isSlip ? "error" : "warning",
  );
}
