/** From what a user says about an application, and the platform's plan, to an application with everything decided. */

import type * as pulumi from "@pulumi/pulumi";

import { DRIVER_SERVICE_ACCOUNT } from "../../addons/job-namespace";
import { mirrored } from "../../addons/mirrors";
import { IssueList } from "../../plan/issue";
import type { PlatformPlan } from "../../plan/platform";
import { configurationIn } from "../../plan/room";
import { resolvedConfiguration } from "../application-platform";
import type { ApplicationArgs } from "../args";
import { applicationType } from "../check/type";
import { codeByUri, type ProvidedCode } from "../code/provided";
import { allocationOf } from "./allocation";
import type { CompiledApplication, RestartPolicy } from "./compiled";
import { podOf } from "./pod";
import { pythonEnvironmentConfiguration, withPythonEnvironment } from "./python-environment";
import { sizedPlan } from "./sized-plan";

/** Keys that members of the compiled application stand for. */
const KEYS_OF_MEMBERS =
  /^spark\.((driver|executor)\.(cores|memory|memoryOverhead)|kubernetes\.(driver|executor)\.request\.cores|executor\.instances|dynamicAllocation\.(enabled|minExecutors|maxExecutors|initialExecutors|shuffleTracking\.enabled))$/;

/**
 * Where packages are fetched to, by whoever submits and by the driver. Spark's own place is in the user's home, and the user of the
 * Apache images has none: https://github.com/apache/spark-docker/blob/master/4.0.1/scala2.13-java17-ubuntu/Dockerfile
 */
const PACKAGES_PATH = { "spark.jars.ivy": "/tmp/.ivy2" };

const RETRIES = 3;
const RETRY_INTERVAL_SECONDS = 60;

export function namespaceOf({ namespace, platform }: Pick<ApplicationArgs, "namespace" | "platform">): string {
  return namespace ?? platform.plan.namespaces[0]?.name ?? "default";
}

/** The platform's plan with the sizes of the application. */
function planOf({ platform, driver, executors, ...args }: ApplicationArgs): PlatformPlan {
  const issues = new IssueList();
  const wish = { type: applicationType(args), driver, executorSize: executors?.size };
  const plan = sizedPlan(platform.plan, wish, issues);
  if (plan === undefined) throw new Error("The check accepts no application of which a pod fits nowhere.");
  return plan;
}

/**
 * @param args in which nothing is wrong
 * @param code the application's files where pods find them
 */
export function compileApplication(
  name: string,
  args: ApplicationArgs,
  code: ProvidedCode = codeByUri(args),
): CompiledApplication {
  const { platform, mainClass, timeLimitSeconds, timeToLiveSeconds } = args;
  const plan = planOf(args);
  const namespace = namespaceOf(args);
  const deps = withPythonEnvironment(code);
  const podLabels = platform.podLabels?.[namespace] ?? {};
  return {
    plan,
    name,
    namespace,
    labels: { ...args.labels, "app.kubernetes.io/part-of": plan.name },
    // The API server drops an empty map, and each update would propose it anew.
    ...(Object.keys(args.annotations ?? {}).length > 0 && { annotations: { ...args.annotations } }),
    ...programOf(args, code),
    ...(mainClass !== undefined && { mainClass }),
    sparkVersion: args.sparkVersion ?? plan.spark.version,
    image: mirrored(args.image ?? platform.sparkImage ?? plan.spark.image, platform.imageMirrors),
    ...(deps !== undefined && { deps }),
    configuration: { ...configurationOf(args, plan, namespace), ...pythonEnvironmentConfiguration(code) },
    allocation: allocationOf(args, plan, namespace),
    driver: { ...podOf("driver", name, args, code, plan, podLabels), serviceAccount: DRIVER_SERVICE_ACCOUNT },
    executor: podOf("executor", name, args, code, plan, podLabels),
    restart: restartPolicyOf(args),
    ...(timeLimitSeconds !== undefined && { timeLimitSeconds }),
    suspend: args.suspend ?? false,
    ...(timeToLiveSeconds !== undefined && { timeToLiveSeconds }),
  };
}

/** What Spark runs, with which arguments. */
function programOf(
  args: ApplicationArgs,
  { mainApplicationFile, sqlRunner }: ProvidedCode,
): Pick<CompiledApplication, "type" | "mainApplicationFile" | "arguments"> {
  const type = applicationType(args);
  if (type === undefined) throw new Error("The check accepts no application of which nothing tells the type.");
  if (type !== "SQL") {
    return { type, mainApplicationFile, ...(args.arguments !== undefined && { arguments: args.arguments }) };
  }
  if (sqlRunner === undefined) throw new Error("What runs statements of SQL must be brought into the cluster first.");
  return {
    type: "Python",
    mainApplicationFile: sqlRunner,
    arguments: [mainApplicationFile, ...(args.arguments ?? [])],
  };
}

function configurationOf(
  { platform: { eventLogUri }, executors, sparkConf, deps: { packages = [] } = {} }: ApplicationArgs,
  plan: PlatformPlan,
  namespace: string,
): Record<string, pulumi.Input<string>> {
  const isFixed = executors?.instances !== undefined;
  const passed = configurationIn(plan, namespace).filter(
    ({ key }) => !KEYS_OF_MEMBERS.test(key) && !(isFixed && key.startsWith("spark.dynamicAllocation.")),
  );
  return {
    ...(packages.length > 0 && PACKAGES_PATH),
    ...resolvedConfiguration(passed, eventLogUri),
    ...sparkConf,
  };
}

function restartPolicyOf({ restartPolicy = { type: "Never" } }: ApplicationArgs): RestartPolicy {
  const { type, retries = RETRIES, retryIntervalSeconds = RETRY_INTERVAL_SECONDS } = restartPolicy;
  return { type, retries, submissionRetries: restartPolicy.submissionRetries ?? retries, retryIntervalSeconds };
}
