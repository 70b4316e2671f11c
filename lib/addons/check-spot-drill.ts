/** Checks the arguments of a spot drill. */

import { z } from "zod";

import { LONGEST_NOTICE_SECONDS, LONGEST_RECOVERY_SECONDS } from "../drill/limits";
import { checkCron } from "../plan/cron";
import { type Issue, IssueList } from "../plan/issue";
import { isDns1123Label } from "../plan/names";
import { inputText, soundPart, strictObject, wholeNumber } from "../plan/structure";
import { checkTimeZone } from "../plan/time-zone";

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
  if (sound.schedule !== undefined) checkCron(sound.schedule, "schedule", issues);
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
