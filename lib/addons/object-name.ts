/** Names of Kubernetes objects that are put together from names of users, within the length that Kubernetes takes. */

import { createHash } from "node:crypto";

/** Most characters of a label's value, and of the name of an object that becomes one. */
export const LONGEST_LABEL = 63;

/**
 * Most characters of a CronJob's name: those of its Jobs get 11 more.
 * https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
export const LONGEST_CRON_JOB = 52;

const DIGEST_LENGTH = 8;

/** The name as it is, or its beginning with a digest of all of it where it is longer. */
export function objectName(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, DIGEST_LENGTH);
  return `${name.slice(0, longest - DIGEST_LENGTH - 1).replace(/-+$/, "")}-${digest}`;
}
