/** Merges what several versions of Spark say of their keys into rows: a key a row, with what changes from version to version. */

import { type SparkMinor, sparkMinors } from "../../lib/plan/spark/registry/minors";
import type { Epoch, KeyRow } from "../../lib/plan/spark/registry/rows";
import type { Entry, Retired } from "./facts";

/** What one minor version answered. */
export interface VersionFacts {
  entries: readonly Entry[];
  retired: readonly Retired[];
  /** Texts in Spark's classes that look like keys; most of them are. */
  named: readonly string[];
}

/** What Spark would say on another machine. */
const ofTheMachine: Record<string, string> = {
  "spark.driver.host": "<local host name>",
  "spark.sql.session.timeZone": "<time zone of the JVM>",
  "spark.sql.warehouse.dir": "<working directory>/spark-warehouse",
};

/** Keys that nothing registers, although longer keys start with them as prefixes of families do. */
const shortKeys = new Set(["spark.master"]);

export function mergeVersions(facts: Record<SparkMinor, VersionFacts>): KeyRow[] {
  const rows = new Map<string, KeyRow>();
  for (const minor of sparkMinors) {
    for (const [name, since, epoch] of keysOf(facts[minor])) {
      const row = rows.get(name) ?? [name, "", []];
      rows.set(name, row);
      // A later version may correct what an earlier one said.
      if (since !== "") row[1] = since;
      extend(row[2], minor, epoch);
    }
  }
  return [...rows.values()].sort(([a], [b]) => (a < b ? -1 : 1));
}

type UndatedEpoch = [type: string, standard: string | null, notes: string];

function keysOf({ entries, retired, named }: VersionFacts): [string, string, UndatedEpoch][] {
  const registered = new Map(entries.map((entry) => [entry.name, entry]));
  const alternatives = new Map(entries.flatMap((entry) => entry.alternatives.map((name) => [name, entry] as const)));
  const notes = new Map(retired.map((one) => [one.name, (isRead: boolean) => notesOf(one, isRead)]));
  const all = [...registered.keys(), ...alternatives.keys(), ...notes.keys(), ...named];
  const isKey = (name: string) =>
    registered.has(name) ||
    alternatives.has(name) ||
    notes.has(name) ||
    shortKeys.has(name) ||
    (!name.endsWith(".") && !all.some((other) => other.startsWith(`${name}.`)));
  return [...new Set(all)].filter(isKey).map((name) => {
    const entry = registered.get(name);
    const real = alternatives.get(name);
    const source = entry ?? real;
    const note =
      notes.get(name)?.(source !== undefined) ?? (entry === undefined && real ? `deprecated use=${real.name}` : "");
    const isInternal = source === undefined || !source.public;
    return [
      name,
      entry?.since ?? "",
      [
        source === undefined ? "string" : typeOf(source),
        entry === undefined ? null : defaultOf(entry),
        [isInternal ? "internal" : "", note].filter((word) => word !== "").join(" "),
      ],
    ];
  });
}

/**
 * A renamed key is still read under its old name. One that is only called deprecated may have gone long since: then no version
 * of its removal is known.
 * @param isRead whether anything registers the name
 */
function notesOf({ kind, name, version, named }: Retired, isRead: boolean): string {
  const use = named.find((other) => other !== name);
  const isGone = kind === "removed" || (kind === "deprecated" && !isRead);
  const since = isGone && kind !== "removed" ? [] : [`since=${version}`];
  return [isGone ? "removed" : "deprecated", ...since, ...(use === undefined ? [] : [`use=${use}`])].join(" ");
}

function typeOf({ type, min, max, above, below, values }: Entry): string {
  const bound = (sign: string, value: number | undefined) =>
    value === undefined || Math.abs(value) > Number.MAX_SAFE_INTEGER ? [] : [`${sign}${value}`];
  const range = [...bound(">=", min), ...bound(">", above), ...bound("<=", max), ...bound("<", below)];
  return [type, ...range, ...(values === undefined ? [] : [values.join("|")])].join(" ");
}

function defaultOf({ name, default: standard }: Entry): string | null {
  return ofTheMachine[name] ?? (standard === "<undefined>" ? null : standard);
}

/** Lengthens the last epoch where the version says the same as the one before it. */
function extend(epochs: Epoch[], minor: SparkMinor, [type, standard, notes]: UndatedEpoch): void {
  const last = epochs.at(-1);
  const before = sparkMinors[sparkMinors.indexOf(minor) - 1];
  const follows = last?.[0].endsWith(before ?? "none") === true;
  if (follows && last[1] === type && last[2] === standard && last[3] === notes) {
    last[0] = `${last[0].split("-")[0]}-${minor}`;
  } else {
    epochs.push([minor, type, standard, notes]);
  }
}
