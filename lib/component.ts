/** What every component shares: bad arguments end as one message without a stack trace. */

import * as pulumi from "@pulumi/pulumi";

import { InvalidArguments } from "./plan/issue";

/**
 * Runs a pure planning function on behalf of a component, before its first child exists.
 * @throws pulumi.ResourceError that lists every issue and hides the stack.
 */
export function planned<T>(plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    if (error instanceof InvalidArguments) throw new pulumi.ResourceError(error.message, undefined, true);
    throw error;
  }
}
