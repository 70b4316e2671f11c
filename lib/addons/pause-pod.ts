/** The pod that does nothing: what keeps room free is made of it, as a pod or as the template of one. */

import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Scheduling } from "../plan/placement/scheduling";
import { containerResources } from "./container-resources";
import { restrictedContainer, unprivilegedPod } from "./pod-security";
import { images } from "./versions";

/** Room for Spark pods of one size on one pool. */
export interface WarmRoomArgs {
  /** Tells this room from the others; DNS-1123 label. */
  name: string;
  /** For as many pods. Where something else switches the number, that at other times. */
  replicas: number;
  /** Exactly what the Spark pod that is to take the place requests, in millicores. */
  cpuMillis: number;
  /** Likewise, in MiB. */
  memoryMiB: number;
  /** Where the Spark pod may run. */
  scheduling: Scheduling;
  /** More labels of what keeps it, for example who pays. @default none */
  labels?: Record<string, string>;
  /** Whether something else switches the number of replicas, which a later deployment then leaves as it is. @default false */
  isSwitched?: boolean;
}

export interface PausePodArgs extends Pick<WarmRoomArgs, "cpuMillis" | "memoryMiB" | "scheduling"> {
  /** @default registry.k8s.io/pause:3.10 */
  image?: pulumi.Input<string>;
  /** Image that the node shall have before Spark pods come. @default none */
  sparkImage?: pulumi.Input<string>;
}

/** User of the pause image. */
const PAUSE_UID = 65535;

/** A pod that passes Pod Security `restricted` and has no rights. */
export function pausePodSpec({
  cpuMillis,
  memoryMiB,
  scheduling,
  image = images.pause,
  sparkImage,
}: PausePodArgs): kubernetes.types.input.core.v1.PodSpec {
  // Requests and limits are equal, so that the kubelet never evicts a pause pod before a Spark pod.
  const resources = containerResources({ cpuMillis, memoryMiB });
  return {
    ...scheduling,
    ...restrictedPod,
    terminationGracePeriodSeconds: 0,
    // Init containers run one after the other and before the pod's own, so the pod takes no more for it.
    ...(sparkImage !== undefined && { initContainers: [{ ...pullOf(sparkImage), resources }] }),
    containers: [{ name: "pause", image, securityContext: restrictedContainer, resources }],
  };
}

/** A pod that needs no rights and no particular user. */
export const restrictedPod = {
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: unprivilegedPod(PAUSE_UID),
};

/** A container that brings the image to its node and ends; every image that Spark runs from has `true`. */
export function pullOf(image: pulumi.Input<string>) {
  return { name: "pull-image", image, command: ["true"], securityContext: restrictedContainer };
}
