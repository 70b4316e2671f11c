/** What an application asks for, in the same words whichever way it was submitted. */

/** Requests of one pod. */
export interface AskedPod {
  cpuMillis: number;
  memoryMiB: number;
}

export interface Asked {
  /** `Scala`, `Java`, `Python`, `R`, `SQL`. */
  type?: string;
  sparkVersion?: string;
  image?: string;
  mainApplicationFile?: string;
  mainClass?: string;
  arguments?: string[];
  driver?: AskedPod;
  executor?: AskedPod;
  /** The same number twice where dynamic allocation is off. */
  executors?: { least: number; most?: number };
  retries?: { policy: string; most?: number };
  /** Of the finished object. */
  timeToLiveSeconds?: number;
  /** Most seconds that one attempt may run. */
  timeLimitSeconds?: number;
  /** All of Spark's configuration that is known. */
  configuration: Record<string, string>;
}

/** What Spark's own keys say, for whatever has no field of its own. */
export function askedOfConfiguration(configuration: Record<string, string>): Pick<Asked, "executors" | "image"> {
  const image = configuration["spark.kubernetes.container.image"];
  return { ...(image !== undefined && { image }), executors: executorsOf(configuration) };
}

/** Spark asks for 2 where nothing is said (spark.executor.instances on Kubernetes). */
const USUAL_INSTANCES = 2;

function executorsOf(configuration: Record<string, string>): Asked["executors"] {
  const number = (key: string) => {
    const value = Number(configuration[key]);
    return Number.isInteger(value) && value >= 0 ? value : undefined;
  };
  if (configuration["spark.dynamicAllocation.enabled"] !== "true") {
    const instances = number("spark.executor.instances") ?? USUAL_INSTANCES;
    return { least: instances, most: instances };
  }
  return {
    least: number("spark.dynamicAllocation.minExecutors") ?? 0,
    most: number("spark.dynamicAllocation.maxExecutors"),
  };
}
