/** Spans of time as people read them. */

const units: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
];

/** The largest unit of which there are two, for example `90 s`, `5 min`, `47 h`, `12 d`. */
export function spanText(seconds: number): string {
  const [size, name] = units.find(([one]) => seconds >= 2 * one) ?? [1, "s"];
  return `${Math.floor(Math.max(0, seconds) / size)}\u00a0${name}`;
}

/** Since a time; empty where it is not known. */
export function ageText(time: string | undefined, now: Date): string {
  return time === undefined ? "" : spanText((now.getTime() - Date.parse(time)) / 1000);
}
