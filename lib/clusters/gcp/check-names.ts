/** What Google Cloud takes of names, beyond what Kubernetes does. Pure. */

import type { IssueList } from "../../plan/issue";
import { costLabels } from "../common/cost-labels";
import { joinPath } from "../../plan/structure";

/** https://cloud.google.com/resource-manager/docs/labels-overview#requirements */
const LABEL_KEY = /^[a-z][a-z0-9_-]{0,62}$/;
const LABEL_VALUE = /^[a-z0-9_-]{0,63}$/;

/** Of the 64 labels that a resource takes, two are the library's and a few GKE's own. */
const MOST_LABELS = 50;

/** Adds an issue where the name of a cluster or pool does not start with a letter, as names of GKE and Compute Engine must. */
export function checkFirstLetter(path: string, name: string | undefined, issues: IssueList): void {
  if (name === undefined || !/^\d/.test(name)) return;
  issues.add({
    path,
    value: name,
    problem: "starts with a digit, which names in Google Cloud don't",
    allowed: "a name that starts with a lower-case letter",
    change: "Put a letter before it.",
  });
}

/** Adds an issue for each label that Google Cloud refuses, or that the library sets itself. Outputs are not looked into. */
export function checkResourceLabels(labels: Record<string, unknown> | undefined, issues: IssueList): void {
  const entries = Object.entries(labels ?? {});
  for (const [key, value] of entries) {
    const path = joinPath("labels", [key]);
    if (Object.values<string>(costLabels).includes(key)) {
      issues.add({
        path,
        value,
        problem: "is a label that this library sets itself",
        allowed: "any other key",
        change: "Leave it out, or use another key.",
      });
    } else if (!LABEL_KEY.test(key)) {
      issues.add({
        path,
        value: key,
        problem: "is no key of a label in Google Cloud",
        allowed: 'at most 63 lower-case letters, digits, "_" and "-", starting with a letter',
        change: "Rename the label.",
      });
    }
    if (typeof value === "string" && !LABEL_VALUE.test(value)) {
      issues.add({
        path,
        value,
        problem: "is no value of a label in Google Cloud",
        allowed: 'at most 63 lower-case letters, digits, "_" and "-"',
        change: "Change the value.",
      });
    }
  }
  if (entries.length <= MOST_LABELS) return;
  issues.add({
    path: "labels",
    value: entries.length,
    problem: "labels are more than every resource takes beside those of GKE and this library",
    allowed: `at most ${MOST_LABELS} labels`,
    change: "Use fewer labels.",
  });
}
