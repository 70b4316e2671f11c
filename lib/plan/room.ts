/**
 * Room for applications: quotas and pools must hold the smallest, one driver and one executor, and no application asks for more
 * executors than they hold.
 */

import type { ClusterPlan } from "./cluster";
import { executorsBesideDriver } from "./executors/capacity";
import type { ExecutorSize, SizedPod } from "./executors/shape";
import type { IssueList } from "./issue";
import { poolsPath } from "./nodes/pool-path";
import type { PlatformPlan } from "./platform";
import { formatMiB } from "./quantity";

export function checkQuotas(
  args: readonly ({ name?: string } | undefined)[],
  namespaces: PlatformPlan["namespaces"],
  { driver, executor }: { driver: SizedPod; executor: SizedPod },
  issues: IssueList,
): void {
  const cpuMillis = driver.shape.cpuRequestMillis + executor.shape.cpuRequestMillis;
  const memoryMiB = driver.shape.memoryMiB + executor.shape.memoryMiB;
  for (const { name, quota } of namespaces) {
    if (quota === undefined) continue;
    const path = `namespaces[${args.findIndex((one) => one?.name === name)}].quota`;
    const add = (key: string, value: number | string, sum: string, least: string) =>
      issues.add({
        path: `${path}.${key}`,
        value,
        problem: `is less than one driver and one executor take: ${sum}`,
        allowed: `at least ${least}`,
        change: `Raise the quota, or ask for smaller pods in executors and drivers.`,
      });
    if (quota.cpu * 1000 < cpuMillis) {
      const sum = `${driver.shape.cpuRequestMillis}m + ${executor.shape.cpuRequestMillis}m = ${cpuMillis}m CPU`;
      add("cpu", quota.cpu, sum, `${Math.ceil(cpuMillis / 10) / 100}`);
    }
    if (quota.memoryMiB < memoryMiB) {
      const sum = `${formatMiB(driver.shape.memoryMiB)} + ${formatMiB(executor.shape.memoryMiB)} = ${formatMiB(memoryMiB)}`;
      add("memory", formatMiB(quota.memoryMiB), sum, `"${memoryMiB}Mi"`);
    }
    if (quota.pods !== undefined && quota.pods < 2) add("pods", quota.pods, "2 pods", "2");
  }
}

/** Notes for each namespace how many executors its quota holds beside a driver, where that is fewer than the pools hold. */
export function withinQuotas(
  namespaces: PlatformPlan["namespaces"],
  { driver, executor }: { driver: SizedPod; executor: SizedPod },
  poolsHold: number,
): PlatformPlan["namespaces"] {
  return namespaces.map((namespace) => {
    const { cpu, memoryMiB, pods = Infinity } = namespace.quota ?? { cpu: Infinity, memoryMiB: Infinity };
    const maxExecutors = Math.min(
      Math.floor((Math.round(cpu * 1000) - driver.shape.cpuRequestMillis) / executor.shape.cpuRequestMillis),
      Math.floor((memoryMiB - driver.shape.memoryMiB) / executor.shape.memoryMiB),
      pods - 1,
    );
    return maxExecutors < poolsHold ? { ...namespace, maxExecutors } : namespace;
  });
}

/** The plan's configuration for one namespace: with no more executors than its quota holds. */
export function configurationIn(plan: PlatformPlan, namespace: string): PlatformPlan["configuration"] {
  const maxExecutors = plan.namespaces.find(({ name }) => name === namespace)?.maxExecutors;
  if (maxExecutors === undefined) return plan.configuration;
  const valueOf = (key: string) => Number(plan.configuration.find((entry) => entry.key === key)?.value);
  // Spark refuses a maximum below the minimum, which a user may have set.
  const most = Math.max(maxExecutors, valueOf("spark.dynamicAllocation.minExecutors") || 0);
  return plan.configuration.map((entry) => {
    if (!limits.includes(entry.key) || !(Number(entry.value) > most)) return entry;
    return {
      ...entry,
      value: String(most),
      reason: `The quota of ${namespace} holds ${most} executors beside a driver.`,
    };
  });
}

const limits = ["spark.dynamicAllocation.maxExecutors", "spark.kubernetes.allocation.maxPendingPods"];

/** @returns the most executors of one application; 0 when an issue was added */
export function checkPoolRoom(driver: SizedPod, executor: SizedPod, cluster: ClusterPlan, issues: IssueList): number {
  const most = executorsBesideDriver(driver, executor, cluster);
  if (most >= 1) return most;
  issues.add({
    path: poolsPath(cluster.sparkPools, "sparkPools"),
    value: cluster.sparkPools.map(({ name, maxNodes }) => `${name}: at most ${maxNodes} nodes`),
    problem: "hold a driver or an executor but not both, so no application could ever run a task",
    allowed: "room for at least one driver and one executor",
    change: "Raise maxNodes of a pool, or ask for smaller pods in executors and drivers.",
  });
  return 0;
}

/**
 * @param asked the sizes as the user has them, for the paths of issues
 * @returns the most executors of each size in one application; 0 where an issue was added
 */
export function checkSizeRoom(
  driver: SizedPod,
  sizes: readonly ExecutorSize[],
  asked: readonly ({ name?: string } | undefined)[],
  cluster: ClusterPlan,
  issues: IssueList,
): number[] {
  return sizes.map(({ name, sized }) => {
    const most = executorsBesideDriver(driver, sized, cluster);
    if (most >= 1) return most;
    issues.add({
      path: `executorSizes[${asked.findIndex((one) => one?.name === name)}]`,
      value: name,
      problem: "has no room beside a driver, so no application with such executors could ever run a task",
      allowed: "a size of which the pools hold at least one executor beside a driver",
      change: "Ask for a smaller size, or raise maxNodes of a pool that runs it.",
    });
    return 0;
  });
}

/**
 * The plan as an application with executors of another size sees it: that size is the executor.
 * @param size name of one of the plan's executor sizes; none for the plan as it is
 */
export function withExecutorSize(plan: PlatformPlan, size: string | undefined): PlatformPlan {
  if (size === undefined) return plan;
  const chosen = plan.executorSizes.find(({ name }) => name === size);
  if (chosen === undefined) throw new Error(`The plan has no executor size ${JSON.stringify(size)}.`);
  const { sized: executor, configuration } = chosen;
  const namespaces = plan.namespaces.map(({ name, team, quota }) => ({ name, team, ...(quota && { quota }) }));
  const most = executorsBesideDriver(plan.driver, executor, plan.cluster);
  const { driver } = plan;
  return { ...plan, executor, configuration, namespaces: withinQuotas(namespaces, { driver, executor }, most) };
}
