/** Ends the reading of what a cloud has in one line, without a stack. */

import * as pulumi from "@pulumi/pulumi";

/** @param reader the function that was called */
export function failReading(name: string, problem: string, reader = "readMachines"): never {
  throw new pulumi.ResourceError(`${reader}: ${JSON.stringify(name)}: ${problem}`, undefined, true);
}

/** A provider's message spans lines, and may end with the request's id. */
export function firstLine({ message }: Error): string {
  return message.trim().split("\n")[0] ?? "";
}
