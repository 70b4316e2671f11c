/** The Job of placeholders that belongs to an application. */

import { createHash } from "node:crypto";

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { mirrored } from "../addons/mirrors";
import { images } from "../addons/versions";
import { withExecutorSize } from "../plan/room";
import { reserveOf } from "./allocation";
import type { SparkApplicationArgs } from "./application-args";
import { namespaceOf } from "./application-spec";
import { isInOneZone } from "./one-zone";
import { placeholderJob } from "./placeholder-job";

/**
 * Asks for the room of the first executors. The application neither waits for the Job nor needs it; the Job goes with the
 * application, and each new run has one of its own, since a Job's pods can't be changed.
 */
export function createPlaceholders(
  name: string,
  args: SparkApplicationArgs,
  run: { application: kubernetes.apiextensions.CustomResource; objectName: string; spec: Record<string, unknown> },
  options: pulumi.CustomResourceOptions,
): void {
  const { platform, executors } = args;
  const namespace = namespaceOf(args);
  const plan = withExecutorSize(platform.plan, executors?.size);
  const reserve = reserveOf(args, plan, namespace);
  if (reserve === 0) return;
  const { application, objectName, spec } = run;
  const { metadata, spec: jobSpec } = placeholderJob({
    plan,
    namespace,
    reserve,
    image: spec.image as pulumi.Input<string>,
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
