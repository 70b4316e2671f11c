/** The plan as an application with a driver and executors of its own size sees it. */

import { executorsBesideDriver } from "./executors/capacity";
import type { DriverSizeArgs, PodSizeArgs } from "./executors/shape";
import { sizePod } from "./executors/size-pod";
import { IssueList } from "./issue";
import { place } from "./placement/place";
import { plannedPods } from "./placement/pods";
import type { PlatformPlan } from "./platform";
import { withinQuotas } from "./room";
import { compileConfiguration } from "./spark/compile/compile";
import { resolveShuffle } from "./spark/compile/shuffle-plan";
import { checkSparkVersion } from "./spark/versions";

/** Sizes that an application names itself. */
export interface ApplicationSizes {
  /** @default the plan's driver */
  driver?: DriverSizeArgs;
  /** @default the plan's executor */
  executor?: PodSizeArgs;
}

/** Where an application names them. */
const paths = { driver: "driver", executor: "executors.size" };

/**
 * The plan with these pods in place of its own, and with the configuration that goes with them. Each is sized for itself, as the
 * platform's are.
 * @returns undefined when an issue was added: a pod that fits no pool, or that leaves no room for the other
 */
export function withApplicationSizes(
  plan: PlatformPlan,
  sizes: ApplicationSizes,
  issues: IssueList,
): PlatformPlan | undefined {
  if (sizes.driver === undefined && sizes.executor === undefined) return plan;
  const { cluster } = plan;
  const driver = sizes.driver ? sizePod("driver", cluster, sizes.driver, paths.driver, issues) : plan.driver;
  const executor = sizes.executor
    ? sizePod("executor", cluster, sizes.executor, paths.executor, issues)
    : plan.executor;
  if (driver === undefined || executor === undefined) return undefined;
  const before = issues.length;
  const sized = { ...plan, driver, executor };
  place(
    plannedPods({ ...sized, executorSizes: [], warm: [], sparkOperator: false, historyServer: false }),
    cluster,
    issues,
  );
  // Of what was sound for the platform's executors, only the pools can be wrong for others.
  if (sizes.executor) resolveShuffle(plan.shuffle, cluster, executor, issues);
  const maxExecutors = executorsBesideDriver(driver, executor, cluster);
  if (maxExecutors < 1) {
    issues.add({
      path: sizes.executor ? paths.executor : paths.driver,
      value: sizes.executor ?? sizes.driver,
      problem: "leaves the pools without room for one executor beside the driver, so no task could ever run",
      allowed: "a size of which the pools hold one beside the other",
      change: "Ask for a smaller size, or raise maxNodes of a pool that runs it.",
    });
  }
  if (issues.length > before) return undefined;
  const namespaces = plan.namespaces.map(({ name, team, quota }) => ({ name, team, ...(quota && { quota }) }));
  return {
    ...sized,
    configuration: configurationFor(sized, maxExecutors),
    namespaces: withinQuotas(namespaces, sized, maxExecutors),
  };
}

/** What the platform's user set stays as it is. */
function configurationFor(plan: PlatformPlan, maxExecutors: number): PlatformPlan["configuration"] {
  const { cluster, driver, executor, eventLogs, shuffle, spark } = plan;
  const version = checkSparkVersion(spark.version, "spark.version", new IssueList());
  if (version === undefined) throw new Error("A plan has no version that the library does not know.");
  const own = plan.configuration.flatMap(({ key, value, source }) =>
    source === "user" && typeof value === "string" ? [[key, value] as const] : [],
  );
  const context = {
    ...{ version, cluster, driver, executor, eventLogs, shuffle, maxExecutors },
    hadoopCloud: spark.hadoopCloud,
  };
  return compileConfiguration(context, Object.fromEntries(own));
}
