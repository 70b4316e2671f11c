/** Spark's own keys: which version has which, with type, default and what became of them. */

import type { SparkKey } from "./key";
import { KeyTable } from "./key-table";
import { type SparkMinor, sparkMinors } from "./minors";
import type { KeyRow, RemovedKey } from "./rows";
import rows from "./spark.json";

const table = new KeyTable(rows as KeyRow[]);

/** @returns undefined for a key that this version of Spark does not read */
export function findKey(minor: SparkMinor, name: string): SparkKey | undefined {
  return table.find(minor, name);
}

/** Every key of a version, sorted by name. */
export function keysOf(minor: SparkMinor): readonly SparkKey[] {
  return table.of(minor);
}

/** The first version of the registry that reads the key. */
export function firstMinorWith(name: string): SparkMinor | undefined {
  return sparkMinors.find((minor) => findKey(minor, name) !== undefined);
}

/** The last version of the registry that reads the key. */
export function lastMinorWith(name: string): SparkMinor | undefined {
  return sparkMinors.findLast((minor) => findKey(minor, name) !== undefined);
}

/** What Spark says in place of a key that it has given up; undefined for a key that it reads, or never knew. */
export function findRemoved(minor: SparkMinor, name: string): RemovedKey | undefined {
  return table.findRemoved(minor, name);
}
