/** What the registry tells of a configuration key in one version of Spark. */

/**
 * What Spark makes of a value. A time or a size without a unit counts in the unit that is named: `time in s` takes "30" for 30
 * seconds. A `word` is one of `values`; a `checked string` is tested by Spark in a way that the registry does not know.
 */
export const keyTypes = [
  "boolean",
  "int",
  "long",
  "double",
  "decimal",
  "time in ns",
  "time in us",
  "time in ms",
  "time in s",
  "time in min",
  "bytes in b",
  "bytes in k",
  "bytes in m",
  "bytes in g",
  "word",
  "word in any case",
  "list",
  "list of long",
  "string",
  "checked string",
] as const;

export type KeyType = (typeof keyTypes)[number];

/** Bounds of a number, of a time or of a size, in the unit of the type. */
export interface KeyRange {
  least?: number;
  most?: number;
  /** Every number greater than this, and not this one. */
  above?: number;
  /** Every number less than this, and not this one. */
  below?: number;
}

export interface Deprecation {
  /** Version of Spark as it says so itself, for example `3.1.0`. */
  since?: string;
  /** The key to use instead. */
  use?: string;
}

export interface SparkKey {
  name: string;
  type: KeyType;
  /** As Spark writes it, for example `10MB`; absent where there is none. */
  default?: string;
  /** Version that brought the key, for example `2.3.0`; absent where Spark does not say. */
  since?: string;
  /** What a value may be. @default every value of the type */
  range?: KeyRange;
  /** What a word may be. */
  values?: readonly string[];
  deprecated?: Deprecation;
  /** Whether Spark leaves the key out of its documentation. */
  isInternal: boolean;
}
