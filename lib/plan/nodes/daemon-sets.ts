/**
 * The pods that each cloud runs on every one of its nodes, by what they request. Rounded up where clusters differ; what users
 * choose to add (log and metric agents, service meshes, Container Insights, network policies by Calico) is theirs to count.
 */

import type { Deduction } from "./allocatable";

/**
 * The add-ons of EKS. CPU is what they request (a node of EKS 1.36, July 2026: 50m, 100m, 0); they request no memory, so what
 * they use (less than this) is set aside for them. aws-node includes the network policy agent. The EBS CSI driver, where there
 * is one, requests 30m and 120 MiB more.
 */
export const eksDaemonSets: readonly Deduction[] = [
  agent("aws-node", 50, 96),
  agent("kube-proxy", 100, 48),
  agent("eks-pod-identity-agent", 0, 32),
];

/**
 * What GKE runs, as a node of GKE 1.36.3 with Workload Identity and node-local DNS listed it (n2-standard-4, October 2026).
 * kube-proxy requests no memory, so what it uses is set aside. With Dataplane V2, anetd runs in place of it and of netd; the two
 * together are no less than the 110m and 164 MiB that it was seen to request.
 */
export const gkeDaemonSets: readonly Deduction[] = [
  agent("fluentbit-gke", 105, 230),
  agent("gke-metadata-server", 100, 100),
  agent("gke-metrics-agent", 21, 145),
  agent("ip-masq-agent", 10, 16),
  agent("kube-proxy or anetd", 110, 100),
  agent("netd", 8, 65),
  agent("node-local-dns", 30, 50),
  agent("pdcsi-node", 10, 20),
];

/**
 * What GKE runs besides on nodes with GPUs, by what `kubectl describe node` said of one: the device plugin, as much as the step
 * before it that installs the driver.
 */
export const gkeGpuDaemonSets: readonly Deduction[] = [agent("nvidia-gpu-device-plugin", 150, 80)];

/**
 * What AKS runs with overlay networking, as nodes of AKS 1.30.9 and 1.32.7 listed it (March and October 2025). kube-proxy
 * requests no memory, so what it uses is set aside.
 */
export const aksDaemonSets: readonly Deduction[] = [
  agent("azure-cns", 40, 250),
  agent("azure-ip-masq-agent", 100, 50),
  agent("cloud-node-manager", 50, 50),
  agent("csi-azuredisk-node", 30, 60),
  agent("csi-azurefile-node", 30, 60),
  agent("kube-proxy", 100, 48),
];

/**
 * The same with Cilium as the data plane, which takes kube-proxy's place. Its agent requests the 100m and 100 MiB of its init
 * container (https://github.com/Azure/AKS/issues/5244, September 2025) and uses more: that is set aside.
 */
export const aksCiliumDaemonSets: readonly Deduction[] = [
  ...aksDaemonSets.filter(({ name }) => name !== "kube-proxy"),
  agent("cilium", 100, 400),
];

function agent(name: string, cpuMillis: number, memoryMiB: number): Deduction {
  return { name, cpuMillis, memoryMiB, ephemeralStorageMiB: 0 };
}
