/** What can be wrong with the Spark pools of a cluster taken together: their names and what none of them runs. */

import type { IssueList } from "../issue";
import { joinPath, type Sound } from "../structure";
import type { SparkPoolArgs, SparkRole } from "./pool";
import type { SoundPool } from "./pool-structure";

/** Name of the system pool. Spark pools must not take it: cloud resources are named after pools. */
export const systemPoolName = "system";

/** What a pool runs, whether it says so or not. Drivers stay off spot nodes: a lost driver is a lost application. */
export function rolesOf({ capacity, runs }: Sound<SparkPoolArgs>): SparkRole[] {
  if (runs !== undefined) return [...new Set(runs.flatMap((role) => role ?? []))];
  return capacity === "spot" ? ["executor"] : ["driver", "executor"];
}

/** Adds an issue for each pool whose name another pool has. */
export function checkUniqueNames(pools: SoundPool[], path: string, issues: IssueList): void {
  const taken = new Map([[systemPoolName, "the platform's own pool"]]);
  pools.forEach(({ fields: { name } }, index) => {
    if (name === undefined) return;
    const at = joinPath(path, [index, "name"]);
    const owner = taken.get(name);
    if (owner === undefined) {
      taken.set(name, joinPath(path, [index]));
      return;
    }
    issues.add({
      path: at,
      value: name,
      problem: `is already the name of ${owner}`,
      allowed: "a name that no other pool has",
      change: "Rename one of the two.",
    });
  });
}

/**
 * Adds an issue when no pool runs drivers on demand, and one when none runs executors.
 * Looks only where the roles of every pool are known, so as not to complain twice about one mistake.
 */
export function checkEveryRoleHasAPool(pools: SoundPool[], path: string, issues: IssueList): void {
  if (pools.some(({ isWhole }) => !isWhole("capacity") || !isWhole("runs"))) return;
  const fields = pools.map((pool) => pool.fields);
  const value = fields.map(
    (pool) => `${pool.name ?? "?"} (${pool.capacity ?? "on-demand"}: ${rolesOf(pool).join(", ")})`,
  );
  if (!fields.some((pool) => pool.capacity !== "spot" && rolesOf(pool).includes("driver"))) {
    issues.add({
      path,
      value,
      problem: "leaves nowhere for drivers: a lost driver is a lost application, so drivers never run on spot nodes",
      allowed: "at least one on-demand pool that runs drivers",
      change: 'Add a pool with capacity "on-demand", or let one that there is run "driver".',
    });
  }
  if (!fields.some((pool) => rolesOf(pool).includes("executor"))) {
    issues.add({
      path,
      value,
      problem: "leaves nowhere for executors",
      allowed: "at least one pool that runs executors",
      change: 'Let a pool run "executor", or add one with capacity "spot".',
    });
  }
}
