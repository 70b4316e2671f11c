/** Runs cases one after the other on one cluster and keeps everything that they measured. */

import { availableParallelism, cpus, totalmem } from "node:os";

import { type Progress } from "../../local/progress";
import { versions } from "../../local/tools/versions";
import { messageOf } from "../../local/user-error";
import { type Autoscaler, type AutoscalerProgram } from "./autoscalers/autoscaler";
import { type Case, measureInto } from "./cases/case";
import { type Form, World } from "./harness/world";
import { withComparisons } from "./report/compare";
import { printMeasurement } from "./report/console";
import { type CapacityDocument, type Measurement } from "./report/document";

export interface RunOptions {
  form: Form;
  cases: readonly Case[];
  autoscaler: Autoscaler;
  program: AutoscalerProgram;
  progress: Progress;
  signal: AbortSignal;
  /** Told all that was measured so far, after every case: what a long run has measured must not be lost with it. */
  keep(document: CapacityDocument): Promise<void>;
}

export interface Outcome {
  document: CapacityDocument;
  /** Cases that did not come to their end, and why. */
  failures: { id: string; title: string; why: string }[];
}

/**
 * A case that does not come to its end is run once more, and the document says so: a preempting pod can be left waiting by
 * kube-scheduler itself, with a node nominated and room on it (kubernetes/kubernetes#141694, open in November 2026).
 */
export async function runCases({ cases, ...options }: RunOptions): Promise<Outcome> {
  const measurements: Measurement[] = [];
  const repeated: CapacityDocument["repeated"] = [];
  const failures: Outcome["failures"] = [];
  const world = await World.start(options);
  try {
    for (const one of cases) {
      const { id, title } = one;
      let why = await attempt(one, { world, measurements, ...options });
      if (why !== undefined) {
        repeated.push({ id, why });
        options.progress.note(`Case ${id} is run again: ${why}`);
        why = await attempt(one, { world, measurements, ...options });
      }
      await options.keep(documentOf(options, measurements, repeated));
      if (why !== undefined) failures.push({ id, title, why });
      // What can't be cleared away would be in the way of all that follows.
      if (why === stuck) break;
    }
  } finally {
    await world.stop();
  }
  return { document: documentOf(options, measurements, repeated), failures };
}

const stuck = "what it left behind could not be cleared away";

type Attempt = Pick<RunOptions, "progress" | "signal"> & { world: World; measurements: Measurement[] };

/** @returns why the case did not come to its end; its measurements are dropped then */
async function attempt(one: Case, { world, measurements, progress, signal }: Attempt): Promise<string | undefined> {
  const before = measurements.length;
  const told = (error: unknown): string => {
    signal.throwIfAborted();
    return messageOf(error);
  };
  const run = () => one.run(world, measureInto(measurements, one, world));
  const why = await progress.step(`Case ${one.id}: ${one.title}`, run).then(() => undefined, told);
  measurements.slice(before).forEach(printMeasurement);
  if (why !== undefined) measurements.splice(before);
  const remains = await world.clear().then(() => undefined, told);
  return remains === undefined ? why : stuck;
}

function documentOf(
  { form, autoscaler, program }: Omit<RunOptions, "cases">,
  measurements: readonly Measurement[],
  repeated: CapacityDocument["repeated"],
): CapacityDocument {
  return {
    machine: {
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 1024 ** 3),
      processor: cpus()[0]?.model ?? "unknown",
    },
    date: new Date().toISOString().slice(0, 10),
    form: form.name,
    boot: form.boot,
    autoscaler: autoscaler.name,
    versions: { kubernetes: versions.kubernetes, kwok: versions.kwok, [autoscaler.name]: program.version },
    resolution: "milliseconds, from the call that creates a pod to the watch event with its node",
    cases: withComparisons(measurements),
    repeated,
  };
}
