/** Keys of every version, as rows of one of the registry's files hold them. */

import type { SparkKey } from "./key";
import { type SparkMinor, sparkMinors } from "./minors";
import { covers, isRemoved, type KeyRow, readKey, readRemoved, type RemovedKey } from "./rows";

/** Rows are read on the first question, so that importing the library costs no more than parsing the file. */
export class KeyTable {
  private byName: ReadonlyMap<string, KeyRow> | undefined;
  private readonly byMinor = new Map<SparkMinor, readonly SparkKey[]>();

  constructor(private readonly rows: readonly KeyRow[]) {}

  /** @returns undefined for a key that the version does not have */
  find(minor: SparkMinor, name: string): SparkKey | undefined {
    const row = this.rowOf(name);
    return row === undefined ? undefined : keyIn(minor, row);
  }

  /** Every key of a version, sorted by name. */
  of(minor: SparkMinor): readonly SparkKey[] {
    const known = this.byMinor.get(minor) ?? this.rows.flatMap((row) => keyIn(minor, row) ?? []);
    this.byMinor.set(minor, known);
    return known;
  }

  /** What is known of a key that the version has given up. */
  findRemoved(minor: SparkMinor, name: string): RemovedKey | undefined {
    const epoch = this.rowOf(name)?.[2].find((one) => isRemoved(one) && covers(one, minor, sparkMinors));
    return epoch === undefined ? undefined : readRemoved(name, epoch);
  }

  private rowOf(name: string): KeyRow | undefined {
    this.byName ??= new Map(this.rows.map((row) => [row[0], row]));
    return this.byName.get(name);
  }
}

function keyIn(minor: SparkMinor, [name, since, epochs]: KeyRow): SparkKey | undefined {
  const epoch = epochs.find((one) => !isRemoved(one) && covers(one, minor, sparkMinors));
  return epoch === undefined ? undefined : readKey(name, since, epoch);
}
