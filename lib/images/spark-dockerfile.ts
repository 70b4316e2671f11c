/** The Dockerfile of an image of Spark with connectors, for builds of one's own. Pure. */

import { InvalidArguments, IssueList } from "../plan/issue";
import { planImage, type SparkDockerfileArgs } from "./dockerfile";
import { soundDockerfileArgs } from "./structure";

/**
 * A Dockerfile that needs no file beside it: `docker buildx build --tag <name> - < Dockerfile`.
 *
 * @example
 * sparkDockerfile({ version: "4.1.1", connectors: ["s3a"] })
 * @throws InvalidArguments with every issue found.
 */
export function sparkDockerfile(args: SparkDockerfileArgs): string {
  const issues = new IssueList();
  soundDockerfileArgs(args, issues);
  // What has another structure can't be looked at more closely.
  issues.raise("sparkDockerfile");
  const image = planImage(args, issues);
  issues.raise("sparkDockerfile");
  if (image === undefined) throw new InvalidArguments("sparkDockerfile", []);
  return image.dockerfile;
}
