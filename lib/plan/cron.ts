/** Whether Kubernetes takes a cron expression. Its dialect is narrower than what parsers of others take: no seconds, no day 7. */

import type { IssueList } from "./issue";

/** @param path of the expression among the arguments */
export function checkCron(value: string, path: string, issues: IssueList): void {
  if (isCron(value)) return;
  issues.add({
    path,
    value,
    problem: "is no cron expression",
    allowed: 'five fields: minute, hour, day of the month, month, day of the week, for example "0 10 * * 1-5"',
    change: "Correct it; the time zone is an argument of its own.",
  });
}

interface Field {
  least: number;
  most: number;
  names?: readonly string[];
}

/** As Kubernetes reads them: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax */
const fields: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") },
  { least: 0, most: 6, names: "sun mon tue wed thu fri sat".split(" ") },
];

function isCron(text: string): boolean {
  if (/^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(text)) return true;
  const parts = text.trim().split(/\s+/);
  return parts.length === fields.length && parts.every((part, index) => isField(part, fields[index]!));
}

function isField(text: string, field: Field): boolean {
  return text.split(",").every((part) => {
    const [, from = "", to, step] = /^([*?]|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (step !== undefined && Number(step) < 1) return false;
    if (from === "*" || from === "?") return to === undefined;
    const [first, last] = [numberOf(from, field), numberOf(to ?? from, field)];
    return first !== undefined && last !== undefined && first >= field.least && last <= field.most && first <= last;
  });
}

function numberOf(text: string, { least, names = [] }: Field): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const index = names.indexOf(text.toLowerCase());
  return index < 0 ? undefined : index + least;
}
