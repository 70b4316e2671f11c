/** The log of a driver or an executor, also of one that has not started yet. */

import { ApiFailure, hasStatus } from "../cluster-api/cluster-api";
import type { Pod } from "../cluster-api/objects";
import type { Clock } from "../drill/clock";
import { executorIdOf } from "../drill/spark-pods";
import { Refused } from "./actions/refused";
import type { App } from "./application";
import type { AppsApi } from "./find";
import { pods } from "./kinds";
import { containerOf, podState } from "./pods";

export interface LogOptions {
  /** Spark's number of an executor. @default the driver */
  executor?: string;
  /** Until its end, and from its start where it has not started. */
  follow: boolean;
  /** Of the attempt before, or of the container before its last restart. */
  previous: boolean;
}

export interface LogSource {
  namespace: string;
  pod: string;
  container: string;
  /** The kubelet keeps the log of one restart. */
  previous: boolean;
}

/** @throws Refused where there is no such pod */
export function logSource(app: App, { executor, previous }: LogOptions): LogSource {
  const candidates =
    executor === undefined ? app.drivers : app.executors.filter((pod) => executorIdOf(pod) === executor);
  const [latest, earlier] = candidates;
  const pod = previous ? (earlier ?? latest) : latest;
  if (pod === undefined) throw missing(app, executor);
  const { namespace, name } = pod.metadata;
  return { namespace, pod: name, container: containerOf(pod), previous: previous && earlier === undefined };
}

function missing(app: App, executor: string | undefined): Refused {
  const next = [`npx spark-platform apps describe ${app.name} --namespace ${app.namespace}`];
  if (executor === undefined) {
    return new Refused(`${app.name} has no driver pod: it was not made yet, or is deleted, and its log with it.`, [
      ...next,
      "the history server shows what the event log kept",
    ]);
  }
  const there = app.executors.map((pod) => executorIdOf(pod)).filter((id) => id !== undefined);
  const which =
    there.length === 0 ? "none is there" : `there are ${there.sort((a, b) => Number(a) - Number(b)).join(", ")}`;
  return new Refused(
    `${app.name} has no executor ${executor}: ${which}. Spark deletes the pods of executors that have ended ` +
      "(spark.kubernetes.executor.deleteOnTermination).",
    next,
  );
}

/** @param say told what is waited for */
export async function readLog(
  api: AppsApi,
  source: LogSource,
  { follow }: LogOptions,
  write: (text: string) => void,
  { clock, signal, say }: { clock: Clock; signal: AbortSignal; say: (line: string) => void },
): Promise<void> {
  const { namespace, pod, container, previous } = source;
  if (follow) await untilStarted(api, source, clock, signal, say);
  if (signal.aborted) return;
  try {
    await api.log({ namespace, name: pod, container, follow, previous, signal }, write);
  } catch (error) {
    throw refusal(error, source);
  }
}

async function untilStarted(
  api: AppsApi,
  { namespace, pod: name }: LogSource,
  clock: Clock,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  for (let said = false; !signal.aborted; said = true) {
    const pod = await api.get<Pod>(pods, { namespace, name });
    if (pod === undefined || !["waiting", "starting"].includes(podState(pod))) return;
    if (!said) say(`${name} has not started; waiting for it (why: npx spark-platform apps describe ${name}).`);
    await clock.wait(1, signal).catch(() => undefined);
  }
}

function refusal(error: unknown, { pod, previous }: LogSource): unknown {
  if (!(error instanceof ApiFailure) || !hasStatus(error, 400, 404)) return error;
  if (previous) {
    return new Refused(
      `There is no earlier log of ${pod}: its container was not restarted, and no earlier attempt's pod is there.`,
    );
  }
  return new Refused(`The log of ${pod} can't be read: ${error.message}.`, ["add --follow to wait until it starts"]);
}
