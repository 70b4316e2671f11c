/** Looks at an application's arguments beside the plan of the platform that is to run it. */

import { IssueList, quoted } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import { checkStorageVersion } from "../../plan/spark/compile/storage";
import { checkUserConfiguration } from "../../plan/spark/user-configuration";
import { checkSparkVersion, type SparkVersion } from "../../plan/spark/versions";
import type { Sound } from "../../plan/structure";
import type { NamedFiles } from "../code/files";
import { checkCode } from "./code";
import { checkExecutors, type SizedWish } from "./executors";
import { checkLifecycle, type Lifecycle } from "./lifecycle";
import { checkMain, type Main } from "./main";
import { checkPods, type PodParts } from "./pods";
import { applicationType } from "./type";

/** As much of an application as decides whether it can run. */
export interface CheckedApplication extends Omit<SizedWish, "type">, NamedFiles, Main, Lifecycle, PodParts {
  name: string;
  namespace?: string;
  sparkVersion?: string;
  oneZone?: boolean;
  sparkConf?: Record<string, unknown>;
}

/** The platform that is to run it, as far as that is not at fault itself. */
export interface CheckedPlatform {
  plan?: PlatformPlan;
  /** Whether the cluster brings storage that code can be put into. */
  canUpload: boolean;
}

/** `spark.kubernetes.executor.podNamePrefix` is made of the name and must leave room for what follows it. */
const LONGEST_NAME = 38;

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
  "spark.jars.excludes": "deps.excludePackages",
  "spark.jars.repositories": "deps.repositories",
  "spark.archives": "deps.archives",
  "spark.submit.pyFiles": "deps.pyFiles",
};

/** What a Python environment of its own decides. */
const PYTHON_KEYS: Record<string, string> = {
  "spark.pyspark.python": "pythonEnvironment",
  "spark.pyspark.driver.python": "pythonEnvironment",
};

/** What every way to run an application looks at; whether there is an operator is for those that need one. */
export function checkApplication(
  app: Sound<CheckedApplication>,
  { plan, canUpload }: CheckedPlatform,
  issues: IssueList,
): void {
  if (app.name !== undefined) checkName(app.name, issues);
  if (plan) checkNamespace(app.namespace, plan, issues);
  checkMain(app, issues);
  checkCode(app, canUpload, issues);
  checkExecutors({ ...app, type: applicationType(app) }, plan, issues);
  checkConfiguration(app, versionOf(app, plan), issues);
  checkPods(app, issues);
  checkLifecycle(app, issues);
  if (plan) checkVersion(app, plan, issues);
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

/** Undefined where it is none that is known; what is wrong with it is said elsewhere. */
function versionOf({ sparkVersion }: { sparkVersion?: string }, plan: PlatformPlan | undefined) {
  const text = sparkVersion ?? plan?.spark.version;
  return text === undefined ? undefined : checkSparkVersion(text, "sparkVersion", new IssueList());
}

/** @param version that will read the values; undefined where it is none that is known */
function checkConfiguration(
  { sparkConf = {}, pythonEnvironment }: Sound<CheckedApplication>,
  version: SparkVersion | undefined,
  issues: IssueList,
): void {
  const text = (value: unknown) => (typeof value === "string" ? value : "(known after deployment)");
  const owners = { ...APPLICATION_KEYS, ...(pythonEnvironment !== undefined && PYTHON_KEYS) };
  const others = Object.entries(sparkConf).filter(([key, value]) => {
    if (value === undefined) return false;
    const argument = owners[key];
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
    const reader = typeof value === "string" ? version : undefined;
    checkUserConfiguration({ [key]: text(value) }, issues, reader, "application");
  }
}
