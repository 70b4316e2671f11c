/** Overprovisioning: pause pods that keep room free, so that the next Spark pod starts in seconds instead of minutes. */

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Scheduling } from "../plan/placement/scheduling";
import { childOptions } from "./child-options";
import { containerResources } from "./container-resources";
import { restrictedContainer } from "./pod-security";
import { images } from "./versions";

/** Pause pods of one size on one pool. */
export interface PausePodsArgs {
  /** Tells these pause pods from the others; DNS-1123 label. */
  name: string;
  replicas: number;
  /** Exactly what the Spark pod that is to take the place requests, in millicores. */
  cpuMillis: number;
  /** Likewise, in MiB. */
  memoryMiB: number;
  /** Where the Spark pod may run. */
  scheduling: Scheduling;
}

export interface OverprovisioningArgs {
  /** A namespace without quota, since pause pods count. */
  namespace: pulumi.Input<string>;
  pods: PausePodsArgs[];
  /** Class with a negative priority of -10 or more: cluster-autoscaler adds no node for less. */
  priorityClassName: pulumi.Input<string>;
  /** @default registry.k8s.io/pause:3.10 */
  image?: pulumi.Input<string>;
}

/** User of the pause image. */
const PAUSE_UID = 65535;

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
 *   pods: [{ name: "executor", replicas: 2, cpuMillis, memoryMiB, scheduling: { affinity, tolerations } }],
 * });
 *
 * Costs the nodes that the pause pods keep up, at all hours; the plan's cost estimate says how much.
 */
export class Overprovisioning extends pulumi.ComponentResource {
  readonly deployments: kubernetes.apps.v1.Deployment[];

  constructor(name: string, args: OverprovisioningArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("spark-platform:addons:Overprovisioning", name, { pods: args.pods }, opts);

    this.deployments = args.pods.map(
      (pods) =>
        new kubernetes.apps.v1.Deployment(
          `${name}-${pods.name}`,
          deployment(`${name}-${pods.name}`, pods, args),
          childOptions(this, opts),
        ),
    );
    this.registerOutputs({});
  }
}

function deployment(
  objectName: string,
  { name, replicas, cpuMillis, memoryMiB, scheduling }: PausePodsArgs,
  { namespace, priorityClassName, image = images.pause }: OverprovisioningArgs,
): kubernetes.apps.v1.DeploymentArgs {
  const labels = { "app.kubernetes.io/name": "overprovisioning", "app.kubernetes.io/instance": objectName };
  return {
    metadata: {
      name: objectName,
      namespace,
      labels: { ...labels, "app.kubernetes.io/component": name },
      // Pending is a pause pod's ordinary state right after a Spark pod took its place: an update must not wait for it.
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      // A surge would bring nodes up only to replace pods that do nothing.
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: "100%" } },
      template: {
        metadata: { labels },
        spec: {
          ...scheduling,
          priorityClassName,
          terminationGracePeriodSeconds: 0,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: PAUSE_UID,
            runAsGroup: PAUSE_UID,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "pause",
              image,
              securityContext: restrictedContainer,
              // Requests and limits are equal, so that the kubelet never evicts a pause pod before a Spark pod.
              resources: containerResources({ cpuMillis, memoryMiB }),
            },
          ],
        },
      },
    },
  };
}
