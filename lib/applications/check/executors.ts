/** Looks at the executors that an application asks for: is there such a size, and room for so many? */

import { closest } from "fastest-levenshtein";

import type { DriverSizeArgs, PodSizeArgs } from "../../plan/executors/shape";
import { type IssueList, quoted } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import { configurationIn } from "../../plan/room";
import type { Sound } from "../../plan/structure";
import type { ApplicationType } from "../args";
import { type SizeWish, sizedPlan } from "../compile/sized-plan";

/** Executors as an application asks for them. */
export interface ExecutorWish {
  size?: string | PodSizeArgs;
  instances?: number;
  min?: number;
  max?: number;
  reserve?: number;
}

/** Pods as an application asks for them. */
export interface SizedWish {
  type: ApplicationType | undefined;
  executors?: ExecutorWish;
  driver?: DriverSizeArgs;
  namespace?: string;
}

/** @param plan of the platform that is to run it; undefined where that is at fault itself */
export function checkExecutors(wish: Sound<SizedWish>, plan: PlatformPlan | undefined, issues: IssueList): void {
  const sized = plan && withSizes(wish, plan, issues);
  checkNumbers(wish.executors ?? {}, sized ? mostExecutors(sized, wish.namespace) : Infinity, issues);
}

function checkNumbers(executors: Sound<ExecutorWish>, most: number, issues: IssueList): void {
  const { instances, min, max, reserve } = executors;
  const check = (field: "instances" | "min" | "max" | "reserve", value: number | undefined, least: number) => {
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
    issues.add({
      path: `executors.${field}`,
      value,
      problem:
        Number.isInteger(value) && value > most
          ? "is more than the platform's pools and the namespace's quota hold beside a driver, so the rest would never start"
          : "is not a number of executors",
      allowed: most === Infinity ? `a whole number of ${least} or more` : `a whole number from ${least} to ${most}`,
      change: "Ask for fewer executors, or raise maxNodes of a pool that runs them, or the quota.",
    });
  };
  check("instances", instances, 1);
  check("min", min, 0);
  check("max", max, 1);
  check("reserve", reserve, 0);
  checkReserve(reserve, instances ?? max, issues);
  if (instances !== undefined && (min !== undefined || max !== undefined)) {
    issues.add({
      path: "executors",
      value: executors,
      problem: "asks for a fixed and for a changing number of executors at once",
      allowed: "instances alone, or min and max",
      change: "Leave out instances, or min and max.",
    });
  } else if (min !== undefined && max !== undefined && min > max) {
    issues.add({
      path: "executors.min",
      value: min,
      problem: `is more than executors.max, ${max}`,
      allowed: `a whole number from 0 to ${max}`,
      change: "Lower min or raise max.",
    });
  }
}

/** @param most executors that the application has ever; undefined where it does not say */
function checkReserve(reserve: number | undefined, most: number | undefined, issues: IssueList): void {
  if (reserve === undefined || most === undefined || reserve <= most) return;
  issues.add({
    path: "executors.reserve",
    value: reserve,
    problem: `asks for the room of more executors than the application ever has, ${most}`,
    allowed: `a whole number from 0 to ${most}`,
    change: "Lower reserve, or leave it out for the executors that the application starts with.",
  });
}

/** The plan with the pods of the application; undefined where it asks for a size that can't be had. */
function withSizes(wish: Sound<SizedWish>, plan: PlatformPlan, issues: IssueList): PlatformPlan | undefined {
  const { executors, driver, namespace } = wish;
  const size = executors?.size;
  if (typeof size === "string" && !plan.executorSizes.some(({ name }) => name === size)) {
    issues.add({ path: "executors.size", value: size, ...unknownSize(size, plan) });
    return undefined;
  }
  // What is not whole is left out of it, and was said before.
  const own = { type: wish.type, driver, executorSize: size } as SizeWish;
  const sized = sizedPlan(plan, own, issues);
  if (sized === undefined || (size === undefined && driver === undefined)) return sized;
  if (mostExecutors(sized, namespace) >= 1) return sized;
  issues.add({
    path: size === undefined ? "driver" : "executors.size",
    value: size ?? driver,
    problem: `has no room in the quota of the namespace beside ${size === undefined ? "an executor" : "a driver"}`,
    allowed: "a size of which the quota holds at least one executor beside a driver",
    change: "Use a smaller size, or another namespace.",
  });
  return undefined;
}

function unknownSize(size: string, { executorSizes }: PlatformPlan) {
  const names = executorSizes.map(({ name }) => name);
  const isPlain = names.length === 0;
  return {
    problem: "is no executor size of the platform",
    allowed: `${isPlain ? "" : `${quoted(names)}, or `}a size such as { cores: 2, memory: "4g" }`,
    change: isPlain
      ? "Leave it out, name the size itself, or add executorSizes to the platform."
      : `Did you mean ${JSON.stringify(closest(size, names))}?`,
  };
}

/** Executors that the platform's pools and the namespace's quota hold beside one driver. */
function mostExecutors(plan: PlatformPlan, namespace = plan.namespaces[0]?.name ?? ""): number {
  const value = configurationIn(plan, namespace).find(
    ({ key }) => key === "spark.dynamicAllocation.maxExecutors",
  )?.value;
  return typeof value === "string" ? Number(value) : Infinity;
}
