/** What a SparkApplication of the Kubeflow operator asks for: api/v1beta2/sparkapplication_types.go of 2.5.2. */

import type { KubeflowApplication } from "../sources/kubeflow";
import { parseMemoryMiB } from "../../plan/quantity";
import { requestedMillis } from "../../clusters/existing/quantity";
import { type Asked, type AskedPod, askedOfConfiguration } from "./asked";

interface PodFields {
  cores?: number;
  coreRequest?: string;
  memory?: string;
  memoryOverhead?: string;
  template?: { spec?: { activeDeadlineSeconds?: number } };
}

interface Spec {
  type?: string;
  sparkVersion?: string;
  image?: string;
  mainApplicationFile?: string;
  mainClass?: string;
  arguments?: string[];
  sparkConf?: Record<string, string>;
  driver?: PodFields;
  executor?: PodFields & { instances?: number };
  restartPolicy?: { type?: string; onFailureRetries?: number };
  timeToLiveSeconds?: number;
  dynamicAllocation?: { enabled?: boolean; minExecutors?: number; maxExecutors?: number };
}

export function askedOfKubeflow({ spec }: Pick<KubeflowApplication, "spec">): Asked {
  const { driver, executor, restartPolicy, dynamicAllocation, sparkConf = {}, ...rest } = spec as Spec;
  const ofConfiguration = askedOfConfiguration(sparkConf);
  return {
    type: rest.type,
    sparkVersion: rest.sparkVersion,
    image: rest.image ?? ofConfiguration.image,
    mainApplicationFile: rest.mainApplicationFile,
    mainClass: rest.mainClass,
    arguments: rest.arguments,
    driver: podOf(driver),
    executor: podOf(executor),
    executors: executorsOf(dynamicAllocation, executor?.instances) ?? ofConfiguration.executors,
    retries: { policy: restartPolicy?.type ?? "Never", most: restartPolicy?.onFailureRetries },
    timeToLiveSeconds: rest.timeToLiveSeconds,
    timeLimitSeconds: driver?.template?.spec?.activeDeadlineSeconds,
    configuration: sparkConf,
  };
}

function executorsOf(dynamic: Spec["dynamicAllocation"], instances: number | undefined): Asked["executors"] {
  if (dynamic?.enabled === true) return { least: dynamic.minExecutors ?? 0, most: dynamic.maxExecutors };
  return instances === undefined ? undefined : { least: instances, most: instances };
}

/** Undefined where the overhead is left to Spark, so that the pod's size is not known before there is one. */
function podOf({ cores, coreRequest, memory, memoryOverhead }: PodFields = {}): AskedPod | undefined {
  const heap = memory === undefined ? undefined : parseMemoryMiB(memory);
  const overhead = memoryOverhead === undefined ? undefined : parseMemoryMiB(memoryOverhead);
  const cpuMillis = coreRequest === undefined ? (cores ?? 1) * 1000 : requestedMillis(coreRequest);
  if (heap === undefined || overhead === undefined || cpuMillis === undefined) return undefined;
  return { cpuMillis, memoryMiB: heap + overhead };
}
