/**
 * Holds a platform to its budget: what it could cost at full scale must be proved to stay within. Spot prices move, so spot machines
 * count at their on-demand price, which is the most that they can cost.
 */

import type { ClusterPlan } from "../cluster";
import type { IssueList } from "../issue";
import { poolPath } from "../nodes/pool-path";
import type { BudgetArgs } from "../platform";
import { formatDollars } from "./amount";
import { type CostPart, type CostTotal, hoursPerMonth } from "./estimate";
import { costAtScale } from "./estimate-cost";

/** A budget in numbers, with the argument that it comes from. */
export interface Budget {
  /** `budget.maxHourly` or `budget.maxMonthly`, whichever allows less. */
  path: string;
  /** As it was given. */
  value: number;
  hourly: number;
}

/** More than any cluster costs in a month; a number that large is a slip. */
const absurdDollars = 1e9;

/** @returns what the budget allows; undefined without one, or when an issue was added */
export function checkBudget(args: BudgetArgs | undefined, issues: IssueList): Budget | undefined {
  if (args === undefined) return undefined;
  const limits = [
    { path: "budget.maxHourly", value: args.maxHourly, hours: 1 },
    { path: "budget.maxMonthly", value: args.maxMonthly, hours: hoursPerMonth },
  ].flatMap(({ path, value, hours }) => (value === undefined ? [] : [{ path, value, hourly: value / hours }]));
  if (limits.length === 0) {
    issues.add({
      path: "budget",
      value: args,
      problem: "names no limit",
      allowed: "maxHourly, maxMonthly or both, in US dollars",
      change: "Name a limit, or leave the budget out.",
    });
  }
  const bad = limits.filter(({ value }) => !(value > 0 && value <= absurdDollars));
  for (const { path, value } of bad) {
    issues.add({
      path,
      value,
      problem: "is no amount of money",
      allowed: `US dollars above 0, at most ${absurdDollars}`,
      change: "Leave the budget out for no limit.",
    });
  }
  if (bad.length > 0) return undefined;
  return limits.reduce<Budget | undefined>(
    (least, one) => (least && least.hourly <= one.hourly ? least : one),
    undefined,
  );
}

/** Adds an issue when the cluster at full scale could cost more than the budget, or when that can't be told. */
export function checkWithinBudget(budget: Budget | undefined, cluster: ClusterPlan, issues: IssueList): void {
  if (budget === undefined) return;
  const cost = costAtScale(cluster);
  const most = cost.onDemandHourly;
  if (most === undefined) addUnprovable(budget, cost, cluster, issues);
  else if (most > budget.hourly) addExceeded(budget, cost, most, cluster, issues);
}

function addUnprovable({ path, value }: Budget, { parts }: CostTotal, cluster: ClusterPlan, issues: IssueList): void {
  const pools = [...cluster.systemPools, ...cluster.sparkPools];
  const unpriced = parts.filter(({ onDemandHourly }) => onDemandHourly === undefined);
  const names = unpriced.map(({ nodes }) => {
    const machines = pools.find(({ name }) => name === nodes?.pool)?.machines ?? [];
    const types = machines.filter(({ machine }) => machine.price === undefined).map(({ machine }) => machine.name);
    return `${types.join(", ")} in pool "${nodes?.pool}"`;
  });
  issues.add({
    path,
    value,
    problem: `can't be held: no price is known for ${names.join(", ")}`,
    allowed: "a budget where every machine type has a price",
    change: `${cluster.priceArgument ?? "Give the price with the cluster"}, or leave the budget out.`,
  });
}

function addExceeded(
  { path, value, hourly }: Budget,
  { parts, hourly: typical }: CostTotal,
  most: number,
  cluster: ClusterPlan,
  issues: IssueList,
): void {
  const [dearest] = [...parts].sort((a, b) => mostOf(b) - mostOf(a));
  const scale = path === "budget.maxMonthly" ? hoursPerMonth : 1;
  const amount = (dollars: number) => formatDollars(dollars * scale);
  const bound = typical === most ? "" : " with spot machines at their on-demand price, which spot prices can rise to";
  issues.add({
    path,
    value,
    problem:
      `could be exceeded: at full scale the cluster costs up to ${amount(most)} ${scale === 1 ? "an hour" : "a month"}` +
      `${bound}; most of it for ${dearest?.name}: ${amount(dearest ? mostOf(dearest) : 0)}`,
    allowed: `at least ${roundedUp(most * scale)} for this cluster`,
    change: wayWithin(hourly, most, parts, cluster, (dollars) => roundedUp(dollars * scale)),
  });
}

/** The one pool that must be smaller, or several where none alone is enough. */
function wayWithin(
  budget: number,
  most: number,
  parts: readonly CostPart[],
  cluster: ClusterPlan,
  asGiven: (hourly: number) => number,
): string {
  const pools = parts
    .flatMap((part) =>
      cluster.sparkPools.flatMap((pool, index) => (pool.name === part.nodes?.pool ? [{ pool, part, index }] : [])),
    )
    .map(({ pool, part, index }) => ({
      pool,
      path: poolPath(pool, "sparkPools", index),
      each: mostOf(part) / pool.maxNodes,
      // A pool that the plan has must be able to have a node.
      least: Math.max(1, pool.minNodes),
    }))
    .sort((a, b) => b.each * b.pool.maxNodes - a.each * a.pool.maxNodes);
  const within = (cost: number, { pool, each }: (typeof pools)[number]) =>
    pool.maxNodes - Math.ceil((cost - budget) / each - floatNoise);
  const lower = ({ pool, path }: (typeof pools)[number], to: number) =>
    `maxNodes of pool "${pool.name}" (${path}) to ${to}`;
  const alone = pools.find((one) => within(most, one) >= one.least);
  if (alone) return `Lower ${lower(alone, within(most, alone))}, or raise the budget.`;
  let cost = most;
  const steps: string[] = [];
  for (const one of pools) {
    const to = Math.max(one.least, within(cost, one));
    if (to < one.pool.maxNodes) steps.push(lower(one, to));
    cost -= (one.pool.maxNodes - to) * one.each;
    if (cost <= budget + floatNoise) return `Lower ${steps.join(" and ")}, or raise the budget.`;
  }
  return `Raise the budget to ${asGiven(cost)} or more, which pays for the fewest nodes of each pool, or use smaller machines.`;
}

/** Sums of prices differ by less where they are equal. */
const floatNoise = 1e-9;

function mostOf({ onDemandHourly = 0 }: CostPart): number {
  return onDemandHourly;
}

/** To whole cents: an amount that is enough. */
function roundedUp(dollars: number): number {
  return Math.ceil(dollars * 100 - floatNoise) / 100;
}
