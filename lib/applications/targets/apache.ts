/** The spec of the Apache operator's SparkApplication, which is Spark's configuration but for restarts, deadlines and pod templates. */

import type { CompiledApplication, RestartPolicy } from "../compile/compiled";
import { sparkProperties } from "./properties";

/** What spark-submit makes the main class of code that is in no jar (SparkSubmit.prepareSubmitEnvironment). */
const RUNNERS = { Python: "org.apache.spark.deploy.PythonRunner", R: "org.apache.spark.deploy.RRunner" };

/**
 * Spark's own defaults, where the operator has others (SparkAppSubmissionWorker.buildDriverConf of the pinned version): the same
 * application does the same whoever submits it, and executors go with their run although the driver's pod is kept.
 */
const SPARK_DEFAULTS = {
  "spark.authenticate": "false",
  "spark.io.encryption.enabled": "false",
  "spark.kubernetes.executor.deleteOnTermination": "true",
};

/**
 * Event logs are named after `spark.app.id`, which the operator makes of the object's name and the attempt, so that one that is made
 * again under its name would find its log there and end (RollingEventLogFilesWriter.start).
 */
const SAME_LOG_AGAIN = { "spark.eventLog.overwrite": "true" };

/** The operator counts restarts in any case; this many never come. */
const UNLIMITED = 2 ** 31 - 1;

/** @see https://github.com/apache/spark-kubernetes-operator/blob/1.0.0/docs/spark_custom_resources.md */
export function apacheSpec(application: CompiledApplication): Record<string, unknown> {
  const { sparkVersion, driver, executor } = application;
  return {
    ...mainOf(application),
    ...(application.arguments !== undefined && { driverArgs: application.arguments }),
    runtimeVersions: { sparkVersion },
    sparkConf: { ...SPARK_DEFAULTS, ...SAME_LOG_AGAIN, ...sparkProperties(application) },
    driverSpec: { podTemplateSpec: driver.template },
    executorSpec: { podTemplateSpec: executor.template },
    applicationTolerations: tolerationsOf(application),
  };
}

/** Other Python files and jars are among the properties: in these fields is what runs, and nothing else. */
function mainOf({ type, mainClass, mainApplicationFile }: CompiledApplication): Record<string, unknown> {
  if (type === "Python") return { mainClass: RUNNERS.Python, pyFiles: mainApplicationFile };
  if (type === "R") return { mainClass: RUNNERS.R, sparkRFiles: mainApplicationFile };
  return { mainClass, jars: mainApplicationFile };
}

function tolerationsOf({ restart, timeToLiveSeconds, allocation }: CompiledApplication): Record<string, unknown> {
  return {
    restartConfig: restartConfig(restart),
    // A queue or an autoscaler may hold pods for longer than the operator's five minutes.
    applicationTimeoutConfig: {
      driverStartTimeoutMillis: 0,
      driverReadyTimeoutMillis: 0,
      executorStartTimeoutMillis: 0,
    },
    ...(allocation.least > 0 && { instanceConfig: instanceConfig(allocation) }),
    // Keeps the driver's pod, and its log with it, as long as the object is there.
    resourceRetainPolicy: "Always",
    ...(timeToLiveSeconds !== undefined && { ttlAfterStopMillis: milliseconds(timeToLiveSeconds) }),
  };
}

/** Every restart counts against `maxRestartAttempts`, so that is the sum of both; `Always` is held back by nothing else. */
function restartConfig({ type, retries, submissionRetries, retryIntervalSeconds }: RestartPolicy) {
  if (type === "Never") return { restartPolicy: type };
  const restartBackoffMillis = milliseconds(retryIntervalSeconds);
  if (type === "Always") return { restartPolicy: type, maxRestartAttempts: UNLIMITED, restartBackoffMillis };
  return {
    restartPolicy: type,
    maxRestartAttempts: retries + submissionRetries,
    maxRestartOnFailure: retries,
    maxRestartOnSchedulingFailure: submissionRetries,
    restartBackoffMillis,
  };
}

/** Below these numbers the object's state says that executors are missing. */
function instanceConfig({ dynamicAllocation, least }: CompiledApplication["allocation"]): Record<string, number> {
  const most = dynamicAllocation.enabled ? dynamicAllocation.maxExecutors : least;
  return { initExecutors: least, minExecutors: least, ...(most !== undefined && { maxExecutors: most }) };
}

function milliseconds(seconds: number): number {
  return seconds * 1000;
}
