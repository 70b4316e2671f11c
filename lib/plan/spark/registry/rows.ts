/**
 * How the registry is written in its JSON files: a key a row, and in it an epoch for each run of versions that say the same of
 * the key. scripts/spark-registry writes the rows.
 */

import { type KeyType, keyTypes, type KeyRange, type SparkKey } from "./key";

/**
 * Versions (`3.5-4.3`), type, default and notes. The type carries its range (`int >=1 <=9`) or its words (`word a|b`). Notes are
 * words: `internal`, `removed`, `deprecated`, `since=3.1.0` (of the deprecation), `use=spark.x.y`.
 */
export type Epoch = [versions: string, type: string, standard: string | null, notes: string];

/** Name, the version that brought the key (empty where Spark does not say), epochs in the order of versions. */
export type KeyRow = [name: string, since: string, epochs: Epoch[]];

/** What a key is called that the registry knows for having been removed. */
export interface RemovedKey {
  name: string;
  /** Version of Spark that removed it, where Spark says so. */
  since?: string;
  /** The key to use instead. */
  use?: string;
}

export function isRemoved([, , , notes]: Epoch): boolean {
  return notes.split(" ").includes("removed");
}

/** Whether an epoch holds a version; versions are compared by their place in `order`. */
export function covers([versions]: Epoch, version: string, order: readonly string[]): boolean {
  const [first = "", last = first] = versions.split("-");
  const place = order.indexOf(version);
  return order.indexOf(first) <= place && place <= order.indexOf(last);
}

export function readKey(name: string, since: string, [, type, standard, notes]: Epoch): SparkKey {
  const words = notes.split(" ");
  return {
    name,
    ...readType(type),
    ...(standard === null ? {} : { default: standard }),
    ...(since === "" ? {} : { since }),
    ...(words.includes("deprecated") ? { deprecated: readReplacement(words) } : {}),
    isInternal: words.includes("internal"),
  };
}

export function readRemoved(name: string, [, , , notes]: Epoch): RemovedKey {
  return { name, ...readReplacement(notes.split(" ")) };
}

function readReplacement(words: readonly string[]): { since?: string; use?: string } {
  const valueOf = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const [since, use] = [valueOf("since"), valueOf("use")];
  return { ...(since === undefined ? {} : { since }), ...(use === undefined ? {} : { use }) };
}

/** The longest name of a type comes first: "list of long" also starts with "list". */
const longestFirst = [...keyTypes].sort((a, b) => b.length - a.length);

const bounds: Record<string, keyof KeyRange> = { ">=": "least", "<=": "most", ">": "above", "<": "below" };

function readType(text: string): Pick<SparkKey, "type" | "range" | "values"> {
  const type: KeyType = longestFirst.find((name) => text === name || text.startsWith(`${name} `)) ?? "string";
  const rest = text.slice(type.length + 1);
  if (rest === "") return { type };
  if (type.startsWith("word")) return { type, values: rest.split("|") };
  const range: KeyRange = {};
  for (const [, sign, number] of rest.matchAll(/(>=|<=|>|<)(\S+)/g)) range[bounds[sign!]!] = Number(number);
  return { type, range };
}
