/** What a second kube-scheduler may do, and the queue of the API server that its requests wait in. */

import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

interface Scheduler {
  schedulerName: string;
  namespace: string;
  labels: Record<string, string>;
}

const GROUP = "rbac.authorization.k8s.io";

/**
 * The roles that every cluster has for its own scheduler and that follow its version, and what they leave out: its lease has another
 * name, and the API server's front-proxy certificates are read in kube-system.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/configure-multiple-schedulers/
 */
export function schedulerRights(
  name: string,
  { schedulerName, namespace, labels }: Scheduler,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { ClusterRoleBinding, Role, RoleBinding } = kubernetes.rbac.v1;
  const subjects = [{ kind: "ServiceAccount", name: schedulerName, namespace }];
  const metadata = { name: schedulerName, namespace, labels };
  return [
    ...["kube-scheduler", "volume-scheduler"].map(
      (role) =>
        new ClusterRoleBinding(
          `${name}-${role}`,
          {
            metadata: { name: `${schedulerName}:${role}`, labels },
            subjects,
            roleRef: { apiGroup: GROUP, kind: "ClusterRole", name: `system:${role}` },
          },
          options,
        ),
    ),
    new RoleBinding(
      `${name}-authentication-reader`,
      {
        metadata: { name: `${schedulerName}:authentication-reader`, namespace: "kube-system", labels },
        subjects,
        roleRef: { apiGroup: GROUP, kind: "Role", name: "extension-apiserver-authentication-reader" },
      },
      options,
    ),
    new Role(
      `${name}-lease-role`,
      {
        metadata,
        // To create one is among the rights of system:kube-scheduler.
        rules: [
          {
            apiGroups: ["coordination.k8s.io"],
            resources: ["leases"],
            resourceNames: [schedulerName],
            verbs: ["get", "update"],
          },
        ],
      },
      options,
    ),
    new RoleBinding(
      `${name}-lease-binding`,
      { metadata, subjects, roleRef: { apiGroup: GROUP, kind: "Role", name: schedulerName } },
      options,
    ),
  ];
}

/**
 * Service accounts outside kube-system share a queue (`workload-low`) with every driver of the cluster. A scheduler that waits behind
 * a thousand drivers loses its lease, so its requests go with those of the cluster's own controllers.
 * @see https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#suggested-configuration-objects
 */
export function schedulerFlow(
  name: string,
  { schedulerName, namespace, labels }: Scheduler,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return new kubernetes.flowcontrol.v1.FlowSchema(
    `${name}-flow`,
    {
      metadata: { name: schedulerName, labels },
      spec: {
        priorityLevelConfiguration: { name: "workload-high" },
        // Before `service-accounts`, which is 9000, and after the cluster's own, up to 900.
        matchingPrecedence: 1000,
        distinguisherMethod: { type: "ByUser" },
        rules: [
          {
            subjects: [{ kind: "ServiceAccount", serviceAccount: { name: schedulerName, namespace } }],
            resourceRules: [
              { apiGroups: ["*"], resources: ["*"], verbs: ["*"], namespaces: ["*"], clusterScope: true },
            ],
          },
        ],
      },
    },
    options,
  );
}
