/** What a SparkApplication of the Apache operator asks for: org.apache.spark.k8s.operator.spec.ApplicationSpec. */

import type { ApacheApplication } from "../sources/apache";
import { type Asked, askedOfConfiguration } from "./asked";

interface Spec {
  mainClass?: string;
  jars?: string;
  pyFiles?: string;
  sparkRFiles?: string;
  driverArgs?: string[];
  runtimeVersions?: { sparkVersion?: string };
  sparkConf?: Record<string, string>;
  applicationTolerations?: {
    restartConfig?: { restartPolicy?: string; maxRestartAttempts?: number };
    ttlAfterStopMillis?: number;
    instanceConfig?: { minExecutors?: number; maxExecutors?: number };
  };
}

export function askedOfApache({ spec }: Pick<ApacheApplication, "spec">): Asked {
  const { sparkConf = {}, applicationTolerations = {}, pyFiles, sparkRFiles, jars, ...rest } = spec as Spec;
  const { restartConfig, ttlAfterStopMillis } = applicationTolerations;
  const [main] = (pyFiles ?? sparkRFiles ?? jars ?? "").split(",");
  return {
    ...askedOfConfiguration(sparkConf),
    type: pyFiles !== undefined ? "Python" : sparkRFiles !== undefined ? "R" : "Java",
    sparkVersion: rest.runtimeVersions?.sparkVersion,
    mainApplicationFile: main === "" ? undefined : main,
    mainClass: rest.mainClass,
    arguments: rest.driverArgs,
    retries: { policy: restartConfig?.restartPolicy ?? "Never", most: restartConfig?.maxRestartAttempts },
    // A negative one keeps the object for ever.
    timeToLiveSeconds:
      ttlAfterStopMillis === undefined || ttlAfterStopMillis < 0 ? undefined : ttlAfterStopMillis / 1000,
    configuration: sparkConf,
  };
}
