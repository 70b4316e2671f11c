/** Where a pod may run, as Kubernetes writes it: node affinity and tolerations derived from the pools of the plan. */

import type { NodePoolPlan, SparkRole } from "../nodes/pool";
import type { PlatformPlan } from "../platform";
import type { NodeSelectorTerm, Toleration } from "./pod";
import { tolerationsOf } from "./tolerations";

export interface NodeSelectorExpressions {
  matchExpressions: { key: string; operator: "In"; values: string[] }[];
}

/** The part of a pod's spec that decides which nodes it may run on. */
export interface Scheduling {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: NodeSelectorExpressions[] };
      preferredDuringSchedulingIgnoredDuringExecution?: { weight: number; preference: NodeSelectorExpressions }[];
    };
  };
  tolerations: Toleration[];
  /** Only of the platform's own pods: drivers, executors and pause pods are told theirs by role. */
  priorityClassName?: string;
  /** Only where it is not the cluster's own. Never of the platform's own pods: the scheduler is one of them. */
  schedulerName?: string;
}

/**
 * Where drivers or executors may run. Pause pods take the same, narrowed to the one pool that they keep warm.
 * @param pool only this one of the role's pools
 */
export function schedulingOf(plan: PlatformPlan, role: SparkRole, pool?: string): Scheduling {
  const sized = role === "driver" ? plan.driver : plan.executor;
  const names = pool === undefined ? sized.pools : sized.pools.filter((name) => name === pool);
  const pools = poolsByName(plan.cluster.sparkPools, names);
  const preferred = (pool === undefined ? (sized.preferences ?? []) : []).flatMap((preference) =>
    pools
      .filter(({ name }) => name === preference.pool)
      .map(({ selector }) => ({ weight: preference.weight, preference: expressionsOf(selector) })),
  );
  return {
    affinity: {
      nodeAffinity: {
        ...requiredTerms(pools),
        ...(preferred.length > 0 && { preferredDuringSchedulingIgnoredDuringExecution: preferred }),
      },
    },
    tolerations: tolerationsOf(pools),
    ...(plan.scheduler.name !== undefined && { schedulerName: plan.scheduler.name }),
  };
}

/**
 * Where one of the platform's own pods may run: on the system pools that the plan proved it fits.
 * @param pod name of a pod in `plan.placements`, for example `history server`
 */
export function systemSchedulingOf(plan: PlatformPlan, pod: string): Scheduling {
  const placement = plan.placements.find((one) => one.pod.name === pod);
  const pools = poolsByName(plan.cluster.systemPools, placement?.pools ?? []);
  return {
    affinity: { nodeAffinity: requiredTerms(pools) },
    tolerations: placement?.pod.tolerations ?? [],
    ...(placement?.pod.priorityClassName !== undefined && { priorityClassName: placement.pod.priorityClassName }),
  };
}

/** Where a pod may run that belongs on every node of some Spark pools. */
export function sparkPoolScheduling({ cluster }: Pick<PlatformPlan, "cluster">, names: readonly string[]): Scheduling {
  const pools = cluster.sparkPools.filter(({ name }) => names.includes(name));
  return { affinity: { nodeAffinity: requiredTerms(pools) }, tolerations: tolerationsOf(pools) };
}

function poolsByName(pools: readonly NodePoolPlan[], names: readonly string[]): NodePoolPlan[] {
  return names.flatMap((name) => pools.filter((pool) => pool.name === name));
}

function requiredTerms(pools: readonly NodePoolPlan[]) {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: pools.map(({ selector }) => expressionsOf(selector)),
    },
  };
}

function expressionsOf(term: NodeSelectorTerm): NodeSelectorExpressions {
  return {
    matchExpressions: Object.entries(term)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, operator: "In", values: [value] })),
  };
}
