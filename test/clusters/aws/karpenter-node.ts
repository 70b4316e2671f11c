/**
 * The node that Karpenter imagines before it has launched one, worked out again from its documents: what it takes off a machine for
 * the virtual machine, for the kubelet and for eviction.
 * https://karpenter.sh/v1.14/reference/settings/ (vmMemoryOverheadPercent) and https://karpenter.sh/v1.14/concepts/nodeclasses/ (kubelet)
 */

export interface Machine {
  vcpu: number;
  memoryMiB: number;
  isArm?: boolean;
}

export interface EmittedNodeClass {
  kubelet: { maxPods: number; kubeReserved: { cpu: string; memory: string } };
}

export interface Room {
  cpuMillis: number;
  memoryMiB: number;
  pods: number;
}

/** Without kubelet.evictionHard: https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/ */
const EVICTION_MIB = 100;

/** What arm64 kernels set aside for contiguous memory. */
const ARM_MIB = 64;

/** What EKS's own DaemonSets ask for on each node: aws-node 50m, kube-proxy 100m, the Pod Identity agent nothing. */
const DAEMON_SETS = { cpuMillis: 150, memoryMiB: 0, pods: 3 };

export function imaginedNode({ vcpu, memoryMiB, isArm }: Machine, nodeClass: EmittedNodeClass, overhead: number): Room {
  const { maxPods, kubeReserved } = nodeClass.kubelet;
  const stated = memoryMiB - (isArm ? ARM_MIB : 0);
  const capacity = stated - Math.ceil(stated * overhead);
  return {
    cpuMillis: vcpu * 1000 - amount(kubeReserved.cpu, "m") - DAEMON_SETS.cpuMillis,
    memoryMiB: capacity - amount(kubeReserved.memory, "Mi") - EVICTION_MIB - DAEMON_SETS.memoryMiB,
    pods: maxPods - DAEMON_SETS.pods,
  };
}

function amount(text: string, unit: string): number {
  if (!text.endsWith(unit)) throw new Error(`${text} is not in ${unit}`);
  return Number(text.slice(0, -unit.length));
}
