/** `spark-platform apps describe`: what was asked, where it runs, why it waits or failed, what it costs so far. */

import { describeApp, type Description } from "../../apps/describe";
import type { AppsApi } from "../../apps/find";
import { counted } from "../../report/numbers";
import type { Section } from "../../report/sections/section";
import type { Answer } from "../answer";
import { appNamed, type Scope, told } from "../options/apps-options";
import type { AppsDescribeAnswer } from "../schemas/apps";
import {
  askedSection,
  configurationSection,
  costText,
  executorsText,
  failuresSection,
  historySection,
  podsSection,
  progressSection,
  waitsSection,
  wayTexts,
} from "../tables/apps";
import { ageText } from "../tables/times";
import { summaryOf } from "./apps-summary";

export async function describe(
  api: AppsApi,
  scope: Scope,
  name: string,
  now: Date,
): Promise<Answer<AppsDescribeAnswer>> {
  const { app, notes } = await told(appNamed(api, scope, name));
  const description = await told(describeApp(api, app, now));
  const data = dataOf(description, notes);
  return {
    data,
    summary: [verdict(data, now), ...data.notes, ...costText(data)],
    sections: sectionsOf(data, description.hasDefaults, now),
    next: nextOf(data),
    failed: false,
  };
}

function dataOf({ app, asked, differences, places, money, ...rest }: Description, notes: string[]): AppsDescribeAnswer {
  const { total, ...cost } = money;
  return {
    application: summaryOf(app),
    asked,
    configuration: differences,
    pods: places,
    waits: rest.waits,
    failures: rest.failures,
    ...(rest.progress !== undefined && { progress: rest.progress }),
    history: rest.history,
    cost: { dollars: total.hourly, atMost: total.atMost, ...cost },
    notes,
  };
}

function verdict({ application, waits }: AppsDescribeAnswer, now: Date): string {
  const { name, namespace, way, state, executors, created, attempts = 0 } = application;
  const attempt = attempts > 1 ? `, attempt ${attempts}` : "";
  const pods = state === "running" ? `, executors: ${executorsText(executors)}` : "";
  const waiting = waits.length > 0 ? `; ${counted(waits.length, "reason")} to wait` : "";
  const age = created === undefined ? "" : `, ${ageText(created, now)} old`;
  return `${name} in ${namespace} (${wayTexts[way]}): ${state}${attempt}${pods}${age}${waiting}.`;
}

function sectionsOf(data: AppsDescribeAnswer, hasDefaults: boolean, now: Date): Section[] {
  return [
    ...(data.waits.length > 0 ? [waitsSection(data, now)] : []),
    ...(data.failures.length > 0 ? [failuresSection(data)] : []),
    askedSection(data),
    ...(data.pods.length > 0 ? [podsSection(data, now)] : []),
    ...(data.progress !== undefined ? [progressSection(data)] : []),
    ...(data.configuration.length > 0 ? [configurationSection(data, hasDefaults)] : []),
    ...(data.history.length > 0 ? [historySection(data)] : []),
  ];
}

function nextOf({ application, failures }: AppsDescribeAnswer): string[] {
  const { name, namespace, driver, state } = application;
  if (driver === undefined) return [];
  const command = `npx spark-platform apps logs ${name} --namespace ${namespace}`;
  if (failures.length > 0) return [command];
  return state === "running" ? [`${command} --follow`] : [];
}
