/** Hours in which room is kept free: what is wrong with them, and the cron expressions that follow from them. */

import { hoursPerMonth } from "../cost/estimate";
import type { IssueList } from "../issue";
import type { Sound } from "../structure";
import { checkTimeZone } from "../time-zone";
import { type WarmHours, type WarmHoursPlan, type Weekday, weekdays } from "./args";

const workdays: Weekday[] = ["Mon", "Tue", "Wed", "Thu", "Fri"];
const minutesPerDay = 24 * 60;
const minutesPerWeek = 7 * minutesPerDay;

/** @returns undefined when an issue was added, or when the structure already had one */
export function checkHours(
  { from, to, days = workdays, timeZone, by = "cron-jobs" }: Sound<WarmHours>,
  path: string,
  issues: IssueList,
): WarmHoursPlan | undefined {
  const before = issues.length;
  const start = from === undefined ? undefined : checkTime(from, `${path}.from`, minutesPerDay - 1, issues);
  const end = to === undefined ? undefined : checkTime(to, `${path}.to`, minutesPerDay, issues);
  const named = weekdays.filter((day) => days.includes(day));
  if (days.length === 0) {
    issues.add({
      path: `${path}.days`,
      value: days,
      problem: "names no day, so no room would ever be kept free",
      allowed: `at least one of ${weekdays.join(", ")}`,
      change: "Name the days, or leave the whole entry out.",
    });
  }
  if (timeZone !== undefined) checkTimeZone(timeZone, `${path}.timeZone`, issues);
  if (start !== undefined && end !== undefined) checkSpan({ from, to, start, end }, named, path, issues);
  const isWhole = named.length === new Set(days).size && issues.length === before;
  if (!isWhole || start === undefined || end === undefined || timeZone === undefined) return undefined;
  return {
    from: timeOf(start),
    to: timeOf(end),
    days: named,
    timeZone,
    by,
    hoursPerMonth: Math.round((((end - start) * named.length) / minutesPerWeek) * hoursPerMonth * 100) / 100,
    cron: cronOf(start, end, named),
    span: spanOf(start, end, named),
  };
}

/** @returns minutes since midnight; undefined when an issue was added */
function checkTime(text: string, path: string, latest: number, issues: IssueList): number | undefined {
  const minutes = minutesOf(text);
  if (minutes !== undefined && minutes <= latest) return minutes;
  issues.add({
    path,
    value: text,
    problem: "is no time of day",
    allowed: `hours and minutes from "00:00" to "${timeOf(latest)}"`,
    change: 'Write it like "08:30".',
  });
  return undefined;
}

function checkSpan(
  { from, to, start, end }: Partial<WarmHours> & { start: number; end: number },
  days: readonly Weekday[],
  path: string,
  issues: IssueList,
): void {
  if (end <= start) {
    issues.add({
      path: `${path}.to`,
      value: to,
      problem: `is not after from (${from})`,
      allowed: 'a time of day after from, at most "24:00"',
      change: 'For hours over midnight use two entries: one to "24:00", and one from "00:00" on the days after.',
    });
  }
  if (end - start === minutesPerDay && days.length === weekdays.length) {
    issues.add({
      path,
      value: { from, to },
      problem: "are all hours of the week, so there is nothing to switch",
      allowed: "hours that leave some out",
      change: "Leave hours out.",
    });
  }
}

/**
 * Runs at the beginning and at every hour from then on until the end set the count; runs at the end and at every hour until the next
 * beginning set 0. One expression can't say the latter both of the days that are named and of the others.
 */
function cronOf(start: number, end: number, days: readonly Weekday[]): WarmHoursPlan["cron"] {
  const isWithin = (minute: number) => minute >= start && minute < end;
  const others = weekdays.filter((day) => !days.includes(day));
  const [onAt, offAt] = [start % 60, end % 60];
  const off = [
    { hours: hours.filter((hour) => !isWithin(hour * 60 + offAt)), days },
    { hours, days: others },
  ].filter((runs) => runs.hours.length > 0 && runs.days.length > 0);
  return {
    on: expression(
      onAt,
      hours.filter((hour) => isWithin(hour * 60 + onAt)),
      days,
    ),
    off: off.map((runs) => expression(offAt, runs.hours, runs.days)),
  };
}

/** The end of a day is the first minute of the next. */
function spanOf(start: number, end: number, days: readonly Weekday[]): WarmHoursPlan["span"] {
  const isMidnight = end === minutesPerDay;
  const endDays = isMidnight ? weekdays.filter((_, index) => days.includes(weekdays[(index + 6) % 7]!)) : days;
  return {
    start: expression(start % 60, [Math.floor(start / 60)], days),
    end: expression(end % 60, [isMidnight ? 0 : Math.floor(end / 60)], endDays),
  };
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);

function expression(minute: number, atHours: readonly number[], days: readonly Weekday[]): string {
  const numbers = days.map((day) => weekdays.indexOf(day)).sort((a, b) => a - b);
  return `${minute} ${field(atHours, 24)} * * ${field(numbers, weekdays.length)}`;
}

/** A field of a cron expression: `*`, or ranges such as `0-7,18-23`. */
function field(numbers: readonly number[], all: number): string {
  if (numbers.length === all) return "*";
  const starts = numbers.filter((number) => !numbers.includes(number - 1));
  const ends = numbers.filter((number) => !numbers.includes(number + 1));
  return starts.map((first, index) => (first === ends[index] ? `${first}` : `${first}-${ends[index]}`)).join(",");
}

function minutesOf(text: string): number | undefined {
  if (text === timeOf(minutesPerDay)) return minutesPerDay;
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
}

function timeOf(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * The sets of entries that can be in force at the same time, as many of them as are needed to find the largest. Where time zones
 * differ all are, since their difference changes over the year.
 */
export function togetherInForce<T extends { hours?: WarmHoursPlan }>(entries: readonly T[]): T[][] {
  const timed = entries.flatMap(({ hours: own }) => own ?? []);
  if (timed.length === 0 || new Set(timed.map(({ timeZone }) => timeZone)).size > 1) return [[...entries]];
  const beginnings = timed.flatMap(({ from, days }) => days.map((day) => ({ day, from })));
  return beginnings.map(({ day, from }) =>
    entries.filter(
      ({ hours: own }) => own === undefined || (own.days.includes(day) && own.from <= from && from < own.to),
    ),
  );
}
