/** Everything that can be said about one application. */

import { hasStatus } from "../cluster-api/cluster-api";
import type { ClusterEvent, ClusterNode } from "../cluster-api/objects";
import type { App } from "./application";
import type { Asked } from "./asked/asked";
import { type Difference, differencesFrom } from "./asked/differences";
import { readAsked, readDefaults } from "./asked/read";
import { type AppFailure, failuresOf } from "./failures/application";
import type { AppsApi } from "./find";
import { events, nodes as nodesKind } from "./kinds";
import { type Money, moneyOf, podMoney } from "./money";
import { type Progress, progressOf, uiStateOf } from "./progress";
import { timeOf } from "./waits/autoscaler";
import { waitsOf } from "./waits/explain";
import type { Wait } from "./waits/wait";
import { type Place, placeOf } from "./where";

export interface Description {
  app: App;
  asked: Omit<Asked, "configuration">;
  differences: Difference[];
  /** Whether the platform's defaults were found to compare with. */
  hasDefaults: boolean;
  places: Place[];
  history: App["history"];
  failures: AppFailure[];
  /** Undefined where no driver runs. */
  progress?: Progress | { unknown: string };
  waits: Wait[];
  money: Money;
}

export async function describeApp(api: AppsApi, app: App, now: Date): Promise<Description> {
  const [asked, defaults, nodes, ui, history] = await Promise.all([
    readAsked(api, app),
    readDefaults(api, app),
    readNodes(api),
    uiStateOf(api, app),
    historyOf(api, app),
  ]);
  const { configuration, ...askedFor } = asked;
  const pods = [...app.drivers, ...app.executors];
  const prices = pods.flatMap((pod) => podMoney(pod, nodes.get(pod.spec.nodeName ?? ""), now) ?? []);
  const used = [...nodes.values()].filter(({ metadata }) => pods.some(({ spec }) => spec.nodeName === metadata.name));
  const state = ui !== undefined && "state" in ui ? ui.state : undefined;
  return {
    app,
    asked: askedFor,
    differences: differencesFrom(configuration, defaults),
    hasDefaults: defaults.length > 0,
    places: pods.map((pod) => placeOf(pod, nodes)),
    history,
    failures: failuresOf(app),
    ...(ui !== undefined && { progress: "state" in ui ? progressOf(ui.state) : ui }),
    waits: await waitsOf(api, app, asked, now),
    money: moneyOf(prices, used, state),
  };
}

/** By name; none where these rights do not reach. */
async function readNodes(api: AppsApi): Promise<Map<string, ClusterNode>> {
  try {
    const found = (await api.list<ClusterNode>(nodesKind, {})) ?? [];
    return new Map(found.map((node) => [node.metadata.name, node]));
  } catch (error) {
    if (hasStatus(error, 403)) return new Map();
    throw error;
  }
}

/** What the operator itself keeps, or else the object's events, which the cluster forgets after an hour. */
async function historyOf(api: AppsApi, { history, keeper, namespace }: App): Promise<App["history"]> {
  if (history.length > 0 || keeper === undefined) return history;
  try {
    const fields = `involvedObject.uid=${keeper.object.metadata.uid}`;
    const found = (await api.list<ClusterEvent>(events, { namespace, fields })) ?? [];
    return found
      .map((event) => ({ at: timeOf(event), state: event.reason ?? "", message: event.message }))
      .sort((a, b) => (a.at ?? "").localeCompare(b.at ?? ""));
  } catch (error) {
    if (hasStatus(error, 403)) return [];
    throw error;
  }
}
