/** `spark-platform apps schedule`: lists, suspends, resumes and runs schedules. */

import type { AppsApi } from "../../apps/find";
import { findSchedules, runNow, type Schedule, setSuspended } from "../../apps/schedules";
import { counted } from "../../report/numbers";
import type { Answer } from "../answer";
import { namespaceIn, noneNamed, type Scope, told } from "../options/apps-options";
import { Problem } from "../problem";
import type { AppsScheduleChangeAnswer, AppsScheduleListAnswer } from "../schemas/apps";
import { schedulesSection } from "../tables/apps";

export async function listSchedules(api: AppsApi, scope: Scope): Promise<Answer<AppsScheduleListAnswer>> {
  const namespace = namespaceIn(api, scope);
  const { schedules, notes } = await told(findSchedules(api, namespace));
  const data = { schedules: schedules.map(dataOf), notes };
  return {
    data,
    summary: [`${counted(schedules.length, "schedule")} in ${namespace ?? "all namespaces"}.`, ...notes],
    sections: schedules.length === 0 ? [] : [schedulesSection(data, scope.all)],
    next: [],
    failed: false,
  };
}

function dataOf(schedule: Schedule): AppsScheduleListAnswer["schedules"][number] {
  const { name, namespace, way, cron, timeZone, isSuspended, lastRun, lastRunName, nextRun, problem } = schedule;
  return { name, namespace, way, cron, timeZone, isSuspended, lastRun, lastRunName, nextRun, problem };
}

export async function suspendSchedule(
  api: AppsApi,
  scope: Scope,
  name: string,
  suspend: boolean,
): Promise<Answer<AppsScheduleChangeAnswer>> {
  const schedule = await told(scheduleNamed(api, scope, name));
  await told(setSuspended(api, schedule, suspend));
  const did = suspend
    ? "is suspended: no further run starts, and one that is under way goes on"
    : "goes on: its next run starts when it is due";
  return changed(schedule, suspend, `${schedule.name} ${did}.`);
}

export async function runSchedule(
  api: AppsApi,
  scope: Scope,
  name: string,
  now: Date,
): Promise<Answer<AppsScheduleChangeAnswer>> {
  const schedule = await told(scheduleNamed(api, scope, name));
  const started = await told(runNow(api, schedule, now));
  const [, run = started] = started.split("/");
  const answer = changed(schedule, schedule.isSuspended, `Started ${started} in ${schedule.namespace}.`);
  return {
    ...answer,
    data: { ...answer.data, started },
    next: [`npx spark-platform apps describe ${run} --namespace ${schedule.namespace}`],
  };
}

function changed({ name, namespace }: Schedule, isSuspended: boolean, done: string): Answer<AppsScheduleChangeAnswer> {
  return { data: { name, namespace, isSuspended }, summary: [done], sections: [], next: [], failed: false };
}

async function scheduleNamed(api: AppsApi, scope: Scope, name: string): Promise<Schedule> {
  const namespace = namespaceIn(api, scope);
  const { schedules, notes } = await findSchedules(api, namespace);
  const found = schedules.filter((schedule) => schedule.name === name);
  const [only] = found;
  if (only === undefined)
    throw noneNamed(
      "schedule",
      name,
      namespace,
      schedules.map((one) => one.name),
      notes,
    );
  if (found.length === 1) return only;
  const which = found.map((schedule) => `  --namespace ${schedule.namespace}`);
  throw new Problem([`${found.length} schedules are called ${name}; say which:`, ...which].join("\n"));
}
