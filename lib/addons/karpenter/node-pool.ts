/** NodePool objects, by which Karpenter adds the nodes that the plan counts on: of EKS, of EKS Auto Mode and of AKS alike. Pure. */

import { reservedLabelPrefix } from "../../plan/names";
import type { NodePoolPlan } from "../../plan/nodes/pool";

/** The object that says what the cloud's side of a node is, for example an EC2NodeClass. */
export interface NodeClassReference {
  group: string;
  kind: string;
  name: string;
}

/** What a label of a node must be. */
export interface NodeRequirement {
  key: string;
  operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
  values?: string[];
}

export interface KarpenterNodePoolOptions {
  /** Name of the NodePool, at most 63 characters. @default the pool's */
  name?: string;
  nodeClassRef: NodeClassReference;
  /** Minutes that a node may be empty before it is removed. */
  idleMinutes: number;
  /** Pools of a higher weight, 1 to 100, are tried first. @default spot pools 100, others 50 */
  weight?: number;
  /** Label that holds a node's machine type. @default "node.kubernetes.io/instance-type" */
  instanceTypeLabel?: string;
  /** Label that holds `spot` or `on-demand`. @default "karpenter.sh/capacity-type" */
  capacityTypeLabel?: string;
  /** More that a node must be. @default nothing */
  requirements?: NodeRequirement[];
  /** Age at which a node is drained, whatever runs on it but drivers, for example `336h`. @default "720h", a month */
  expireAfter?: string;
  /**
   * Longest time that a drain waits, for example `24h`: pods are killed then, drivers too. Where the cloud has none of its own,
   * without it a driver always ends by itself. @default the cloud's own, or none
   */
  terminationGracePeriod?: string;
}

/** Namespaced by nothing: NodePools belong to the whole cluster. */
export interface KarpenterNodePool {
  apiVersion: "karpenter.sh/v1";
  kind: "NodePool";
  metadata: { name: string };
  spec: {
    template: {
      metadata: { labels: Record<string, string> };
      spec: {
        nodeClassRef: NodeClassReference;
        requirements: NodeRequirement[];
        taints: { key: string; value?: string; effect: string }[];
        expireAfter: string;
        terminationGracePeriod?: string;
      };
    };
    disruption: {
      consolidationPolicy: "WhenEmpty";
      consolidateAfter: string;
      budgets: { nodes: string; reasons: string[] }[];
    };
    limits: Record<"nodes" | "cpu", string>;
    weight: number;
  };
}

/** Spot before on-demand, as with every other autoscaler here. */
const weights = { spot: 100, "on-demand": 50 };

const monthOfHours = "720h";

/**
 * The NodePool of one pool of the plan. Labels that Karpenter, the cloud or the kubelet set by themselves are left out of it, since
 * Karpenter refuses some of them.
 *
 * A node goes only once it is empty: Karpenter's default, to move pods together, would take executors with their shuffle files from
 * running jobs. Empty Spark nodes all go at once. One that is no longer what the NodePool says, or runs an older image, stays until
 * it is empty or as old as `expireAfter`; system nodes, whose pods move without a loss, are replaced one by one.
 *
 * The limit is given in nodes, and in cores, which say the same as machine types of one pool have equal vCPU: versions of Karpenter
 * that don't count nodes before they launch one count cores.
 *
 * @see https://karpenter.sh/docs/concepts/nodepools/
 */
export function karpenterNodePool(pool: NodePoolPlan, options: KarpenterNodePoolOptions): KarpenterNodePool {
  const { nodeClassRef, idleMinutes, weight = weights[pool.capacity] } = options;
  const { expireAfter = monthOfHours, terminationGracePeriod } = options;
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name: options.name ?? pool.name },
    spec: {
      template: {
        metadata: { labels: ownLabels(pool) },
        spec: {
          nodeClassRef,
          requirements: requirementsOf(pool, options),
          taints: pool.taints.map(({ key, value, effect }) => ({ key, ...(value && { value }), effect })),
          expireAfter,
          ...(terminationGracePeriod !== undefined && { terminationGracePeriod }),
        },
      },
      disruption: {
        consolidationPolicy: "WhenEmpty",
        consolidateAfter: `${idleMinutes}m`,
        budgets: [
          { nodes: "100%", reasons: ["Empty"] },
          { nodes: pool.role === "spark" ? "0" : "1", reasons: ["Drifted"] },
        ],
      },
      limits: limitsOf(pool),
      weight,
    },
  };
}

/** What only this NodePool can tell the nodes. */
function ownLabels({ labels }: NodePoolPlan): Record<string, string> {
  const isOwn = (key: string): boolean => [undefined, "spark-platform"].includes(reservedLabelPrefix(key));
  return Object.fromEntries(Object.entries(labels).filter(([key]) => isOwn(key)));
}

function requirementsOf(
  { capacity, machines }: NodePoolPlan,
  {
    instanceTypeLabel = "node.kubernetes.io/instance-type",
    capacityTypeLabel = "karpenter.sh/capacity-type",
    requirements = [],
  }: KarpenterNodePoolOptions,
): NodeRequirement[] {
  const types = machines.map(({ machine }) => machine);
  const isIn = (key: string, ...values: string[]): NodeRequirement => ({ key, operator: "In", values });
  return [
    isIn(instanceTypeLabel, ...types.map(({ name }) => name)),
    isIn(capacityTypeLabel, capacity),
    isIn("kubernetes.io/arch", ...new Set(types.map(({ architecture }) => architecture))),
    ...requirements,
  ];
}

function limitsOf({ maxNodes, machines }: NodePoolPlan): Record<"nodes" | "cpu", string> {
  const vcpu = Math.max(...machines.map(({ machine }) => machine.vcpu));
  return { nodes: String(maxNodes), cpu: String(maxNodes * vcpu) };
}
