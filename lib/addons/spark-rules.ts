/** What Spark asks of the Kubernetes API, as rules of a Role; nothing that it does not ask for. */

import type * as kubernetes from "@pulumi/kubernetes";

type Rule = kubernetes.types.input.rbac.v1.PolicyRule;

/**
 * A driver in cluster mode: it creates executor pods, their config map and their volume claims, watches and labels its pods, and
 * at the end deletes by label all that belongs to it (KubernetesClusterSchedulerBackend, ExecutorPodsAllocator).
 * Volume claims are patched by the resize plugin of Spark 4.2.
 */
export const driverRules: Rule[] = [
  {
    apiGroups: [""],
    resources: ["pods"],
    verbs: ["create", "get", "list", "watch", "patch", "delete", "deletecollection"],
  },
  { apiGroups: [""], resources: ["services"], verbs: ["create", "get", "list", "delete", "deletecollection"] },
  { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "get", "list", "delete", "deletecollection"] },
  {
    apiGroups: [""],
    resources: ["persistentvolumeclaims"],
    verbs: ["create", "get", "list", "patch", "delete", "deletecollection"],
  },
];

/** Spark 4.2 and later submit a NetworkPolicy along with the driver (NetworkPolicyFeatureStep), by server-side apply. */
export const networkPolicyRules: Rule[] = [
  {
    apiGroups: ["networking.k8s.io"],
    resources: ["networkpolicies"],
    verbs: ["create", "get", "patch", "delete"],
  },
];

/**
 * spark-submit in cluster mode: it creates the driver with its service, config maps and claims (server-side apply is a patch),
 * watches it, asks for it with --status, and with --kill deletes it.
 */
export const submissionRules: Rule[] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["create", "get", "list", "watch", "patch", "delete"] },
  {
    apiGroups: [""],
    resources: ["services", "configmaps", "persistentvolumeclaims"],
    verbs: ["create", "get", "list", "patch", "delete"],
  },
  ...networkPolicyRules,
];

/**
 * People and CI systems that submit: they also read logs, reach the UI and use the operators' objects, and the platform's command
 * creates a Job of placeholders along with the driver. Of a schedule they start a run (`kubectl create job --from`), and suspend it.
 */
export const submitterRules: Rule[] = [
  ...submissionRules,
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  { apiGroups: [""], resources: ["pods/portforward"], verbs: ["create"] },
  { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "get", "list", "watch", "delete"] },
  { apiGroups: ["batch"], resources: ["cronjobs"], verbs: ["get", "list", "watch", "patch"] },
  {
    apiGroups: ["sparkoperator.k8s.io"],
    resources: ["sparkapplications", "scheduledsparkapplications"],
    verbs: ["create", "get", "list", "watch", "patch", "update", "delete"],
  },
  {
    apiGroups: ["spark.apache.org"],
    resources: ["sparkapplications"],
    verbs: ["create", "get", "list", "watch", "patch", "update", "delete"],
  },
];
