/** Tags of the user's own, one by one: what every cloud with tags looks at. Pure. */

import type { IssueList } from "../../plan/issue";
import { joinPath } from "../../plan/structure";
import { costLabels } from "./cost-labels";

/** What is wrong with a key or a value, what is allowed and what to change. */
export type Complaint = Record<"problem" | "allowed" | "change", string>;

export interface TagRules {
  /** Most tags of the user's own. */
  most: number;
  /** Whose tags they must fit beside, for example `EKS`. */
  beside: string;
  /** What the cloud calls a key. */
  called: "key" | "name";
  /** Who takes keys for one that differ in case only, for example `IAM`. */
  ignoresCase: string;
  /** What the cloud does not take in a key. */
  complaintOfKey(key: string): Complaint | undefined;
  /** Whether a key is one of the library's own, as the cloud compares keys. */
  isOwn(key: string): boolean;
  /** What the cloud does not take in a value. */
  complaintOfValue(value: string): Complaint | undefined;
}

/** The library's own keys. */
export const ownTagKeys: readonly string[] = Object.values(costLabels);

/** Adds an issue for every tag that the cloud would refuse, and for those of the library's own keys. */
export function checkTagsBy(rules: TagRules, tags: Record<string, unknown>, issues: IssueList): void {
  const keys = Object.keys(tags);
  if (keys.length > rules.most) {
    issues.add({
      path: "tags",
      value: keys.length,
      problem: `tags are more than fit beside those of ${rules.beside} and of this library`,
      allowed: `at most ${rules.most}`,
      change: "Use fewer tags.",
    });
  }
  keys.forEach((key, index) => {
    const path = joinPath("tags", [key]);
    const complaint =
      rules.complaintOfKey(key) ?? ownComplaint(rules, key) ?? twiceComplaint(rules, key, keys.slice(0, index));
    if (complaint) issues.add({ path, value: key, ...complaint });
    const value = tags[key];
    const ofValue = typeof value === "string" ? rules.complaintOfValue(value) : undefined;
    if (ofValue) issues.add({ path, value, ...ofValue });
  });
}

function ownComplaint(rules: TagRules, key: string): Complaint | undefined {
  if (!rules.isOwn(key)) return undefined;
  const { called } = rules;
  return {
    problem: `is a ${called} by which this library splits the cost`,
    allowed: `${called}s other than ${ownTagKeys.join(", ")}`,
    change: "Leave it out.",
  };
}

function twiceComplaint({ called, ignoresCase }: TagRules, key: string, before: string[]): Complaint | undefined {
  const same = before.find((other) => other.toLowerCase() === key.toLowerCase());
  if (same === undefined) return undefined;
  return {
    problem: `differs from ${JSON.stringify(same)} in upper and lower case only, and ${ignoresCase} takes both for one`,
    allowed: `${called}s that differ otherwise`,
    change: "Keep one of them.",
  };
}
