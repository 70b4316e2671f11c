/** The spec of the Kubeflow operator's SparkApplication. */

import type { CompiledApplication, CompiledPod, RestartPolicy } from "../compile/compiled";

/** Keys that the operator sets itself, or refuses (internal/webhook/sparkconf_validator.go of the pinned version). */
const KEYS_OF_THE_OPERATOR =
  /^spark\.(master|submit\.deployMode|kubernetes\.(driver\.master|namespace|authenticate\..*|((driver|executor)\.)?container\.image|driver\.pod\.name|(driver|executor)\.podTemplate(File|ContainerName)|submission\.waitAppCompletion))$/;

/** @see https://github.com/kubeflow/spark-operator/blob/v2.5.2/docs/api-docs.md */
export function kubeflowSpec(application: CompiledApplication): Record<string, unknown> {
  const { type, mainApplicationFile, mainClass, deps, driver, executor, timeToLiveSeconds } = application;
  const { dynamicAllocation, executor: number } = application.allocation;
  return {
    type,
    mode: "cluster",
    sparkVersion: application.sparkVersion,
    image: application.image,
    mainApplicationFile,
    ...(mainClass !== undefined && { mainClass }),
    ...(application.arguments !== undefined && { arguments: application.arguments }),
    ...(deps !== undefined && { deps }),
    sparkConf: withoutKeys(application.configuration, KEYS_OF_THE_OPERATOR),
    dynamicAllocation,
    driver: { ...podSpec(driver), serviceAccount: driver.serviceAccount },
    executor: { ...podSpec(executor), ...number },
    restartPolicy: restartPolicy(application.restart),
    ...(application.suspend && { suspend: true }),
    ...(timeToLiveSeconds !== undefined && { timeToLiveSeconds }),
  };
}

/** The template is a pod in a file for spark-submit, and a pod's metadata and spec for the operator. */
function podSpec({ template, shape, labels }: CompiledPod) {
  return {
    template,
    cores: shape.cores,
    coreRequest: `${shape.cpuRequestMillis}m`,
    memory: `${shape.heapMiB}m`,
    memoryOverhead: `${shape.overheadMiB}m`,
    labels,
  };
}

function withoutKeys<T>(configuration: Record<string, T>, keys: RegExp): Record<string, T> {
  return Object.fromEntries(Object.entries(configuration).filter(([key]) => !keys.test(key)));
}

function restartPolicy({
  type,
  retries,
  submissionRetries,
  retryIntervalSeconds,
}: RestartPolicy): Record<string, unknown> {
  if (type === "Never") return { type };
  return {
    type,
    ...(type === "OnFailure" && { onFailureRetries: retries, onSubmissionFailureRetries: submissionRetries }),
    onFailureRetryInterval: retryIntervalSeconds,
    onSubmissionFailureRetryInterval: retryIntervalSeconds,
  };
}
