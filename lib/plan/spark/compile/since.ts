/** The first version of Spark that has a key. */

import { firstMinorWith } from "../registry/spark-keys";

/** 3.5 for all that is older; `any` for a key of no version, which Spark passes on to Hadoop or to a library. */
export function sinceOf(key: string): string {
  return firstMinorWith(key) ?? "any";
}
