/** Looks at when a scheduled application runs, and what becomes of runs that meet. */

import { z } from "zod";

import { checkCron } from "../../plan/cron";
import { type IssueList, quoted } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import { type Sound, strictObject, wholeNumber } from "../../plan/structure";
import { checkTimeZone } from "../../plan/time-zone";
import { isInOneZone } from "../compile/one-zone";
import type { CheckedApplication } from "./application";
import { checkScheduleOperator } from "./operator";

/** The arguments beside an application's, of what is run by an operator and of Jobs alike. */
export interface Schedule {
  schedule?: string;
  timeZone?: string;
  concurrencyPolicy?: string;
  historyLimits?: { successful?: number; failed?: number };
}

const concurrencyPolicies = ["Allow", "Forbid", "Replace"];

/** More runs than anybody looks through; the event logs of all are kept elsewhere. */
const mostRuns = 1000;

const text = z.string("text").optional();
const runs = wholeNumber(0, mostRuns).optional();

/** All but the schedule itself, which not everything needs. */
export const runsShape = {
  timeZone: text,
  concurrencyPolicy: text,
  historyLimits: strictObject({ successful: runs, failed: runs }).optional(),
};

export const scheduleShape = { schedule: z.string('a cron expression such as "0 3 * * *"'), ...runsShape };

export function checkSchedule(
  app: Sound<CheckedApplication & Schedule>,
  plan: PlatformPlan | undefined,
  issues: IssueList,
): void {
  const { restartPolicy } = app;
  if (plan) checkScheduleOperator(plan, issues);
  checkRuns(app, plan, issues);
  if (restartPolicy?.type !== "Always") return;
  issues.add({
    path: "restartPolicy.type",
    value: restartPolicy.type,
    problem: "would make the first run go on for ever, and no other start",
    allowed: quoted(["Never", "OnFailure"]),
    change: "Use a SparkApplication for what runs all the time.",
  });
}

/** When runs start, and what becomes of those that meet. */
export function checkRuns(
  app: Sound<CheckedApplication & Schedule>,
  plan: PlatformPlan | undefined,
  issues: IssueList,
): void {
  const { schedule, timeZone, concurrencyPolicy, oneZone } = app;
  if (schedule !== undefined) checkCron(schedule, "schedule", issues);
  if (timeZone !== undefined) checkTimeZone(timeZone, "timeZone", issues);
  if (concurrencyPolicy !== undefined && !concurrencyPolicies.includes(concurrencyPolicy)) {
    issues.add({
      path: "concurrencyPolicy",
      value: concurrencyPolicy,
      problem: "is no concurrency policy",
      allowed: quoted(concurrencyPolicies),
      change: 'Use "Forbid" to leave a run out while the last one goes on.',
    });
  }
  if (concurrencyPolicy !== "Allow" || !(plan ? isInOneZone(app, plan) : oneZone === true)) return;
  issues.add({
    path: "oneZone",
    value: oneZone,
    problem: `${oneZone === true ? "" : "is true where executors have volumes: it "}keeps executors in the zone of their driver, and runs side by side can't tell their drivers apart`,
    allowed: "false with the concurrency policy Allow",
    change: 'Set oneZone: false, or use the concurrency policy "Forbid" or "Replace".',
  });
}
