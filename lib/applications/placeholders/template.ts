/** Placeholders for spark-submit: a Job in a file, of which the command that submits says how many it has. */

import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";

import { placeholderJob, type Placeholders } from "./job";

/**
 * The text that `printf` makes a manifest of, given the number of executors: kubectl's templates know `printf`, and change nothing
 * of what a file holds. The Job belongs to nobody, so it goes by itself as soon as it is over.
 */
export function placeholderTemplate(
  placeholders: Omit<Placeholders, "reserve" | "application" | "oneZone">,
): pulumi.Output<string> {
  const { metadata, spec } = placeholderJob({ ...placeholders, reserve: 0 });
  return pulumi
    .output({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { generateName: "placeholders-", labels: metadata.labels },
      spec: { ...spec, ttlSecondsAfterFinished: 0 },
    })
    .apply((job) =>
      stringify(job)
        .replaceAll("%", "%%")
        .replaceAll(/^( *(?:completions|parallelism)): 0$/gm, "$1: %[1]v"),
    );
}
