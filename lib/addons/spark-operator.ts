/** The Kubeflow Spark operator: runs SparkApplication objects by calling spark-submit for them. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Scheduling } from "../plan/placement/scheduling";
import { sparkOperatorController, sparkOperatorWebhook } from "../plan/placement/system-pods";
import { isMap, mergeValues } from "./chart-values";
import { childOptions } from "./child-options";
import { containerResources } from "./container-resources";
import { DRIVER_SERVICE_ACCOUNT } from "./job-namespace";
import type { ImageMirrors } from "./mirrors";
import { networkPolicyRules } from "./spark-rules";
import { charts, chartSource, type ChartOverride } from "./versions";

/** Registry of the chart's images, which it names apart from the rest of their names. */
const CHART_REGISTRY = "ghcr.io";

export interface SparkOperatorArgs {
  /** Namespace of the operator's own pods; must exist. */
  namespace: pulumi.Input<string>;
  /** Namespaces whose SparkApplications it runs; must exist before the operator starts. */
  jobNamespaces: string[];
  /** Name of the Helm release and start of the names of its objects. @default the component's name */
  releaseName?: string;
  /** Where the controller may run. @default anywhere */
  controllerScheduling?: Scheduling;
  /** Where the webhook may run. @default anywhere */
  webhookScheduling?: Scheduling;
  /** Another repository or version of the chart, or a chart on this machine. @default the pinned one */
  chart?: ChartOverride;
  /** Registries that the chart's images are pulled from in place of the public ones. @default none */
  imageMirrors?: ImageMirrors;
  /**
   * More values for the chart, merged over the library's; lists are replaced. The chart's images are set here too:
   * `{ image: { registry: "registry.example.com" } }`.
   */
  values?: Record<string, unknown>;
}

/**
 * The Kubeflow Spark operator by its Helm chart, with its custom resource definitions, which follow the chart's version.
 *
 * Service account and rights of drivers come from {@link JobNamespace}, not from the chart. Beyond the chart it gets the right to
 * create NetworkPolicies in the job namespaces: a spark-submit of Spark 4.2 or later fails without.
 * One operator per cluster: its definitions belong to the whole cluster.
 *
 * @example
 * new SparkOperator("spark-operator", { namespace: "spark-system", jobNamespaces: ["spark-jobs"] });
 *
 * Costs 0.7 CPU and 2.5 GiB of a system node: one controller and two webhooks.
 */
export class SparkOperator extends pulumi.ComponentResource {
  readonly chart: kubernetes.helm.v4.Chart;

  constructor(name: string, args: SparkOperatorArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { namespace, jobNamespaces, releaseName = name, chart, values } = args;
    super("spark-platform:addons:SparkOperator", name, { jobNamespaces, releaseName, chart, values }, opts);

    const options = childOptions(this, opts);
    this.chart = new kubernetes.helm.v4.Chart(
      `${name}-chart`,
      {
        ...chartSource(charts.sparkOperator, chart),
        name: releaseName,
        namespace,
        values: mergeValues(chartValues(releaseName, args), values ?? {}),
      },
      options,
    );
    for (const jobNamespace of jobNamespaces) {
      this.allowNetworkPolicies(
        `${name}-${jobNamespace}-networkpolicies`,
        jobNamespace,
        releaseName,
        namespace,
        options,
      );
    }
    this.registerOutputs({});
  }

  private allowNetworkPolicies(
    name: string,
    jobNamespace: string,
    releaseName: string,
    namespace: pulumi.Input<string>,
    options: pulumi.CustomResourceOptions,
  ): void {
    const metadata = { name: `${releaseName}-networkpolicies`, namespace: jobNamespace };
    new kubernetes.rbac.v1.Role(name, { metadata, rules: networkPolicyRules }, options);
    new kubernetes.rbac.v1.RoleBinding(
      name,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadata.name },
        subjects: [{ kind: "ServiceAccount", name: `${releaseName}-controller`, namespace }],
      },
      options,
    );
  }
}

/**
 * For each application the operator starts spark-submit, two JVMs that live for seconds. To compile no more than quickly takes 0.54 of
 * the CPU time: `npm run bench -- operator`.
 */
const SHORT_LIVED_JVM = "-XX:TieredStopAtLevel=1";

function chartValues(
  releaseName: string,
  { jobNamespaces, controllerScheduling, webhookScheduling, imageMirrors, values }: SparkOperatorArgs,
): Record<string, unknown> {
  const webhookReplicas = webhookReplicasIn(values) ?? sparkOperatorWebhook.replicas;
  return {
    // The chart would make its own of the release's name, and the rights below need the real one.
    fullnameOverride: releaseName,
    ...(imageMirrors?.[CHART_REGISTRY] !== undefined && { image: { registry: imageMirrors[CHART_REGISTRY] } }),
    controller: {
      replicas: sparkOperatorController.replicas,
      resources: containerResources(sparkOperatorController),
      env: ["SPARK_SUBMIT_OPTS", "SPARK_LAUNCHER_OPTS"].map((name) => ({ name, value: SHORT_LIVED_JVM })),
      ...controllerScheduling,
    },
    webhook: {
      enable: true,
      replicas: webhookReplicas,
      // A control plane reaches pods on 443 and 10250 everywhere; a private GKE cluster blocks the chart's 9443.
      port: 10250,
      resources: containerResources(sparkOperatorWebhook),
      podDisruptionBudget: { enable: webhookReplicas > 1, minAvailable: 1 },
      ...webhookScheduling,
    },
    spark: {
      jobNamespaces,
      serviceAccount: { create: false, name: DRIVER_SERVICE_ACCOUNT },
      rbac: { create: false },
    },
    prometheus: { podMonitor: { create: false } },
  };
}

/** The chart refuses a disruption budget for a single webhook. */
function webhookReplicasIn(values: Record<string, unknown> | undefined): number | undefined {
  const replicas = isMap(values?.webhook) ? values.webhook.replicas : undefined;
  return typeof replicas === "number" ? replicas : undefined;
}
