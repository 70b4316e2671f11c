/** Plans a platform: plain arguments in, the whole plan out, every problem at once. */

import type { ClusterPlan } from "./cluster";
import { checkBudget, checkWithinBudget } from "./cost/budget";
import { estimateCost } from "./cost/estimate-cost";
import { sizeExecutors } from "./executors/executor-sizes";
import type { SizedPod } from "./executors/shape";
import { checkPod, sizePod } from "./executors/size-pod";
import { InvalidArguments, IssueList, show } from "./issue";
import { checkKubernetesVersion } from "./kubernetes-version";
import type { SparkRole } from "./nodes/pool";
import { checkApacheOperator } from "./operators";
import { place } from "./placement/place";
import { plannedPods } from "./placement/pods";
import { planScheduler } from "./placement/scheduler";
import type { PlatformPlan, PlatformPlanArgs } from "./platform";
import { checkCluster, checkName, defaultNamespaces, resolveImage, resolveNamespaces } from "./platform-checks";
import { soundArgs } from "./platform-structure";
import { checkPoolRoom, checkQuotas, checkSizeRoom, withinQuotas } from "./room";
import { checkHadoopCloud } from "./spark/compile/committers";
import { compileConfiguration } from "./spark/compile/compile";
import { resolveEventLogs } from "./spark/compile/event-logs";
import { resolveShuffle } from "./spark/compile/shuffle-plan";
import { checkStorageVersion } from "./spark/compile/storage";
import { checkUserConfiguration, issueOf, userFindings } from "./spark/user-configuration";
import { checkSparkVersion, defaultSparkVersion } from "./spark/versions";
import { checkPausePriority, checkWarm, checkWarmNames, defaultPausePriority } from "./warm/check-warm";
import { withImagePull } from "./warm/image-pull";
import { planWarm } from "./warm/plan-warm";
import { warningsFor } from "./warnings";

/**
 * Plans a platform. Pure: the same arguments give the same plan.
 * @param issues that were found before; they are raised with the others
 * @throws InvalidArguments with every issue found, and nothing else, whatever the plain arguments are.
 */
