/** Reads what options say; what can't be read becomes an issue, so that one look finds them all. */

import { closest } from "fastest-levenshtein";

import type { IssueList } from "../../plan/issue";
import { memoryAllowed, parseCpuMillis, parseMemoryMiB } from "../../plan/quantity";

const cpuAllowed = 'cores such as "4" or "3.5", or millicores such as "3920m"';

/** MiB of `14Gi`, `10g` or `64422252Ki`. */
export function readMemory(text: string | undefined, option: string, issues: IssueList): number | undefined {
  if (text === undefined) return undefined;
  const mib = parseMemoryMiB(text);
  if (mib !== undefined) return mib;
  issues.add({
    path: option,
    value: text,
    problem: "is no amount of memory",
    allowed: memoryAllowed,
    change: withUnit(text, option),
  });
  return undefined;
}

/** As {@link readMemory}, where nothing at all is an amount too. */
export function readMemoryOrNone(text: string | undefined, option: string, issues: IssueList): number | undefined {
  return text !== undefined && /^0(?:[KMGT]i|[kmgt]b?)?$/.test(text) ? 0 : readMemory(text, option, issues);
}

/** Millicores of `4`, `3.5` or `3920m`. */
export function readCpu(text: string | undefined, option: string, issues: IssueList): number | undefined {
  if (text === undefined) return undefined;
  const millis = parseCpuMillis(text);
  if (millis !== undefined) return millis;
  issues.add({
    path: option,
    value: text,
    problem: "is no amount of CPU",
    allowed: cpuAllowed,
    change: `For example ${option} 4 or ${option} 3920m.`,
  });
  return undefined;
}

/** As {@link readCpu}, where nothing at all is an amount too. */
export function readCpuOrNone(text: string | undefined, option: string, issues: IssueList): number | undefined {
  return text === "0" || text === "0m" ? 0 : readCpu(text, option, issues);
}

export function readWhole(
  text: string | undefined,
  option: string,
  [least, most]: [number, number],
  issues: IssueList,
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  issues.add({
    path: option,
    value: text,
    problem: "is no number that can be given here",
    allowed: `a whole number from ${least} to ${most}`,
    change: `For example ${option} ${Math.max(least, Math.min(most, 4))}.`,
  });
  return undefined;
}

/** US dollars, such as `0.5`. */
export function readDollars(text: string | undefined, option: string, issues: IssueList): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}(?:\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  issues.add({
    path: option,
    value: text,
    problem: "is no price",
    allowed: "US dollars per hour, more than 0",
    change: `For example ${option} 0.75.`,
  });
  return undefined;
}

export function readOneOf<T extends string>(
  text: string | undefined,
  option: string,
  allowed: readonly T[],
  issues: IssueList,
): T | undefined {
  if (text === undefined) return undefined;
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  issues.add({
    path: option,
    value: text,
    problem: "is none of the values that can be given here",
    allowed: allowed.join(", "),
    change: `Did you mean "${closest(text.slice(0, 40).toLowerCase(), [...allowed])}"?`,
  });
  return undefined;
}

/** Something that can't be left out. */
export function readRequired<T>(
  value: T | undefined,
  option: string,
  allowed: string,
  issues: IssueList,
): T | undefined {
  if (value === undefined) {
    issues.add({ path: option, value, problem: "is missing", allowed, change: `Add ${option}.` });
  }
  return value;
}

/** The unit is what is missing or wrong most often. */
function withUnit(text: string, option: string): string {
  const [, amount] = /^(\d+)/.exec(text) ?? [];
  return `For example ${option} ${amount === undefined || Number(amount) === 0 ? "8" : amount}g.`;
}
