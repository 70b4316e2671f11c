/** Heap, memory beside it, and cores: what the JVM or the API server would refuse. */

import { parseCpuMillis } from "../../../quantity";
import type { Rule } from "../rule";
import type { ConfigurationView } from "../view";

/** UnifiedMemoryManager: one and a half times the 300 MiB that Spark reserves. */
const leastHeapMiB = 450;

const memoryManager =
  "https://github.com/apache/spark/blob/v4.1.0/core/src/main/scala/org/apache/spark/memory/UnifiedMemoryManager.scala";
const conf = "https://github.com/apache/spark/blob/v4.1.0/core/src/main/scala/org/apache/spark/SparkConf.scala";
const kubernetes = "https://spark.apache.org/docs/4.3.0/running-on-kubernetes.html";

export const memoryAndCoreRules: readonly Rule[] = [
  {
    level: "error",
    keys: ["spark.driver.memory", "spark.executor.memory"],
    when: (view, key) => (view.number(key) ?? leastHeapMiB) < leastHeapMiB,
    problem: `is less than the ${leastHeapMiB} MiB of heap without which Spark does not start`,
    allowed: `at least ${leastHeapMiB}m; a bare number counts MiB`,
    change: 'Use more, for example "1g".',
    source: memoryManager,
  },
  {
    level: "error",
    keys: ["spark.memory.offHeap.enabled"],
    when: (view, key) => view.isOn(key) && (view.number("spark.memory.offHeap.size") ?? 0) <= 0,
    problem: "asks for off-heap memory of no size, and Spark does not start",
    allowed: "off-heap memory with spark.memory.offHeap.size",
    change: "Set spark.memory.offHeap.size; it is added to the pod's memory.",
    source:
      "https://github.com/apache/spark/blob/v4.1.0/core/src/main/scala/org/apache/spark/memory/MemoryManager.scala",
  },
  {
    level: "error",
    keys: ["spark.memory.fraction", "spark.memory.storageFraction"],
    when: (view, key) => !((view.number(key) ?? 0) >= 0 && (view.number(key) ?? 0) <= 1),
    problem: "is no share of the heap, and Spark does not start",
    allowed: "a number from 0 to 1",
    change: "Leave it out: Spark's own value is right for nearly every job.",
    source: conf,
  },
  {
    level: "error",
    keys: ["spark.driver.extraJavaOptions", "spark.executor.extraJavaOptions"],
    when: (view, key) => view.text(key)?.includes("-Xmx") === true,
    problem: "sets the size of the heap, and Spark does not start",
    allowed: "options of the JVM other than -Xmx",
    change: "Use spark.driver.memory and spark.executor.memory for the heap.",
    source: conf,
  },
  {
    level: "error",
    keys: ["spark.executor.extraJavaOptions"],
    when: (view, key) => view.text(key)?.includes("-Dspark") === true,
    problem: "sets a key of Spark as an option of the JVM, and Spark does not start",
    allowed: "options of the JVM and system properties that do not start with spark",
    change: "Set the key in the configuration.",
    source: conf,
  },
  {
    level: "error",
    keys: ["spark.task.cpus"],
    when: (view, key) => {
      const [cpus, cores] = [view.number(key), view.number("spark.executor.cores")];
      return cpus !== undefined && cores !== undefined && cpus > cores;
    },
    problem: (view) =>
      `is more than the ${view.text("spark.executor.cores")} of spark.executor.cores, so no task could run`,
    allowed: "at most spark.executor.cores",
    change: "Raise spark.executor.cores, or lower it.",
    source:
      "https://github.com/apache/spark/blob/v4.1.0/core/src/main/scala/org/apache/spark/resource/ResourceUtils.scala",
  },
  {
    level: "error",
    keys: ["spark.kubernetes.driver.limit.cores", "spark.kubernetes.executor.limit.cores"],
    when: (view, key) => {
      const [limit, request] = [millis(view, key), requestedMillis(view, key)];
      return limit !== undefined && request !== undefined && limit < request;
    },
    problem: (view, key) =>
      `is less than the ${requestedMillis(view, key)}m that the pod requests, and Kubernetes refuses such a pod`,
    allowed: "at least what is requested",
    change: "Raise it, or leave it out: without a limit a pod may use CPU that nobody else wants.",
    source: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
  },
  {
    level: "warning",
    keys: ["spark.kubernetes.local.dirs.tmpfs"],
    when: (view, key) => view.isOn(key) && !hasOwnOverhead(view),
    problem: "keeps shuffle and spilled data in the pod's own memory, which was not enlarged for it",
    allowed: "tmpfs with memory overhead that holds the data",
    change: "Set spark.executor.memoryOverhead or spark.executor.memoryOverheadFactor, or leave tmpfs off.",
    source: `${kubernetes}#using-ram-for-local-storage`,
  },
  {
    level: "note",
    keys: ["spark.driver.memoryOverheadFactor", "spark.executor.memoryOverheadFactor"],
    when: (view, key) => view.isSet(key.replace(/Factor$/, "")),
    problem: "does nothing, since the overhead itself is set",
    allowed: "either an amount or a factor",
    change: "Remove one of the two.",
    source: `${kubernetes}#spark-properties`,
  },
];

function millis(view: ConfigurationView, key: string): number | undefined {
  const text = view.text(key);
  return text === undefined ? undefined : parseCpuMillis(text);
}

/** What the pod requests: request.cores, and the role's cores where that is left out. */
function requestedMillis(view: ConfigurationView, limitKey: string): number | undefined {
  const role = limitKey.includes(".driver.") ? "driver" : "executor";
  return millis(view, `spark.kubernetes.${role}.request.cores`) ?? millis(view, `spark.${role}.cores`);
}

function hasOwnOverhead(view: ConfigurationView): boolean {
  return [
    "spark.executor.memoryOverhead",
    "spark.executor.memoryOverheadFactor",
    "spark.kubernetes.memoryOverheadFactor",
  ].some((key) => view.isSet(key));
}
