/** `spark-platform apps logs`. */

import type { AppsApi } from "../../apps/find";
import { type LogOptions, logSource, readLog } from "../../apps/logs";
import type { Clock } from "../../drill/clock";
import { IssueList } from "../../plan/issue";
import { appNamed, readScope, type Scope, type ScopeOptions, told } from "../options/apps-options";
import type { AppsLogsAnswer } from "../schemas/apps";

export interface LogsOptions extends ScopeOptions {
  executor?: string;
  follow?: true;
  previous?: true;
  json?: true;
}

/** @throws Misuse with every option that can't be used. */
export function readLogsOptions(options: LogsOptions): LogOptions & { scope: Scope } {
  const issues = new IssueList();
  const { executor, follow = false, previous = false, json = false } = options;
  if (executor !== undefined && !/^\d{1,9}$/.test(executor)) {
    issues.add({
      path: "--executor",
      value: executor,
      problem: "is no number of an executor",
      allowed: "Spark's number of it, from 1",
      change: "apps describe has them all.",
    });
  }
  for (const [other, given] of [
    ["--previous", previous],
    ["--json", json],
  ] as const) {
    if (!follow || !given) continue;
    issues.add({
      path: "--follow",
      value: true,
      problem: `can't be given with ${other}`,
      allowed: "one of the two",
      change: `Leave ${other} out.`,
    });
  }
  return { scope: readScope(options, issues), executor, follow, previous };
}

/** Writes the log as it comes. */
export async function logs(
  api: AppsApi,
  name: string,
  { scope, ...options }: ReturnType<typeof readLogsOptions>,
  write: (text: string) => void,
  waiting: { clock: Clock; signal: AbortSignal; say: (line: string) => void },
): Promise<void> {
  const { app } = await told(appNamed(api, scope, name));
  await told(Promise.resolve().then(() => readLog(api, logSource(app, options), options, write, waiting)));
}

/** The whole log at once, for programs. */
export async function logsData(
  api: AppsApi,
  name: string,
  { scope, ...options }: ReturnType<typeof readLogsOptions>,
  waiting: { clock: Clock; signal: AbortSignal; say: (line: string) => void },
): Promise<AppsLogsAnswer> {
  const { app } = await told(appNamed(api, scope, name));
  const source = await told(Promise.resolve().then(() => logSource(app, options)));
  let text = "";
  await told(readLog(api, source, options, (part) => void (text += part), waiting));
  const lines = text.replace(/\n$/, "").split("\n");
  return { namespace: source.namespace, pod: source.pod, container: source.container, lines: text === "" ? [] : lines };
}
