/** Looks at when an application runs again, how long it may take, and when it goes. */

import { type IssueList, quoted } from "../../plan/issue";
import type { Sound } from "../../plan/structure";

/** As much of an application as says so. */
export interface Lifecycle {
  restartPolicy?: { type: string; retries?: number; submissionRetries?: number; retryIntervalSeconds?: number };
  timeLimitSeconds?: number;
  suspend?: boolean;
  timeToLiveSeconds?: number;
}

const restartPolicies = ["Never", "OnFailure", "Always"];

/** Retries and seconds are 32-bit numbers of the operators' APIs and of a pod's. */
const most = 2 ** 31 - 1;

export function checkLifecycle(
  { restartPolicy, timeLimitSeconds, timeToLiveSeconds }: Sound<Lifecycle>,
  issues: IssueList,
): void {
  if (restartPolicy?.type !== undefined && !restartPolicies.includes(restartPolicy.type)) {
    issues.add({
      path: "restartPolicy.type",
      value: restartPolicy.type,
      problem: "is no restart policy",
      allowed: quoted(restartPolicies),
      change: 'Use "OnFailure" to run a failed application again.',
    });
  }
  checkCount("restartPolicy.retries", restartPolicy?.retries, 0, "retries", issues);
  checkCount("restartPolicy.submissionRetries", restartPolicy?.submissionRetries, 0, "retries", issues);
  checkCount("restartPolicy.retryIntervalSeconds", restartPolicy?.retryIntervalSeconds, 1, "seconds", issues);
  checkCount("timeLimitSeconds", timeLimitSeconds, 1, "seconds", issues);
  checkCount("timeToLiveSeconds", timeToLiveSeconds, 1, "seconds", issues);
}

/** @param unit of what is counted, as the rest of "is not a number of" */
function checkCount(path: string, value: number | undefined, least: number, unit: string, issues: IssueList): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  issues.add({
    path,
    value,
    problem: `is not a number of ${unit}`,
    allowed: `a whole number of ${least} or more`,
    change: "Give a whole number, or leave it out.",
  });
}
