/** What the exit code of Spark's container says. */

import type { Role } from "../pods";

export interface Explained {
  /** As the rest of a sentence that starts with what failed: `ran out of heap (exit code 52)`. */
  what: string;
  /** What to change or look at, as a sentence. */
  change: string;
}

const ownError = "Look at the end of its log: the error is the application's own.";

/**
 * Numbers below 128 are Spark's own (org.apache.spark.util.SparkExitCode and org.apache.spark.executor.ExecutorExitCode of Spark
 * 4.3.0); above it 128 and the signal that ended the process.
 */
const codes: Record<number, (role: Role) => Explained> = {
  1: () => ({ what: "ended with an error (exit code 1)", change: ownError }),
  2: () => ({
    what: "was called wrongly (exit code 2)",
    change: "Look at its log for the argument that is not known.",
  }),
  11: () => ({
    what: "gave up because too many executors failed (exit code 11)",
    change: "Look at why the executors failed; spark.executor.maxNumFailures is how many may.",
  }),
  50: () => ({ what: "ended with an uncaught exception (exit code 50)", change: ownError }),
  51: () => ({
    what: "ended with an uncaught exception and could not log it (exit code 51)",
    change: "It is most often a lack of memory: look at the end of its log.",
  }),
  52: (role) => ({
    what: "ran out of heap (exit code 52, OutOfMemoryError)",
    change:
      role === "driver"
        ? "Raise spark.driver.memory, or bring less to the driver: collect(), toPandas() and large broadcasts end up there."
        : "Raise spark.executor.memory, or give each task less data: fewer spark.executor.cores, more partitions.",
  }),
  53: () => ({
    what: "could not make its local directory (exit code 53)",
    change: "Look at the volumes for spark.local.dir: full, missing, or not writable by the image's user.",
  }),
  56: () => ({
    what: "could not reach the driver with its heartbeats (exit code 56)",
    change: "Look at the driver: gone, out of memory or in long garbage collections; and at the network between them.",
  }),
  57: () => ({
    what: "was ended by the task reaper (exit code 57)",
    change: "A cancelled task did not end in spark.task.reaper.killTimeout; look for what it was stuck in.",
  }),
  58: () => ({
    what: "could not register its blocks with the driver again (exit code 58)",
    change: "Look at the driver: gone, or overloaded.",
  }),
  101: () => ({
    what: "did not find its main class (exit code 101)",
    change: "Compare mainClass with the jar, and mainApplicationFile with where the jar is.",
  }),
  124: () => ({
    what: "was ended because it ran longer than spark.driver.timeout (exit code 124)",
    change: "Raise spark.driver.timeout, or find out what takes so long.",
  }),
  126: () => ({
    what: "could not run its command (exit code 126)",
    change: "Look at the image: its entrypoint must be executable.",
  }),
  127: () => ({
    what: "did not find its command (exit code 127)",
    change: "Look at the image: it must be made for Spark on Kubernetes, with Python for a Python application.",
  }),
  134: () => ({
    what: "was ended by its JVM or a native library (exit code 134, SIGABRT)",
    change: "Look for hs_err in its log: a native library, or the JVM itself, gave up.",
  }),
  137: () => ({
    what: "was killed from outside (exit code 137, SIGKILL)",
    change: "Look at its node: lost, short of memory, or the pod was deleted and did not end in its grace period.",
  }),
  139: () => ({
    what: "crashed in native code (exit code 139, SIGSEGV)",
    change: "Look for the native library in hs_err in its log.",
  }),
  143: () => ({
    what: "was told to end (exit code 143, SIGTERM)",
    change: "Somebody deleted the pod, its node was drained or taken away, or dynamic allocation let it go.",
  }),
};

export function explainExitCode(code: number, role: Role): Explained {
  const known = codes[code];
  if (known !== undefined) return known(role);
  if (code > 128) {
    const signal = code - 128;
    return { what: `was ended by signal ${signal} (exit code ${code})`, change: "Look at the end of its log." };
  }
  return { what: `ended with exit code ${code}`, change: ownError };
}
