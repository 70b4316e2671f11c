/** A namespace that Spark jobs run in: hardened pods only, and rights for drivers and submitters that end at its edge. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { WorkloadIdentity } from "../clusters/contract";
import { childOptions } from "./child-options";
import { restrictedNamespaceLabels } from "./pod-security";
import { driverRules, submitterRules } from "./spark-rules";

/** The service account of drivers, and through them of executors. */
export const DRIVER_SERVICE_ACCOUNT = "spark";

/** Somebody who may submit applications. */
export interface Submitter {
  kind: "User" | "Group" | "ServiceAccount";
  name: string;
  /** Of a service account. */
  namespace?: string;
}

export interface JobNamespaceComponentArgs {
  /** Name of the namespace; DNS-1123 label. */
  namespace: string;
  /** More labels of the namespace, for example who pays for it. @default none */
  labels?: Record<string, string>;
  /** Pod Security is pinned to this version's definition of `restricted`. @default "1.35" */
  kubernetesVersion?: string;
  /** What all pods together may request. @default no quota */
  quota?: { cpu: number; memoryMiB: number; pods?: number };
  /**
   * Priority class of placeholders. They hold the room of executors that are about to come, so they count in a quota of their own,
   * as large as the other: in the same one they would take what their executors need. @default none; all pods count in one quota
   */
  placeholderPriorityClass?: pulumi.Input<string>;
  /** How the cloud knows the drivers and executors of this namespace. @default they have no identity */
  identity?: WorkloadIdentity;
  /** Who may submit applications with spark-submit or through the operator. @default nobody but administrators */
  submitters?: Submitter[];
}

/**
 * A namespace for Spark jobs.
 *
 * It refuses pods that do not pass Pod Security `restricted`. Drivers run as the service account `spark`, which may manage pods,
 * services, config maps and volume claims here and nothing anywhere else. Whoever may create pods here may run them as that
 * service account, so put no other service account with a cloud identity into the namespace.
 *
 * @example
 * new JobNamespace("jobs", {
 *   namespace: "spark-jobs",
 *   quota: { cpu: 200, memoryMiB: 800 * 1024 },
 *   submitters: [{ kind: "ServiceAccount", name: "airflow-worker", namespace: "airflow" }],
 * });
 *
 * Costs nothing.
 */
export class JobNamespace extends pulumi.ComponentResource {
  /** Name of the namespace; known once the namespace exists. */
  readonly namespace: pulumi.Output<string>;
  /** Service account of drivers. */
  readonly driverServiceAccount: pulumi.Output<string>;
  /** Role that submitters are bound to; bind more of them with your own RoleBinding. */
  readonly submitterRole: pulumi.Output<string>;

  constructor(name: string, args: JobNamespaceComponentArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { namespace, labels, kubernetesVersion = "1.35", quota, identity, submitters = [] } = args;
    super("spark-platform:addons:JobNamespace", name, { namespace, kubernetesVersion, quota, submitters }, opts);

    const options = childOptions(this, opts);
    const space = new kubernetes.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: namespace, labels: { ...labels, ...restrictedNamespaceLabels(kubernetesVersion) } } },
      options,
    );
    const inside = (objectName: string) => ({ name: objectName, namespace: space.metadata.name });
    this.namespace = space.metadata.name;
    this.driverServiceAccount = createDriver(name, inside, identity, options).metadata.name;
    this.submitterRole = createSubmitter(name, inside, submitters, options).metadata.name;
    if (quota) createQuotas(name, inside, quota, args.placeholderPriorityClass, options);
    this.registerOutputs({
      namespace: this.namespace,
      driverServiceAccount: this.driverServiceAccount,
      submitterRole: this.submitterRole,
    });
  }
}

function createDriver(name: string, inside: Inside, identity: WorkloadIdentity | undefined, options: Options) {
  const account = new kubernetes.core.v1.ServiceAccount(
    `${name}-driver`,
    { metadata: { ...inside(DRIVER_SERVICE_ACCOUNT), annotations: identity?.serviceAccountAnnotations ?? {} } },
    pulumi.mergeOptions(options, { dependsOn: identity?.dependsOn ?? [] }),
  );
  const role = new kubernetes.rbac.v1.Role(
    `${name}-driver`,
    { metadata: inside("spark-driver"), rules: driverRules },
    options,
  );
  new kubernetes.rbac.v1.RoleBinding(
    `${name}-driver`,
    {
      metadata: inside("spark-driver"),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", ...inside(DRIVER_SERVICE_ACCOUNT) }],
    },
    options,
  );
  return account;
}

function createSubmitter(name: string, inside: Inside, submitters: Submitter[], options: Options) {
  const role = new kubernetes.rbac.v1.Role(
    `${name}-submitter`,
    { metadata: inside("spark-submitter"), rules: submitterRules },
    options,
  );
  if (submitters.length > 0) {
    new kubernetes.rbac.v1.RoleBinding(
      `${name}-submitter`,
      {
        metadata: inside("spark-submitter"),
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        subjects: submitters.map(({ kind, name: subject, namespace }) =>
          kind === "ServiceAccount"
            ? { kind, name: subject, namespace }
            : { kind, name: subject, apiGroup: "rbac.authorization.k8s.io" },
        ),
      },
      options,
    );
  }
  return role;
}

/** No quota on CPU limits: Spark sets none, so such a quota would refuse every executor (spark-operator#810). */
function createQuotas(
  name: string,
  inside: Inside,
  { cpu, memoryMiB, pods }: Quota,
  placeholders: JobNamespaceComponentArgs["placeholderPriorityClass"],
  options: Options,
): void {
  const hard = {
    "requests.cpu": String(cpu),
    "requests.memory": `${memoryMiB}Mi`,
    ...(pods !== undefined && { pods: String(pods) }),
  };
  const create = (part: string, objectName: string, counted: { scopeSelector?: ScopeSelector }) =>
    new kubernetes.core.v1.ResourceQuota(
      `${name}-${part}`,
      { metadata: inside(objectName), spec: { hard, ...counted } },
      options,
    );
  if (placeholders === undefined) {
    create("quota", "spark", {});
  } else {
    const ofClass = (operator: "In" | "NotIn") => ({
      scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator, values: [placeholders] }] },
    });
    create("quota", "spark", ofClass("NotIn"));
    create("placeholder-quota", "spark-placeholders", ofClass("In"));
  }
  // A quota refuses containers without requests; sidecars and init containers often have none.
  new kubernetes.core.v1.LimitRange(
    `${name}-defaults`,
    {
      metadata: inside("spark"),
      spec: { limits: [{ type: "Container", defaultRequest: { cpu: "100m", memory: "128Mi" } }] },
    },
    options,
  );
}

type Options = pulumi.CustomResourceOptions;
type Quota = NonNullable<JobNamespaceComponentArgs["quota"]>;
type ScopeSelector = kubernetes.types.input.core.v1.ScopeSelector;

/** Name and namespace of an object in the namespace that is being made. */
type Inside = (objectName: string) => { name: string; namespace: pulumi.Output<string> };
