/** Reads the options that name a version of Spark and its storage. */

import type { StorageScheme } from "../../plan/cluster";
import type { IssueList } from "../../plan/issue";
import { type SparkMinor, sparkMinors } from "../../plan/spark/registry/minors";
import { readOneOf } from "./read";

export const storageSchemes: readonly StorageScheme[] = ["s3a", "gs", "abfss", "hdfs", "file"];

const usualMinor: SparkMinor = "4.1";

/** A patch may be there: keys are the same in all patches of a minor version. @default 4.1 */
export function readMinor(text: string = usualMinor, option: string, issues: IssueList): SparkMinor | undefined {
  return readOneOf(text.replace(/^(\d+\.\d+)\.\d+$/, "$1"), option, sparkMinors, issues);
}
