/** Values of Helm charts: the library's with the user's over them, as Helm itself merges them. */

import * as pulumi from "@pulumi/pulumi";

/** Maps are merged, and everything else is replaced, lists too. */
export function mergeValues(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const merged = Object.entries(over).map(([key, value]): [string, unknown] => {
    const below = base[key];
    return [key, isMap(below) && isMap(value) ? mergeValues(below, value) : value];
  });
  return { ...base, ...Object.fromEntries(merged) };
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value);
}
