/** Which versions of Kubernetes the library supports. */

import { type IssueList, quoted } from "./issue";

const oldestMinor = 33;
const newestMinor = 36;

const supported = Array.from({ length: newestMinor - oldestMinor + 1 }, (_, index) => `1.${oldestMinor + index}`);

/** Adds an issue when `version`, as a user writes it, is no minor version that is supported. */
export function checkKubernetesMinor(version: string, path: string, issues: IssueList): void {
  if (!supported.includes(version)) addIssue(version, path, issues);
}

/** The same for what a cluster's plan says, which may have a patch and a cloud's suffix: `1.35.2-gke.1842000`. */
export function checkKubernetesVersion(version: string, path: string, issues: IssueList): void {
  const [, minor] = /^(1\.\d+)(?:\.|$)/.exec(version) ?? [];
  if (minor === undefined || !supported.includes(minor)) addIssue(version, path, issues);
}

function addIssue(version: string, path: string, issues: IssueList): void {
  issues.add({
    path,
    value: version,
    problem: /^1\.\d+$/.test(version)
      ? "is a version of Kubernetes that this library does not support"
      : "is no minor version of Kubernetes",
    allowed: quoted(supported),
    change: "Use one of them; a cluster of another version must be upgraded first.",
  });
}
