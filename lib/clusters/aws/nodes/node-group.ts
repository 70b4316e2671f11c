/** Plans the managed node group of one pool: from what the pool's nodes are to what EKS is asked for. Pure. */

import type { Architecture } from "../../../plan/nodes/machine";
import type { NodePoolPlan, Taint } from "../../../plan/nodes/pool";
import { defaultDiskGiB } from "../../../plan/nodes/reserve";
import { type AutoscalerTag, autoscalerTags } from "../autoscaler/cluster-autoscaler/autoscaler-tags";
import type { NodeConfigPlan } from "./node-config";

export interface EksNodeGroupPlan {
  /** Name of the pool. */
  pool: string;
  role: NodePoolPlan["role"];
  capacityType: "ON_DEMAND" | "SPOT";
  amiType: string;
  instanceTypes: string[];
  minSize: number;
  maxSize: number;
  /** Root volume in GiB. */
  diskGiB: number;
  /** Labels that EKS is asked to put on the nodes; those that Kubernetes and EKS set themselves are left out. */
  labels: Record<string, string>;
  taints: { key: string; value?: string; effect: string }[];
  nodeConfig: NodeConfigPlan;
  autoscalerTags: AutoscalerTag[];
}

/** EKS refuses labels under these prefixes in a node group: it or the kubelet sets them. */
const EKS_LABEL = /^([^/]+\.)?(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;

const AMI_TYPES: Record<Architecture, string> = {
  amd64: "AL2023_x86_64_STANDARD",
  arm64: "AL2023_ARM_64_STANDARD",
};

const GPU_AMI_TYPES: Record<Architecture, string> = {
  amd64: "AL2023_x86_64_NVIDIA",
  arm64: "AL2023_ARM_64_NVIDIA",
};

const TAINT_EFFECTS: Record<Taint["effect"], string> = {
  NoSchedule: "NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
};

export function planNodeGroup(pool: NodePoolPlan, clusterName: string): EksNodeGroupPlan {
  const machines = pool.machines.map(({ machine }) => machine);
  const architecture = machines[0]?.architecture ?? "amd64";
  const amiTypes = machines.some(({ accelerators }) => accelerators !== undefined) ? GPU_AMI_TYPES : AMI_TYPES;
  return {
    pool: pool.name,
    role: pool.role,
    capacityType: pool.capacity === "spot" ? "SPOT" : "ON_DEMAND",
    amiType: amiTypes[architecture],
    instanceTypes: machines.map(({ name }) => name),
    minSize: pool.minNodes,
    maxSize: pool.maxNodes,
    diskGiB: pool.diskGiB ?? defaultDiskGiB,
    labels: Object.fromEntries(Object.entries(pool.labels).filter(([key]) => !EKS_LABEL.test(key))),
    taints: pool.taints.map(({ effect, ...taint }) => ({ ...taint, effect: TAINT_EFFECTS[effect] })),
    nodeConfig: planNodeConfig(pool),
    autoscalerTags: autoscalerTags(pool, clusterName),
  };
}

/** Machine types of a pool have equal vCPU and one maxPods, so what the kubelet keeps is the same on all of them. */
export function planNodeConfig({ kubelet, machines }: NodePoolPlan): NodeConfigPlan {
  const localDisks = machines.some(({ machine }) => machine.localDisks !== undefined);
  const reserved = machines[0]?.allocatable.breakdown.find(({ name }) => name === "kube-reserved");
  if (kubelet === undefined || reserved === undefined) return { localDisks };
  return {
    kubelet: {
      maxPods: kubelet.maxPods,
      kubeReserved: {
        cpu: `${reserved.cpuMillis}m`,
        memory: `${reserved.memoryMiB}Mi`,
        "ephemeral-storage": `${reserved.ephemeralStorageMiB}Mi`,
      },
    },
    localDisks,
  };
}
