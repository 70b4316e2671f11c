/** Names that AKS takes: of agent pools, and what ends them so that a new pool can come before the old one goes. Pure. */

import { createHash } from "node:crypto";

import type { IssueList } from "../../../plan/issue";
import { joinPath } from "../../../plan/structure";

/**
 * Characters of a pool's own name. Agent pools have up to 12, and 4 of them tell a pool from the one that takes its place.
 * https://learn.microsoft.com/azure/aks/create-node-pools#limitations
 */
export const LONGEST_POOL_NAME = 8;

const HASH_LENGTH = 4;
const POOL_NAME = new RegExp(`^[a-z][a-z0-9]{0,${LONGEST_POOL_NAME - 1}}$`);

/** Adds an issue when AKS could not name a pool so, with the nearest name that it could. */
export function checkPoolName(name: string, path: string, issues: IssueList): void {
  if (POOL_NAME.test(name)) return;
  const nearest = name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/^[0-9]+/, "")
    .slice(0, LONGEST_POOL_NAME);
  issues.add({
    path: joinPath(path, ["name"]),
    value: name,
    problem: "is not a name that AKS gives to an agent pool",
    allowed: `1 to ${LONGEST_POOL_NAME} lower-case letters and digits, the first a letter, without dashes (AKS takes 12, and 4 are for telling a pool from its successor)`,
    change: `Rename the pool, for example ${JSON.stringify(nearest === "" ? "batch" : nearest)}.`,
  });
}

/**
 * Name of an agent pool: the pool's own, and a hash of what AKS can't change on it. Where any of that changes the name does too, so
 * the new pool is created before the old one is drained and deleted, and the preview shows a replacement.
 */
export function agentPoolName(pool: string, unchangeable: Record<string, unknown>): string {
  const digest = createHash("sha256").update(JSON.stringify(unchangeable)).digest();
  return `${pool}${digest.readUInt32BE(0).toString(36).padStart(HASH_LENGTH, "0").slice(-HASH_LENGTH)}`;
}
