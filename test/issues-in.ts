/** What a plan complains of. */

import { InvalidArguments, type Issue } from "../lib/plan/issue";

/** The issues that planning raises; none where it succeeds. Any other error is the test's own failure. */
export function issuesIn(plan: () => unknown): readonly Issue[] {
  try {
    plan();
    return [];
  } catch (error) {
    if (error instanceof InvalidArguments) return error.issues;
    throw error;
  }
}
