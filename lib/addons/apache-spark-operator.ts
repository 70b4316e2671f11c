/** The Apache Spark operator: runs spark.apache.org objects by creating their drivers itself, with a Spark of its own. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Scheduling } from "../plan/placement/scheduling";
import { apacheSparkOperator } from "../plan/placement/system-pods";
import { mergeValues } from "./chart-values";
import { childOptions } from "./child-options";
import { checksum } from "./configuration-checksum";
import { containerResources } from "./container-resources";
import { DRIVER_SERVICE_ACCOUNT } from "./job-namespace";
import { type ImageMirrors, mirrored } from "./mirrors";
import { charts, chartSource, type ChartOverride } from "./versions";

/** The chart's own, without a tag, which follows the chart's version. */
const IMAGE = "apache/spark-kubernetes-operator";

/**
 * Of the chart, which sets a limit that a value can raise and not take away. Each of 50 threads makes a driver's pod, so that more CPU
 * than the request is of use in bursts.
 */
const CPU_LIMIT = "4";

/** Heap's part of the memory; the JVM itself takes some 350 MiB beside it. Out of memory, it ends and is started again. */
const JAVA_OPTIONS = "-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError";

export interface ApacheSparkOperatorArgs {
  /** Namespace of the operator's own pod; must exist. */
  namespace: pulumi.Input<string>;
  /** Namespaces whose SparkApplications it runs; must exist before the operator starts. */
  jobNamespaces: string[];
  /** Name of the Helm release and of its objects. @default the component's name */
  releaseName?: string;
  /** Where its pod may run. @default anywhere */
  scheduling?: Scheduling;
  /** Another repository or version of the chart, or a chart on this machine. @default the pinned one */
  chart?: ChartOverride;
  /** Registries that the chart's image is pulled from in place of the public ones. @default none */
  imageMirrors?: ImageMirrors;
  /** More values for the chart, merged over the library's; lists are replaced. */
  values?: Record<string, unknown>;
}

/**
 * The Apache Spark operator by its Helm chart, with its custom resource definitions, which follow the chart's version. It runs Spark
 * 4.0 and later on Kubernetes 1.34 and later.
 *
 * Its rights end at the job namespaces. Service account and rights of drivers come from {@link JobNamespace}, not from the chart.
 * One operator per cluster: its definitions belong to the whole cluster. It can stand beside the Kubeflow operator.
 *
 * @example
 * new ApacheSparkOperator("spark-operator", { namespace: "spark-system", jobNamespaces: ["spark-jobs"] });
 *
 * Costs 0.5 CPU and 1.5 GiB of a system node.
 */
export class ApacheSparkOperator extends pulumi.ComponentResource {
  readonly chart: kubernetes.helm.v4.Chart;

  constructor(name: string, args: ApacheSparkOperatorArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { namespace, jobNamespaces, releaseName = name, chart, values } = args;
    super("spark-platform:addons:ApacheSparkOperator", name, { jobNamespaces, releaseName, chart, values }, opts);

    this.chart = new kubernetes.helm.v4.Chart(
      `${name}-chart`,
      {
        ...chartSource(charts.apacheSparkOperator, chart),
        name: releaseName,
        namespace,
        values: mergeValues(chartValues(releaseName, args), values ?? {}),
      },
      childOptions(this, opts),
    );
    this.registerOutputs({});
  }
}

function chartValues(
  releaseName: string,
  { jobNamespaces, scheduling, imageMirrors, values }: ApacheSparkOperatorArgs,
): Record<string, unknown> {
  const configuration = pulumi.output([jobNamespaces, values?.operatorConfiguration]);
  return {
    nameOverride: releaseName,
    image: { repository: mirrored(IMAGE, imageMirrors) },
    operatorDeployment: {
      replicas: apacheSparkOperator.replicas,
      operatorPod: {
        ...scheduling,
        // It reads its configuration once, at its start; the chart starts no other pod for a new one.
        annotations: { "spark-platform/configuration-checksum": configuration.apply(checksum) },
        operatorContainer: {
          // The chart hands all of it to the JVM as one argument, of which only the first option counts.
          jvmArgs: "-Dfile.encoding=UTF-8",
          env: [
            { name: "SPARK_USER", value: "spark" },
            { name: "JAVA_TOOL_OPTIONS", value: JAVA_OPTIONS },
          ],
          resources: resources(),
        },
      },
    },
    operatorRbac: {
      serviceAccount: { create: true, name: releaseName },
      clusterRole: { create: false },
      clusterRoleBinding: { create: false },
      role: { create: true, name: releaseName },
      roleBinding: { create: true, name: releaseName, roleRef: { kind: "Role", name: releaseName } },
    },
    workloadResources: {
      namespaces: { create: false, data: jobNamespaces },
      serviceAccount: { create: false, name: DRIVER_SERVICE_ACCOUNT },
      clusterRole: { create: false },
      roleBinding: { create: false },
    },
  };
}

function resources() {
  const { requests, limits } = containerResources(apacheSparkOperator);
  return { requests, limits: { ...limits, cpu: CPU_LIMIT } };
}
