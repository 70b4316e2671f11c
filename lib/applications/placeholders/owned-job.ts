/** The Job of placeholders that belongs to an application. */

import { createHash } from "node:crypto";

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { mirrored } from "../../addons/mirrors";
import { images } from "../../addons/versions";
import type { SparkApplicationArgs } from "../args";
import { reserveOf } from "../compile/allocation";
import type { CompiledApplication } from "../compile/compiled";
import { isInOneZone } from "../compile/one-zone";
import { isQueued } from "../compile/queue";
import { placeholderJob } from "./job";

/** The object that runs the application. */
type Owner = Pick<kubernetes.apiextensions.CustomResource, "apiVersion" | "kind" | "metadata">;

/**
 * Asks for the room of the first executors. The application neither waits for the Job nor needs it; the Job goes with the
 * application, and each new run has one of its own, since a Job's pods can't be changed.
 */
export function createPlaceholders(
  name: string,
  args: SparkApplicationArgs,
  compiled: CompiledApplication,
  run: { application: Owner; spec: object },
  options: pulumi.CustomResourceOptions,
): void {
  const { platform } = args;
  const { plan, namespace, name: objectName, image } = compiled;
  const reserve = isQueued(compiled) ? 0 : reserveOf(args, plan, namespace);
  if (reserve === 0) return;
  const { application, spec } = run;
  const { metadata, spec: jobSpec } = placeholderJob({
    plan,
    namespace,
    reserve,
    image,
    pauseImage: mirrored(platform.pauseImage ?? images.pause, platform.imageMirrors),
    application: objectName,
    oneZone: isInOneZone(args, plan),
  });
  new kubernetes.batch.v1.Job(
    `${name}-placeholders`,
    {
      metadata: {
        ...metadata,
        name: pulumi.output([spec, jobSpec]).apply((both) => `${objectName}-placeholder-${digest(both)}`),
        // A Job of placeholders never completes.
        annotations: { "pulumi.com/skipAwait": "true" },
        ownerReferences: [
          {
            apiVersion: application.apiVersion,
            kind: application.kind,
            name: application.metadata.name,
            uid: application.metadata.uid,
          },
        ],
      },
      spec: jobSpec,
    },
    options,
  );
}

/** Short enough for the names of the longest application's pods, which are host names of 63 characters at most. */
function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 6);
}
