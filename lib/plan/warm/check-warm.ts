/** Checks what is asked to be kept free, as far as that needs no sizes. */

import type { ClusterPlan } from "../cluster";
import { closest } from "fastest-levenshtein";
import { type IssueList, quoted } from "../issue";
import type { SparkRole } from "../nodes/pool";
import { lowestPausePriority } from "../placement/priorities";
import type { Sound } from "../structure";
import type { WarmArgs, WarmHoursPlan } from "./args";
import { checkHours } from "./hours";

/** An entry in which nothing is wrong so far; what has an issue is left out or 0. */
export interface WarmWish {
  /** `warm`, or `warm[1]` of a list. */
  path: string;
  executors: number;
  drivers: number;
  pool?: string;
  executorSize?: string;
  team?: string;
  hours?: WarmHoursPlan;
}

/** What an entry may name. */
export interface WarmNames {
  cluster: ClusterPlan;
  /** Executor sizes as asked for. */
  sizes: readonly string[];
  teams: readonly string[];
}

/** 0 is that of ordinary pods. */
const highestPausePriority = -1;
export const defaultPausePriority = lowestPausePriority;

export function checkPausePriority(priority: number, path: string, issues: IssueList): void {
  if (Number.isInteger(priority) && priority >= lowestPausePriority && priority <= highestPausePriority) return;
  issues.add({
    path,
    value: priority,
    problem:
      priority < lowestPausePriority
        ? "is below what cluster-autoscaler adds nodes for, so no room would be kept free"
        : "is no priority at which pause pods give way to every other pod",
    allowed: `a whole number from ${lowestPausePriority} to ${highestPausePriority}`,
    change: `Leave it out for ${defaultPausePriority}.`,
  });
}

/** @returns the entries, each with what is right of it */
export function checkWarm(
  asked: Sound<WarmArgs> | (Sound<WarmArgs> | undefined)[] | undefined,
  issues: IssueList,
): WarmWish[] {
  const entries = Array.isArray(asked)
    ? asked.map((entry, index) => ({ entry, path: `warm[${index}]` }))
    : [{ entry: asked, path: "warm" }];
  return entries.flatMap(({ entry, path }) => (entry === undefined ? [] : [checkEntry(entry, path, issues)]));
}

function checkEntry(
  { executors, drivers, hours, pool, executorSize, team }: Sound<WarmArgs>,
  path: string,
  issues: IssueList,
): WarmWish {
  const planned = hours && checkHours(hours, `${path}.hours`, issues);
  if (executorSize !== undefined && executors === undefined) {
    issues.add({
      path: `${path}.executorSize`,
      value: executorSize,
      problem: "is the size of executors, and the entry asks for none",
      allowed: "a size beside executors",
      change: `Add ${path}.executors, or leave it out.`,
    });
  }
  return {
    path,
    executors: checkCount(executors, `${path}.executors`, issues),
    drivers: checkCount(drivers, `${path}.drivers`, issues),
    ...(pool !== undefined && { pool }),
    ...(executorSize !== undefined && { executorSize }),
    ...(team !== undefined && { team }),
    ...(planned && { hours: planned }),
  };
}

/** @returns 0 when an issue was added */
function checkCount(value: number | undefined, path: string, issues: IssueList): number {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value ?? 0;
  issues.add({
    path,
    value,
    problem: "is no number of pods",
    allowed: "a whole number from 0",
    change: "Leave it out to keep no room free.",
  });
  return 0;
}

/** Checks what entries name: pools, executor sizes, teams, and who switches. */
export function checkWarmNames(
  wishes: readonly WarmWish[],
  { cluster, sizes, teams }: WarmNames,
  issues: IssueList,
): void {
  const pools = cluster.sparkPools.map(({ name }) => name);
  for (const wish of wishes) {
    checkName(wish.pool, pools, { path: `${wish.path}.pool`, problem: "is no Spark pool of the cluster" }, issues);
    checkName(
      wish.executorSize,
      sizes,
      { path: `${wish.path}.executorSize`, problem: "is not one of executorSizes" },
      issues,
    );
    checkName(wish.team, teams, { path: `${wish.path}.team`, problem: "is the team of no namespace" }, issues);
    checkRoles(wish, cluster, issues);
    checkSwitch(wish, cluster, issues);
  }
}

function checkName(
  name: string | undefined,
  known: readonly string[],
  { path, problem }: { path: string; problem: string },
  issues: IssueList,
): void {
  if (name === undefined || known.includes(name)) return;
  issues.add({
    path,
    value: name,
    problem,
    allowed: known.length === 0 ? "nothing, since there are none" : quoted(known),
    change: known.length === 0 ? "Leave it out." : `Did you mean "${closest(name, [...known])}"?`,
  });
}

function checkRoles({ path, pool: name, executors, drivers }: WarmWish, cluster: ClusterPlan, issues: IssueList): void {
  const pool = cluster.sparkPools.find((one) => one.name === name);
  if (pool === undefined) return;
  const asked = { executor: executors, driver: drivers };
  for (const role of ["executor", "driver"] as const satisfies SparkRole[]) {
    if (asked[role] === 0 || pool.runs.includes(role)) continue;
    const others = cluster.sparkPools.filter(({ runs }) => runs.includes(role)).map((one) => one.name);
    issues.add({
      path: `${path}.pool`,
      value: name,
      problem: `runs no ${role}s`,
      allowed: quoted(others),
      change: `Leave ${path}.${role}s out, or ask for them in an entry of their own.`,
    });
  }
}

function checkSwitch({ path, hours }: WarmWish, { autoscaler }: ClusterPlan, issues: IssueList): void {
  if (hours?.by !== "keda" || autoscaler.capacityBuffers === undefined) return;
  issues.add({
    path: `${path}.hours.by`,
    value: hours.by,
    problem: `scales pause pods, and ${autoscaler.name} keeps this room itself by CapacityBuffer objects`,
    allowed: '"cron-jobs"',
    change: "Leave it out.",
  });
}
