/** The Job of an application: how often it is tried, for how long it is kept, and when it runs. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { ScheduledSparkApplicationArgs } from "../args";
import type { CompiledApplication } from "../compile/compiled";

type PodTemplate = kubernetes.types.input.core.v1.PodTemplateSpec;
type JobSpec = kubernetes.types.input.batch.v1.JobSpec;

/** When a Job is made anew; as of a scheduled application. */
export type Schedule = Pick<
  ScheduledSparkApplicationArgs,
  "schedule" | "timeZone" | "concurrencyPolicy" | "historyLimits" | "suspend"
>;

/** @param suspend whether the Job waits; one that is made by a schedule never does */
export function jobSpec(application: CompiledApplication, template: PodTemplate, suspend: boolean): JobSpec {
  const { restart, timeToLiveSeconds } = application;
  const isTriedAgain = restart.type === "OnFailure" && restart.retries > 0;
  return {
    backoffLimit: isTriedAgain ? restart.retries : 0,
    // Never a second driver beside one that is still about to end.
    podReplacementPolicy: "Failed",
    // A pod that was evicted or preempted has not failed. Without retries it must not run twice, so that ends the Job too.
    ...(isTriedAgain && {
      podFailurePolicy: {
        rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
      },
    }),
    ...(timeToLiveSeconds !== undefined && { ttlSecondsAfterFinished: timeToLiveSeconds }),
    ...(suspend && { suspend }),
    template: { ...template, spec: { ...(template.spec as object), restartPolicy: "Never" } as PodTemplate["spec"] },
  };
}

export function cronJobSpec(
  { schedule, timeZone = "Etc/UTC", concurrencyPolicy = "Forbid", historyLimits = {}, suspend = false }: Schedule,
  job: JobSpec,
  metadata: {
    labels: pulumi.Input<Record<string, pulumi.Input<string>>>;
    annotations?: Record<string, pulumi.Input<string>>;
  },
): kubernetes.types.input.batch.v1.CronJobSpec {
  const { successful = 1, failed = 1 } = historyLimits;
  return {
    schedule,
    timeZone,
    concurrencyPolicy,
    suspend,
    successfulJobsHistoryLimit: successful,
    failedJobsHistoryLimit: failed,
    jobTemplate: { metadata, spec: job },
  };
}
