/** One Spark configuration key with its value and the reason for it. */

/** A value that only the deployed cluster knows. */
export interface DeferredValue {
  deferred: "eventLogUri";
}

export interface ConfigurationEntry {
  key: string;
  value: string | DeferredValue;
  /** Why the key has this value, in one sentence for the user. */
  reason: string;
  /** Where the reason comes from: a Spark issue, a vendor's page, or who sets the key: `plan`, `cluster` or `user`. */
  source: string;
  /**
   * First minor version of Spark that can do with the entry, 3.5 for all that is older; `any` for a key of no version, which
   * Spark passes on to Hadoop or to a library.
   */
  since: string;
}

/** An entry as the parts of the compiler write it; `since` only where the key is older than what the value needs. */
export type PlannedEntry = Omit<ConfigurationEntry, "since"> & { since?: string };
