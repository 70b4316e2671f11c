/** What changes for a user between two versions of Spark. */

import type { SparkKey } from "../registry/key";
import { orderOf, type SparkMinor } from "../registry/minors";
import { findKey, findRemoved, keysOf } from "../registry/spark-keys";
import { type BehaviourChange, behaviourChanges } from "./behaviour-changes";

export interface ChangedDefault {
  key: string;
  /** As Spark writes it; absent where there is none. */
  from?: string;
  to?: string;
  /** Whether Spark leaves the key out of its documentation. */
  isInternal: boolean;
}

export interface VersionDiff {
  added: SparkKey[];
  /** As they were, with what to use instead in `deprecated` where Spark says so. */
  removed: SparkKey[];
  changedDefaults: ChangedDefault[];
  /** Deprecated in the later version and not yet in the earlier. */
  deprecated: SparkKey[];
  /** What the changes mean for a running platform, in plain sentences. */
  changedBehaviour: BehaviourChange[];
}

/** @param to the same version or a later one: going back is no upgrade, and the differences would be told the wrong way round */
export function diffVersions(from: SparkMinor, to: SparkMinor): VersionDiff {
  const before = keysOf(from);
  const after = keysOf(to);
  return {
    added: after.filter(({ name }) => findKey(from, name) === undefined),
    removed: before
      .filter(({ name }) => findKey(to, name) === undefined)
      .map((key) => {
        const use = findRemoved(to, key.name)?.use ?? key.deprecated?.use;
        return use === undefined ? key : { ...key, deprecated: { ...key.deprecated, use } };
      }),
    changedDefaults: after.flatMap((key) => changedDefault(findKey(from, key.name), key)),
    deprecated: after.filter(
      ({ name, deprecated }) => deprecated !== undefined && findKey(from, name)?.deprecated === undefined,
    ),
    changedBehaviour: behaviourChanges.filter(
      ({ since }) => orderOf(from) < orderOf(since) && orderOf(since) <= orderOf(to),
    ),
  };
}

function changedDefault(before: SparkKey | undefined, after: SparkKey): ChangedDefault[] {
  // An old name has no default: it counts only where it is set.
  const isOldName = after.deprecated !== undefined && after.default === undefined;
  if (before === undefined || before.default === after.default || isOldName) return [];
  return [{ key: after.name, from: before.default, to: after.default, isInternal: after.isInternal }];
}
