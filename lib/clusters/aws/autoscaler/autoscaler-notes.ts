/** What an autoscaler does on EKS that deserves a look. Pure. */

import type { Issue } from "../../../plan/issue";
import type { EksClusterPlanArgs } from "../args";
import { AUTO_MODE_FEE } from "./auto-mode/fee";
import { autoscalerOf } from "./autoscalers";

export function autoscalerNotes(args: EksClusterPlanArgs): Issue[] {
  const autoscaler = autoscalerOf(args);
  if (autoscaler === "auto-mode") return [feeNote(), lifetimeNote()];
  const { controlPlane, installAutoscaler = true } = args;
  return controlPlane !== undefined && installAutoscaler ? [installedNote(autoscaler, controlPlane.name)] : [];
}

function feeNote(): Issue {
  return {
    path: "autoscaler",
    value: "auto-mode",
    problem: `costs a fee for every node, about ${AUTO_MODE_FEE * 100} % of its on-demand price and on spot no less; all prices here hold it`,
    allowed: "any autoscaler, at its price",
    change: 'Use "karpenter" to run the same nodes without the fee.',
  };
}

/** https://docs.aws.amazon.com/eks/latest/userguide/automode-learn-instances.html */
function lifetimeNote(): Issue {
  return {
    path: "autoscaler",
    value: "auto-mode",
    problem: "ends every node after 21 days at most, and a driver that still runs on it",
    allowed: "any autoscaler; streaming applications start again from their checkpoints",
    change: 'Use "karpenter" for drivers that must run longer.',
  };
}

function installedNote(autoscaler: string, clusterName: string): Issue {
  return {
    path: "autoscaler",
    value: autoscaler,
    problem: `is put into the cluster ${clusterName}, which must not run another one`,
    allowed: "one autoscaler a cluster",
    change: "Set installAutoscaler to false if the cluster already has it.",
  };
}
