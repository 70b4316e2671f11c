/** Looks at an application's arguments beside the plan of the platform that is to run it. */

import { IssueList, quoted } from "../plan/issue";
import type { PlatformPlan } from "../plan/platform";
import { checkStorageVersion } from "../plan/spark/compile/storage";
import { checkUserConfiguration } from "../plan/spark/user-configuration";
import { checkSparkVersion, type SparkVersion } from "../plan/spark/versions";
import type { Sound } from "../plan/structure";
import { checkExecutors, type ExecutorWish } from "./check-executors";

/** As much of an application as decides whether it can run. */
export interface CheckedApplication {
  name: string;
  namespace?: string;
  type?: string;
  mainClass?: string;
  /** Undefined or a text where it is known before the deployment, anything else where it is not. */
  mainApplicationFile: unknown;
  sparkVersion?: string;
  executors?: ExecutorWish;
  oneZone?: boolean;
  sparkConf?: Record<string, unknown>;
  restartPolicy?: { type: string; retries?: number; retryIntervalSeconds?: number };
  timeToLiveSeconds?: number;
}

export type ApplicationType = "Scala" | "Java" | "Python" | "R";

/** `spark.kubernetes.executor.podNamePrefix` is made of the name and must leave room for what follows it. */
const LONGEST_NAME = 38;

const TYPES: ApplicationType[] = ["Scala", "Java", "Python", "R"];
const TYPES_BY_ENDING: Record<string, ApplicationType> = { jar: "Scala", py: "Python", r: "R" };
const RESTART_POLICIES = ["Never", "OnFailure", "Always"];

/** What the application's own arguments decide, so that sparkConf must not. */
const APPLICATION_KEYS: Record<string, string> = {
  "spark.executor.instances": "executors.instances",
  "spark.dynamicAllocation.enabled": "executors",
  "spark.dynamicAllocation.minExecutors": "executors.min",
  "spark.dynamicAllocation.maxExecutors": "executors.max",
  "spark.dynamicAllocation.initialExecutors": "executors.min",
  "spark.dynamicAllocation.shuffleTracking.enabled": "executors",
  "spark.jars": "deps.jars",
  "spark.files": "deps.files",
  "spark.jars.packages": "deps.packages",
};

/** @param plan of the platform that is to run it; undefined where that is at fault itself */
export function checkApplication(
  app: Sound<CheckedApplication>,
  plan: PlatformPlan | undefined,
  issues: IssueList,
): void {
  if (app.name !== undefined) checkName(app.name, issues);
  if (plan) checkNamespace(app.namespace, plan, issues);
  checkMain(app, issues);
  checkExecutors(app, plan, issues);
  checkConfiguration(app.sparkConf ?? {}, versionOf(app, plan), issues);
  checkLifecycle(app, issues);
  if (plan) checkVersion(app, plan, issues);
  if (plan?.sparkOperator !== false) return;
  issues.add({
    path: "platform",
    value: plan.name,
    problem: "is a platform without the Spark operator, which runs SparkApplication objects",
    allowed: "a platform with its operator",
    change: "Leave out operator: false, or submit with the platform's submitCommand.",
  });
}

/** Scala for whatever has a main class or is a jar, else by the file's ending; undefined where nothing tells. */
export function applicationType({
  type,
  mainClass,
  mainApplicationFile,
}: Pick<Sound<CheckedApplication>, "type" | "mainClass" | "mainApplicationFile">): ApplicationType | undefined {
  const given = TYPES.find((known) => known === type);
  if (given || type !== undefined) return given;
  if (mainClass !== undefined) return "Scala";
  const [, ending = ""] =
    /\.(jar|py|r)$/i.exec(typeof mainApplicationFile === "string" ? mainApplicationFile : "") ?? [];
  return TYPES_BY_ENDING[ending.toLowerCase()];
}

function checkName(name: string, issues: IssueList): void {
  if (name.length <= LONGEST_NAME && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) return;
  issues.add({
    path: "name",
    value: name,
    problem:
      name.length > LONGEST_NAME
        ? `has ${name.length} characters; names of executors are made of it and would grow too long`
        : "can't be the name of the driver's service",
    allowed: `at most ${LONGEST_NAME} lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen`,
    change: "Give the application a name argument that is shorter or simpler.",
  });
}

function checkNamespace(namespace: string | undefined, { namespaces }: PlatformPlan, issues: IssueList): void {
  const known = namespaces.map(({ name }) => name);
  if (namespace === undefined || known.includes(namespace)) return;
  issues.add({
    path: "namespace",
    value: namespace,
    problem: "is not a namespace of the platform, so the operator would never look at the application",
    allowed: quoted(known),
    change: "Use one of them, or add the namespace to the platform.",
  });
}

