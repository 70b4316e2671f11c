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
}
