/** `spark-platform apps list`: all applications, whichever way they were submitted. */

import { type AppsApi, findApps } from "../../apps/find";
import { counted } from "../../report/numbers";
import type { Answer } from "../answer";
import { namespaceIn, type Scope, told } from "../options/apps-options";
import type { AppsListAnswer } from "../schemas/apps";
import { listSection } from "../tables/apps";
import { summaryOf } from "./apps-summary";

export async function listApps(api: AppsApi, scope: Scope, now: Date): Promise<Answer<AppsListAnswer>> {
  const namespace = namespaceIn(api, scope);
  const { apps, notes } = await told(findApps(api, namespace));
  const applications = apps.map(summaryOf);
  const waiting = applications.find(({ state, executors }) => state === "waiting" || executors.waiting > 0);
  return {
    data: { applications, notes },
    summary: [`${counted(apps.length, "application")} in ${namespace ?? "all namespaces"}.`, ...notes],
    sections: apps.length === 0 ? [] : [listSection(applications, scope.all, now)],
    next:
      waiting === undefined
        ? []
        : [`npx spark-platform apps describe ${waiting.name} --namespace ${waiting.namespace}  # why it waits`],
    failed: false,
  };
}
