/** A spot drill that runs on a schedule: a CronJob that takes a spot node with executors away and keeps the report in its log. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { planned } from "../component";
import { USUAL_RECOVERY_SECONDS } from "../drill/limits";
import { packageVersion } from "../package-version";
import type { Scheduling } from "../plan/placement/scheduling";
import { checkSpotDrill } from "./check-spot-drill";
import { childOptions } from "./child-options";
import { containerResources } from "./container-resources";
import { type ImageMirrors, mirrored } from "./mirrors";
import { LONGEST_CRON_JOB, objectName } from "./object-name";
import { restrictedContainer, unprivilegedPod } from "./pod-security";
import { images } from "./versions";

export interface SpotDrillArgs {
  /** Namespace of the CronJob; must exist. */
  namespace: pulumi.Input<string>;
  /** Where the applications run that are drilled: all namespaces whose pods share their nodes. At least one. */
  jobNamespaces: string[];
  /** When, as a cron expression, for example `0 10 * * 1-5`: while applications run and somebody is there to look. */
  schedule: string;
  /** Name in the time zone database. @default "Etc/UTC" */
  timeZone?: string;
  /** Name of the application. @default any that runs on a spot node */
  application?: string;
  /** Seconds between notice and loss, 0 to 3600. @default what the node's cloud gives: 120 on AWS, 30 on GCP and Azure */
  noticeSeconds?: number;
  /** Most seconds that the application may take to recover, 1 to 86 400. @default 600 */
  recoverySeconds?: number;
  /** Keeps the schedule from running; a drill can still be started by hand. @default false */
  suspended?: boolean;
  /**
   * An image that has this package's command `spark-platform` on its PATH.
   * @default node:24.21.0-slim, which fetches this very version of the package with npx at every run
   */
  image?: pulumi.Input<string>;
  /** What stands in place of registries of images. @default images are pulled from where they are published */
  mirrors?: ImageMirrors;
  /** Where its pod runs; nodes that are not spot, or a drill may end itself. @default anywhere */
  scheduling?: Partial<Scheduling>;
}

/**
 * A drill on a schedule. It runs `spark-platform drill spot`, prints the report as JSON and fails when the application did not
 * recover, so that an alert on failed Jobs is an alert on that. No two drills run at once.
 *
 * Its service account may list, evict and delete pods and ask drivers' UIs in the job namespaces, and list, cordon and delete nodes.
 *
 * @example
 * new SpotDrill("spot-drill", {
 *   namespace: "spark-system",
 *   jobNamespaces: ["spark-jobs"],
 *   schedule: "0 10 * * 1-5",
 *   timeZone: "Europe/Berlin",
 * });
 *
 * Costs a small pod for some minutes, and what the application computes again.
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class SpotDrill extends pulumi.ComponentResource {
  /** Starts a drill now, also of one that is suspended. */
  readonly runCommand: pulumi.Output<string>;
  /** Name of the service account that drills. */
  readonly serviceAccount: pulumi.Output<string>;

  constructor(name: string, args: SpotDrillArgs, opts: pulumi.ComponentResourceOptions = {}) {
    planned(() => checkSpotDrill(name, args));
    super("spark-platform:addons:SpotDrill", name, {}, opts);

    const { namespace, jobNamespaces } = args;
    const options = childOptions(this, opts);
    const metadata = { name, namespace, labels: labelsOf(name) };
    const account = new kubernetes.core.v1.ServiceAccount(`${name}-account`, { metadata }, options);
    const subjects = [{ kind: "ServiceAccount", name: account.metadata.name, namespace }];
    createNodeRights(name, subjects, options);
    for (const jobNamespace of jobNamespaces) createPodRights(name, jobNamespace, subjects, options);
    const job = new kubernetes.batch.v1.CronJob(
      `${name}-job`,
      {
        metadata: { ...metadata, name: objectName(name, LONGEST_CRON_JOB) },
        spec: cronJobSpec(name, args, account.metadata.name),
      },
      options,
    );
    this.serviceAccount = account.metadata.name;
    this.runCommand = pulumi.interpolate`kubectl --namespace ${namespace} create job ${name}-now --from cronjob/${job.metadata.name}`;
    this.registerOutputs({ runCommand: this.runCommand, serviceAccount: this.serviceAccount });
  }
}

/** The longest notice of a cloud. */
const USUAL_NOTICE_SECONDS = 120;

/** To pull an image, fetch the package, look around and read the drivers' UI. */
const OVERHEAD_SECONDS = 600;

/** A drill that is later would come at another time than was asked for. */
const LATEST_SECONDS = 600;

/** User `node` of the Node.js images. */
const NODE_UID = 1000;

