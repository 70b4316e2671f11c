/** A Spark application that the operator runs by a schedule. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { childOptions } from "../addons/child-options";
import { planned } from "../component";
import type { ScheduledSparkApplicationArgs } from "./args";
import { checkArguments } from "./check/arguments";
import { checkSchedule, type Schedule, scheduleShape } from "./check/schedule";
import { provideCode } from "./code/provide";
import { compileApplication } from "./compile/compile";
import { platformOptions } from "./spark-application";
import { kubeflowSpec } from "./targets/kubeflow";

/**
 * A Spark application that runs by a schedule, on a platform with the Kubeflow operator. Each run is a SparkApplication object of its
 * own, `<name>-<time in nanoseconds>`, sized and placed as {@link SparkApplication} is; a change of the arguments or of the code counts
 * from the next run on. A run that should have started while the operator was away starts once when it is back.
 *
 * A run that goes on keeps the code that it was started with, also when it is tried again. So code of this machine stays where
 * `pulumi up` has put it, after an update and after a destroy: delete it when no run needs it.
 *
 * No placeholders ask for the room of a run's executors: keep room warm in the hours of the schedule where its start must be quick.
 *
 * @example
 * new ScheduledSparkApplication("report", {
 *   platform,
 *   schedule: "0 3 * * 1-5",
 *   timeZone: "Europe/Berlin",
 *   mainApplicationFile: { file: "report.py" },
 *   restartPolicy: { type: "OnFailure", retries: 2 },
 *   timeLimitSeconds: 3600,
 * });
 *
 * Costs a driver and its executors while a run goes on, and nothing between runs.
 * @throws pulumi.ResourceError that lists every bad argument; nothing is created then.
 */
export class ScheduledSparkApplication extends pulumi.ComponentResource {
  /** Name of the ScheduledSparkApplication object. */
  readonly name: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  /** Shows when it ran last and runs next. */
  readonly statusCommand: pulumi.Output<string>;
  /** Lists the runs that are kept. */
  readonly runsCommand: pulumi.Output<string>;

  constructor(name: string, args: ScheduledSparkApplicationArgs, opts: pulumi.ComponentResourceOptions = {}) {
    planned(() =>
      checkArguments<Schedule>("ScheduledSparkApplication", name, args, {
        shape: scheduleShape,
        executorKeys: {},
        check: checkSchedule,
      }),
    );
    const objectName = args.name ?? name;
    const options = platformOptions(args.platform, opts);
    super("spark-platform:applications:ScheduledSparkApplication", name, {}, options);

    const inside = childOptions(this, options);
    const { suspend, ...ofRuns } = args;
    const code = provideCode(name, { objectName, kind: "schedule", isKept: true }, ofRuns, inside);
    const compiled = compileApplication(objectName, ofRuns, code);
    const { namespace, labels, annotations } = compiled;
    const application = new kubernetes.apiextensions.CustomResource(
      `${name}-application`,
      {
        apiVersion: "sparkoperator.k8s.io/v1beta2",
        kind: "ScheduledSparkApplication",
        metadata: { name: objectName, namespace, labels, annotations },
        spec: { ...scheduleSpec(args), ...(suspend === true && { suspend }), template: kubeflowSpec(compiled) },
      },
      pulumi.mergeOptions(inside, { dependsOn: code.dependsOn }),
    );
    this.name = application.metadata.name;
    this.namespace = application.metadata.namespace;
    const kubectl = pulumi.interpolate`kubectl --namespace ${this.namespace} get`;
    this.statusCommand = pulumi.interpolate`${kubectl} scheduledsparkapplications.sparkoperator.k8s.io ${this.name}`;
    this.runsCommand = pulumi.interpolate`${kubectl} sparkapplications.sparkoperator.k8s.io --selector sparkoperator.k8s.io/scheduled-app-name=${this.name}`;
    this.registerOutputs({
      name: this.name,
      namespace: this.namespace,
      statusCommand: this.statusCommand,
      runsCommand: this.runsCommand,
    });
  }
}

/** @see https://github.com/kubeflow/spark-operator/blob/v2.5.2/docs/api-docs.md */
function scheduleSpec({ schedule, timeZone, concurrencyPolicy, historyLimits = {} }: ScheduledSparkApplicationArgs) {
  const { successful = 1, failed = 1 } = historyLimits;
  return {
    schedule,
    // The operator takes the time zone of its own pod where none is named.
    timeZone: timeZone ?? "Etc/UTC",
    concurrencyPolicy: concurrencyPolicy ?? "Forbid",
    successfulRunHistoryLimit: successful,
    failedRunHistoryLimit: failed,
  };
}
