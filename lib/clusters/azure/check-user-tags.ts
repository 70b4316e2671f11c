/** Tags of the user's own: what Azure takes, and what the library needs for itself. Pure. */

import type { IssueList } from "../../plan/issue";
import { checkTagsBy, type Complaint, ownTagKeys, type TagRules } from "../common/user-tags";

/**
 * Names end at 128 characters on storage accounts.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
 */
const LONGEST_NAME = 128;
const LONGEST_VALUE = 256;

/** Prefixes that Azure keeps for itself, in any case: the same page. */
const RESERVED = /^(microsoft|azure|windows)/i;

const RULES: TagRules = {
  // Of the 50 that Azure takes: this library puts five on a pool, and AKS about ten.
  most: 35,
  beside: "AKS",
  called: "name",
  ignoresCase: "Azure",
  complaintOfKey: complaintOfName,
  isOwn: (name) => ownTagKeys.includes(name.toLowerCase()),
  complaintOfValue,
};

/** Adds an issue for every tag that Azure would refuse, and for those of the library's own names. */
export function checkUserTags(tags: Record<string, unknown>, issues: IssueList): void {
  checkTagsBy(RULES, tags, issues);
}

function complaintOfName(name: string): Complaint | undefined {
  const allowed = `1 to ${LONGEST_NAME} characters other than < > % & \\ ? /`;
  const change = "Use another name.";
  if (name.length === 0 || name.length > LONGEST_NAME)
    return { problem: `is a name of ${name.length} characters`, allowed, change };
  if (/[<>%&\\?/]/.test(name))
    return { problem: "is a name with characters that Azure does not take", allowed, change };
  if (!RESERVED.test(name)) return undefined;
  return {
    problem: "begins as only Azure's own tags may",
    allowed: "names that do not begin with microsoft, azure or windows",
    change,
  };
}

function complaintOfValue(value: string): Complaint | undefined {
  if (value.length <= LONGEST_VALUE) return undefined;
  return {
    problem: `has ${value.length} characters`,
    allowed: `at most ${LONGEST_VALUE} characters`,
    change: "Use another value.",
  };
}
