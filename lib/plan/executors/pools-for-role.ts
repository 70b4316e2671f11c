/** Which pools may run drivers or executors, in order of preference. */

import { closest } from "fastest-levenshtein";

import type { ClusterPlan } from "../cluster";
import { type IssueList, quoted } from "../issue";
import type { NodePoolPlan, SparkRole } from "../nodes/pool";
import { poolsPath } from "../nodes/pool-path";
import type { SizedPod } from "./shape";

export interface RolePools {
  /** Best first. */
  pools: NodePoolPlan[];
  preferences: NonNullable<SizedPod["preferences"]>;
}

/**
 * Without a wish: every pool that allows the role, spot first for executors. With one: those, in the user's order.
 * @param wished names of pools
 * @param path of the role's arguments, for example `executors`
 * @returns undefined when an issue was added
 */
export function poolsForRole(
  role: SparkRole,
  cluster: ClusterPlan,
  wished: readonly (string | undefined)[] | undefined,
  path: string,
  issues: IssueList,
): RolePools | undefined {
  const allowed = cluster.sparkPools.filter((pool) => allowsRole(pool, role));
  if (allowed.length === 0) {
    issues.add({
      path: poolsPath(cluster.sparkPools, "sparkPools"),
      value: cluster.sparkPools.map(({ name }) => name),
      problem: `holds no ${role === "driver" ? "on-demand pool" : "pool"} that runs ${role}s`,
      allowed: `at least one ${role === "driver" ? "on-demand " : ""}pool whose "runs" holds "${role}"`,
      change: role === "driver" ? "Add an on-demand pool: a lost driver is a lost application." : "Add a Spark pool.",
    });
    return undefined;
  }
  if (wished !== undefined) return wishedPools(role, cluster, allowed, wished, path, issues);
  const [spot, onDemand] = [allowed.filter(isSpot), allowed.filter((pool) => !isSpot(pool))];
  return { pools: [...spot, ...onDemand], preferences: spot.map(({ name }) => ({ pool: name, weight: 100 })) };
}

function wishedPools(
  role: SparkRole,
  cluster: ClusterPlan,
  allowed: readonly NodePoolPlan[],
  wished: readonly (string | undefined)[],
  path: string,
  issues: IssueList,
): RolePools | undefined {
  const names = allowed.map(({ name }) => name);
  const before = issues.length;
  if (wished.length === 0) {
    issues.add({
      path: `${path}.pools`,
      value: wished,
      problem: `leaves no pool for ${role}s`,
      allowed: `some of ${quoted(names)}`,
      change: `Name a pool, or leave ${path}.pools out to use all of them.`,
    });
  }
  wished.forEach((name, index) => {
    if (name === undefined) return;
    const problem = poolProblem(role, cluster, name, wished.indexOf(name) < index);
    if (problem === undefined) return;
    issues.add({
      path: `${path}.pools[${index}]`,
      value: name,
      problem,
      allowed: `each of ${quoted(names)} at most once`,
      change: `Did you mean ${JSON.stringify(closest(name, names))}?`,
    });
  });
  if (issues.length > before) return undefined;
  const pools = wished.flatMap((name) => allowed.filter((pool) => pool.name === name));
  return {
    pools,
    // The last needs no weight: it is what remains.
    preferences: pools
      .slice(0, -1)
      .map(({ name }, index) => ({ pool: name, weight: Math.max(1, Math.round(100 * (1 - index / pools.length))) })),
  };
}

function poolProblem(role: SparkRole, { sparkPools }: ClusterPlan, name: string, twice: boolean): string | undefined {
  if (twice) return "is named twice";
  const pool = sparkPools.find((one) => one.name === name);
  if (pool === undefined) return "is no Spark pool of the cluster";
  if (allowsRole(pool, role)) return undefined;
  return isSpot(pool) && role === "driver"
    ? "is a spot pool, and a driver that is lost with its node takes its application with it"
    : `does not run ${role}s`;
}

function allowsRole(pool: NodePoolPlan, role: SparkRole): boolean {
  return pool.runs.includes(role) && !(role === "driver" && isSpot(pool));
}

function isSpot({ capacity }: NodePoolPlan): boolean {
  return capacity === "spot";
}