/** npm unpacks the package and what it needs, some 100 MB; the drill itself holds the pods of an application. */
const RESOURCES = { cpuMillis: 100, memoryMiB: 512 };

function labelsOf(name: string) {
  return { "app.kubernetes.io/name": "spot-drill", "app.kubernetes.io/instance": name };
}

function createNodeRights(name: string, subjects: Subjects, options: pulumi.CustomResourceOptions): void {
  const metadata = { name, labels: labelsOf(name) };
  const role = new kubernetes.rbac.v1.ClusterRole(
    `${name}-nodes`,
    {
      metadata,
      rules: [
        { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "patch", "delete"] },
        { apiGroups: ["karpenter.sh"], resources: ["nodeclaims"], verbs: ["delete"] },
      ],
    },
    options,
  );
  new kubernetes.rbac.v1.ClusterRoleBinding(
    `${name}-nodes`,
    { metadata, roleRef: roleRef("ClusterRole", role.metadata.name), subjects },
    options,
  );
}

function createPodRights(
  name: string,
  namespace: string,
  subjects: Subjects,
  options: pulumi.CustomResourceOptions,
): void {
  const metadata = { name, namespace, labels: labelsOf(name) };
  const role = new kubernetes.rbac.v1.Role(
    `${name}-pods-${namespace}`,
    {
      metadata,
      rules: [
        { apiGroups: [""], resources: ["pods"], verbs: ["list", "delete"] },
        { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
        { apiGroups: [""], resources: ["pods/proxy"], verbs: ["get"] },
      ],
    },
    options,
  );
  new kubernetes.rbac.v1.RoleBinding(
    `${name}-pods-${namespace}`,
    { metadata, roleRef: roleRef("Role", role.metadata.name), subjects },
    options,
  );
}

function roleRef(kind: string, name: pulumi.Input<string>) {
  return { apiGroup: "rbac.authorization.k8s.io", kind, name };
}

function cronJobSpec(
  name: string,
  args: SpotDrillArgs,
  serviceAccountName: pulumi.Input<string>,
): kubernetes.types.input.batch.v1.CronJobSpec {
  const { schedule, timeZone = "Etc/UTC", suspended = false, scheduling } = args;
  const { noticeSeconds = USUAL_NOTICE_SECONDS, recoverySeconds = USUAL_RECOVERY_SECONDS } = args;
  return {
    schedule,
    timeZone,
    suspend: suspended,
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: LATEST_SECONDS,
    // Their logs are the reports.
    successfulJobsHistoryLimit: 5,
    failedJobsHistoryLimit: 5,
    jobTemplate: {
      spec: {
        // A second attempt would take a second node.
        backoffLimit: 0,
        activeDeadlineSeconds: noticeSeconds + recoverySeconds + OVERHEAD_SECONDS,
        template: {
          metadata: { labels: labelsOf(name) },
          spec: {
            ...scheduling,
            serviceAccountName,
            enableServiceLinks: false,
            restartPolicy: "Never",
            securityContext: { ...unprivilegedPod(NODE_UID), fsGroup: NODE_UID },
            containers: [container(args)],
            volumes: [{ name: "tmp", emptyDir: { sizeLimit: "1Gi" } }],
          },
        },
      },
    },
  };
}

function container(args: SpotDrillArgs): kubernetes.types.input.core.v1.Container {
  const { image, mirrors } = args;
  return {
    name: "drill",
    image: mirrored(image ?? images.node, mirrors),
    command: image === undefined ? ["npx", "--yes", `spark-platform@${packageVersion()}`] : ["spark-platform"],
    args: drillArguments(args),
    env: [
      { name: "HOME", value: "/tmp" },
      // The drill needs none of the SDKs that the package names as its peers, and no script of any package.
      ...(image === undefined
        ? [
            { name: "NPM_CONFIG_LEGACY_PEER_DEPS", value: "true" },
            { name: "NPM_CONFIG_IGNORE_SCRIPTS", value: "true" },
          ]
        : []),
    ],
    resources: containerResources(RESOURCES),
    securityContext: restrictedContainer,
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  };
}

function drillArguments({ jobNamespaces, application, noticeSeconds, recoverySeconds }: SpotDrillArgs): string[] {
  const option = (name: string, value: string | number | undefined) => (value === undefined ? [] : [name, `${value}`]);
  return [
    "drill",
    "spot",
    ...jobNamespaces.flatMap((namespace) => ["--namespace", namespace]),
    ...option("--application", application),
    ...option("--notice", noticeSeconds),
    ...option("--recovery", recoverySeconds),
    "--json",
  ];
}

type Subjects = { kind: string; name: pulumi.Input<string>; namespace: pulumi.Input<string> }[];
