/** An application as a Job: for CI, Airflow and whatever else waits for the end of a Job, with no operator in between. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { childOptions } from "../addons/child-options";
import { submissionRules } from "../addons/spark-rules";
import { planned } from "../component";
import { describeIssue } from "../plan/issue";
import { applicationLabel } from "../plan/placement/labels";
import type { ApplicationArgs } from "./args";
import { checkArguments } from "./check/arguments";
import { provideCode } from "./code/provide";
import { compileApplication } from "./compile/compile";
import type { CompiledApplication } from "./compile/compiled";
import { createPlaceholders } from "./placeholders/owned-job";
import { platformOptions } from "./spark-application";
import { type CheckedJob, checkJob, jobShape } from "./spark-submit/check-job";
import { driverPod, driverProperties, ownJar } from "./spark-submit/driver-pod";
import { createFiles } from "./spark-submit/files";
import { cronJobSpec, jobSpec, type Schedule } from "./spark-submit/job";
import { platformKeysLostOnPod } from "./spark-submit/pod-keys";
import { ownedDriverRule, submitterFiles, submitterPod, submitterProperties } from "./spark-submit/submitter";

export interface SparkSubmitJobArgs extends ApplicationArgs, Partial<Schedule> {
  /**
   * Where the driver runs. `client`: in the Job's own pod, so that the Job ends as the driver ends and `kubectl logs` shows the driver's
   * log. `cluster`: in a pod of its own, which spark-submit makes; the Job's pod waits for it. Where that is lost the driver goes on,
   * and with the restart policy `OnFailure` the next pod finds it again.
   * @default "client"
   */
  mode?: "client" | "cluster";
  /**
   * Five fields of cron, or a name such as `@daily`: a CronJob, which makes the Job anew each time. With `suspend` it is a template
   * that others start: see `runCommand`. @default none: one Job, at once
   */
  schedule?: string;
}

/**
 * A Spark application as a Job, or as a CronJob with a `schedule`. It has the sizes, nodes, priorities, labels and configuration that
 * it would have as a SparkApplication, and needs no operator. `pulumi up` starts it and does not wait for its end; a change of its
 * arguments or of the code runs it again.
 *
 * The Job succeeds where the application does and fails where it fails, which spark-submit alone does not tell. With the restart policy
 * `OnFailure` a failed run is tried again; a run that lost its node is tried again and does not count. With `Never` nothing runs twice.
 *
 * With a schedule a run that goes on keeps the code and the configuration that it was started with, also when it is tried again. So the
 * ConfigMaps and the code of this machine stay where `pulumi up` has put them, after an update and after a destroy: delete them when no
 * run needs them.
 *
 * @example
 * new SparkSubmitJob("report", {
 *   platform,
 *   mainApplicationFile: "local:///opt/app/report.py",
 *   schedule: "0 3 * * *",
 *   restartPolicy: { type: "OnFailure", retries: 2 },
 * });
 *
 * Costs a driver and its executors while it runs; with the mode `cluster` also 250m CPU and 640 MiB of a driver's node.
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class SparkSubmitJob extends pulumi.ComponentResource {
  /** Name of the Job or the CronJob. */
  readonly name: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  /** Shows how its runs are getting on. */
  readonly statusCommand: pulumi.Output<string>;
  /** Follows the driver's log, of the newest run. */
  readonly logsCommand: pulumi.Output<string>;
  /** Starts a run now; undefined without a schedule. */
  readonly runCommand: pulumi.Output<string> | undefined;

  constructor(name: string, args: SparkSubmitJobArgs, opts: pulumi.ComponentResourceOptions = {}) {
    planned(() =>
      checkArguments<CheckedJob>("SparkSubmitJob", name, args, {
        shape: jobShape,
        check: checkJob,
      }),
    );
    const { schedule, mode = "client" } = args;
    const objectName = args.name ?? name;
    const options = platformOptions(args.platform, opts);
    super("spark-platform:applications:SparkSubmitJob", name, {}, options);
    const notes = mode === "client" ? platformKeysLostOnPod(args.platform.plan) : [];
    for (const note of notes) void pulumi.log.warn(describeIssue(note), this);

    const inside = childOptions(this, options);
    const isKept = schedule !== undefined;
    const code = provideCode(name, { objectName, kind: "job", isKept }, args, inside);
    const compiled = compileApplication(objectName, args, code);
    const podOf = mode === "client" ? driverInJob : submitterOf;
    const template = podOf(name, compiled, { isKept }, inside);
    const { namespace, annotations } = compiled;
    const labels = { ...compiled.labels, [applicationLabel]: objectName };
    const metadata = { name: objectName, namespace, labels, annotations };
    const after = pulumi.mergeOptions(inside, { dependsOn: code.dependsOn });
    if (schedule === undefined) createJob(name, args, compiled, { metadata, template }, after);
    else {
      const spec = cronJobSpec({ ...args, schedule }, jobSpec(compiled, template, false), { labels, annotations });
      new kubernetes.batch.v1.CronJob(`${name}-cron-job`, { metadata, spec }, after);
    }

    const selector = `${applicationLabel}=${objectName}`;
    const kubectl = `kubectl --namespace ${namespace}`;
    this.name = pulumi.output(objectName);
    this.namespace = pulumi.output(namespace);
    this.statusCommand = pulumi.output(`${kubectl} get cronjobs,jobs,pods --selector ${selector}`);
    this.logsCommand = pulumi.output(`${kubectl} logs --follow --tail -1 --selector ${selector},spark-role=driver`);
    this.runCommand =
      schedule === undefined
        ? undefined
        : pulumi.output(`${kubectl} create job --from=cronjob/${objectName} ${objectName}-$(date +%s)`);
    this.registerOutputs({
      name: this.name,
      namespace: this.namespace,
      statusCommand: this.statusCommand,
      logsCommand: this.logsCommand,
      runCommand: this.runCommand,
    });
  }
}

