/** What can't be asked for together with a control plane that is already there. Pure. */

import type { IssueList } from "../../plan/issue";

/** Adds an issue where the argument is given all the same. */
export function refuseWithControlPlane(path: string, value: unknown, issues: IssueList): void {
  if (value === undefined) return;
  issues.add({
    path,
    value,
    problem: "is a matter of the control plane, which is there and left as it is",
    allowed: "nothing, together with controlPlane",
    change: "Leave it out; change it where the cluster is managed.",
  });
}

/** Adds an issue where another region is asked for than the cluster's. @param change what to do about it */
export function checkSameRegion(
  given: string | undefined,
  actual: string | undefined,
  change: string,
  issues: IssueList,
): void {
  if (given === undefined || actual === undefined || given === actual) return;
  issues.add({
    path: "region",
    value: given,
    problem: `is not the region of the cluster that is there, ${actual}`,
    allowed: actual,
    change,
  });
}

/** Adds an issue where another Kubernetes version is asked for than the cluster's. */
export function checkSameVersion(given: string | undefined, actual: string | undefined, issues: IssueList): void {
  if (given === undefined || actual === undefined || given === actual) return;
  issues.add({
    path: "kubernetesVersion",
    value: given,
    problem: `is not the version of the cluster that is there, ${actual}, which this library leaves as it is`,
    allowed: actual,
    change: "Leave kubernetesVersion out; upgrade the cluster where it is managed.",
  });
}
