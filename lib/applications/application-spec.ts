/** The spec of a SparkApplication object: the plan's sizes, templates and configuration in the fields that the operator reads. */

import type * as pulumi from "@pulumi/pulumi";

import { DRIVER_SERVICE_ACCOUNT } from "../addons/job-namespace";
import { mirrored } from "../addons/mirrors";
import type { SizedPod } from "../plan/executors/shape";
import { applicationLabel } from "../plan/placement/labels";
import { podTemplate } from "../plan/placement/pod-template";
import type { PlatformPlan } from "../plan/platform";
import { configurationIn, withExecutorSize } from "../plan/room";
import type { SparkApplicationArgs } from "./application-args";
import { resolvedConfiguration } from "./application-platform";
import { applicationType } from "./check-application";

/** Keys that have fields of their own: the operator writes both, and the field's value must be the only one. */
const KEYS_WITH_FIELDS =
  /^spark\.((driver|executor)\.(cores|memory|memoryOverhead)|kubernetes\.(driver|executor)\.request\.cores|executor\.instances|dynamicAllocation\.(enabled|minExecutors|maxExecutors|initialExecutors|shuffleTracking\.enabled))$/;

/** Keys that the operator sets itself, or refuses (internal/webhook/sparkconf_validator.go of the pinned version). */
const KEYS_OF_THE_OPERATOR =
  /^spark\.(master|submit\.deployMode|kubernetes\.(driver\.master|namespace|authenticate\..*|((driver|executor)\.)?container\.image|driver\.pod\.name|(driver|executor)\.podTemplate(File|ContainerName)|submission\.waitAppCompletion))$/;

export function namespaceOf({ namespace, platform }: SparkApplicationArgs): string {
  return namespace ?? platform.plan.namespaces[0]?.name ?? "default";
}

/** @see https://github.com/kubeflow/spark-operator/blob/v2.5.2/docs/api-docs.md */
export function applicationSpec(name: string, args: SparkApplicationArgs): Record<string, unknown> {
  const { platform } = args;
  const plan = withExecutorSize(platform.plan, args.executors?.size);
  const labels = { [applicationLabel]: name, ...platform.podLabels?.[namespaceOf(args)] };
  const allocation = allocationOf(args, plan);
  return {
    type: applicationType(args),
    mode: "cluster",
    sparkVersion: args.sparkVersion ?? plan.spark.version,
    image: mirrored(args.image ?? plan.spark.image, platform.imageMirrors),
    mainApplicationFile: args.mainApplicationFile,
    ...(args.mainClass !== undefined && { mainClass: args.mainClass }),
    ...(args.arguments !== undefined && { arguments: args.arguments }),
    ...(args.deps !== undefined && { deps: args.deps }),
    sparkConf: sparkConfOf(args, plan),
    dynamicAllocation: allocation.dynamicAllocation,
    driver: { ...podOf(plan, plan.driver, labels), serviceAccount: DRIVER_SERVICE_ACCOUNT },
    executor: { ...podOf(plan, plan.executor, labels), ...allocation.executor },
    restartPolicy: restartPolicyOf(args),
    ...(args.timeToLiveSeconds !== undefined && { timeToLiveSeconds: args.timeToLiveSeconds }),
  };
}

function podOf(plan: PlatformPlan, { role, shape }: SizedPod, labels: Record<string, pulumi.Input<string>>) {
  // The template is a pod in a file for spark-submit, and a pod's metadata and spec for the operator.
  const { metadata, spec } = podTemplate(plan, role);
  return {
    template: { metadata, spec },
    cores: shape.cores,
    coreRequest: `${shape.cpuRequestMillis}m`,
    memory: `${shape.heapMiB}m`,
    memoryOverhead: `${shape.overheadMiB}m`,
    labels,
  };
}

function allocationOf(args: SparkApplicationArgs, plan: PlatformPlan) {
  const { instances, min, max } = args.executors ?? {};
  if (instances !== undefined) return { dynamicAllocation: { enabled: false }, executor: { instances } };
  const configuration = configurationIn(plan, namespaceOf(args));
  const planned = (key: string) => configuration.find((entry) => entry.key === `spark.${key}`)?.value;
  const fixed = planned("dynamicAllocation.enabled") === "false" && min === undefined && max === undefined;
  if (fixed) {
    return {
      dynamicAllocation: { enabled: false },
      executor: { instances: Number(planned("executor.instances") ?? 2) },
    };
  }
  const least = min ?? Math.min(Number(planned("dynamicAllocation.minExecutors") ?? 0), max ?? Infinity);
  const most = max ?? planned("dynamicAllocation.maxExecutors");
  return {
    dynamicAllocation: {
      enabled: true,
      initialExecutors: least,
      minExecutors: least,
      ...(most !== undefined && { maxExecutors: Number(most) }),
      shuffleTrackingEnabled: true,
    },
    executor: {},
  };
}

function sparkConfOf(args: SparkApplicationArgs, plan: PlatformPlan): Record<string, pulumi.Input<string>> {
  const { platform, executors, sparkConf } = args;
  const { eventLogUri } = platform;
  const fixed = executors?.instances !== undefined;
  const passed = configurationIn(plan, namespaceOf(args)).filter(
    ({ key }) =>
      !KEYS_WITH_FIELDS.test(key) &&
      !KEYS_OF_THE_OPERATOR.test(key) &&
      !(fixed && key.startsWith("spark.dynamicAllocation.")),
  );
  return { ...resolvedConfiguration(passed, eventLogUri), ...sparkConf };
}

function restartPolicyOf({ restartPolicy = { type: "Never" } }: SparkApplicationArgs): Record<string, unknown> {
  const { type, retries = 3, retryIntervalSeconds = 60 } = restartPolicy;
  if (type === "Never") return { type };
  return {
    type,
    ...(type === "OnFailure" && { onFailureRetries: retries, onSubmissionFailureRetries: retries }),
    onFailureRetryInterval: retryIntervalSeconds,
    onSubmissionFailureRetryInterval: retryIntervalSeconds,
  };
}
