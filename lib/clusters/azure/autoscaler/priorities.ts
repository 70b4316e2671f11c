/** Tells AKS's autoscaler which pools to try first. */

import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";

import type { AksClusterPlan } from "../plan";

/** Spot before everything else; the catch-all keeps the other pools in the game. */
const PRIORITY = { spot: 100, others: 50 };

/**
 * Creates the ConfigMap that the expander `priority` reads. Free of charge.
 * @see https://learn.microsoft.com/azure/aks/cluster-autoscaler
 */
export function createPriorities(
  name: string,
  plan: AksClusterPlan,
  opts: pulumi.CustomResourceOptions,
): kubernetes.core.v1.ConfigMap {
  return new kubernetes.core.v1.ConfigMap(
    `${name}-priorities`,
    {
      metadata: { name: "cluster-autoscaler-priority-expander", namespace: "kube-system" },
      data: { priorities: prioritiesOf(plan) },
    },
    opts,
  );
}

/** In YAML, whose keys can be numbers. AKS names the scale set of a pool `aks-<pool>-<number>-vmss`. */
function prioritiesOf({ agentPools }: Pick<AksClusterPlan, "agentPools">): string {
  const spot = agentPools.filter(({ priority }) => priority === "Spot").map(({ name }) => `^aks-${name}-.*`);
  return stringify(
    new Map([...(spot.length > 0 ? ([[PRIORITY.spot, spot]] as const) : []), [PRIORITY.others, [".*"]]]),
  );
}
