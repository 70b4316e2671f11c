/** Why an application waits: every cause that can be seen, each with what to change. */

import { hasStatus } from "../../cluster-api/cluster-api";
import type { ObjectKind, ObjectQuery } from "../../cluster-api/object-api";
import type { ClusterEvent, ClusterNode, Condition, ObjectMeta, Pod, ResourceQuota } from "../../cluster-api/objects";
import { type App, hasEnded } from "../application";
import type { Asked } from "../asked/asked";
import type { AppsApi } from "../find";
import * as kinds from "../kinds";
import { podState, requestsOf } from "../pods";
import { operatorWait } from "./operator";
import { type Around, podWaits } from "./pods";
import { usedUp } from "./quota";
import type { Wait } from "./wait";

/** @param asked what the application asks for */
export async function waitsOf(api: AppsApi, app: App, asked: Asked, now: Date): Promise<Wait[]> {
  if (hasEnded(app)) return [];
  if (app.state === "suspended") return [await suspended(api, app)];
  const [driver] = app.drivers;
  const pending = [...(driver === undefined ? [] : [driver]), ...app.executors].filter(isNotRunning);
  const waits = pending.length === 0 ? [] : podWaits(pending, await around(api, app.namespace));
  const hasDriver = driver !== undefined && podState(driver) !== "failed";
  if (!hasDriver && app.state === "retrying") waits.push(retrying(app));
  else if (driver === undefined) waits.push(...(await notSubmitted(api, app, now)));
  if (driver !== undefined && podState(driver) === "running") waits.push(...(await missingExecutors(api, app, asked)));
  return waits;
}

function isNotRunning(pod: Pod): boolean {
  return podState(pod) === "waiting" || podState(pod) === "starting";
}

/** What keeps a driver from being made: the operator, or the Job's pod that is to submit it. */
async function notSubmitted(api: AppsApi, app: App, now: Date): Promise<Wait[]> {
  const { namespace, name, way } = app;
  if (way !== "job") return [await operatorWait(api, app, now)].filter((one) => one !== undefined);
  const labels = `batch.kubernetes.io/job-name=${name}`;
  const pending = ((await seen<Pod>(api, kinds.pods, { namespace, labels })) ?? []).filter(isNotRunning);
  if (pending.length === 0) return [];
  return podWaits(pending, await around(api, namespace)).map((wait) => ({ ...wait, who: "application" }));
}

/** With the rights that are there: what can't be seen is left out. */
async function around(api: AppsApi, namespace: string): Promise<Around> {
  const [nodes, pods, events] = await Promise.all([
    seen<ClusterNode>(api, kinds.nodes, {}),
    seen<Pod>(api, kinds.pods, { fields: "status.phase!=Succeeded,status.phase!=Failed" }),
    seen<ClusterEvent>(api, kinds.events, { namespace, fields: "involvedObject.kind=Pod" }),
  ]);
  const podsOn = groupedBy(pods ?? [], ({ spec }) => spec.nodeName ?? "");
  const eventsOf = groupedBy(events ?? [], ({ involvedObject }) => involvedObject.uid ?? "");
  return {
    view: nodes && { nodes, podsOn: (node) => (pods === undefined ? undefined : (podsOn.get(node) ?? [])) },
    eventsOf: ({ metadata }) => eventsOf.get(metadata.uid) ?? [],
  };
}

/** Undefined where these rights do not reach. */
async function seen<T>(api: AppsApi, kind: ObjectKind, query: ObjectQuery): Promise<T[] | undefined> {
  try {
    return await api.list<T>(kind, query);
  } catch (error) {
    if (hasStatus(error, 403)) return undefined;
    throw error;
  }
}

const queueLabel = "kueue.x-k8s.io/queue-name";

async function suspended(api: AppsApi, app: App): Promise<Wait> {
  const common = { who: "application" as const, pods: [], since: app.created };
  const queue = app.keeper?.object.metadata.labels?.[queueLabel];
  if (queue === undefined) {
    return {
      ...common,
      cause: "suspended",
      detail: ["It is suspended: spec.suspend is true."],
      change: `Let it go: kubectl --namespace ${app.namespace} patch ${app.keeper?.kindName.toLowerCase() ?? ""} ${app.name} --type merge --patch '{"spec":{"suspend":false}}'`,
    };
  }
  const said = await workloadMessage(api, app);
  return {
    ...common,
    cause: "queued",
    detail: [`It waits in Kueue's queue ${queue}${said === undefined ? "" : `: ${said}`}.`.replace(/\.\.$/, ".")],
    change: "Wait until others of the queue end, or give its ClusterQueue more quota.",
  };
}

/** What Kueue says of the Workload that it made for the application; undefined where that can't be seen. */
async function workloadMessage(api: AppsApi, { keeper, namespace }: App): Promise<string | undefined> {
  for (const kind of kinds.kueueWorkloads) {
    const workloads = await seen<{ metadata: ObjectMeta; status?: { conditions?: Condition[] } }>(api, kind, {
      namespace,
    });
    const own = workloads?.find(({ metadata }) =>
      metadata.ownerReferences?.some(({ uid }) => uid !== undefined && uid === keeper?.object.metadata.uid),
    );
    const said = own?.status?.conditions?.find(({ type, status }) => type === "QuotaReserved" && status === "False");
    if (said?.message !== undefined) return said.message;
  }
  return undefined;
}

function retrying({ message, attempts }: App): Wait {
  const which = attempts === undefined || attempts === 0 ? "" : ` ${attempts}`;
  return {
    cause: "retry",
    who: "application",
    pods: [],
    detail: [`Attempt${which} failed${message === undefined ? "" : `: ${message}`}`, "Another one comes."],
    change: "Nothing, if that was a loss; else look at why it failed.",
  };
}

/** Spark makes executors itself; one that the API server refuses is only in the driver's log. */
async function missingExecutors(api: AppsApi, app: App, { executors, executor }: Asked): Promise<Wait[]> {
  const alive = app.executors.filter((pod) => podState(pod) !== "failed" && podState(pod) !== "succeeded");
  const wanted = executors?.least;
  if (wanted === undefined || alive.length >= wanted) return [];
  const like = alive[0] ?? app.executors[0];
  const requests = like === undefined ? executor : requestsOf(like);
  const quotas = (await seen<ResourceQuota>(api, kinds.resourceQuotas, { namespace: app.namespace })) ?? [];
  const broken = requests === undefined ? [] : usedUp(quotas, { ephemeralStorageMiB: 0, others: {}, ...requests });
  const common = { who: "executor" as const, pods: [] };
  const [first] = broken;
  if (first !== undefined) {
    return [
      {
        ...common,
        cause: "quota",
        detail: [`${alive.length} of ${wanted} executors are there.`, ...broken.map(({ detail }) => detail)],
        change: `Wait for pods of the namespace to end, ask for fewer or smaller executors, or raise ${first.quota}.`,
      },
    ];
  }
  return [
    {
      ...common,
      cause: "executors",
      detail: [`${alive.length} of ${wanted} executors are there, and no pod waits for a node.`],
      change: "Wait a moment; if that goes on, the driver's log says why their pods are refused.",
    },
  ];
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
