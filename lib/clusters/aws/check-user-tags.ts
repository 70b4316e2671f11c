/** Tags of the user's own: what AWS takes, and what the library needs for itself. Pure. */

import type { IssueList } from "../../plan/issue";
import { joinPath } from "../../plan/structure";
import { costLabels } from "../common/cost-labels";

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const CHARACTERS_ALLOWED = 'letters, digits, spaces and "_.:/=+-@"';

/** Of the 50 that AWS takes; the library and EKS put up to ten of theirs on a machine or a subnet. */
const MOST_TAGS = 40;

const OWN_KEYS: string[] = Object.values(costLabels);

/** Adds an issue for every tag that AWS would refuse, and for those of the library's own keys. */
export function checkUserTags(tags: Record<string, unknown>, issues: IssueList): void {
  const keys = Object.keys(tags);
  if (keys.length > MOST_TAGS) {
    issues.add({
      path: "tags",
      value: keys.length,
      problem: "tags are more than fit beside those of EKS and of this library",
      allowed: `at most ${MOST_TAGS}`,
      change: "Use fewer tags.",
    });
  }
  keys.forEach((key, index) => {
    const path = joinPath("tags", [key]);
    const problem = keyProblem(key) ?? twiceProblem(key, keys.slice(0, index));
    if (problem) issues.add({ path, value: key, ...problem });
    const value = tags[key];
    if (typeof value !== "string" || (value.length <= LONGEST_VALUE && CHARACTERS.test(value))) return;
    issues.add({
      path,
      value,
      problem:
        value.length > LONGEST_VALUE ? `has ${value.length} characters` : "has characters that AWS does not take",
      allowed: `at most ${LONGEST_VALUE} ${CHARACTERS_ALLOWED}`,
      change: "Use another value.",
    });
  });
}

type Complaint = Record<"problem" | "allowed" | "change", string>;

function keyProblem(key: string): Complaint | undefined {
  const allowed = `1 to ${LONGEST_KEY} ${CHARACTERS_ALLOWED}`;
  const change = "Use another key.";
  if (key.length === 0 || key.length > LONGEST_KEY)
    return { problem: `is a key of ${key.length} characters`, allowed, change };
  if (!CHARACTERS.test(key)) return { problem: "is a key with characters that AWS does not take", allowed, change };
  if (/^aws:/i.test(key))
    return { problem: "is a key that AWS keeps for itself", allowed: "keys without aws:", change };
  if (!OWN_KEYS.includes(key)) return undefined;
  return {
    problem: "is a key by which this library splits the cost",
    allowed: `keys other than ${OWN_KEYS.join(", ")}`,
    change: "Leave it out.",
  };
}

/** To IAM, keys that differ in case only are one: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
function twiceProblem(key: string, before: string[]): Complaint | undefined {
  const same = before.find((other) => other.toLowerCase() === key.toLowerCase());
  if (same === undefined) return undefined;
  return {
    problem: `differs from ${JSON.stringify(same)} in upper and lower case only, and IAM takes both for one`,
    allowed: "keys that differ otherwise",
    change: "Keep one of them.",
  };
}
