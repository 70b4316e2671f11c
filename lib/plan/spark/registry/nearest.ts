/** The real keys that a wrong one was probably meant to be. */

import { distance } from "fastest-levenshtein";

import type { SparkKey } from "./key";
import type { SparkMinor } from "./minors";
import { keysOf } from "./spark-keys";

/** No key is longer; what a user pastes by mistake may be, and distance takes the product of both lengths. */
const longest = 120;

/** Letters that would have to change to make a key of the name. */
export function lettersApart(name: string, key: string): number {
  return distance(name.slice(0, longest), key);
}

/** Spark's own keys that are nearest to a name, the nearest first. */
export function nearestKeys(minor: SparkMinor, name: string, count: number): string[] {
  return nearestAmong(keysOf(minor), name, count);
}

/**
 * The nearest of these keys first. A key with a word too many (`spark.executor.decommission.enabled`) is nearer to the one
 * without that word than letters would say.
 */
export function nearestAmong(keys: readonly SparkKey[], name: string, count: number): string[] {
  const wanted = name.slice(0, longest);
  const words = new Set(wanted.split("."));
  const ranked = keys.map((key) => ({
    key: key.name,
    withoutAWord: lacksAWord(key.name, words) ? 0 : 1,
    isOld: key.deprecated === undefined ? 0 : 1,
    letters: distance(wanted, key.name),
  }));
  ranked.sort((a, b) => a.withoutAWord - b.withoutAWord || a.letters - b.letters || a.isOld - b.isOld);
  return ranked.slice(0, count).map(({ key }) => key);
}

function lacksAWord(real: string, words: ReadonlySet<string>): boolean {
  const parts = real.split(".");
  return parts.length >= 3 && parts.length >= words.size - 1 && parts.every((part) => words.has(part));
}
