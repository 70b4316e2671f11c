/** An error that is the user's to solve: its message says what, why and what to do, so no stack trace is printed with it. */

export class UserError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UserError";
    // Node prints `stack` for an error that nobody catches.
    this.stack = message;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
