import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { JobNamespace, type JobNamespaceComponentArgs } from "../../lib";
import { byType, named, recordProgram, type Recording } from "../../lib/testing";

const RBAC = "kubernetes:rbac.authorization.k8s.io/v1";

function record(args: Partial<JobNamespaceComponentArgs> = {}): Promise<Recording> {
  return recordProgram(() => {
    const { namespace, driverServiceAccount, submitterRole } = new JobNamespace("jobs", {
      namespace: "spark-jobs",
      ...args,
    });
    return { namespace, driverServiceAccount, submitterRole };
  });
}

describe("JobNamespace", () => {
  it("creates a namespace, a driver's account with its rights, and a role for submitters", async () => {
    const recording = await record();
    expect(recording.resources.map(({ type, name }) => [type, name]).sort()).toEqual(
      [
        ["spark-platform:addons:JobNamespace", "jobs"],
        ["kubernetes:core/v1:Namespace", "jobs-namespace"],
        ["kubernetes:core/v1:ServiceAccount", "jobs-driver"],
        [`${RBAC}:Role`, "jobs-driver"],
        [`${RBAC}:RoleBinding`, "jobs-driver"],
        [`${RBAC}:Role`, "jobs-submitter"],
      ].sort(),
    );
    expect(recording.outputs).toEqual({
      namespace: "spark-jobs",
      driverServiceAccount: "spark",
      submitterRole: "spark-submitter",
    });
  });

  it("refuses pods that are not hardened, by the cluster's own version of the standard", async () => {
    const recording = await record({ kubernetesVersion: "1.33" });
    // https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
    expect(named(recording, "kubernetes:core/v1:Namespace", "jobs-namespace").inputs.metadata).toEqual({
      name: "spark-jobs",
      labels: {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.33",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/audit-version": "v1.33",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "v1.33",
      },
    });
  });

  it("gives drivers what Spark's scheduler backend calls, and no more", async () => {
    const recording = await record();
    const role = named(recording, `${RBAC}:Role`, "jobs-driver");
    expect(role.inputs.metadata).toEqual({ name: "spark-driver", namespace: "spark-jobs" });
    expect(role.inputs.rules).toEqual([
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
    ]);
    expect(named(recording, `${RBAC}:RoleBinding`, "jobs-driver").inputs).toMatchObject({
      metadata: { name: "spark-driver", namespace: "spark-jobs" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "spark-driver" },
      subjects: [{ kind: "ServiceAccount", name: "spark", namespace: "spark-jobs" }],
    });
  });

  it("gives no account any right to secrets, roles or another namespace", async () => {
    const roles = byType(await record({ submitters: [{ kind: "User", name: "ada" }] }), `${RBAC}:Role`);
    const rules = roles.flatMap(({ inputs }) => inputs.rules as { resources: string[]; verbs: string[] }[]);
    const granted = rules.flatMap(({ resources, verbs }) => [...resources, ...verbs]);
    for (const forbidden of [
      "*",
      "secrets",
      "roles",
      "rolebindings",
      "serviceaccounts",
      "pods/exec",
      "bind",
      "escalate",
    ]) {
      expect(granted).not.toContain(forbidden);
    }
  });

  it("lets submitters create what spark-submit creates, a NetworkPolicy since Spark 4.2 included", async () => {
    const recording = await record({
      submitters: [
        { kind: "ServiceAccount", name: "airflow-worker", namespace: "airflow" },
        { kind: "Group", name: "data-engineers" },
      ],
    });
    const { rules } = named(recording, `${RBAC}:Role`, "jobs-submitter").inputs;
    expect(rules).toContainEqual({
      apiGroups: ["networking.k8s.io"],
      resources: ["networkpolicies"],
      verbs: ["create", "get", "patch", "delete"],
    });
    // The Job of placeholders, which the platform's command makes.
    expect(rules).toContainEqual({
      apiGroups: ["batch"],
      resources: ["jobs"],
      verbs: ["create", "get", "list", "watch", "delete"],
    });
    // `kubectl create job --from=cronjob/...` reads the CronJob; `apps schedule suspend` patches it.
    expect(rules).toContainEqual({
      apiGroups: ["batch"],
      resources: ["cronjobs"],
      verbs: ["get", "list", "watch", "patch"],
    });
    expect(rules).toContainEqual({
      apiGroups: [""],
      resources: ["services", "configmaps", "persistentvolumeclaims"],
      verbs: ["create", "get", "list", "patch", "delete"],
    });
    expect(named(recording, `${RBAC}:RoleBinding`, "jobs-submitter").inputs.subjects).toEqual([
      { kind: "ServiceAccount", name: "airflow-worker", namespace: "airflow" },
      { kind: "Group", name: "data-engineers", apiGroup: "rbac.authorization.k8s.io" },
    ]);
  });

  it("limits what pods request where a quota is asked for, and never CPU limits, which Spark does not set", async () => {
    const recording = await record({ quota: { cpu: 200, memoryMiB: 819200, pods: 500 } });
    expect(named(recording, "kubernetes:core/v1:ResourceQuota", "jobs-quota").inputs).toMatchObject({
      metadata: { name: "spark", namespace: "spark-jobs" },
      spec: { hard: { "requests.cpu": "200", "requests.memory": "819200Mi", pods: "500" } },
    });
    expect(named(recording, "kubernetes:core/v1:LimitRange", "jobs-defaults").inputs.spec).toEqual({
      limits: [{ type: "Container", defaultRequest: { cpu: "100m", memory: "128Mi" } }],
    });
  });

  it("counts placeholders in a quota of their own, as large as that of all other pods", async () => {
    const recording = await record({ quota: { cpu: 200, memoryMiB: 819200 }, placeholderPriorityClass: "p" });
    const hard = { "requests.cpu": "200", "requests.memory": "819200Mi" };
    // https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-per-priorityclass
    const ofClass = (operator: string) => ({
      scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator, values: ["p"] }] },
    });
    expect(byType(recording, "kubernetes:core/v1:ResourceQuota").map(({ name, inputs }) => [name, inputs])).toEqual([
      [
        "jobs-quota",
        expect.objectContaining({
          metadata: { name: "spark", namespace: "spark-jobs" },
          spec: { hard, ...ofClass("NotIn") },
        }),
      ],
      [
        "jobs-placeholder-quota",
        expect.objectContaining({
          metadata: { name: "spark-placeholders", namespace: "spark-jobs" },
          spec: { hard, ...ofClass("In") },
        }),
      ],
    ]);
  });

  it("writes the cloud's identity on the driver's account and waits for what it needs", async () => {
    const recording = await recordProgram(() => {
      const role = new kubernetes.core.v1.ConfigMap("role");
      new JobNamespace("jobs", {
        namespace: "spark-jobs",
        identity: {
          serviceAccountAnnotations: { "eks.amazonaws.com/role-arn": pulumi.output("arn:aws:iam::1:role/spark") },
          podLabels: {},
          dependsOn: [role],
        },
      });
    });
    const account = named(recording, "kubernetes:core/v1:ServiceAccount", "jobs-driver");
    expect(account.inputs.metadata).toEqual({
      name: "spark",
      namespace: "spark-jobs",
      annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/spark" },
    });
    expect(account.dependencies).toContain(named(recording, "kubernetes:core/v1:ConfigMap", "role").urn);
  });

  it("hands down what it depends on, so that nodes outlive what runs on them", async () => {
    const recording = await recordProgram(() => {
      const nodes = new kubernetes.core.v1.ConfigMap("nodes");
      new JobNamespace("jobs", { namespace: "spark-jobs", quota: { cpu: 1, memoryMiB: 1 } }, { dependsOn: [nodes] });
    });
    const { urn } = named(recording, "kubernetes:core/v1:ConfigMap", "nodes");
    const children = recording.resources.filter(({ type, name }) => type.startsWith("kubernetes:") && name !== "nodes");
    expect(children).toHaveLength(7);
    expect(children.filter(({ dependencies }) => !dependencies.includes(urn)).map(({ name }) => name)).toEqual([]);
  });
});
