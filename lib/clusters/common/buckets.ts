/** Names of buckets, which S3 and Cloud Storage write alike but for the underscore. Pure. */

import type { IssueList } from "../../plan/issue";

/** Adds an issue where the argument is text that can't be a bucket's name. */
export function checkBucketName(path: string, bucket: unknown, scheme: string, issues: IssueList): void {
  if (typeof bucket !== "string") return;
  const takesUnderscore = scheme === "gs";
  const name = takesUnderscore ? bucket.replaceAll("_", "-") : bucket;
  if (/^(?=.{3,63}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])$/.test(name)) return;
  issues.add({
    path,
    value: bucket,
    problem: "is not the name of a bucket",
    allowed: `3 to 63 lower-case letters, digits, ${takesUnderscore ? '"_", ' : ""}"." and "-", with a letter or digit first and last`,
    change: `Give the bucket's name alone, without ${scheme}:// and without a prefix.`,
  });
}
