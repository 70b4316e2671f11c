/** Configuration of where executors keep shuffle files and what they spill. */

import type { SizedPod } from "../../executors/shape";
import type { Issue } from "../../issue";
import type { PlannedEntry } from "../configuration";
import type { ConfigurationContext } from "./context";
import { decommissionSeconds } from "./decommission";
import type { ShufflePlan, ShuffleVolume } from "../shuffle";
import { shuffleServiceEntries, shuffleServiceWarnings } from "./shuffle-service";

const kubernetesGuide = "https://spark.apache.org/docs/latest/running-on-kubernetes.html";
const tmpfsKey = "spark.kubernetes.local.dirs.tmpfs";

/**
 * Spark takes a volume of this name for its local directory. The path is the one that Spark's guide names: files of a lost
 * executor are looked for in `spark-*` two levels above the local directory, and nowhere else.
 */
const volumePrefix = "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1";
const mountPath = "/data/spark-x/executor-x";

/** Nothing for the disk of the node: Spark makes a directory of the pod on it by itself. */
export function shuffleEntries({ shuffle, cluster, executor }: ConfigurationContext): PlannedEntry[] {
  const spot = decommissionSeconds(cluster, executor.pools) !== undefined;
  return [
    ...volumeEntries(shuffle),
    ...(spot ? fallbackEntries(shuffle) : []),
    ...(shuffle.service === undefined ? [] : shuffleServiceEntries(shuffle.service)),
  ];
}

function volumeEntries(shuffle: ShuffleVolume): PlannedEntry[] {
  if (shuffle.volume === "pvc") return claimEntries(shuffle);
  if (shuffle.volume !== "tmpfs") return [];
  return [
    {
      key: tmpfsKey,
      value: "true",
      reason: "Shuffle files stay in memory, as asked; they count against the memory of their pod.",
      source: kubernetesGuide,
    },
  ];
}

function claimEntries({ storageClass, sizeGiB }: Extract<ShuffleVolume, { volume: "pvc" }>): PlannedEntry[] {
  return [
    {
      key: `${volumePrefix}.options.claimName`,
      value: "OnDemand",
      reason: "Each executor gets a volume of its own for shuffle files, which outlives the executor and its node.",
      source: kubernetesGuide,
    },
    {
      key: `${volumePrefix}.options.storageClass`,
      value: storageClass,
      reason: "The class of these volumes, as given.",
      source: "plan",
    },
    {
      key: `${volumePrefix}.options.sizeLimit`,
      value: `${sizeGiB}Gi`,
      reason: "The size of each of these volumes.",
      source: "plan",
    },
    {
      key: `${volumePrefix}.mount.path`,
      value: mountPath,
      reason: "The path is of the one form in which Spark finds the files of a lost executor again.",
      source: "SPARK-44745",
    },
    {
      key: `${volumePrefix}.mount.readOnly`,
      value: "false",
      reason: "Executors write to it.",
      source: kubernetesGuide,
    },
    ...reuseEntries,
  ];
}

const reuseEntries: PlannedEntry[] = [
  {
    key: "spark.kubernetes.driver.ownPersistentVolumeClaim",
    value: "true",
    reason: "The volumes belong to the driver: they outlive executors and go with the application.",
    source: "SPARK-35182",
  },
  {
    key: "spark.kubernetes.driver.reusePersistentVolumeClaim",
    value: "true",
    reason:
      "A new executor takes over the volume of one that is gone; Spark's default as well, but only written out does it make " +
      "executors look for the files.",
    source: "SPARK-35593",
  },
  {
    key: "spark.kubernetes.driver.waitToReusePersistentVolumeClaim",
    value: "true",
    reason: "No more volumes are made than executors can run at once: a new executor waits for one that becomes free.",
    source: "SPARK-41410",
  },
  {
    key: "spark.shuffle.sort.io.plugin.class",
    value: "org.apache.spark.shuffle.KubernetesLocalDiskShuffleDataIO",
    reason: "Finds the shuffle files on a volume that is taken over, so that they are not computed again.",
    source: "SPARK-44745",
  },
];

function fallbackEntries({ fallbackStorage }: ShufflePlan): PlannedEntry[] {
  if (fallbackStorage === undefined) return [];
  return [
    {
      key: "spark.storage.decommission.fallbackStorage.path",
      value: fallbackStorage,
      reason: "Shuffle files of an executor that is about to go are copied here when no other executor can take them.",
      source: "SPARK-33545",
    },
    {
      key: "spark.storage.decommission.fallbackStorage.cleanUp",
      value: "true",
      reason: "An application that ends deletes what it has copied there.",
      source: "SPARK-34142",
    },
  ];
}

export interface ShuffleWarningsInput extends Pick<
  ConfigurationContext,
  "shuffle" | "cluster" | "driver" | "executor" | "version"
> {
  image: string;
  sparkConf: Record<string, string>;
}

export function shuffleWarnings(input: ShuffleWarningsInput): Issue[] {
  const { shuffle, cluster, driver, executor, version, image, sparkConf } = input;
  const bySparkConf = sparkConf[tmpfsKey];
  const tmpfs = (bySparkConf ?? String(shuffle.volume === "tmpfs")) === "true";
  const idle = shuffle.fallbackStorage !== undefined && decommissionSeconds(cluster, executor.pools) === undefined;
  return [
    ...(tmpfs ? [memoryWarning(bySparkConf !== undefined, { driver, executor })] : []),
    ...(idle ? [fallbackWarning(shuffle.fallbackStorage)] : []),
    ...(shuffle.service === undefined ? [] : shuffleServiceWarnings(shuffle.service, version, image)),
  ];
}

function memoryWarning(bySparkConf: boolean, { driver, executor }: Record<"driver" | "executor", SizedPod>): Issue {
  const { overheadMiB, memoryMiB } = executor.shape;
  return {
    path: bySparkConf ? `sparkConf[${JSON.stringify(tmpfsKey)}]` : "shuffle.volume",
    value: bySparkConf ? "true" : "tmpfs",
    problem:
      `keeps shuffle files in memory: an executor has ${overheadMiB} MiB of its ${memoryMiB} MiB outside the heap for them and ` +
      `all else, a driver ${driver.shape.overheadMiB} MiB, and Kubernetes kills the pod that needs more`,
    allowed: "jobs that shuffle and spill little",
    change:
      "Give executors a smaller heap with executors.memory on nodes with memory to spare, or use the node's disk.",
  };
}

function fallbackWarning(fallbackStorage: string | undefined): Issue {
  return {
    path: "shuffle.fallbackStorage",
    value: fallbackStorage,
    problem: "is never used: no pool of the executors is spot, so no executor is decommissioned",
    allowed: "a folder for executors that may lose their node",
    change: "Leave it out, or let executors run on a spot pool.",
  };
}