function driverInJob(
  name: string,
  application: CompiledApplication,
  files: { isKept: boolean },
  options: pulumi.CustomResourceOptions,
) {
  const properties = { ...driverProperties(application), ...ownJar(application) };
  return driverPod({
    application,
    configMap: createFiles(name, application, properties, {}, files, options),
    // A pod of a Job runs once, so each run has an event log of its own, which the pod leads to.
    settings: { "spark.app.id": "spark-$(SPARK_DRIVER_POD_UID)" },
  });
}

/** The submitter has rights of its own; the driver's would do for less, and bring the cloud's along. */
function submitterOf(
  name: string,
  application: CompiledApplication,
  files: { isKept: boolean },
  options: pulumi.CustomResourceOptions,
) {
  const { namespace, name: objectName } = application;
  const metadata = { name: `${objectName}-submitter`, namespace };
  const account = new kubernetes.core.v1.ServiceAccount(`${name}-submitter`, { metadata }, options);
  const rules = [...submissionRules, ownedDriverRule];
  const role = new kubernetes.rbac.v1.Role(`${name}-submitter`, { metadata, rules }, options);
  const binding = new kubernetes.rbac.v1.RoleBinding(
    `${name}-submitter`,
    {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
    },
    options,
  );
  const properties = submitterProperties(application);
  return submitterPod(application, {
    configMap: createFiles(name, application, properties, submitterFiles(application), files, options),
    // Not before it has its rights, which a submitter asks for within seconds.
    serviceAccount: pulumi.all([account.metadata.name, binding.metadata.name]).apply(([bound]) => bound),
  });
}

/**
 * `pulumi up` waits for the Job to be there and not for its end. With `skipAwait` it would not wait for the old one to be gone either,
 * whose name the new one has (DeletedCondition in provider/pkg/metadata/overrides.go of pulumi-kubernetes).
 */
const THERE_IS_ENOUGH = { "pulumi.com/waitFor": "jsonpath={.metadata.uid}" };

/** With the room of its first executors asked for at once, unless it waits. */
function createJob(
  name: string,
  args: SparkSubmitJobArgs,
  application: CompiledApplication,
  { metadata, template }: { metadata: ObjectMeta; template: PodTemplate },
  options: pulumi.CustomResourceOptions,
): void {
  const spec = jobSpec(application, template, application.suspend);
  const annotations = { ...(metadata.annotations as object), ...THERE_IS_ENOUGH };
  const job = new kubernetes.batch.v1.Job(`${name}-job`, { metadata: { ...metadata, annotations }, spec }, options);
  if (!application.suspend) createPlaceholders(name, args, application, { application: job, spec }, options);
}

type ObjectMeta = kubernetes.types.input.meta.v1.ObjectMeta;
type PodTemplate = kubernetes.types.input.core.v1.PodTemplateSpec;
