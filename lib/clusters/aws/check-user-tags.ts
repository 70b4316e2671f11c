/** Tags of the user's own: what AWS takes, and what the library needs for itself. Pure. */

import type { IssueList } from "../../plan/issue";
import { checkTagsBy, type Complaint, ownTagKeys, type TagRules } from "../common/user-tags";

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const CHARACTERS_ALLOWED = 'letters, digits, spaces and "_.:/=+-@"';

const RULES: TagRules = {
  // Of the 50 that AWS takes; the library and EKS put up to ten of theirs on a machine or a subnet.
  most: 40,
  beside: "EKS",
  called: "key",
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
  ignoresCase: "IAM",
  complaintOfKey,
  isOwn: (key) => ownTagKeys.includes(key),
  complaintOfValue,
};

/** Adds an issue for every tag that AWS would refuse, and for those of the library's own keys. */
export function checkUserTags(tags: Record<string, unknown>, issues: IssueList): void {
  checkTagsBy(RULES, tags, issues);
}

function complaintOfKey(key: string): Complaint | undefined {
  const allowed = `1 to ${LONGEST_KEY} ${CHARACTERS_ALLOWED}`;
  const change = "Use another key.";
  if (key.length === 0 || key.length > LONGEST_KEY)
    return { problem: `is a key of ${key.length} characters`, allowed, change };
  if (!CHARACTERS.test(key)) return { problem: "is a key with characters that AWS does not take", allowed, change };
  if (!/^aws:/i.test(key)) return undefined;
  return { problem: "is a key that AWS keeps for itself", allowed: "keys without aws:", change };
}

function complaintOfValue(value: string): Complaint | undefined {
  if (value.length <= LONGEST_VALUE && CHARACTERS.test(value)) return undefined;
  return {
    problem: value.length > LONGEST_VALUE ? `has ${value.length} characters` : "has characters that AWS does not take",
    allowed: `at most ${LONGEST_VALUE} ${CHARACTERS_ALLOWED}`,
    change: "Use another value.",
  };
}
