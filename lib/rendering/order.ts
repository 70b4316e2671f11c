/** The order in which objects can be applied: what others need comes first. */

import type { Manifest } from "./manifest";

/** Helm's order of kinds, with definitions and namespaces in front and webhooks, which would meet objects, at the end. */
const KINDS = [
  "CustomResourceDefinition",
  "Namespace",
  "PriorityClass",
  "StorageClass",
  "NetworkPolicy",
  "ResourceQuota",
  "LimitRange",
  "PodDisruptionBudget",
  "ServiceAccount",
  "Secret",
  "ConfigMap",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "ClusterRole",
  "ClusterRoleBinding",
  "Role",
  "RoleBinding",
  "Service",
  "DaemonSet",
  "Pod",
  "Deployment",
  "StatefulSet",
  "HorizontalPodAutoscaler",
  "Job",
  "CronJob",
  "IngressClass",
  "Ingress",
  "APIService",
];
const LAST = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/** Place of a kind among all, from 0; kinds that the list does not know (custom resources) come after those it knows. */
export function kindRank(kind: string): number {
  if (LAST.includes(kind)) return KINDS.length + 1 + LAST.indexOf(kind);
  const known = KINDS.indexOf(kind);
  return known === -1 ? KINDS.length : known;
}

/** Objects sorted for applying, in the same order every time: by kind, then namespace, then name. */
export function applyOrder(manifests: readonly Manifest[]): Manifest[] {
  const keys = new Map(manifests.map((manifest) => [manifest, sortKey(manifest)]));
  return [...manifests].sort((a, b) => {
    const rank = kindRank(a.kind) - kindRank(b.kind);
    if (rank !== 0) return rank;
    return (keys.get(a) ?? "") < (keys.get(b) ?? "") ? -1 : 1;
  });
}

function sortKey({ apiVersion, kind, metadata }: Manifest): string {
  return [kind, metadata.namespace ?? "", metadata.name, apiVersion].join("\0");
}
