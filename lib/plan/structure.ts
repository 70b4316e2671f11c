/** Checks the structure of plain arguments against a zod schema and says what is wrong in the user's words. */

import type { z } from "zod";

import type { IssueList } from "./issue";

/**
 * Adds an issue for every place where `value` does not have the structure of `schema`.
 * @returns whether the structure is right, so that later checks may rely on it.
 */
export function checkStructure(schema: z.ZodType, value: unknown, path: string, issues: IssueList): boolean {
  const result = schema.safeParse(value);
  if (result.success) return true;
  for (const issue of result.error.issues) {
    const at = joinPath(path, issue.path);
    issues.add({
      path: at,
      value: valueAt(value, issue.path),
      problem: "is not what this argument takes",
      allowed: issue.message.replace(/^Invalid input: expected /, "").replace(/\.$/, ""),
      change: `Give ${at} a value that is allowed, or leave it out where it has a default.`,
    });
  }
  return false;
}

/** `sparkPools` and [1, "maxNodes"] make `sparkPools[1].maxNodes`. */
export function joinPath(root: string, parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === "number") return `${path}[${part}]`;
    return path === "" ? String(part) : `${path}.${String(part)}`;
  }, root);
}

function valueAt(value: unknown, parts: readonly PropertyKey[]): unknown {
  return parts.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], value);
}
