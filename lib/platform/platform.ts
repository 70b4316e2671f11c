/** SparkPlatform: the one place where everything is wired. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { referenceOf } from "../addons/built-image";
import { HistoryServer } from "../addons/history-server/history-server";
import { DRIVER_SERVICE_ACCOUNT, JobNamespace } from "../addons/job-namespace";
import { type ImageMirrors } from "../addons/mirrors";
import { restrictedNamespaceLabels } from "../addons/pod-security";
import { PriorityClasses } from "../addons/priority-classes";
import { reserveOf } from "../applications/compile/allocation";
import { type ApplicationPlatform, resolvedConfiguration } from "../applications/application-platform";
import { sparkSubmitCommand } from "../applications/spark-submit/command";
import type { SparkCluster } from "../clusters/contract";
import { planned } from "../component";
import { teamLabel } from "../plan/placement/labels";
import { priorityClasses } from "../plan/placement/priorities";
import { systemSchedulingOf } from "../plan/placement/scheduling";
import { historyServer } from "../plan/placement/system-pods";
import type { PlatformPlan } from "../plan/platform";
import type { SparkPlatformArgs } from "./args";
import { checkedPlan } from "./checked-plan";
import { createOperator } from "./operator";
import { createScheduler } from "./scheduler";
import { createSparkDefaults } from "./spark-defaults";
import { driverGrants } from "./storage";
import { createWarm } from "./warm";
import { planTables } from "../report";

/**
 * A Spark platform on a cluster: namespaces for jobs with rights that end at their edge, priorities, event logs, a history server,
 * the Spark operator, defaults for spark-submit, and room that is kept free for the next pod.
 *
 * Everything is planned before anything is created: `pulumi preview` prints sizes, packing, configuration and cost, and a platform
 * with a pod that would fit nowhere, or that could cost more than its `budget`, is refused.
 *
 * @example
 * const cluster = new ExistingCluster("shared", { context: "prod", nodes: [...] });
 * const platform = new SparkPlatform("analytics", { cluster, eventLogs: { uri: "s3a://company-logs/spark" } });
 * export const { kubeconfig, submitCommand, historyServerCommand } = platform;
 *
 * Costs what its cluster costs, and the nodes that jobs bring; of system nodes 1.2 CPU and 5.5 GiB.
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class SparkPlatform extends pulumi.ComponentResource implements ApplicationPlatform {
  /** Pools, sizes, placement, configuration and cost, as plain data. */
  readonly plan: PlatformPlan;
  readonly provider: kubernetes.Provider;
  /** Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Makes kubectl reach the cluster; the other commands need that. */
  readonly accessCommand: pulumi.Output<string>;
  /** Submits Spark's own example with spark-submit; put your application in its place. */
  readonly submitCommand: pulumi.Output<string>;
  /** Opens the history server on http://localhost:18080; undefined without one. */
  readonly historyServerCommand: pulumi.Output<string> | undefined;
  /** Hands a SparkApplication in a file to the operator; undefined without one. */
  readonly applyCommand: pulumi.Output<string> | undefined;
  /** Where event logs go. */
  readonly eventLogUri: pulumi.Output<string>;
  /** What drivers, executors and the history server run. */
  readonly sparkImage: pulumi.Input<string>;
  /** Registries that images are pulled from in place of the public ones: the cluster's, and what `mirrors` says. */
  readonly imageMirrors: ImageMirrors;
  /** What pause pods and placeholders run; undefined for the pinned image. */
  readonly pauseImage: string | undefined;
  /** Puts local code where drivers read it; undefined where the cluster brings no storage for it. */
  readonly uploadCode: SparkCluster["uploadCode"];
  /** Labels of Spark pods by namespace: who pays for them, and what the cloud needs to know who they are. */
  readonly podLabels: Record<string, Record<string, pulumi.Input<string>>> = {};

  constructor(name: string, args: SparkPlatformArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const plan = planned(() => checkedPlan(name, args));
    super("spark-platform:platform:SparkPlatform", name, { plan }, opts);
    if (pulumi.runtime.isDryRun()) void pulumi.log.info(planTables(plan), this);

    const { cluster } = args;
    this.plan = plan;
    this.provider = cluster.provider;
    this.kubeconfig = pulumi.secret(cluster.kubeconfig);
    this.accessCommand = cluster.accessCommand;
    this.eventLogUri = eventLogUri(plan, cluster);
    this.sparkImage = referenceOf(args.spark?.image ?? plan.spark.image);
    this.imageMirrors = { ...cluster.imageMirrors, ...args.mirrors?.images };
    this.pauseImage = args.pauseImage;
    this.uploadCode = cluster.uploadCode?.bind(cluster);

    const options = { parent: this, provider: cluster.provider, dependsOn: cluster.ready };
    const systemNamespace = this.createSystemNamespace(options);
    const priorities = new PriorityClasses(
      `${name}-priorities`,
      { platform: name, overprovisioning: plan.pausePriority },
      options,
    );
    const namespaces = plan.namespaces.map((namespace) => this.createJobNamespace(namespace, args, options));
    const inNamespaces = { ...options, dependsOn: [...cluster.ready, ...namespaces, systemNamespace, priorities] };

    for (const { name: namespace } of plan.namespaces) createSparkDefaults(this, namespace, inNamespaces);
    createOperator(plan, args, this.imageMirrors, inNamespaces);
    const history = args.historyServer === false ? undefined : this.createHistoryServer(args, inNamespaces);
    createScheduler(plan, this.imageMirrors, inNamespaces);
    createWarm(
      plan,
      {
        pauseImage: args.pauseImage,
        sparkImage: this.sparkImage,
        imageMirrors: this.imageMirrors,
        priorityClassName: priorities.overprovisioning,
      },
      inNamespaces,
    );

    const [first] = plan.namespaces;
    this.submitCommand = pulumi.output(
      sparkSubmitCommand({
        namespace: first?.name ?? "default",
        configMap: `${name}-spark-defaults`,
        reserve: reserveOf({}, plan, first?.name ?? "default"),
      }),
    );
    this.historyServerCommand = history?.portForwardCommand;
    this.applyCommand = plan.sparkOperator
      ? pulumi.output(`kubectl --namespace ${first?.name} apply --filename application.yaml`)
      : undefined;
    this.registerOutputs({
      kubeconfig: this.kubeconfig,
      accessCommand: this.accessCommand,
      submitCommand: this.submitCommand,
      historyServerCommand: this.historyServerCommand,
      applyCommand: this.applyCommand,
      eventLogUri: this.eventLogUri,
      // What `npx spark-platform submit-args` can't take from the plan.
      podLabels: this.podLabels,
      imageMirrors: this.imageMirrors,
      sparkImage: this.sparkImage,
    });
  }

  private createSystemNamespace(options: ChildOptions): kubernetes.core.v1.Namespace {
    const { name, systemNamespace, cluster } = this.plan;
    return new kubernetes.core.v1.Namespace(
      `${name}-system`,
      { metadata: { name: systemNamespace, labels: restrictedNamespaceLabels(cluster.kubernetesVersion) } },
      options,
    );
  }

  /** Drivers and executors write event logs and read none of the other namespaces' data through this right. */
  private createJobNamespace(
    { name: namespace, team, quota }: PlatformPlan["namespaces"][number],
    args: SparkPlatformArgs,
    options: ChildOptions,
  ): JobNamespace {
    const {
      name,
      cluster: { kubernetesVersion },
    } = this.plan;
    const labels = { [teamLabel]: team };
    const identity = args.cluster.grantStorageAccess(
      `${name}-${namespace}-driver`,
      {
        namespace,
        serviceAccount: DRIVER_SERVICE_ACCOUNT,
        grants: driverGrants(args, this.plan, namespace, {
          eventLogUri: this.eventLogUri,
          codeUri: args.cluster.codeUri,
        }),
      },
      { parent: this },
    );
    this.podLabels[namespace] = { ...labels, ...identity.podLabels };
    return new JobNamespace(
      `${name}-${namespace}`,
      {
        ...{ namespace, labels, quota, identity, submitters: args.submitters, kubernetesVersion },
        placeholderPriorityClass: priorityClasses(name).placeholder.name,
      },
      options,
    );
  }

  /**
   * Its right to the event logs is apart from the drivers': whoever can write logs can feed the server, so nobody but drivers
   * writes them, and the server writes (deletes) only where it is asked to clean up or to compact.
   */
  private createHistoryServer(
    { cluster, historyServer: asked }: SparkPlatformArgs,
    options: ChildOptions,
  ): HistoryServer {
    const name = `${this.plan.name}-history-server`;
    const { systemNamespace: namespace, configuration } = this.plan;
    const args = asked || {};
    const access = args.cleaner || args.compaction ? "write" : "read";
    const identity = cluster.grantStorageAccess(
      name,
      { namespace, serviceAccount: name, grants: [{ access, uri: this.eventLogUri }] },
      { parent: this },
    );
    return new HistoryServer(
      name,
      {
        namespace,
        identity,
        logUri: this.eventLogUri,
        scheduling: systemSchedulingOf(this.plan, historyServer.name),
        resources: historyServer,
        ...args,
        image: args.image ?? this.sparkImage,
        imageMirrors: this.imageMirrors,
        // The server opens the same file system as the drivers.
        sparkConf: {
          ...resolvedConfiguration(
            configuration.filter(({ key }) => key.startsWith("spark.hadoop.fs.")),
            this.eventLogUri,
          ),
          ...args.sparkConf,
        },
      },
      options,
    );
  }
}

type ChildOptions = { parent: pulumi.Resource; provider: kubernetes.Provider; dependsOn: pulumi.Resource[] };

function eventLogUri({ eventLogs }: PlatformPlan, cluster: SparkCluster): pulumi.Output<string> {
  const uri = eventLogs.uri ?? cluster.eventLogUri;
  // The plan accepts a missing URI only on a cluster that says it brings storage.
  if (uri === undefined)
    throw new Error("The cluster's plan promises storage for event logs, and the cluster has none.");
  return pulumi.output(uri);
}
