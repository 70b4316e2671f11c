/** The three ways in which an EKS cluster gets its nodes, and what each of them makes of the pools. Pure. */

import type { ClusterPlan } from "../../../plan/cluster";
import { IssueList } from "../../../plan/issue";
import type { Deduction } from "../../../plan/nodes/allocatable";
import { withOwnMachines } from "../../../plan/nodes/catalogue/own-machines";
import type { MachineType } from "../../../plan/nodes/machine";
import { type NodeKind, nodeKind } from "../../../plan/nodes/node-kind";
import type { PoolContext } from "../../../plan/nodes/plan-pool";
import type { SparkPoolArgs, SystemPoolArgs } from "../../../plan/nodes/pool";
import type { Sound } from "../../../plan/structure";
import type { EksAutoscaler, EksClusterPlanArgs } from "../args";
import { withAutoModeFee } from "./auto-mode/fee";

interface Way {
  /** What the platform's pods are annotated with. */
  plan: ClusterPlan["autoscaler"];
  /** Who makes the system nodes: Karpenter can't run on nodes that it makes itself. */
  systemNodes: "node group" | "node pool";
  defaultSystemPool: SystemPoolArgs;
  /** Services that it calls, as AWS names their interface endpoints. */
  endpoints: string[];
  /** Labels that come with every node of a Spark pool. */
  labels(pool: Pick<SparkPoolArgs, "name" | "capacity">): Record<string, string>;
}

const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/** Karpenter's own; EKS Auto Mode is Karpenter, run by AWS. */
const KARPENTER = {
  driverAnnotations: { "karpenter.sh/do-not-disrupt": "true" },
  // A node goes only once it is empty, so nothing has to be said of executors.
  executorAnnotations: {},
  // It rents each machine for the pods that wait, where those may run.
  choosesZone: true,
};

const SYSTEM_MACHINES = ["m7i.large"];

const WAYS: Record<EksAutoscaler, Way> = {
  "cluster-autoscaler": {
    plan: {
      name: "cluster-autoscaler",
      driverAnnotations: { [SAFE_TO_EVICT]: "false" },
      executorAnnotations: { [SAFE_TO_EVICT]: "true" },
    },
    systemNodes: "node group",
    defaultSystemPool: { machineTypes: SYSTEM_MACHINES, minNodes: 2, maxNodes: 4 },
    endpoints: ["autoscaling"],
    labels: ({ capacity }) => ({ "eks.amazonaws.com/capacityType": capacity === "spot" ? "SPOT" : "ON_DEMAND" }),
  },
  karpenter: {
    plan: { name: "Karpenter", ...KARPENTER },
    systemNodes: "node group",
    defaultSystemPool: { machineTypes: SYSTEM_MACHINES, minNodes: 2, maxNodes: 2 },
    endpoints: ["sqs", "ssm"],
    labels: karpenterLabels,
  },
  "auto-mode": {
    plan: { name: "EKS Auto Mode", ...KARPENTER },
    systemNodes: "node pool",
    defaultSystemPool: { machineTypes: SYSTEM_MACHINES, minNodes: 1, maxNodes: 4 },
    endpoints: [],
    labels: (pool) => ({ ...karpenterLabels(pool), "eks.amazonaws.com/compute-type": "auto" }),
  },
};

/** What was asked for, or what a control plane that is there runs anyway. */
export function autoscalerOf({ autoscaler, controlPlane }: Sound<EksClusterPlanArgs>): EksAutoscaler {
  return autoscaler ?? (controlPlane?.autoMode ? "auto-mode" : "cluster-autoscaler");
}

/** Whether it was asked to keep room free for CapacityBuffer objects; only Karpenter can, and says so itself to be alpha. */
export function keepsCapacityBuffers(args: Sound<EksClusterPlanArgs>): boolean {
  return args.capacityBuffers === true && autoscalerOf(args) === "karpenter";
}

/** How long a node idles is said to a cluster-autoscaler that comes with the cluster, and in NodePools, which always come with it. */
export function autoscalerPlan(
  autoscaler: EksAutoscaler,
  idleMinutes: number,
  isInstalled: boolean,
): ClusterPlan["autoscaler"] {
  const isKnown = isInstalled || autoscaler !== "cluster-autoscaler";
  return { ...WAYS[autoscaler].plan, ...(isKnown && { idleSeconds: idleMinutes * 60 }) };
}

/**
 * The system pool where nothing is said of it. Karpenter leaves node groups alone, so that one has as many nodes at most as at least;
 * Auto Mode adds system nodes for pods that wait, of which one always runs.
 */
export function defaultSystemPool(autoscaler: EksAutoscaler, given: Sound<SystemPoolArgs> | undefined): SystemPoolArgs {
  const { defaultSystemPool: pool } = WAYS[autoscaler];
  return autoscaler === "karpenter" ? { ...pool, maxNodes: given?.minNodes ?? pool.minNodes } : pool;
}

/** Services that it calls from inside the VPC, beside those that every node calls. */
export function endpointsOf(autoscaler: EksAutoscaler): string[] {
  return WAYS[autoscaler].endpoints;
}

/** Whether EKS node groups make the system nodes. */
export function hasSystemNodeGroup(autoscaler: EksAutoscaler): boolean {
  return WAYS[autoscaler].systemNodes === "node group";
}

/** What is known of the nodes of system pools and of Spark pools. */
export function poolContexts(
  autoscaler: EksAutoscaler,
  machines: (Sound<MachineType> | undefined)[],
  daemonSets: Deduction[],
  poolNameMaxLength: number,
): Record<"system" | "spark", PoolContext> {
  const own = withOwnMachines("aws", machines);
  const rented = {
    ...own,
    findMachine: (name: string) => {
      const machine = own.findMachine(name);
      return autoscaler === "auto-mode" ? machine && withAutoModeFee(machine) : machine;
    },
  };
  const context = (by: EksAutoscaler): PoolContext => {
    const { profile, daemonSets: ofCloud } = kindOf(by);
    return {
      ...rented,
      profile,
      daemonSets: [...ofCloud, ...daemonSets],
      ownLabels: (pool) => WAYS[by].labels(pool),
      poolNameMaxLength,
    };
  };
  return {
    system: context(hasSystemNodeGroup(autoscaler) ? "cluster-autoscaler" : autoscaler),
    spark: context(autoscaler),
  };
}

function karpenterLabels({ capacity = "on-demand" }: Pick<SparkPoolArgs, "capacity">): Record<string, string> {
  return { "karpenter.sh/capacity-type": capacity };
}

function kindOf(autoscaler: EksAutoscaler): NodeKind {
  const kind = nodeKind({ cloud: "aws", autoscaler }, "", new IssueList());
  if (kind === undefined) throw new Error(`There are no nodes of ${autoscaler}.`);
  return kind;
}
