/** Which kinds live in a namespace. */

import type { Manifest } from "./manifest";

/** Kinds of Kubernetes itself that live outside of namespaces. */
const CLUSTER_SCOPED = new Set([
  "APIService",
  "CSIDriver",
  "CSINode",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterTrustBundle",
  "CustomResourceDefinition",
  "DeviceClass",
  "FlowSchema",
  "IPAddress",
  "IngressClass",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceSlice",
  "RuntimeClass",
  "ServiceCIDR",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
  "VolumeAttributesClass",
]);

/**
 * Gives a namespace to the objects that need one and name none, as `helm install --namespace` does, and takes it from those
 * that have none: charts often name one for every object.
 */
export function withNamespace(manifests: readonly Manifest[], namespace: string): Manifest[] {
  const custom = new Set(manifests.filter(isClusterScopedDefinition).map((definition) => definedKind(definition)));
  return manifests.map((manifest) => {
    const { kind, metadata } = manifest;
    if (CLUSTER_SCOPED.has(kind) || custom.has(kind)) {
      const clusterScoped = { ...metadata };
      delete clusterScoped.namespace;
      return { ...manifest, metadata: clusterScoped };
    }
    if (metadata.namespace !== undefined) return manifest;
    return { ...manifest, metadata: { ...metadata, namespace } };
  });
}

function isClusterScopedDefinition({ kind, spec }: Manifest): boolean {
  return kind === "CustomResourceDefinition" && (spec as { scope?: string }).scope === "Cluster";
}

function definedKind({ spec }: Manifest): string | undefined {
  return (spec as { names?: { kind?: string } }).names?.kind;
}
