/** What the experiments ask of an autoscaler, whichever it is: nodes for pending pods, on simulated machines of the plan's pools. */

import { type ClusterPlan } from "../../../lib/plan";
import { type Manifest } from "../../../lib/rendering";
import { type ControlPlane } from "../../../local/control-plane/start";
import { type Progress } from "../../../local/progress";
import { type Tools } from "../../../local/tools";
import { type Api } from "../harness/api";

export interface Autoscaler {
  /** As `EksCluster` calls it. */
  name: "karpenter" | "cluster-autoscaler";
  /** Finds it or builds it. @returns why it can't run here, in `missing` */
  find(progress: Progress): Promise<AutoscalerProgram | { missing: string }>;
}

export interface AutoscalerProgram {
  version: string;
  /** Starts it on a control plane without Spark nodes. It must be ready to be given a platform when this resolves. */
  start(context: AutoscalerContext): Promise<RunningAutoscaler>;
}

export interface AutoscalerContext {
  access: ControlPlane;
  tools: Tools<"kubectl">;
  api: Api;
  /** For its files and its log; goes with the control plane. */
  directory: string;
  /** Seconds that a node may be empty, in place of the minutes of the plan. @default the plan's */
  idleSeconds?: number;
}

export interface RunningAutoscaler {
  /**
   * Makes it work for the pools of this plan. Every node that it adds carries {@link bootAnnotation} with `booting`, and is made with
   * the allocatable, the labels and the taints of the plan; the harness plays its boot.
   *
   * @param manifests what the library deploys, NodePools included
   * @returns what to apply in their place: all that does not hang on a cloud
   */
  serve(plan: ClusterPlan, manifests: readonly Manifest[]): Promise<Manifest[]>;
  /** From now on no machine of this kind of capacity can be had, until `restock`. Nodes that are there stay. */
  sellOut(capacity: "spot" | "on-demand"): Promise<void>;
  restock(): Promise<void>;
  /** Takes a node's machine away without a notice, as a cloud does in an outage: its Node is gone, and it is not drained. */
  lose(node: string): Promise<void>;
  /** Gives back every machine of Spark pools; no pod is on them any more. Resolves when they are gone. */
  giveBack(): Promise<void>;
  /** Resident memory of its processes, in MiB. */
  memoryMiB(): number;
  stop(): Promise<void>;
}
