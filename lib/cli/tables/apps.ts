/** Applications as tables. */

import { amountText } from "../../apps/waits/amounts";
import { formatDollars } from "../../plan/cost/amount";
import { counted } from "../../report/numbers";
import type { Section } from "../../report/sections/section";
import type { AppsDescribeAnswer, AppsListAnswer, AppsScheduleListAnswer } from "../schemas/apps";
import { ageText, spanText } from "./times";

type Application = AppsListAnswer["applications"][number];

/** More rows are no answer for people. */
const MOST_PODS = 30;

/** What keeps an application, in words. */
export const wayTexts: Record<string, string> = {
  kubeflow: "Kubeflow operator",
  apache: "Apache operator",
  job: "spark-submit Job",
  server: "server",
  driver: "spark-submit",
};

export function listSection(applications: readonly Application[], isAll: boolean, now: Date): Section {
  return {
    id: "applications",
    title: "Applications",
    columns: [
      ...(isAll ? [{ title: "Namespace" }] : []),
      { title: "Name", names: true },
      { title: "Submitted by" },
      { title: "State" },
      { title: "Executors" },
      { title: "Age", align: "right" as const },
      { title: "Driver", names: true },
    ],
    rows: applications.map((app) => [
      ...(isAll ? [app.namespace] : []),
      app.name,
      wayTexts[app.way] ?? app.way,
      app.state,
      executorsText(app.executors),
      ageText(app.created, now),
      app.driver ?? "",
    ]),
  };
}

