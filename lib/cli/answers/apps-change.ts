/** `spark-platform apps kill` and `apps restart`. */

import { kill } from "../../apps/actions/kill";
import { restart } from "../../apps/actions/restart";
import type { AppsApi } from "../../apps/find";
import type { Clock } from "../../drill/clock";
import type { Answer } from "../answer";
import { appNamed, type Scope, told } from "../options/apps-options";
import type { AppsKillAnswer, AppsRestartAnswer } from "../schemas/apps";

export async function killApp(api: AppsApi, scope: Scope, name: string): Promise<Answer<AppsKillAnswer>> {
  const { app, notes } = await told(appNamed(api, scope, name));
  const killed = await told(kill(api, app));
  const data = {
    name: app.name,
    namespace: app.namespace,
    deleted: killed.deleted,
    notes: [...killed.notes, ...notes],
  };
  const done =
    killed.deleted.length > 0 ? `Deleted in ${app.namespace}: ${killed.deleted.join(", ")}.` : "Nothing was deleted.";
  return { data, summary: [done, ...data.notes], sections: [], next: [], failed: false };
}

export async function restartApp(
  api: AppsApi,
  scope: Scope,
  name: string,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<Answer<AppsRestartAnswer>> {
  const { app, notes } = await told(appNamed(api, scope, name));
  const { object, notes: more } = await told(restart(api, app, clock, signal));
  const data = { name: app.name, namespace: app.namespace, object, notes: [...more, ...notes] };
  return {
    data,
    summary: [`Deleted and made again in ${app.namespace}: ${object}.`, ...data.notes],
    sections: [],
    next: [`npx spark-platform apps describe ${app.name} --namespace ${app.namespace}`],
    failed: false,
  };
}
