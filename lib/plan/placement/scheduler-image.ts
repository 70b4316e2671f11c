/** The kube-scheduler of each Kubernetes version: pinned here and nowhere else. */

/**
 * Newest patch of each minor version: tags of k8s.io/kube-scheduler, November 2026, which carry the numbers of Kubernetes's releases
 * with 0 in place of 1.
 */
const versions: Record<string, string> = {
  "1.33": "v1.33.13",
  "1.34": "v1.34.13",
  "1.35": "v1.35.10",
  "1.36": "v1.36.6",
};

/** Minor versions for which there is one. */
export const kubeSchedulerVersions: readonly string[] = Object.keys(versions);

/**
 * The image for a cluster. A scheduler must not be newer than the API server, and knows of the pod's fields what its own version knows
 * (https://kubernetes.io/releases/version-skew-policy/#kube-controller-manager-kube-scheduler-and-cloud-controller-manager), so it is
 * the cluster's own minor version.
 * @param kubernetesVersion minor version, or more: `1.35.2-gke.1842000`
 * @returns undefined for a version of which none is known
 */
export function kubeSchedulerImage(kubernetesVersion: string): string | undefined {
  const minor = /^1\.\d+/.exec(kubernetesVersion)?.[0] ?? "";
  const version = versions[minor];
  return version === undefined ? undefined : `registry.k8s.io/kube-scheduler:${version}`;
}
