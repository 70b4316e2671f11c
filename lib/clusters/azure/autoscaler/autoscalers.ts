/** The two ways in which an AKS cluster gets its nodes, and what each of them makes of the pools. Pure. */

import type { ClusterPlan } from "../../../plan/cluster";
import type { PoolContext } from "../../../plan/nodes/plan-pool";
import type { SparkPoolArgs, SystemPoolArgs } from "../../../plan/nodes/pool";
import { aksProfile } from "../../../plan/nodes/profiles/aks";
import type { Sound } from "../../../plan/structure";
import type { AksClusterPlanArgs } from "../args";
import { spotLabels, spotTaints } from "../nodes/node-pool";

export type AksAutoscaler = "native" | "auto-provisioning";

export const AKS_AUTOSCALERS: readonly AksAutoscaler[] = ["native", "auto-provisioning"];

interface Way {
  /** What the platform's pods are annotated with. */
  plan: ClusterPlan["autoscaler"];
  /** What is known of nodes of Spark pools. */
  nodes: Pick<PoolContext, "profile" | "ownLabels" | "ownTaints">;
}

const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

const WAYS: Record<AksAutoscaler, Way> = {
  native: {
    plan: {
      name: "AKS cluster autoscaler",
      driverAnnotations: { [SAFE_TO_EVICT]: "false" },
      executorAnnotations: { [SAFE_TO_EVICT]: "true" },
    },
    nodes: { profile: aksProfile("aks"), ownLabels: spotLabels, ownTaints: spotTaints },
  },
  // Karpenter, run by AKS.
  "auto-provisioning": {
    plan: {
      name: "AKS node auto-provisioning",
      driverAnnotations: { "karpenter.sh/do-not-disrupt": "true" },
      // A node goes only once it is empty, so nothing has to be said of executors.
      executorAnnotations: {},
      // It rents each machine for the pods that wait, where those may run.
      choosesZone: true,
    },
    nodes: {
      profile: aksProfile("aks-nap"),
      ownLabels: ({ capacity = "on-demand" }: SparkPoolArgs) => ({ "karpenter.sh/capacity-type": capacity }),
    },
  },
};

/** What was asked for, or what a control plane that is there runs anyway. */
export function autoscalerOf({ autoscaler, controlPlane }: Sound<AksClusterPlanArgs>): AksAutoscaler {
  return autoscaler ?? (controlPlane?.autoProvisioning ? "auto-provisioning" : "native");
}

/** How long a node idles is said in NodePools, and to the autoscaler of a cluster that comes; of one that is there it is the cluster's own. */
export function autoscalerPlan(
  autoscaler: AksAutoscaler,
  idleMinutes: number,
  isNew: boolean,
): ClusterPlan["autoscaler"] {
  const isKnown = isNew || autoscaler !== "native";
  return { ...WAYS[autoscaler].plan, ...(isKnown && { idleSeconds: idleMinutes * 60 }) };
}

export function sparkNodes(autoscaler: AksAutoscaler): Way["nodes"] {
  return WAYS[autoscaler].nodes;
}

/** The System pool where nothing is said of it: AKS runs no cluster autoscaler beside auto-provisioning, so its size is fixed then. */
export function systemPoolOf(
  autoscaler: AksAutoscaler,
  usual: SystemPoolArgs,
  given: Sound<SystemPoolArgs> | undefined,
): SystemPoolArgs {
  return autoscaler === "native" ? usual : { ...usual, maxNodes: given?.minNodes ?? usual.minNodes };
}
