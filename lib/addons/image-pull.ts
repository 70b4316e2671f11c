/** Pulls an image to the nodes of some pools as they come, so that the first pod on a node does not wait for it. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Scheduling } from "../plan/placement/scheduling";
import { childOptions } from "./child-options";
import { pullOf, restrictedPod } from "./pause-pod";
import { restrictedContainer } from "./pod-security";
import { images } from "./versions";

export interface ImagePullArgs {
  namespace: pulumi.Input<string>;
  /** The image to have. */
  image: pulumi.Input<string>;
  /** The nodes to have it on. */
  scheduling: Scheduling;
  /** @default registry.k8s.io/pause:3.10 */
  pauseImage?: pulumi.Input<string>;
}

/**
 * A DaemonSet that runs `true` in the image and then sleeps, so that the kubelet keeps the image too. Where room is kept free by
 * capacity buffers no pod stands on the nodes that could bring it.
 *
 * @example
 * const { affinity, tolerations } = podTemplate(platform.plan, "executor").spec;
 * new ImagePull("spark-image", {
 *   namespace: platform.plan.systemNamespace,
 *   image: platform.plan.spark.image,
 *   scheduling: { affinity, tolerations },
 * });
 *
 * Costs one pod of the nodes' limit and nothing else: it requests no CPU and no memory.
 */
export class ImagePull extends pulumi.ComponentResource {
  readonly daemonSet: kubernetes.apps.v1.DaemonSet;

  constructor(name: string, args: ImagePullArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("spark-platform:addons:ImagePull", name, { scheduling: args.scheduling }, opts);

    const { namespace, image, scheduling, pauseImage = images.pause } = args;
    const labels = { "app.kubernetes.io/name": "image-pull", "app.kubernetes.io/instance": name };
    this.daemonSet = new kubernetes.apps.v1.DaemonSet(
      `${name}-daemonset`,
      {
        // Nodes come and go: an update must not wait for each of them.
        metadata: { name, namespace, labels, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          selector: { matchLabels: labels },
          updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "100%" } },
          template: {
            metadata: { labels },
            spec: {
              ...scheduling,
              ...restrictedPod,
              terminationGracePeriodSeconds: 0,
              initContainers: [{ ...pullOf(image), resources: nothing }],
              containers: [
                { name: "pause", image: pauseImage, securityContext: restrictedContainer, resources: nothing },
              ],
            },
          },
        },
      },
      childOptions(this, opts),
    );
    this.registerOutputs({});
  }
}

/** What the plan counts with: no room is taken from Spark. Said, so that no LimitRange says otherwise. */
const nothing = { requests: { cpu: "0", memory: "0" } };
