/** Names of buckets that S3 keeps for itself, or refuses for their shape. Pure. */

import type { IssueList } from "../../../plan/issue";
import { checkBucketName } from "../../common/buckets";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const RESERVED = {
  prefixes: ["xn--", "sthree-", "amzn-s3-demo-"],
  suffixes: ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"],
};

/** Adds an issue where the argument is text that no bucket can be named. */
export function checkS3BucketName(path: string, bucket: unknown, issues: IssueList): void {
  const before = issues.length;
  checkBucketName(path, bucket, "s3", issues);
  if (issues.length > before || typeof bucket !== "string") return;
  const problem = shapeProblem(bucket) ?? reservedProblem(bucket);
  if (problem === undefined) return;
  const { prefixes, suffixes } = RESERVED;
  issues.add({
    path,
    value: bucket,
    problem,
    allowed: `a name that is no IP address, has no two periods in a row, does not start with ${prefixes.join(", ")} and does not end with ${suffixes.join(", ")}`,
    change: "Name a general purpose bucket of yours, or leave it out for a new one.",
  });
}

function shapeProblem(bucket: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(bucket)) return "is an IP address, which S3 takes for no bucket's name";
  return bucket.includes("..") ? "has two periods in a row, which S3 does not take" : undefined;
}

function reservedProblem(bucket: string): string | undefined {
  const prefix = RESERVED.prefixes.find((one) => bucket.startsWith(one));
  if (prefix !== undefined) return `starts with ${prefix}, which S3 keeps for itself`;
  const suffix = RESERVED.suffixes.find((one) => bucket.endsWith(one));
  return suffix === undefined ? undefined : `ends with ${suffix}, which S3 keeps for itself`;
}
