/** Checks the arguments of a spot drill. */

import { z } from "zod";

import { LONGEST_NOTICE_SECONDS, LONGEST_RECOVERY_SECONDS } from "../drill/limits";
import { type Issue, IssueList } from "../plan/issue";
import { isDns1123Label } from "../plan/names";
import { inputText, soundPart, strictObject, wholeNumber } from "../plan/structure";
import { checkTimeZone } from "../plan/warm/hours";

const schema = strictObject({
  namespace: inputText("the name of a namespace"),
  jobNamespaces: z.array(z.string("the name of a namespace"), "a list of names of namespaces"),
  schedule: z.string('a cron expression such as "0 10 * * 1-5"'),
  timeZone: z.string('a time zone such as "Europe/Berlin"').optional(),
  application: z.string("the name of an application").optional(),
  noticeSeconds: wholeNumber(0, LONGEST_NOTICE_SECONDS).optional(),
  recoverySeconds: wholeNumber(1, LONGEST_RECOVERY_SECONDS).optional(),
  suspended: z.boolean("true or false").optional(),
  image: inputText("the name of an image").optional(),
  mirrors: z.unknown().optional(),
  scheduling: z.unknown().optional(),
});

/** What is looked at beyond its structure. */
interface Checked {
  jobNamespaces: string[];
  schedule: string;
  timeZone?: string;
}

/** @throws InvalidArguments with every issue. */
export function checkSpotDrill(name: string, args: unknown): void {
  const issues = new IssueList();
  const { sound = {} } = soundPart<Checked>(schema, args, "", issues);
  if (sound.jobNamespaces?.length === 0) issues.add(noNamespace);
  for (const [index, namespace] of (sound.jobNamespaces ?? []).entries()) {
    if (namespace !== undefined && !isDns1123Label(namespace)) issues.add(badNamespace(index, namespace));
  }
  if (sound.schedule !== undefined && !isCron(sound.schedule)) issues.add(badSchedule(sound.schedule));
  if (sound.timeZone !== undefined) checkTimeZone(sound.timeZone, "timeZone", issues);
  issues.raise(`SpotDrill ${JSON.stringify(name)}`);
}

const noNamespace: Issue = {
  path: "jobNamespaces",
  value: [],
  problem: "names no namespace, so there is nothing to drill",
  allowed: "at least one namespace with Spark applications",
  change: "Name the platform's job namespaces.",
};

function badNamespace(index: number, value: string): Issue {
  return {
    path: `jobNamespaces[${index}]`,
    value,
    problem: "is no name of a namespace",
    allowed: "lower-case letters, digits and -, at most 63",
    change: "Correct it.",
  };
}

function badSchedule(value: string): Issue {
  return {
    path: "schedule",
    value,
    problem: "is no cron expression",
    allowed: 'five fields: minute, hour, day of the month, month, day of the week, for example "0 10 * * 1-5"',
    change: "Correct it; the time zone is an argument of its own.",
  };
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