export function planPlatform(args: PlatformPlanArgs, issues = new IssueList()): PlatformPlan {
  const { sound, isWhole } = soundArgs(args, issues);
  if (sound === undefined) return refuse(issues, "SparkPlatform");
  const subject = `SparkPlatform ${show(args.name)}`;
  const { name = "", spark = {}, sparkConf = {}, historyServer = true, sparkOperator = "kubeflow" } = sound;
  const { historyServerLogin } = sound;
  const { systemNamespace = "spark-system", namespaces: askedNamespaces = defaultNamespaces } = sound;
  const askedVersion = spark.version ?? defaultSparkVersion;

  if (isWhole("name")) checkName(name, issues);
  const version = checkSparkVersion(askedVersion, "spark.version", issues);
  const { image, architectures } = resolveImage(spark, askedVersion, issues);
  checkHadoopCloud(spark.hadoopCloud, image, issues);
  const configuration = Object.fromEntries(
    Object.entries(sparkConf).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  checkUserConfiguration(configuration, issues, version);
  const budget = isWhole("budget") ? checkBudget(args.budget, issues) : undefined;
  const warmWishes = checkWarm(sound.warm, issues);
  const { pausePriority = defaultPausePriority } = sound;
  checkPausePriority(pausePriority, "pausePriority", issues);
  const namespaces = resolveNamespaces(askedNamespaces, systemNamespace, issues);
  if (!checkCluster(args.cluster, issues)) return refuse(issues, subject);

  const cluster = withImagePull(args.cluster, warmWishes);
  checkKubernetesVersion(cluster.kubernetesVersion, "cluster.kubernetesVersion", issues);
  if (sparkOperator === "apache") checkApacheOperator(version, cluster.kubernetesVersion, issues);
  checkWithinBudget(budget, cluster, issues);
  const sizeNames = (sound.executorSizes ?? []).flatMap((size) => size?.name ?? []);
  checkWarmNames(warmWishes, { cluster, sizes: sizeNames, teams: namespaces.map(({ team }) => team) }, issues);
  if (version) checkStorageVersion(version, "spark.version", cluster, configuration, issues);
  const eventLogs = isWhole("eventLogs") ? resolveEventLogs(args.eventLogs, cluster, issues) : undefined;
  const sizes = { cluster, asked: args, sound, isWhole };
  const executor = sizeRole("executor", sizes, issues);
  const driver = sizeRole("driver", sizes, issues);
  const askedSizes = sound.executorSizes ?? [];
  const isSizeWhole = (index: number) => isWhole(`executorSizes[${index}]`);
  const defaultExecutor = { args: sound.executors ?? {}, sized: executor };
  const executorSizes = sizeExecutors(askedSizes, isSizeWhole, defaultExecutor, cluster, issues);
  const shuffle = resolveShuffle(sound.shuffle ?? {}, cluster, executor, issues);
  // Where it is sound on the default's pools, it can only be wrong on others.
  if (shuffle) for (const { sized } of executorSizes) resolveShuffle(sound.shuffle ?? {}, cluster, sized, issues);
  const scheduler = planScheduler(
    sound.scheduler,
    { platform: name, kubernetesVersion: cluster.kubernetesVersion },
    issues,
  );
  const ofSpark = { version: askedVersion, image, architectures, hadoopCloud: spark.hadoopCloud === true };
  const base = { name, cluster, spark: ofSpark, scheduler, historyServer, sparkOperator };
  if (executor === undefined || driver === undefined) {
    const standIns = {
      executor: executor ?? standInFor("executor", sizes),
      driver: driver ?? standInFor("driver", sizes),
    };
    placeStandIns({ ...base, historyServerLogin }, standIns, issues);
    return refuse(issues, subject);
  }

  const sized = { driver, executor };
  const warm = planWarm(warmWishes, { ...sized, executorSizes }, cluster, issues);
  checkQuotas(askedNamespaces, namespaces, sized, issues);
  const maxExecutors = checkPoolRoom(driver, executor, cluster, issues);
  const mostOfSizes = checkSizeRoom(driver, executorSizes, askedSizes, cluster, issues);
  const placements = place(
    plannedPods({ ...base, ...sized, historyServerLogin, executorSizes, warm }),
    cluster,
    issues,
  );
  if (!version || !eventLogs || !shuffle || issues.length > 0) return refuse(issues, subject);

  const namespacesWithRoom = withinQuotas(namespaces, sized, maxExecutors);
  const { hadoopCloud } = spark;
  const context = { version, cluster, ...sized, eventLogs, shuffle, maxExecutors };
  const compile = (own: { executor: SizedPod; maxExecutors: number }) =>
    compileConfiguration({ ...context, hadoopCloud: ofSpark.hadoopCloud, ...own }, configuration);
  const compiled = compile({ executor, maxExecutors });
  const findings = userFindings(configuration, compiled, { version, storage: eventLogs.scheme });
  for (const finding of findings) if (finding.level === "error") issues.add(issueOf(finding));
  if (issues.length > 0) return refuse(issues, subject);
  return {
    ...base,
    ...sized,
    warm,
    pausePriority,
    namespaces: namespacesWithRoom,
    systemNamespace,
    placements,
    executorSizes: executorSizes.map((size, index) => ({
      ...size,
      configuration: compile({ executor: size.sized, maxExecutors: mostOfSizes[index] ?? 0 }),
    })),
    configuration: compiled,
    eventLogs,
    shuffle,
    cost: estimateCost({ cluster, ...sized, executorSizes, warm, budgetHourly: budget?.hourly }),
    warnings: [
      ...warningsFor({
        ...{ ...context, hadoopCloud, image, warm, scheduler, historyServer, namespaces: namespacesWithRoom },
        budgetHourly: budget?.hourly,
        sparkConf: configuration,
      }),
      ...findings.map(issueOf),
    ],
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
