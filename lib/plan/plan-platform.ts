/** Plans a platform: plain arguments in, the whole plan out, every problem at once. */

import { estimateCost } from "./cost/estimate-cost";
import { sizePod } from "./executors/size-pod";
import { InvalidArguments, IssueList } from "./issue";
import type { Architecture } from "./nodes/machine";
import { place } from "./placement/place";
import { plannedPods } from "./placement/pods";
import type { PlatformPlan, PlatformPlanArgs } from "./platform";
import { checkImage, checkKubernetesVersion, checkName, resolveNamespaces } from "./platform-checks";
import { soundArgs } from "./platform-structure";
import { checkPoolRoom, checkQuotas } from "./room";
import { compileConfiguration } from "./spark/compile";
import { resolveEventLogs } from "./spark/event-logs";
import { checkUserConfiguration } from "./spark/user-configuration";
import { checkSparkVersion, defaultSparkVersion } from "./spark/versions";
import { checkWarm, planWarm } from "./warm";
import { warningsFor } from "./warnings";

/**
 * Plans a platform. Pure: the same arguments give the same plan.
 * @throws InvalidArguments with every issue found, and nothing else, whatever the plain arguments are.
 */
export function planPlatform(args: PlatformPlanArgs): PlatformPlan {
  const issues = new IssueList();
  const subject = `SparkPlatform ${JSON.stringify(args.name)}`;
  const sound = soundArgs(args, issues);
  const { cluster } = args;
  const { name = "", spark = {}, sparkConf = {}, historyServer = true, sparkOperator = true } = sound;
  const { systemNamespace = "spark-system", namespaces: askedNamespaces = [{ name: "spark-jobs" }] } = sound;
  const askedVersion = spark.version ?? defaultSparkVersion;
  const architectures: Architecture[] = spark.architectures?.length ? spark.architectures : ["amd64", "arm64"];
  const image = spark.image ?? `apache/spark:${askedVersion}`;

  if ("name" in sound) checkName(name, issues);
  checkKubernetesVersion(cluster, issues);
  const version = checkSparkVersion(askedVersion, "spark.version", issues);
  checkImage(spark.image, spark.architectures, issues);
  checkUserConfiguration(sparkConf, issues);
  const warmWish = checkWarm(sound.warm ?? {}, issues);
  const namespaces = resolveNamespaces(askedNamespaces, systemNamespace, issues);
  const eventLogs = "eventLogs" in sound ? resolveEventLogs(sound.eventLogs, cluster, issues) : undefined;
  const executor =
    "executors" in sound ? sizePod("executor", cluster, sound.executors ?? {}, "executors", issues) : undefined;
  const driver = "drivers" in sound ? sizePod("driver", cluster, sound.drivers ?? {}, "drivers", issues) : undefined;
  if (executor === undefined || driver === undefined) return refuse(issues, subject);

  const sized = { driver, executor };
  const warm = planWarm(warmWish, sized, cluster, issues);
  checkQuotas(askedNamespaces, namespaces, sized, issues);
  const maxExecutors = checkPoolRoom(driver, executor, cluster, issues);
  const base = {
    name,
    cluster,
    spark: { version: askedVersion, image, architectures },
    ...sized,
    warm,
    historyServer,
    sparkOperator,
  };
  const placements = place(plannedPods(base), cluster, issues);
  if (version === undefined || eventLogs === undefined || issues.length > 0) return refuse(issues, subject);

  const configurationContext = { version, cluster, ...sized, eventLogs, maxExecutors };
  return {
    ...base,
    namespaces,
    systemNamespace,
    placements,
    configuration: compileConfiguration(configurationContext, sparkConf),
    eventLogs,
    cost: estimateCost({ cluster, ...sized, warm }),
    warnings: warningsFor({ cluster, version, image, eventLogs, warm, sparkConf, maxExecutors, historyServer }),
  };
}

/** Raises what was found; called only when something was. */
function refuse(issues: IssueList, subject: string): never {
  issues.raise(subject);
  throw new InvalidArguments(subject, []);
}
