/** Tags of the user's own: what Azure takes, and what the library needs for itself. Pure. */

import type { IssueList } from "../../plan/issue";
import { joinPath } from "../../plan/structure";
import { costLabels } from "../common/cost-labels";

/**
 * Azure takes 50 tags: this library puts five on a pool, and AKS about ten. Names end at 128 characters on storage accounts.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
 */
const LIMITS = { tags: 35, nameLength: 128, valueLength: 256 };

/** Prefixes that Azure keeps for itself, in any case: the same page. */
const RESERVED = /^(microsoft|azure|windows)/i;

const OWN_NAMES: string[] = Object.values(costLabels);

/** Adds an issue for every tag that Azure would refuse, and for those of the library's own names. */
export function checkUserTags(tags: Record<string, unknown>, issues: IssueList): void {
  const names = Object.keys(tags);
  if (names.length > LIMITS.tags) {
    issues.add({
      path: "tags",
      value: names.length,
      problem: "tags are more than fit beside those of AKS and of this library",
      allowed: `at most ${LIMITS.tags}`,
      change: "Use fewer tags.",
    });
  }
  names.forEach((name, index) => {
    const path = joinPath("tags", [name]);
    const problem = nameProblem(name) ?? twiceProblem(name, names.slice(0, index));
    if (problem) issues.add({ path, value: name, ...problem });
    const value = tags[name];
    if (typeof value !== "string" || value.length <= LIMITS.valueLength) return;
    issues.add({
      path,
      value,
      problem: `has ${value.length} characters`,
      allowed: `at most ${LIMITS.valueLength} characters`,
      change: "Use another value.",
    });
  });
}

type Complaint = Record<"problem" | "allowed" | "change", string>;

function nameProblem(name: string): Complaint | undefined {
  const allowed = `1 to ${LIMITS.nameLength} characters other than < > % & \\ ? /`;
  const change = "Use another name.";
  if (name.length === 0 || name.length > LIMITS.nameLength)
    return { problem: `is a name of ${name.length} characters`, allowed, change };
  if (/[<>%&\\?/]/.test(name))
    return { problem: "is a name with characters that Azure does not take", allowed, change };
  if (RESERVED.test(name))
    return {
      problem: "begins as only Azure's own tags may",
      allowed: "names that do not begin with microsoft, azure or windows",
      change,
    };
  if (!OWN_NAMES.includes(name.toLowerCase())) return undefined;
  return {
    problem: "is a name by which this library splits the cost",
    allowed: `names other than ${OWN_NAMES.join(", ")}`,
    change: "Leave it out.",
  };
}

/** Azure takes names that differ in case only for one. */
function twiceProblem(name: string, before: string[]): Complaint | undefined {
  const same = before.find((other) => other.toLowerCase() === name.toLowerCase());
  if (same === undefined) return undefined;
  return {
    problem: `differs from ${JSON.stringify(same)} in upper and lower case only, and Azure takes both for one`,
    allowed: "names that differ otherwise",
    change: "Keep one of them.",
  };
}
