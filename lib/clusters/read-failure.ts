/** Ends the reading of a machine type from a cloud in one line, without a stack. */

import * as pulumi from "@pulumi/pulumi";

export function failReading(name: string, problem: string): never {
  throw new pulumi.ResourceError(`readMachines: ${JSON.stringify(name)}: ${problem}`, undefined, true);
}

/** A provider's message spans lines, and may end with the request's id. */
export function firstLine({ message }: Error): string {
  return message.trim().split("\n")[0] ?? "";
}
