/** Overprovisioning: pause pods that keep room free, so that the next Spark pod starts in seconds instead of minutes. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { childOptions } from "./child-options";
import { LONGEST_LABEL, objectName } from "./object-name";
import { pausePodSpec, type WarmRoomArgs } from "./pause-pod";

export interface OverprovisioningArgs {
  /** A namespace without quota, since pause pods count. */
  namespace: pulumi.Input<string>;
  pods: WarmRoomArgs[];
  /** Class with a negative priority of -10 or more: cluster-autoscaler adds no node for less. */
  priorityClassName: pulumi.Input<string>;
  /** @default registry.k8s.io/pause:3.10 */
  image?: pulumi.Input<string>;
  /**
   * Image of the Spark pods: each pause pod runs `true` in it first, so that a warm node has the image. @default not pulled before
   * a Spark pod comes
   */
  sparkImage?: pulumi.Input<string>;
}

/**
 * Pause pods with the exact size and placement of the Spark pods that will preempt them. A Spark pod takes a pause pod's place at
 * once; the pause pod goes Pending and makes the autoscaler bring the next node.
 *
 * @example
 * const { plan } = platform;
 * const { cpuRequestMillis: cpuMillis, memoryMiB } = plan.executor.shape;
 * const { affinity, tolerations } = podTemplate(plan, "executor").spec;
 * new Overprovisioning("warm", {
 *   namespace: plan.systemNamespace,
 *   priorityClassName: "analytics-overprovisioning",
 *   sparkImage: plan.spark.image,
 *   pods: [{ name: "executor", replicas: 2, cpuMillis, memoryMiB, scheduling: { affinity, tolerations } }],
 * });
 *
 * Costs the nodes that the pause pods keep up; the plan's cost estimate says how much.
 */
export class Overprovisioning extends pulumi.ComponentResource {
  /** In the order of `pods`. */
  readonly deployments: kubernetes.apps.v1.Deployment[];

  constructor(name: string, args: OverprovisioningArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("spark-platform:addons:Overprovisioning", name, { pods: args.pods }, opts);

    this.deployments = args.pods.map(
      (pods) =>
        new kubernetes.apps.v1.Deployment(
          `${name}-${pods.name}`,
          deployment(objectName(`${name}-${pods.name}`, LONGEST_LABEL), pods, args),
          { ...childOptions(this, opts), ...(pods.isSwitched && { ignoreChanges: ["spec.replicas"] }) },
        ),
    );
    this.registerOutputs({});
  }
}

function deployment(
  instance: string,
  { name, replicas, labels: more, ...pod }: WarmRoomArgs,
  { namespace, priorityClassName, image, sparkImage }: OverprovisioningArgs,
): kubernetes.apps.v1.DeploymentArgs {
  const { cpuMillis, memoryMiB, scheduling } = pod;
  const labels = { "app.kubernetes.io/name": "overprovisioning", "app.kubernetes.io/instance": instance };
  return {
    metadata: {
      name: instance,
      namespace,
      labels: { ...labels, "app.kubernetes.io/component": objectName(name, LONGEST_LABEL), ...more },
      annotations: {
        // Pending is a pause pod's ordinary state right after a Spark pod took its place: an update must not wait for it.
        "pulumi.com/skipAwait": "true",
        // What switched the replicas owns them from then on, also once nothing switches them any more.
        "pulumi.com/patchForce": "true",
      },
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      // A surge would bring nodes up only to replace pods that do nothing.
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: "100%" } },
      template: {
        metadata: { labels: { ...labels, ...more } },
        spec: { ...pausePodSpec({ cpuMillis, memoryMiB, scheduling, image, sparkImage }), priorityClassName },
      },
    },
  };
}
