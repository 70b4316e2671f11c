/** The newest release known of each Kubernetes minor version, for programs that must be of the cluster's own: pinned here and nowhere else. */

/** Tags of k8s.io/kube-scheduler and k8s.io/kubectl, November 2026, which carry the numbers of Kubernetes' releases with 0 in place of 1. */
const releases: Record<string, string> = {
  "1.33": "v1.33.13",
  "1.34": "v1.34.13",
  "1.35": "v1.35.10",
  "1.36": "v1.36.6",
};

/** Minor versions of which a release is known. */
export const knownMinors: readonly string[] = Object.keys(releases);

/**
 * @param kubernetesVersion minor version, or more: `1.35.2-gke.1842000`
 * @returns undefined for a version of which none is known
 */
export function kubernetesRelease(kubernetesVersion: string): string | undefined {
  return releases[minorOf(kubernetesVersion) ?? ""];
}

/** The minor version of a version that may say more. */
export function minorOf(kubernetesVersion: string): string | undefined {
  return /^1\.\d+/.exec(kubernetesVersion)?.[0];
}
