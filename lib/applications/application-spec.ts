/** The spec of a SparkApplication object: the plan's sizes, templates and configuration in the fields that the operator reads. */

import type * as pulumi from "@pulumi/pulumi";

import { DRIVER_SERVICE_ACCOUNT } from "../addons/job-namespace";
import { mirrored } from "../addons/mirrors";
import type { SizedPod } from "../plan/executors/shape";
import { applicationLabel } from "../plan/placement/labels";
import { podTemplate } from "../plan/placement/pod-template";
import type { PlatformPlan } from "../plan/platform";
import { configurationIn, withExecutorSize } from "../plan/room";
import { allocationOf } from "./allocation";
import type { SparkApplicationArgs } from "./application-args";
import { resolvedConfiguration } from "./application-platform";
import { applicationType } from "./check-application";
import { isInOneZone, zoneAffinity } from "./one-zone";

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
  const { dynamicAllocation, executor } = allocationOf(args, plan, namespaceOf(args));
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
    dynamicAllocation,
    driver: { ...podOf(plan, plan.driver, labels), serviceAccount: DRIVER_SERVICE_ACCOUNT },
    executor: { ...podOf(plan, plan.executor, labels, isInOneZone(args, plan) ? name : undefined), ...executor },
    restartPolicy: restartPolicyOf(args),
    ...(args.timeToLiveSeconds !== undefined && { timeToLiveSeconds: args.timeToLiveSeconds }),
  };
}

/** @param zoneOf name of the application in the zone of whose driver the pod is kept */
function podOf(
  plan: PlatformPlan,
  { role, shape }: SizedPod,
  labels: Record<string, pulumi.Input<string>>,
  zoneOf?: string,
) {
  // The template is a pod in a file for spark-submit, and a pod's metadata and spec for the operator.
  const { metadata, spec } = podTemplate(plan, role);
  const affinity = { ...spec.affinity, ...(zoneOf !== undefined && zoneAffinity(zoneOf)) };
  return {
    template: { metadata, spec: { ...spec, affinity } },
    cores: shape.cores,
    coreRequest: `${shape.cpuRequestMillis}m`,
    memory: `${shape.heapMiB}m`,
    memoryOverhead: `${shape.overheadMiB}m`,
    labels,
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
