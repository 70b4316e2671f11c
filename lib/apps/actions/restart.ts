/** Runs an application again: the same object, made anew. */

import type { Pod } from "../../cluster-api/objects";
import type { Clock } from "../../drill/clock";
import type { App, AppObject, Keeper } from "../application";
import type { AppsApi } from "../find";
import { pods } from "../kinds";
import { Refused } from "./refused";

export interface Restarted {
  /** For example `SparkApplication/etl`. */
  object: string;
  notes: string[];
}

/** A driver has its grace period to end in, and operators clean up after it. */
const GONE_SECONDS = 300;

/**
 * Whether the API server would take the object is asked before the old one is deleted.
 * @throws Refused where nothing knows how it was submitted, or where the new object can't be made
 */
export async function restart(api: AppsApi, app: App, clock: Clock, signal: AbortSignal): Promise<Restarted> {
  const { keeper, namespace } = app;
  if (keeper === undefined) throw notKept(app);
  const fresh = freshObject(keeper, app.way === "job");
  const { name, uid } = keeper.object.metadata;
  const trial = { ...fresh, metadata: { ...fresh.metadata, name: undefined, generateName: `${name.slice(0, 40)}-` } };
  try {
    await api.create(keeper.kind, namespace, trial, "dry-run");
  } catch (error) {
    throw new Refused(`${name} would not be taken again: ${(error as Error).message}. Nothing was done.`);
  }
  await api.remove(keeper.kind, { namespace, name, uid });
  await untilGone(api, app, keeper, clock, signal, fresh);
  try {
    await api.create(keeper.kind, namespace, fresh);
  } catch (error) {
    throw lost(`could not be made again: ${(error as Error).message}`, name, namespace, fresh);
  }
  return { object: `${keeper.kindName}/${name}`, notes: notesOf(app) };
}

function notKept({ name, way, startedBy = "", namespace }: App): Refused {
  const object = startedBy.toLowerCase();
  const restarts = /^(deployment|statefulset|daemonset)\//.test(object)
    ? [`kubectl --namespace ${namespace} rollout restart ${object}`]
    : [`restart it by what made ${startedBy}`];
  return way === "server"
    ? new Refused(`${name} is started by ${startedBy}: that restarts it.`, restarts)
    : new Refused(
        `${name} was submitted by spark-submit, and nothing in the cluster knows how: its files, its arguments and the rights of whoever did it are not kept.`,
        ["submit it again", "or let a SparkApplication or a SparkSubmitJob keep it, which can be restarted"],
      );
}

/** The driver must be gone as well: the next one has its name. */
async function untilGone(
  api: AppsApi,
  { namespace, drivers }: App,
  { kind, object: { metadata } }: Keeper,
  clock: Clock,
  signal: AbortSignal,
  fresh: object,
): Promise<void> {
  const { name, uid } = metadata;
  for (let waited = 0; waited < GONE_SECONDS; waited += 1) {
    const found = await api.get<AppObject>(kind, { namespace, name });
    if (found !== undefined && found.metadata.uid !== uid) {
      throw new Refused(`${name} was made again by somebody else meanwhile; that one was left alone.`);
    }
    if (found === undefined && !(await anyIsThere(api, drivers))) return;
    try {
      await clock.wait(1, signal);
    } catch {
      throw lost("is still being deleted, and the wait was ended", name, namespace, fresh);
    }
  }
  throw lost(`is still being deleted after ${GONE_SECONDS} s`, name, namespace, fresh);
}

async function anyIsThere(api: AppsApi, drivers: readonly Pod[]): Promise<boolean> {
  for (const { metadata } of drivers) {
    const found = await api.get<Pod>(pods, { namespace: metadata.namespace, name: metadata.name });
    if (found?.metadata.uid === metadata.uid) return true;
  }
  return false;
}

/** Nobody else has the object any more, so the message has it. */
function lost(what: string, name: string, namespace: string, fresh: object): Refused {
  return new Refused(`${name} ${what}. This is the object:\n${JSON.stringify(fresh)}`, [
    `once it is gone, save the object and run: kubectl --namespace ${namespace} create --filename FILE`,
  ]);
}

/** Written by the API server, by controllers and by `kubectl apply`; and what tied it to a schedule. */
const derivedLabels =
  /^(batch\.kubernetes\.io\/(controller-uid|job-name)|controller-uid|job-name|sparkoperator\.k8s\.io\/scheduled-app-name)$/;
const derivedAnnotations = /^(batch\.kubernetes\.io\/.*|kubectl\.kubernetes\.io\/last-applied-configuration)$/;

/** Without owner, so that it does not count as a run of a schedule. */
function freshObject({ apiVersion, kindName, object }: Keeper, isJob: boolean) {
  const { name, namespace, labels, annotations } = object.metadata;
  const { suspend, ...spec } = object["spec"] as Record<string, unknown>;
  const isQueued = labels?.["kueue.x-k8s.io/queue-name"] !== undefined;
  return {
    apiVersion,
    kind: kindName,
    metadata: {
      name,
      namespace,
      labels: without(labels, derivedLabels),
      annotations: without(annotations, derivedAnnotations),
    },
    // Kueue lets go what it has suspended; for anything else a restart says that it should run.
    spec: { ...(isJob ? freshJob(spec) : spec), ...(isQueued && suspend !== undefined && { suspend }) },
  };
}

/** The API server makes the selector of a Job, and refuses one that it has not made. */
function freshJob({ template, ...spec }: Record<string, unknown>) {
  const { metadata, ...rest } = template as { metadata?: { labels?: Record<string, string> } };
  const kept = Object.fromEntries(
    Object.entries(spec).filter(([key]) => key !== "selector" && key !== "manualSelector"),
  );
  return {
    ...kept,
    template: { ...rest, metadata: { ...metadata, labels: without(metadata?.labels, derivedLabels) } },
  };
}

function without(texts: Record<string, string> | undefined, keys: RegExp): Record<string, string> | undefined {
  return texts && Object.fromEntries(Object.entries(texts).filter(([key]) => !keys.test(key)));
}

function notesOf({ schedule }: App): string[] {
  return schedule === undefined
    ? []
    : [`It was a run of the schedule ${schedule}; the new one belongs to no schedule.`];
}
