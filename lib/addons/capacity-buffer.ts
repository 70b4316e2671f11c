/** Capacity buffers: room that the autoscaler itself keeps free, without pods that hold it. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { childOptions } from "./child-options";
import { LONGEST_LABEL, objectName } from "./object-name";
import { pausePodSpec, type WarmRoomArgs } from "./pause-pod";

export interface CapacityBuffersArgs {
  namespace: pulumi.Input<string>;
  /** Of the definition that the cluster has. @default "autoscaling.x-k8s.io/v1beta1" */
  apiVersion?: string;
  buffers: WarmRoomArgs[];
}

/**
 * CapacityBuffer objects, each with the template of a pod of the exact size and placement of the Spark pods that will come. The
 * autoscaler counts such pods as if they waited, and takes no node away that it needs for them; nothing runs and nothing is
 * preempted, so a Spark pod simply finds room.
 *
 * @example
 * const { plan } = platform;
 * const { cpuRequestMillis: cpuMillis, memoryMiB } = plan.executor.shape;
 * const { affinity, tolerations } = podTemplate(plan, "executor").spec;
 * new CapacityBuffers("warm", {
 *   namespace: plan.systemNamespace,
 *   buffers: [{ name: "executor", replicas: 2, cpuMillis, memoryMiB, scheduling: { affinity, tolerations } }],
 * });
 *
 * Costs the nodes that are kept up; the plan's cost estimate says how much.
 */
export class CapacityBuffers extends pulumi.ComponentResource {
  /** In the order of `buffers`. */
  readonly buffers: kubernetes.apiextensions.CustomResource[];

  constructor(name: string, args: CapacityBuffersArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("spark-platform:addons:CapacityBuffers", name, { buffers: args.buffers }, opts);

    const { namespace, apiVersion = "autoscaling.x-k8s.io/v1beta1" } = args;
    const options = childOptions(this, opts);
    this.buffers = args.buffers.map(({ name: part, replicas, labels: more, isSwitched, ...pod }) => {
      const instance = objectName(`${name}-${part}`, LONGEST_LABEL);
      const labels = {
        "app.kubernetes.io/name": "capacity-buffer",
        "app.kubernetes.io/instance": instance,
        "app.kubernetes.io/component": objectName(part, LONGEST_LABEL),
        ...more,
      };
      const template = new kubernetes.core.v1.PodTemplate(
        `${name}-${part}`,
        {
          metadata: { name: instance, namespace, labels },
          template: { metadata: { labels }, spec: pausePodSpec(pod) },
        },
        options,
      );
      return new kubernetes.apiextensions.CustomResource(
        `${name}-${part}`,
        {
          apiVersion,
          kind: "CapacityBuffer",
          metadata: {
            name: instance,
            namespace,
            labels,
            // What switched the replicas owns them from then on, also once nothing switches them any more.
            annotations: { "pulumi.com/patchForce": "true" },
          },
          spec: {
            provisioningStrategy: "buffer.x-k8s.io/active-capacity",
            podTemplateRef: { name: template.metadata.name },
            replicas,
          },
        },
        { ...options, ...(isSwitched && { ignoreChanges: ["spec.replicas"] }) },
      );
    });
    this.registerOutputs({});
  }
}
