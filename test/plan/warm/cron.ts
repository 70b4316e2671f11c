/** A reader of cron expressions, written from the documentation of cron alone, to check those that the plan writes. */

export const minutesPerDay = 24 * 60;
export const minutesPerWeek = 7 * minutesPerDay;

/**
 * Whether a run is due at each minute of a week that begins on Sunday at 00:00, day 0 of cron.
 * @param expression `minute hour day-of-month month day-of-week`
 */
export function dueMinutes(expression: string): boolean[] {
  const [minutes = "", hours = "", ...days] = expression.split(" ");
  expect(days).toEqual(["*", "*", expect.stringMatching(/^[0-6*,-]+$/)]);
  const [atMinute, atHour, onDay] = [values(minutes, 60), values(hours, 24), values(days[2]!, 7)];
  return Array.from(
    { length: minutesPerWeek },
    (_, minute) =>
      atMinute.has(minute % 60) &&
      atHour.has(Math.floor(minute / 60) % 24) &&
      onDay.has(Math.floor(minute / minutesPerDay)),
  );
}

function values(field: string, count: number): Set<number> {
  if (field === "*") return new Set(Array.from({ length: count }, (_, value) => value));
  return new Set(
    field.split(",").flatMap((part) => {
      const [first = NaN, last = first] = part.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    }),
  );
}
