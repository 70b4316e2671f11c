/** The tags by which cluster-autoscaler finds a node group and knows its nodes before the first one exists. Pure. */

import type { NodePoolPlan } from "../../../../plan/nodes/pool";
import { imaginedKubeProxy } from "../../../common/imagined-kube-proxy";

export interface AutoscalerTag {
  key: string;
  value: string;
}

const PREFIX = "k8s.io/cluster-autoscaler";

/** AWS takes 50 tags; EKS puts about ten of its own on every Auto Scaling group. */
export const MOST_TAGS = 40;

/** The tag that marks an Auto Scaling group as one of this cluster's; its value is `owned`. */
export function ownedTag(clusterName: string): string {
  return `${PREFIX}/${clusterName}`;
}

/** The tag that asks cluster-autoscaler to look after an Auto Scaling group. */
export const enabledTag = `${PREFIX}/enabled`;

/**
 * The tags of one pool's Auto Scaling group, sorted by key.
 *
 * Labels and taints are spelled out because EKS keeps those of a node group away from its Auto Scaling group, and resources
 * because cluster-autoscaler takes an empty group's allocatable to be the whole machine: a pod sized between the two would
 * make it add, for ever, nodes on which the pod does not fit (aws_manager.go: "TODO: use proper allocatable!!"). Where
 * machine types differ, the least of each resource is what every node has. The room of the kube-proxy that it imagines there is on top.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function autoscalerTags(pool: NodePoolPlan, clusterName: string): AutoscalerTag[] {
  const least = (resource: "cpuMillis" | "memoryMiB" | "ephemeralStorageMiB" | "pods"): number =>
    Math.min(...pool.machines.map(({ allocatable }) => allocatable[resource]));
  const template = `${PREFIX}/node-template`;
  const tags: Record<string, string> = {
    [enabledTag]: "true",
    [ownedTag(clusterName)]: "owned",
    [`${template}/resources/cpu`]: `${least("cpuMillis") + imaginedKubeProxy.cpuMillis}m`,
    [`${template}/resources/memory`]: `${least("memoryMiB")}Mi`,
    [`${template}/resources/ephemeral-storage`]: `${least("ephemeralStorageMiB")}Mi`,
    // It takes an empty group's nodes to have room for 110 pods.
    [`${template}/resources/pods`]: String(least("pods") + imaginedKubeProxy.pods),
  };
  for (const [key, value] of Object.entries(pool.labels)) tags[`${template}/label/${key}`] = value;
  for (const { key, value = "", effect } of pool.taints) tags[`${template}/taint/${key}`] = `${value}:${effect}`;
  return Object.entries(tags)
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
