/** User data of EKS nodes: what nodeadm, the bootstrapper of Amazon Linux 2023, is told beyond what EKS tells it. Pure. */

export interface NodeConfigPlan {
  /** Absent where the node computes these by itself, from its machine type's network limits. */
  kubelet?: {
    /** Most pods that the kubelet admits. */
    maxPods: number;
    /** What the kubelet keeps for itself and the container runtime. */
    kubeReserved: { cpu: string; memory: string; "ephemeral-storage": string };
  };
  /** Whether local NVMe disks carry the kubelet's and containerd's files, and with them pods' scratch space. */
  localDisks: boolean;
}

const BOUNDARY = "spark-platform";

/**
 * A MIME document with one NodeConfig; undefined when there is nothing to say. EKS puts its own part, with the cluster's
 * endpoint and the node group's labels and taints, before it; nodeadm merges the parts in order, so the later one wins.
 *
 * kubeReserved is spelled out because nodeadm computes it from the machine's network limits before maxPods is applied: on a
 * 16-core machine, 2829 MiB for 234 pods where 30 pods need 585 MiB.
 *
 * @see https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/
 */
export function nodeUserData({ kubelet, localDisks }: NodeConfigPlan): string | undefined {
  if (kubelet === undefined && !localDisks) return undefined;
  const nodeConfig = {
    apiVersion: "node.eks.aws/v1alpha1",
    kind: "NodeConfig",
    spec: {
      ...(kubelet && { kubelet: { config: kubelet } }),
      ...(localDisks && { instance: { localStorage: { strategy: "RAID0" } } }),
    },
  };
  return [
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    "",
    `--${BOUNDARY}`,
    "Content-Type: application/node.eks.aws",
    "",
    // YAML takes JSON as it is.
    JSON.stringify(nodeConfig, undefined, 2),
    "",
    `--${BOUNDARY}--`,
    "",
  ].join("\n");
}
