/** What goes wrong on the user's side: one message, no stack trace. */

import { describeIssue, type Issue } from "../plan/issue";

/** A message for the user; the command ends with exit code 1. */
export class Problem extends Error {
  constructor(
    message: string,
    /** Commands or steps that help, one a line. */
    readonly next: string[] = [],
  ) {
    super(message);
    this.name = "Problem";
  }
}

/** A command that was called wrongly, with everything that is wrong with the call; it ends with exit code 2. */
export class Misuse extends Error {
  constructor(readonly issues: readonly Issue[]) {
    super(
      [
        issues.length === 1 ? "the call has 1 problem:" : `the call has ${issues.length} problems:`,
        ...issues.map((issue) => `  - ${describeIssue(issue)}`),
      ].join("\n"),
    );
    this.name = "Misuse";
  }
}
