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
