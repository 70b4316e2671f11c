/** Where the code of applications is kept in storage that comes with a cluster. Pure. */

import type { CodeUpload } from "../contract";

/** Beside the event logs and apart from them: what may write these must not be able to change code. */
export const CODE_PREFIX = "spark-code";

/** Path of a file below the place for code: a namespace's pods may read what is below its name. */
export function codePath({ namespace, fileName }: Pick<CodeUpload, "namespace" | "fileName">): string {
  return `${namespace}/${fileName}`;
}

/** Whether event logs of this prefix would be in the place for code, or code among event logs. */
export function isCodePrefix(prefix: string): boolean {
  return prefix === CODE_PREFIX || prefix.startsWith(`${CODE_PREFIX}/`);
}
