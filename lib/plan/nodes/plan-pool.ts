/** Plans node pools: every argument checked, every machine with what it leaves for pods, labels and taints decided. */

import type { IssueList } from "../issue";
import { joinPath } from "../structure";
import {
  checkLabels,
  checkNodeRange,
  checkPoolName,
  checkRoles,
  checkTaints,
  checkMaxPods,
  networkMaxPods,
} from "./check-pool";
import { checkEveryRoleHasAPool, checkUniqueNames, rolesOf, systemPoolName } from "./check-pools";
import { capacityLabel, poolLabel, roleLabel, sparkTaint } from "./labels";
import type { MachineType } from "./machine";
import type { NodePoolPlan, SparkPoolArgs } from "./pool";
import { findMachines, type MachineContext, planMachines } from "./pool-machines";
import { checkSparkPoolStructure, checkSystemPoolStructure, type SoundFields } from "./pool-structure";
import { kubeletFor, sparkMaxPods } from "./profiles";
import { defaultDiskGiB } from "./reserve";

/** What a cluster knows of the Spark pools that it creates. */
export interface PoolContext extends MachineContext {
  /** Most pods per node of a pool that does not say, where the network plugin has as many addresses. @default 30 */
  defaultMaxPods?: number;
  /** Labels that the cloud or the cluster puts on the nodes of the pool by itself. @default none */
  ownLabels?(pool: SparkPoolArgs): Record<string, string>;
  /** Longest pool name that the cloud resources derived from it allow. */
  poolNameMaxLength: number;
}

/** The pool of the platform's own pods. */
export interface SystemPoolArgs {
  /** Machine types of one shape (equal vCPU, memory within 10 %, one architecture). */
  machineTypes: string[];
  minNodes: number;
  maxNodes: number;
}

/**
 * Plans the Spark pools. Adds every issue of every pool to `issues`; never throws.
 * @param path of the pools as the user writes it, for example `sparkPools`.
 * @returns the plans of the pools that have no issue of their own.
 */
export function planSparkPools(
  pools: SparkPoolArgs[],
  path: string,
  context: PoolContext,
  issues: IssueList,
): NodePoolPlan[] {
  if (!Array.isArray(pools) || pools.length === 0) {
    issues.add({
      path,
      value: pools,
      problem: "names no Spark pool, so no application could run",
      allowed: "a list of at least one pool",
      change: `Give ${path} a pool, for example { name: "spark", machineTypes: ["<machine type>"], maxNodes: 10 }.`,
    });
    return [];
  }
  const checked: SoundFields[] = [];
  const plans: NodePoolPlan[] = [];
  pools.forEach((pool, index) => {
    const at = joinPath(path, [index]);
    const before = issues.length;
    const structure = checkSparkPoolStructure(pool, at, issues);
    const plan = planSparkPool(structure.fields, at, context, issues);
    checked.push(structure);
    if (issues.length === before) plans.push(plan);
  });
  checkUniqueNames(checked, path, issues);
  checkEveryRoleHasAPool(checked, path, issues);
  return plans;
}

/**
 * Plans the pool of the platform's own pods: on-demand, without a taint, with the kubelet's own defaults.
 * Adds every issue to `issues`; never throws.
 * @returns undefined when there is an issue.
 */
export function planSystemPool(
  args: SystemPoolArgs,
  path: string,
  context: MachineContext,
  issues: IssueList,
): NodePoolPlan | undefined {
  const before = issues.length;
  if (!checkSystemPoolStructure(args, path, issues)) return undefined;
  const { machineTypes, minNodes, maxNodes } = args;
  checkNodeRange(args, path, issues);
  const typesPath = joinPath(path, ["machineTypes"]);
  const found = findMachines(machineTypes, typesPath, context, issues);
  const machines = planMachines(found, { diskGiB: defaultDiskGiB }, typesPath, context, issues);
  if (issues.length > before) return undefined;
  return {
    name: systemPoolName,
    role: "system",
    capacity: "on-demand",
    runs: [],
    minNodes,
    maxNodes,
    diskGiB: defaultDiskGiB,
    machines,
    labels: { [roleLabel]: "system" },
    selector: { [roleLabel]: "system" },
    taints: [],
  };
}

/** A plan that can be relied on only where the pool turned out to have no issue. */
function planSparkPool(
  pool: Partial<SparkPoolArgs>,
  path: string,
  context: PoolContext,
  issues: IssueList,
): NodePoolPlan {
  const { name = "", capacity = "on-demand", minNodes = 0, maxNodes = 0, diskGiB = defaultDiskGiB } = pool;
  const { machineTypes = [], labels = {}, taints = [], maxPods } = pool;
  if (pool.name !== undefined) checkPoolName(name, context.poolNameMaxLength, path, issues);
  checkNodeRange(pool, path, issues);
  checkRoles(pool, path, issues);
  checkLabels(labels, path, issues);
  checkTaints(taints, path, issues);

  const typesPath = joinPath(path, ["machineTypes"]);
  const found = findMachines(machineTypes, typesPath, context, issues);
  const isGiven = checkMaxPods(maxPods, found, context.daemonSets.length, path, issues);
  const kubelet = kubeletFor(context.profile, isGiven ? maxPods : defaultMaxPods(found, context));
  const machines = planMachines(found, { ...kubelet, diskGiB }, typesPath, context, issues);

  const selector = { [poolLabel]: name };
  const ownLabels = context.ownLabels?.({ ...pool, name, machineTypes, maxNodes });
  return {
    name,
    role: "spark",
    capacity,
    runs: rolesOf(pool),
    minNodes,
    maxNodes,
    diskGiB,
    kubelet,
    machines,
    labels: { ...labels, ...ownLabels, ...selector, [capacityLabel]: capacity, [roleLabel]: "spark" },
    selector,
    taints: [sparkTaint, ...taints],
  };
}

function defaultMaxPods(machines: MachineType[], context: PoolContext): number {
  return Math.min(context.defaultMaxPods ?? sparkMaxPods, networkMaxPods(machines) ?? Infinity);
}
