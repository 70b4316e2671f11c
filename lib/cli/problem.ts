/** What goes wrong on the user's side: one message, no stack trace. */

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