export function executorsText({ running, waiting, failed }: Application["executors"]): string {
  const parts = [
    String(running),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return parts.join(", ");
}

export function waitsSection({ waits }: AppsDescribeAnswer, now: Date): Section {
  return {
    id: "waits",
    title: "Why it waits",
    columns: [{ title: "Who" }, { title: "Why", names: true }, { title: "What to change", names: true }],
    rows: waits.map(({ who, pods, since, detail, nodes, change }) => [
      whoText(who, pods.length, ageText(since, now)),
      [...(nodes === undefined || nodes.reasons.length === 0 ? [] : [nodesText(nodes)]), ...detail].join(" "),
      change,
    ]),
  };
}

function whoText(who: string, pods: number, age: string): string {
  const text = who === "executor" && pods > 0 ? counted(pods, "executor") : who === "executor" ? "executors" : who;
  return age === "" ? text : `${text}, for ${age}`;
}

function nodesText({ total, reasons }: NonNullable<AppsDescribeAnswer["waits"][number]["nodes"]>): string {
  const each = reasons.map(
    ({ nodes, reason, detail }) => `${nodes} ${reason}${detail === undefined ? "" : ` (${detail})`}`,
  );
  return `None of ${counted(total, "node")} takes it: ${each.join("; ")}.`;
}

export function failuresSection({ failures }: AppsDescribeAnswer): Section {
  return {
    id: "failures",
    title: "What failed",
    columns: [
      { title: "Who" },
      { title: "When" },
      { title: "What", names: true },
      { title: "What to change", names: true },
    ],
    rows: failures.map(({ who, at = "", what, change }) => [who, at, what, change]),
  };
}

export function askedSection({ asked, application }: AppsDescribeAnswer): Section {
  const { driver, executor, executors, retries, timeToLiveSeconds, timeLimitSeconds } = asked;
  const size = (pod: typeof driver) =>
    pod && `${amountText("cpu", pod.cpuMillis)}, ${amountText("memory", pod.memoryMiB)}`;
  const rows: [string, string | undefined][] = [
    ["Submitted by", wayTexts[application.way]],
    ["Type", asked.type],
    ["Spark", asked.sparkVersion],
    ["Image", asked.image],
    ["Main class", asked.mainClass],
    ["Main file", asked.mainApplicationFile],
    ["Arguments", asked.arguments?.join(" ")],
    ["Driver", size(driver)],
    ["Executor", size(executor)],
    ["Executors", executors && executorsAsked(executors)],
    ["Retries", retries && `${retries.policy}${retries.most === undefined ? "" : `, at most ${retries.most}`}`],
    ["Time limit", timeLimitSeconds === undefined ? undefined : spanText(timeLimitSeconds)],
    ["Kept after its end", timeToLiveSeconds === undefined ? undefined : spanText(timeToLiveSeconds)],
  ];
  return {
    id: "asked",
    title: "What was asked",
    columns: [{ title: "What" }, { title: "Value", names: true }],
    rows: rows.flatMap(([what, value]) => (value === undefined || value === "" ? [] : [[what, value]])),
  };
}

function executorsAsked({ least, most }: NonNullable<AppsDescribeAnswer["asked"]["executors"]>): string {
  if (least === most) return String(least);
  return most === undefined ? `${least} or more, as the work asks for` : `${least} to ${most}, as the work asks for`;
}

export function configurationSection({ configuration }: AppsDescribeAnswer, hasDefaults: boolean): Section {
  return {
    id: "configuration",
    title: hasDefaults ? "Configuration that differs from the platform's" : "Configuration",
    columns: [
      { title: "Key", names: true },
      { title: "Value", names: true },
      ...(hasDefaults ? [{ title: "Platform's", names: true }] : []),
    ],
    rows: configuration.map(({ key, value, platform = "" }) => [key, value, ...(hasDefaults ? [platform] : [])]),
  };
}

export function podsSection({ pods }: AppsDescribeAnswer, now: Date): Section {
  const shown = pods.slice(0, MOST_PODS);
  return {
    id: "pods",
    title: "Where it runs",
    columns: [
      { title: "Pod", names: true },
      { title: "State" },
      { title: "Node", names: true },
      { title: "Zone" },
      { title: "Machine" },
      { title: "Capacity" },
      { title: "For", align: "right" },
    ],
    rows: shown.map(({ pod, state, node, zone, machineType, capacity, started }) => [
      pod,
      state,
      node ?? "",
      zone ?? "",
      machineType ?? "",
      capacity ?? "",
      state === "running" ? ageText(started, now) : "",
    ]),
    ...(pods.length > shown.length && { notes: [`${pods.length - shown.length} more; --json has all.`] }),
  };
}

export function progressSection({ progress }: AppsDescribeAnswer): Section {
  const columns: Section["columns"] = [
    { title: "Stage", align: "right" },
    { title: "Name", names: true },
    { title: "Tasks", align: "right" },
    { title: "Done", align: "right" },
    { title: "Running", align: "right" },
  ];
  const common = { id: "progress", title: "How far it has got", columns };
  if (progress === undefined || "unknown" in progress) {
    return {
      ...common,
      rows: [],
      notes: [`Not known: the driver's UI could not be asked: ${progress?.unknown ?? ""}.`],
    };
  }
  const { stages, stagesDone, stagesFailed, executorsActive } = progress;
  const failed = stagesFailed === 0 ? "" : `, ${stagesFailed} failed`;
  return {
    ...common,
    intro: `${counted(stagesDone, "stage")} done${failed}, ${stages.length} running, on ${counted(executorsActive, "executor")}.`,
    rows: stages.map(({ stageId, name, tasks, done, active }) => [
      String(stageId),
      name,
      String(tasks),
      String(done),
      String(active),
    ]),
  };
}

export function historySection({ history }: AppsDescribeAnswer): Section {
  return {
    id: "history",
    title: "History",
    columns: [{ title: "When" }, { title: "State" }, { title: "Message", names: true }],
    rows: history.map(({ at = "", state, message = "" }) => [at, state, message.split("\n")[0]?.slice(0, 300) ?? ""]),
  };
}

export function costText({ cost }: AppsDescribeAnswer): string[] {
  const { dollars, atMost, driverSeconds, executorSeconds, goneExecutors, unpriced, regions, basis } = cost;
  const time = `${spanText(driverSeconds)} of driver time and ${spanText(executorSeconds)} of executor time`;
  const where = [...new Set(basis.map(({ region }) => region))].map((region) => monthsOf(region, basis)).join("; ");
  const elsewhere = regions.filter((region) => !basis.some((one) => one.region === region));
  const amount =
    dollars !== undefined
      ? formatDollars(dollars)
      : atMost !== undefined
        ? `at most ${formatDollars(atMost)}`
        : "unknown";
  return [
    `Cost so far: ${amount} for ${time}${where === "" ? "" : `, at list price (${where})`}.`,
    ...(unpriced.length === 0 ? [] : [`No price is known for ${unpriced.join(", ")}.`]),
    ...(goneExecutors === 0
      ? []
      : [`${counted(goneExecutors, "executor")} that ended are in it, at the price of the others.`]),
    ...(where === "" || elsewhere.length === 0
      ? []
      : [`Its nodes are in ${elsewhere.join(", ")}, where prices differ.`]),
  ];
}

/** For example `us-east-1, 2025-07 and 2026-07`. */
function monthsOf(region: string, basis: AppsDescribeAnswer["cost"]["basis"]): string {
  return `${region}, ${basis.flatMap((one) => (one.region === region ? [one.date] : [])).join(" and ")}`;
}

export function schedulesSection({ schedules }: AppsScheduleListAnswer, isAll: boolean): Section {
  return {
    id: "schedules",
    title: "Schedules",
    columns: [
      ...(isAll ? [{ title: "Namespace" }] : []),
      { title: "Name", names: true },
      { title: "Schedule" },
      { title: "Time zone" },
      { title: "State", names: true },
      { title: "Last run", names: true },
      { title: "Next run", names: true },
    ],
    rows: schedules.map(
      ({ namespace, name, cron, timeZone = "", isSuspended, problem, lastRun = "", nextRun = "" }) => [
        ...(isAll ? [namespace] : []),
        name,
        cron,
        timeZone,
        problem ?? (isSuspended ? "suspended" : "active"),
        lastRun,
        nextRun,
      ],
    ),
  };
}
