/** Plans node pools: every argument checked, every machine with what it leaves for pods, labels and taints decided. */

import type { IssueList } from "../issue";
import { joinPath, type Sound } from "../structure";
import { checkLabels, checkNodeRange, checkPoolName, checkRoles, checkTaints, checkMaxPods } from "./check-pool";
import { checkEveryRoleHasAPool, checkUniqueNames, rolesOf, systemPoolName } from "./check-pools";
import { capacityLabel, poolLabel, roleLabel, sparkTaint } from "./labels";
import type { MachineType } from "./machine";
import type { NodePoolPlan, SparkPoolArgs, SystemPoolArgs, Taint } from "./pool";
import { findMachines, type MachineContext, planMachines } from "./pool-machines";
import { checkSparkPoolStructure, checkSystemPoolStructure, type SoundPool } from "./pool-structure";
import { kubeletFor, type KubeletSettings, sparkMaxPodsOf } from "./kubelet";
import { defaultDiskGiB } from "./reserve";

/** What a cluster knows of the Spark pools that it creates. */
export interface PoolContext extends MachineContext {
  /** Labels that the cloud or the cluster puts on the nodes of the pool by itself. @default none */
  ownLabels?(pool: SparkPoolArgs): Record<string, string>;
  /** Taints that the cloud puts on the nodes of the pool by itself. @default none */
  ownTaints?(pool: SparkPoolArgs): Taint[];
  /** Longest pool name that the cloud resources derived from it allow. */
  poolNameMaxLength: number;
  /** What a pool's name must be instead of a DNS-1123 label; adds an issue when it is not. @default a DNS-1123 label */
  checkPoolName?(name: string, path: string, issues: IssueList): void;
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
  const checked: SoundPool[] = [];
  const plans: NodePoolPlan[] = [];
  pools.forEach((pool, index) => {
    const at = joinPath(path, [index]);
    const before = issues.length;
    const structure = checkSparkPoolStructure(pool, at, issues);
    checked.push(structure);
    const nodes = checkSparkPool(structure.fields, at, context, issues);
    if (issues.length === before) plans.push(planSparkPool(pool, at, nodes, context));
  });
  checkUniqueNames(checked, path, issues);
  checkEveryRoleHasAPool(checked, path, issues);
  return plans;
}

/**
 * Plans the pool of the platform's own pods: on-demand, with the kubelet's own defaults.
 * @param taints that keep other pods away; the platform's own pods must tolerate them. @default none
 * Adds every issue to `issues`; never throws.
 * @returns undefined when there is an issue.
 */
export function planSystemPool(
  args: Sound<SystemPoolArgs>,
  path: string,
  context: MachineContext,
  issues: IssueList,
  taints: Taint[] = [],
): NodePoolPlan | undefined {
  const before = issues.length;
  const sound = checkSystemPoolStructure(args, path, issues);
  const { machineTypes = [], minNodes = 0, maxNodes = 0 } = sound;
  checkNodeRange(sound, path, issues);
  const typesPath = joinPath(path, ["machineTypes"]);
  const found = findMachines(machineTypes, typesPath, context, issues);
  const machines = planMachines(found, { diskGiB: defaultDiskGiB }, typesPath, context, issues);
  if (issues.length > before) return undefined;
  return {
    name: systemPoolName,
    argument: path,
    role: "system",
    capacity: "on-demand",
    runs: [],
    minNodes,
    maxNodes,
    diskGiB: defaultDiskGiB,
    machines,
    labels: { [roleLabel]: "system" },
    selector: { [roleLabel]: "system" },
    taints,
  };
}

type PoolNodes = Pick<NodePoolPlan, "diskGiB" | "kubelet" | "machines">;

/** Adds every issue of a pool that its structure does not show. @returns what the pool's nodes are, where there is no issue. */
function checkSparkPool(pool: Sound<SparkPoolArgs>, path: string, context: PoolContext, issues: IssueList): PoolNodes {
  const { name, diskGiB = defaultDiskGiB, machineTypes = [], labels = {}, taints = [], maxPods } = pool;
  if (name !== undefined) {
    if (context.checkPoolName) context.checkPoolName(name, path, issues);
    else checkPoolName(name, context.poolNameMaxLength, path, issues);
  }
  checkNodeRange(pool, path, issues);
  checkRoles(pool, path, issues);
  checkLabels(labels, path, issues);
  checkTaints(taints, path, issues);

  const typesPath = joinPath(path, ["machineTypes"]);
  const found = findMachines(machineTypes, typesPath, context, issues);
  const isGiven = checkMaxPods(maxPods, found, context, path, issues);
  const kubelet = isGiven ? kubeletFor(context.profile, maxPods) : defaultKubelet(found, context);
  const machines = planMachines(found, { ...kubelet, diskGiB }, typesPath, context, issues);
  return { diskGiB, machines, ...(kubelet && { kubelet }) };
}

function planSparkPool(pool: SparkPoolArgs, path: string, nodes: PoolNodes, context: PoolContext): NodePoolPlan {
  const { name, capacity = "on-demand", minNodes = 0, maxNodes, labels, taints = [] } = pool;
  const selector = { [poolLabel]: name };
  const ownLabels = context.ownLabels?.(pool);
  return {
    name,
    argument: path,
    role: "spark",
    capacity,
    runs: rolesOf(pool),
    minNodes,
    maxNodes,
    ...nodes,
    labels: { ...labels, ...ownLabels, ...selector, [capacityLabel]: capacity, [roleLabel]: "spark" },
    selector,
    taints: [sparkTaint, ...(context.ownTaints?.(pool) ?? []), ...taints],
  };
}

/** Undefined where nodes can't be told: they admit what they usually do. */
function defaultKubelet(machines: MachineType[], context: PoolContext): KubeletSettings | undefined {
  const { profile, daemonSets } = context;
  if (machines.length === 0 || !profile.settings.includes("maxPods")) return undefined;
  return kubeletFor(profile, Math.min(...machines.map((one) => sparkMaxPodsOf(profile, one, daemonSets.length))));
}
