/** Looks at what an application asks of a Job, and at the schedule of it. */

import { z } from "zod";

import { type IssueList, quoted } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import type { Sound } from "../../plan/structure";
import type { CheckedApplication } from "../check/application";
import { checkRuns, runsShape, type Schedule } from "../check/schedule";
import { lostOnPod } from "./pod-keys";

const submitModes = ["client", "cluster"];

const WAIT_KEY = "spark.kubernetes.submission.waitAppCompletion";

const text = z.string("text").optional();

/** The arguments of a Job beside those of its application. */
export const jobShape = { mode: text, schedule: text, ...runsShape };

export interface CheckedJob extends Schedule {
  mode?: string;
}

export function checkJob(
  job: Sound<CheckedJob & CheckedApplication>,
  plan: PlatformPlan | undefined,
  issues: IssueList,
): void {
  const { mode, schedule, timeZone, concurrencyPolicy, historyLimits } = job;
  checkMode(mode, issues);
  checkRuns(job, plan, issues);
  const ofSchedule = { timeZone, concurrencyPolicy, historyLimits };
  for (const [path, value] of Object.entries(ofSchedule)) {
    if (value === undefined || schedule !== undefined) continue;
    issues.add({
      path,
      value,
      problem: "says how a schedule works, and there is none",
      allowed: "nothing without a schedule",
      change: "Add schedule, or leave it out.",
    });
  }
  checkRestart(job.restartPolicy ?? {}, issues);
  checkSparkConf(mode, job.sparkConf ?? {}, issues);
  const reserve = job.executors?.reserve ?? 0;
  if (schedule === undefined || reserve === 0) return;
  issues.add({
    path: "executors.reserve",
    value: reserve,
    problem: "asks for room at the start of each run, when nobody is there to ask for it",
    allowed: "0 with a schedule",
    change: "Leave it out, or keep room warm in the hours of the schedule with the platform's warm.",
  });
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy */
function checkRestart(
  { type, submissionRetries, retryIntervalSeconds }: Sound<NonNullable<CheckedApplication["restartPolicy"]>>,
  issues: IssueList,
): void {
  if (type === "Always") {
    issues.add({
      path: "restartPolicy.type",
      value: type,
      problem: "would run again what has succeeded, and a Job ends then",
      allowed: quoted(["Never", "OnFailure"]),
      change: "Use a schedule, or a SparkApplication.",
    });
  }
  const given = { submissionRetries, retryIntervalSeconds };
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    issues.add({
      path: `restartPolicy.${key}`,
      value,
      problem:
        "can't be said of a Job, which counts all of its pods alike and waits 10 s, 20 s, 40 s and so on, at most 6 minutes",
      allowed: "type and retries",
      change: "Leave it out, or use a SparkApplication.",
    });
  }
}

/** What Spark would be told, and what the way in which it is started leaves no room for. */
function checkSparkConf(
  mode: string | undefined,
  sparkConf: NonNullable<Sound<CheckedApplication>["sparkConf"]>,
  issues: IssueList,
): void {
  if (mode !== "cluster") {
    for (const issue of lostOnPod(sparkConf)) issues.add(issue);
    return;
  }
  const value = sparkConf[WAIT_KEY];
  if (value === undefined || value === "true") return;
  issues.add({
    path: `sparkConf[${JSON.stringify(WAIT_KEY)}]`,
    value,
    problem: "would end the Job's pod before its driver, and the Job could not tell how that ends",
    allowed: "true with the mode cluster",
    change: "Leave it out: the Job waits, and `pulumi up` does not.",
  });
}

function checkMode(mode: string | undefined, issues: IssueList): void {
  if (mode === undefined || submitModes.includes(mode)) return;
  issues.add({
    path: "mode",
    value: mode,
    problem: "is none of the words that can be given here",
    allowed: quoted(submitModes),
    change: "Use one of them, or leave it out.",
  });
}
