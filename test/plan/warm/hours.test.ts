import fc from "fast-check";

import { IssueList } from "../../../lib/plan/issue";
import { type WarmHours, type WarmHoursPlan, weekdays } from "../../../lib/plan/warm/args";
import { checkHours, togetherInForce } from "../../../lib/plan/warm/hours";
import { dueMinutes, minutesPerDay, minutesPerWeek } from "./cron";

const timeZone = "Europe/Berlin";

function planned(hours: Partial<WarmHours> & Pick<WarmHours, "from" | "to">): WarmHoursPlan {
  const issues = new IssueList();
  const plan = checkHours({ timeZone, ...hours }, "warm.hours", issues);
  expect(issues.all).toEqual([]);
  return plan!;
}

function pathsOf(hours: Record<string, unknown>): string[] {
  const issues = new IssueList();
  expect(checkHours(hours, "warm.hours", issues)).toBeUndefined();
  return issues.all.map(({ path }) => path);
}

const timeOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

describe("business hours", () => {
  test("are the work days where no days are named", () => {
    expect(planned({ from: "08:00", to: "18:00" })).toEqual({
      ...{ from: "08:00", to: "18:00", timeZone, by: "cron-jobs" },
      days: ["Mon", "Tue", "Wed", "Thu", "Fri"],
      // 10 * 5 of the 168 hours of a week, of 730
      hoursPerMonth: 217.26,
      cron: { on: "0 8-17 * * 1-5", off: ["0 0-7,18-23 * * 1-5", "0 * * * 0,6"] },
      span: { start: "0 8 * * 1-5", end: "0 18 * * 1-5" },
    });
  });

  test("begin and end at any minute", () => {
    expect(planned({ from: "08:30", to: "18:15", days: ["Wed"] }).cron).toEqual({
      on: "30 8-17 * * 3",
      off: ["15 0-8,18-23 * * 3", "15 * * * 0-2,4-6"],
    });
  });

  test("of every day switch off on no other", () => {
    expect(planned({ from: "06:00", to: "22:00", days: [...weekdays] }).cron.off).toEqual(["0 0-5,22-23 * * *"]);
  });

  test("to the end of a day end on the next, also where KEDA switches", () => {
    const { cron, span } = planned({ from: "00:00", to: "24:00", days: ["Sat", "Fri"] });
    expect(cron).toEqual({ on: "0 * * * 5-6", off: ["0 * * * 0-4"] });
    expect(span).toEqual({ start: "0 0 * * 5-6", end: "0 0 * * 0,6" });
  });
});

const aWindow = fc
  .record({
    start: fc.nat(minutesPerDay - 1),
    length: fc.integer({ min: 1, max: minutesPerDay }),
    days: fc.subarray([...weekdays], { minLength: 1 }),
  })
  .map(({ start, length, days }) => ({ start, end: Math.min(start + length, minutesPerDay), days }))
  .filter(({ start, end, days }) => end - start < minutesPerDay || days.length < 7);

