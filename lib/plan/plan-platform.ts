/** Plans a platform: plain arguments in, the whole plan out, every problem at once. */

import type { ClusterPlan } from "./cluster";
import { estimateCost } from "./cost/estimate-cost";
import type { SizedPod } from "./executors/shape";
import { checkPod, sizePod } from "./executors/size-pod";
import { InvalidArguments, IssueList } from "./issue";
import { checkKubernetesVersion } from "./kubernetes-version";
import type { SparkRole } from "./nodes/pool";
import { place } from "./placement/place";
import { plannedPods } from "./placement/pods";
import type { PlatformPlan, PlatformPlanArgs } from "./platform";
import { checkCluster, checkName, resolveImage, resolveNamespaces } from "./platform-checks";
import { soundArgs } from "./platform-structure";
import { checkPoolRoom, checkQuotas } from "./room";
import { compileConfiguration } from "./spark/compile";
import { resolveEventLogs } from "./spark/event-logs";
import { checkStorageVersion } from "./spark/storage";
import { checkUserConfiguration } from "./spark/user-configuration";
import { checkSparkVersion, defaultSparkVersion } from "./spark/versions";
import { checkWarm, planWarm } from "./warm";
import { warningsFor } from "./warnings";

/**
 * Plans a platform. Pure: the same arguments give the same plan.
 * @param issues that were found before; they are raised with the others
 * @throws InvalidArguments with every issue found, and nothing else, whatever the plain arguments are.
 */
export function planPlatform(args: PlatformPlanArgs, issues = new IssueList()): PlatformPlan {
  const subject = `SparkPlatform ${JSON.stringify(args.name)}`;
  const { sound = {}, isWhole } = soundArgs(args, issues);
  const { name = "", spark = {}, sparkConf = {}, historyServer = true, sparkOperator = true } = sound;
  const { systemNamespace = "spark-system", namespaces: askedNamespaces = [{ name: "spark-jobs" }] } = sound;
  const askedVersion = spark.version ?? defaultSparkVersion;

  if (isWhole("name")) checkName(name, issues);
  const version = checkSparkVersion(askedVersion, "spark.version", issues);
  const { image, architectures } = resolveImage(spark, askedVersion, issues);
  const configuration = Object.fromEntries(
    Object.entries(sparkConf).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  checkUserConfiguration(configuration, issues);
  const warmWish = checkWarm(sound.warm ?? {}, issues);
  const namespaces = resolveNamespaces(askedNamespaces, systemNamespace, issues);
  if (!checkCluster(args.cluster, issues)) return refuse(issues, subject);

  const { cluster } = args;
  checkKubernetesVersion(cluster.kubernetesVersion, "cluster.kubernetesVersion", issues);
  if (version) checkStorageVersion(version, "spark.version", cluster, configuration, issues);
  const eventLogs = isWhole("eventLogs") ? resolveEventLogs(args.eventLogs, cluster, issues) : undefined;
  const sizes = { cluster, asked: args, sound, isWhole };
  const executor = sizeRole("executor", sizes, issues);
  const driver = sizeRole("driver", sizes, issues);
  const base = { name, cluster, spark: { version: askedVersion, image, architectures }, historyServer, sparkOperator };
  if (executor === undefined || driver === undefined) {
    const standIns = {
      executor: executor ?? standInFor("executor", sizes),
      driver: driver ?? standInFor("driver", sizes),
    };
    placeStandIns(base, standIns, issues);
    return refuse(issues, subject);
  }

  const sized = { driver, executor };
  const warm = planWarm(warmWish, sized, cluster, issues);
  checkQuotas(askedNamespaces, namespaces, sized, issues);
  const maxExecutors = checkPoolRoom(driver, executor, cluster, issues);
  const placements = place(plannedPods({ ...base, ...sized, warm }), cluster, issues);
  if (version === undefined || eventLogs === undefined || issues.length > 0) return refuse(issues, subject);

  const configurationContext = { version, cluster, ...sized, eventLogs, maxExecutors };
  return {
    ...base,
    ...sized,
    warm,
    namespaces,
    systemNamespace,
    placements,
    configuration: compileConfiguration(configurationContext, configuration),
    eventLogs,
    cost: estimateCost({ cluster, ...sized, warm }),
    warnings: warningsFor({
      ...{ cluster, version, image, eventLogs, warm, maxExecutors, historyServer },
      sparkConf: configuration,
    }),
  };
}

/** What the sizes of drivers and executors are made from. */
interface Sizes {
  cluster: ClusterPlan;
  asked: PlatformPlanArgs;
  sound: NonNullable<ReturnType<typeof soundArgs>["sound"]>;
  isWhole: ReturnType<typeof soundArgs>["isWhole"];
}

const argumentOf = { executor: "executors", driver: "drivers" } as const;

/** @returns undefined when there is an issue */
function sizeRole(role: SparkRole, { cluster, asked, sound, isWhole }: Sizes, issues: IssueList): SizedPod | undefined {
  const path = argumentOf[role];
  if (isWhole(path)) return sizePod(role, cluster, asked[path] ?? {}, path, issues);
  checkPod(role, cluster, sound[path] ?? {}, path, issues);
  return undefined;
}

/** A pod that fits the pools that were asked for, where what was asked for has no size. */
function standInFor(role: SparkRole, { cluster, asked, isWhole }: Sizes): SizedPod | undefined {
  const path = argumentOf[role];
  if (!isWhole(`${path}.pools`)) return undefined;
  return sizePod(role, cluster, { pools: asked[path]?.pools }, path, new IssueList());
}

/** Finds what keeps pods off their nodes whatever their size: architectures, labels, taints, the platform's own pods. */
function placeStandIns(
  base: Omit<Parameters<typeof plannedPods>[0], "driver" | "executor" | "warm">,
  { driver, executor }: Record<SparkRole, SizedPod | undefined>,
  issues: IssueList,
): void {
  if (driver && executor) place(plannedPods({ ...base, driver, executor, warm: [] }), base.cluster, issues);
}

/** Raises what was found; called only when something was. */
function refuse(issues: IssueList, subject: string): never {
  issues.raise(subject);
  throw new InvalidArguments(subject, []);
}
