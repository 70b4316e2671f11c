/** Keys of libraries that Spark passes on: Hadoop's S3A and ABFS connectors, Celeborn's client. */

import celeborn from "./celeborn.json";
import hadoop from "./hadoop.json";
import type { SparkKey } from "./key";
import type { SparkMinor } from "./minors";
import { KeyTable } from "./key-table";
import type { KeyRow } from "./rows";

interface Library {
  /** For people. */
  name: string;
  prefix: RegExp;
  keys: KeyTable;
  /** Names under which the registry may have a key, without the bucket or the account that it is for. */
  plainNames(name: string): string[];
  /** Whether every key is known, so that an unknown one is a mistake; else only what is nearly one of them is. */
  isComplete: boolean;
  /** Whether its own default takes the place of a value that it can't read. */
  readsPastMistakes: boolean;
}

/** No key is longer, with the longest of buckets and accounts in it. */
const longest = 300;

const s3aBucket = /^spark\.hadoop\.fs\.s3a\.bucket\./;

/** Families inside Hadoop's: what follows is the user's. */
const openInHadoop = /^spark\.hadoop\.fs\.s3a\.(client|create\.header|ext|s3guard|select)\./;

const libraries: readonly Library[] = [
  {
    name: "Hadoop's S3A and ABFS connectors",
    prefix: /^spark\.hadoop\.fs\.(s3a|azure)\./,
    keys: new KeyTable(hadoop as KeyRow[]),
    plainNames: (name) => (s3aBucket.test(name) ? withoutBucket(name) : [name, ...withoutAccount(name)]),
    isComplete: true,
    readsPastMistakes: true,
  },
  {
    name: "Celeborn",
    prefix: /^spark\.celeborn\./,
    keys: new KeyTable(celeborn as KeyRow[]),
    plainNames: (name) => [name],
    // The registry has one version of Celeborn.
    isComplete: false,
    readsPastMistakes: false,
  },
];

/** A bucket's name may hold dots, so any end of the key may be the connector's. */
function withoutBucket(name: string): string[] {
  const words = name.replace(s3aBucket, "").split(".");
  return words.map((_, index) => `spark.hadoop.fs.s3a.${words.slice(index + 1).join(".")}`);
}

/** The account, and a container before it, come last: `.account.dfs.core.windows.net`. */
function withoutAccount(name: string): string[] {
  const [host] = /\.(dfs|blob)\.[a-z.]+$/.exec(name) ?? [];
  if (host === undefined) return [];
  const words = name.slice(0, -host.length).split(".");
  return [words.slice(0, -1).join("."), words.slice(0, -2).join(".")];
}

export interface LibraryKey extends Pick<Library, "name" | "isComplete" | "readsPastMistakes"> {
  /** Absent where the library is not known to have the key. */
  key?: SparkKey;
  /** The keys to look among for the one that was meant. */
  others: readonly SparkKey[];
}

/** @returns undefined for a key that belongs to none of these libraries, or whose end the user chooses */
export function findLibraryKey(minor: SparkMinor, name: string): LibraryKey | undefined {
  const library = libraries.find(({ prefix }) => prefix.test(name));
  if (library === undefined || openInHadoop.test(name)) return undefined;
  const names = name.length > longest ? [] : library.plainNames(name);
  return {
    name: library.name,
    isComplete: library.isComplete,
    readsPastMistakes: library.readsPastMistakes,
    key: names.flatMap((plain) => library.keys.find(minor, plain) ?? [])[0],
    others: library.keys.of(minor),
  };
}
