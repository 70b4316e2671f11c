/** Pod Security: the labels of a namespace that takes only hardened pods, and pods and containers that are. */

/** Labels that make a namespace refuse pods which do not pass `restricted`, as it was defined in that Kubernetes version. */
export function restrictedNamespaceLabels(kubernetesVersion: string): Record<string, string> {
  return Object.fromEntries(
    ["enforce", "audit", "warn"].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, "restricted"],
      [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetesVersion}`],
    ]),
  );
}

/** A container that passes `restricted` and can write nowhere but to its volumes. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** User `nonroot` of distroless images. */
export const distrolessUid = 65532;

/** A pod that passes `restricted`, with containers that do. @param uid of the image's user, and of its group */
export function unprivilegedPod(uid: number) {
  return { runAsNonRoot: true, runAsUser: uid, runAsGroup: uid, seccompProfile: { type: "RuntimeDefault" } };
}
