/** Checks that quotas and pools have room for the smallest application: one driver and one executor. */

import type { ClusterPlan } from "./cluster";
import { executorsBesideDriver } from "./executors/capacity";
import type { SizedPod } from "./executors/shape";
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
