/** Which versions of Spark the library supports, and why not others. */

import type { IssueList } from "../issue";
import { minorOf, sparkMinors } from "./registry/minors";

/** What `spark.version` is when it is left out. */
export const defaultSparkVersion = "4.1.1";

/** What it has, every version has that the library supports. */
export const oldestSparkMinor = "3.5";

/** First patch of 3.5 without CVE-2025-55039. */
const firstSafePatchOf35 = 2;

export interface SparkVersion {
  text: string;
  major: number;
  minor: number;
  patch: number;
}

/** @returns undefined when an issue was added */
export function checkSparkVersion(text: string, path: string, issues: IssueList): SparkVersion | undefined {
  const version = parseVersion(text);
  const problem = version === undefined ? "is no Spark version" : versionProblem(version);
  if (problem === undefined) return version;
  issues.add({
    path,
    value: text,
    problem,
    allowed: `3.5.${firstSafePatchOf35} and later patches of 3.5, and any patch of ${sparkMinors.slice(1).join(", ")}`,
    change: `Use ${defaultSparkVersion} or another of these versions.`,
  });
  return undefined;
}

/** Whether a version is `minor` (for example `4.1`) or later. */
export function isAtLeast(version: SparkVersion, minor: string): boolean {
  const [wantedMajor = 0, wantedMinor = 0] = minor.split(".").map(Number);
  return version.major > wantedMajor || (version.major === wantedMajor && version.minor >= wantedMinor);
}

function parseVersion(text: string): SparkVersion | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const [major = 0, minor = 0, patch = 0] = match.slice(1).map(Number);
  return { text, major, minor, patch };
}

function versionProblem({ major, minor, patch }: SparkVersion): string | undefined {
  if (major < 3 || (major === 3 && (minor < 5 || (minor === 5 && patch < firstSafePatchOf35)))) {
    return "has CVE-2025-55039: encrypted RPC traffic can be altered unseen";
  }
  return minorOf({ major, minor }) !== undefined ? undefined : "is a version that this library does not know";
}
