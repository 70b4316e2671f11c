/** The name of a cluster. Pure. */

import type { IssueList } from "../../plan/issue";
import { isDns1123Label } from "../../plan/names";

/** @param longest characters that leave room for what is appended to the name in the cloud */
export function checkClusterName(name: string, longest: number, issues: IssueList): void {
  if (isDns1123Label(name, longest)) return;
  issues.add({
    path: "name",
    value: name,
    problem: "is not a name that the cluster and what is derived from it can carry",
    allowed: `1 to ${longest} lower-case letters, digits and "-", with a letter or digit first and last`,
    change: 'Rename the cluster, for example "analytics".',
  });
}