/** A version of its own must be one that the platform's configuration and the cluster's storage go with too. */
function checkVersion(
  { sparkVersion, sparkConf = {} }: Sound<CheckedApplication>,
  plan: PlatformPlan,
  issues: IssueList,
) {
  if (sparkVersion === undefined) return;
  const version = checkSparkVersion(sparkVersion, "sparkVersion", issues);
  if (version === undefined) return;
  const ofPlatform = plan.configuration.filter(({ source }) => source === "user");
  const ownConf = { ...Object.fromEntries(ofPlatform.map(({ key, value }) => [key, value] as const)), ...sparkConf };
  checkStorageVersion(version, "sparkVersion", plan.cluster, ownConf, issues);
}

function checkMain(app: Sound<CheckedApplication>, issues: IssueList): void {
  const { type, mainApplicationFile, mainClass } = app;
  // Text, or an output of which only the deployment knows what it says.
  if (typeof mainApplicationFile === "string" ? mainApplicationFile === "" : !isObject(mainApplicationFile)) {
    issues.add({
      path: "mainApplicationFile",
      value: mainApplicationFile,
      problem: "names nothing to run",
      allowed: "the URI of a jar, a Python or an R file, such as local:///opt/app/job.py",
      change: "Say what the application runs.",
    });
    return;
  }
  const resolved = applicationType(app);
  if (resolved === undefined) {
    issues.add({
      path: type === undefined ? "mainApplicationFile" : "type",
      value: type ?? (typeof mainApplicationFile === "string" ? mainApplicationFile : "(known after deployment)"),
      problem: type === undefined ? "does not tell what kind of application it is" : "is no kind of application",
      allowed: quoted(TYPES),
      change: "Set type to one of them.",
    });
  } else if ((resolved === "Python" || resolved === "R") && mainClass !== undefined) {
    issues.add({
      path: "mainClass",
      value: mainClass,
      problem: `has no meaning for a ${resolved} application`,
      allowed: "a class of a jar",
      change: "Leave mainClass out, or set type.",
    });
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Undefined where it is none that is known; what is wrong with it is said elsewhere. */
function versionOf({ sparkVersion }: Sound<CheckedApplication>, plan: PlatformPlan | undefined) {
  const text = sparkVersion ?? plan?.spark.version;
  return text === undefined ? undefined : checkSparkVersion(text, "sparkVersion", new IssueList());
}

/** @param version that will read the values; undefined where it is none that is known */
function checkConfiguration(
  sparkConf: Record<string, unknown>,
  version: SparkVersion | undefined,
  issues: IssueList,
): void {
  const text = (value: unknown) => (typeof value === "string" ? value : "(known after deployment)");
  const others = Object.entries(sparkConf).filter(([key, value]) => {
    if (value === undefined) return false;
    const argument = APPLICATION_KEYS[key];
    if (argument === undefined) return true;
    issues.add({
      path: `sparkConf[${JSON.stringify(key)}]`,
      value: text(value),
      problem: "would be overwritten by what the application's own arguments say",
      allowed: "keys that no argument of the application stands for",
      change: `Use ${argument}.`,
    });
    return false;
  });
  for (const [key, value] of others) {
    checkUserConfiguration({ [key]: text(value) }, issues, typeof value === "string" ? version : undefined);
  }
}

function checkLifecycle({ restartPolicy, timeToLiveSeconds }: Sound<CheckedApplication>, issues: IssueList): void {
  if (restartPolicy?.type !== undefined && !RESTART_POLICIES.includes(restartPolicy.type)) {
    issues.add({
      path: "restartPolicy.type",
      value: restartPolicy.type,
      problem: "is no restart policy",
      allowed: quoted(RESTART_POLICIES),
      change: 'Use "OnFailure" to run a failed application again.',
    });
  }
  const check = (path: string, value: number | undefined, least: number, unit: string) => {
    if (value === undefined || (Number.isInteger(value) && value >= least)) return;
    issues.add({
      path,
      value,
      problem: `is not a number of ${unit}`,
      allowed: `a whole number of ${least} or more`,
      change: "Give a whole number, or leave it out.",
    });
  };
  check("restartPolicy.retries", restartPolicy?.retries, 0, "retries");
  check("restartPolicy.retryIntervalSeconds", restartPolicy?.retryIntervalSeconds, 1, "seconds");
  check("timeToLiveSeconds", timeToLiveSeconds, 1, "seconds");
}
