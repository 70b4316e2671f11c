/** Switches pause pods on and off by the hour with the KEDA that a cluster has. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { childOptions } from "./child-options";
import { LONGEST_LABEL, objectName } from "./object-name";

/** A Deployment, and when it has how many replicas. */
export interface KedaSwitchedDeployment {
  /** In the component's namespace. */
  name: pulumi.Input<string>;
  /** Tells its ScaledObject from the others'; DNS-1123 label. */
  part: string;
  /** Replicas while it is on; 0 otherwise. */
  replicas: number;
  /** Cron expressions of the beginning and the end. */
  span: { start: string; end: string };
  /** Name in the time zone database. */
  timeZone: string;
}

export interface KedaHoursArgs {
  namespace: pulumi.Input<string>;
  deployments: KedaSwitchedDeployment[];
}

/**
 * KEDA names a HorizontalPodAutoscaler `keda-hpa-` and the name, and labels it with that:
 * https://github.com/kedacore/keda/blob/main/controllers/keda/hpa.go
 */
const LONGEST_SCALED_OBJECT = LONGEST_LABEL - "keda-hpa-".length;

/**
 * A ScaledObject for each Deployment, with a cron trigger: https://keda.sh/docs/latest/scalers/cron/. KEDA must be there, version 2.
 *
 * @example
 * new KedaHours("warm-hours", {
 *   namespace: "spark-system",
 *   deployments: [
 *     {
 *       name: "analytics-warm-executor-spot",
 *       part: "executor-spot",
 *       replicas: 4,
 *       span: { start: "0 8 * * 1-5", end: "0 18 * * 1-5" },
 *       timeZone: "Europe/Berlin",
 *     },
 *   ],
 * });
 *
 * Costs nothing. KEDA waits five minutes after the end before it goes to 0.
 */
export class KedaHours extends pulumi.ComponentResource {
  /** In the order of `deployments`. */
  readonly scaledObjects: kubernetes.apiextensions.CustomResource[];

  constructor(name: string, args: KedaHoursArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("spark-platform:addons:KedaHours", name, { deployments: args.deployments }, opts);

    const { namespace, deployments } = args;
    this.scaledObjects = deployments.map(
      ({ name: deployment, part, replicas, span: { start, end }, timeZone: timezone }) =>
        new kubernetes.apiextensions.CustomResource(
          `${name}-${part}`,
          {
            apiVersion: "keda.sh/v1alpha1",
            kind: "ScaledObject",
            metadata: { name: objectName(`${name}-${part}`, LONGEST_SCALED_OBJECT), namespace },
            spec: {
              scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
              minReplicaCount: 0,
              maxReplicaCount: replicas,
              triggers: [{ type: "cron", metadata: { timezone, start, end, desiredReplicas: String(replicas) } }],
            },
          },
          childOptions(this, opts),
        ),
    );
    this.registerOutputs({});
  }
}
