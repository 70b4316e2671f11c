/** Which taints keep which pods out. */

import type { NodePoolPlan, Taint } from "../nodes/pool";
import type { Toleration } from "./pod";

/**
 * The taint that clusters keep a system pool for cluster services with; AKS names it for system pools, and CoreDNS,
 * metrics-server and the clouds' own pods tolerate it. The platform's own pods belong there too.
 * https://learn.microsoft.com/azure/aks/use-system-pools
 */
const systemTaintKey = "CriticalAddonsOnly";

/** What the platform's own pods tolerate. */
export const systemTolerations: readonly Toleration[] = [{ key: systemTaintKey, operator: "Exists" }];

/** Whether a taint lets the platform's own pods onto the node. */
export function isToleratedBySystemPods(taint: Taint): boolean {
  return systemTolerations.some((toleration) => tolerates(toleration, taint));
}

/** As the scheduler matches them: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== taint.effect) return false;
  if (key !== undefined && key !== taint.key) return false;
  return operator === "Exists" || (value ?? "") === (taint.value ?? "");
}

/** What lets a pod onto every one of the pools, each taint once, in a fixed order. */
export function tolerationsOf(pools: readonly NodePoolPlan[]): Toleration[] {
  const tolerations = pools.flatMap(({ taints }) =>
    taints.map(({ key, value, effect }): Toleration =>
      value === undefined || value === ""
        ? { key, operator: "Exists", effect }
        : { key, operator: "Equal", value, effect },
    ),
  );
  const unique = new Map(tolerations.map((toleration) => [JSON.stringify(toleration), toleration]));
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, toleration]) => toleration);
}
