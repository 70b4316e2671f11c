/** Looks at what an application asks of the platform's operator: is there one, and can it do that? */

import { IssueList } from "../../plan/issue";
import { checkApacheSpark } from "../../plan/operators";
import type { PlatformPlan } from "../../plan/platform";
import { checkSparkVersion } from "../../plan/spark/versions";
import type { Sound } from "../../plan/structure";
import type { CheckedApplication } from "./application";
import { applicationType } from "./type";

/** @param app that a SparkApplication object is made of */
export function checkOperator(app: Sound<CheckedApplication>, plan: PlatformPlan, issues: IssueList): void {
  if (plan.sparkOperator === "apache") checkForApache(app, issues);
  else if (plan.sparkOperator === false) addMissing(plan, issues);
}

/** The same for a schedule. */
export function checkScheduleOperator(plan: PlatformPlan, issues: IssueList): void {
  if (plan.sparkOperator === false) addMissing(plan, issues);
  if (plan.sparkOperator !== "apache") return;
  issues.add({
    path: "platform",
    value: plan.name,
    problem: "is a platform with the Apache operator, which knows no schedules",
    allowed: "a platform with the Kubeflow operator",
    change: 'Use SparkSubmitJob with the same schedule, or give the platform operator: { kind: "kubeflow" }.',
  });
}

function addMissing({ name }: PlatformPlan, issues: IssueList): void {
  issues.add({
    path: "platform",
    value: name,
    problem: "is a platform without the Spark operator, which runs SparkApplication objects",
    allowed: "a platform with its operator",
    change: "Leave out operator: false, or submit with the platform's submitCommand.",
  });
}

function checkForApache(app: Sound<CheckedApplication>, issues: IssueList): void {
  const { sparkVersion, suspend, mainClass } = app;
  // What is no version that is known is said elsewhere.
  const version = sparkVersion === undefined ? undefined : checkSparkVersion(sparkVersion, "", new IssueList());
  if (version !== undefined) checkApacheSpark(version, "sparkVersion", issues);
  if (suspend === true) {
    issues.add({
      path: "suspend",
      value: suspend,
      problem: "can't be done by the Apache operator, which starts every application at once",
      allowed: "false with this platform's operator",
      change: 'Create the application when it is to run, or give the platform operator: { kind: "kubeflow" }.',
    });
  }
  const type = applicationType(app);
  if ((type !== "Scala" && type !== "Java") || mainClass !== undefined) return;
  // It hands Spark the class of its spec, and never opens the jar.
  issues.add({
    path: "mainClass",
    value: mainClass,
    problem: "is missing, and the Apache operator does not read it from the jar",
    allowed: "the class of the jar that is to run",
    change: 'Name the class, for example "org.example.Job".',
  });
}