describe("whatever the hours are,", () => {
  test("room is kept in every minute of them and in no other, from an hour after anything went wrong", () => {
    fc.assert(
      fc.property(aWindow, fc.boolean(), fc.nat(minutesPerWeek - 1), ({ start, end, days }, wrong, since) => {
        const { cron } = planned({ from: timeOf(start), to: timeOf(end), days });
        const [on, off] = [dueMinutes(cron.on), cron.off.map(dueMinutes)];
        const mistakes: number[] = [];
        let isOn = wrong;
        for (let elapsed = 0; elapsed < 60 + minutesPerWeek; elapsed++) {
          const minute = (since + elapsed) % minutesPerWeek;
          const runs = [...(on[minute] ? [true] : []), ...off.flatMap((due) => (due[minute] ? [false] : []))];
          isOn = runs[0] ?? isOn;
          const ofDay = minute % minutesPerDay;
          const isNamed = days.includes(weekdays[Math.floor(minute / minutesPerDay)]!);
          const isWrong = isOn !== (isNamed && ofDay >= start && ofDay < end);
          // Two runs of one minute would race.
          if (runs.length > 1 || (elapsed >= 60 && isWrong)) mistakes.push(minute);
        }
        expect(mistakes).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test("they are as many as a month of 730 hours has of them, and KEDA's span covers them", () => {
    fc.assert(
      fc.property(aWindow, ({ start, end, days }) => {
        const { hoursPerMonth, span } = planned({ from: timeOf(start), to: timeOf(end), days });
        const [begins, ends] = [dueMinutes(span.start), dueMinutes(span.end)];
        let minutes = 0;
        let isOn = false;
        for (let elapsed = 0; elapsed < 2 * minutesPerWeek; elapsed++) {
          const minute = elapsed % minutesPerWeek;
          if (ends[minute]) isOn = false;
          if (begins[minute]) isOn = true;
          if (elapsed >= minutesPerWeek && isOn) minutes++;
        }
        expect(hoursPerMonth).toBeCloseTo((minutes / minutesPerWeek) * 730, 1);
      }),
      { numRuns: 50 },
    );
  });
});

describe("hours are refused", () => {
  test.each([
    [{ from: "8:00", to: "18:00", timeZone }, ["warm.hours.from"]],
    [{ from: "24:00", to: "24:00", timeZone }, ["warm.hours.from"]],
    [{ from: "08:00", to: "18:60", timeZone }, ["warm.hours.to"]],
    [{ from: "18:00", to: "08:00", timeZone }, ["warm.hours.to"]],
    [{ from: "08:00", to: "08:00", timeZone }, ["warm.hours.to"]],
    [{ from: "08:00", to: "18:00", timeZone, days: [] }, ["warm.hours.days"]],
    [{ from: "00:00", to: "24:00", timeZone, days: [...weekdays] }, ["warm.hours"]],
    [
      { from: "x", to: "y", timeZone: "z", days: [] },
      ["from", "to", "days", "timeZone"].map((key) => `warm.hours.${key}`),
    ],
  ])("%j at %j", (hours, paths) => {
    expect(pathsOf(hours)).toEqual(paths);
  });

  // Names, and what Intl takes but the API server does not: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
  test.each(["Berlin", "Mars/Olympus", "europe/berlin", "+01:00", "Local", ""])("in the time zone %j", (zone) => {
    expect(pathsOf({ from: "08:00", to: "18:00", timeZone: zone })).toEqual(["warm.hours.timeZone"]);
  });

  test.each(["Etc/UTC", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince"])(
    "but not in %s",
    (zone) => {
      expect(planned({ from: "08:00", to: "18:00", timeZone: zone }).timeZone).toBe(zone);
    },
  );
});

describe("entries in force together", () => {
  const at = (from: string, to: string, days?: WarmHours["days"], zone = timeZone) => ({
    hours: planned({ from, to, ...(days && { days }), timeZone: zone }),
  });
  const [morning, noon, evening, weekend] = [
    at("06:00", "12:00"),
    at("10:00", "14:00"),
    at("14:00", "20:00"),
    at("06:00", "12:00", ["Sun"]),
  ];
  const always: { hours?: WarmHoursPlan } = {};

  test("are those whose hours overlap on a day, with those that always are", () => {
    const sets = togetherInForce([morning, noon, evening, weekend, always]);
    const distinct = new Set(sets.map((set) => JSON.stringify(set)));
    expect(distinct).toEqual(
      new Set([
        JSON.stringify([morning, always]),
        JSON.stringify([morning, noon, always]),
        JSON.stringify([evening, always]),
        JSON.stringify([weekend, always]),
      ]),
    );
  });

  test("are all where time zones differ", () => {
    const abroad = at("14:00", "20:00", undefined, "Asia/Tokyo");
    expect(togetherInForce([morning, abroad])).toEqual([[morning, abroad]]);
  });
});
