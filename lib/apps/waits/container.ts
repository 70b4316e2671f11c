/** Why a pod that has a node does not run yet. */

import type { ClusterEvent, Pod } from "../../cluster-api/objects";
import { timeOf } from "./autoscaler";

export interface NotStarted {
  cause: "image" | "container" | "volume" | "starting";
  /** As a sentence. */
  detail: string;
  change: string;
}

/** The kubelet's reasons: pkg/kubelet/images/types.go and pkg/kubelet/container/sync_result.go of Kubernetes. */
const imageReasons = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError"];
const volumeReasons = ["FailedMount", "FailedAttachVolume", "FailedMapVolume"];

/** @param events of the pod */
export function notStarted(pod: Pod, events: readonly ClusterEvent[]): NotStarted {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const waiting = [...initContainerStatuses, ...containerStatuses].flatMap(({ state }) => state?.waiting ?? []);
  const image = waiting.find(({ reason = "" }) => imageReasons.includes(reason));
  if (image !== undefined) return pullFailed(image.message ?? image.reason ?? "");
  const broken = waiting.find(({ reason = "" }) => /Error$|BackOff$/.test(reason));
  if (broken !== undefined) {
    return {
      cause: "container",
      detail: `${broken.reason}: ${broken.message ?? "its container does not start"}.`.replace(/\.\.$/, "."),
      change:
        broken.reason === "CreateContainerConfigError"
          ? "Make the Secret or ConfigMap that it refers to, or correct its name."
          : "Look at its log and its events.",
    };
  }
  const [newest] = [...events].sort((a, b) => (timeOf(b) ?? "").localeCompare(timeOf(a) ?? ""));
  const mount = events.find(({ reason = "" }) => volumeReasons.includes(reason));
  if (mount !== undefined) {
    return {
      cause: "volume",
      detail: `${mount.reason}: ${mount.message ?? ""}`,
      change: "Look at the volume: the Secret, ConfigMap or claim must exist, and a disk can be on one node at a time.",
    };
  }
  const doing = newest?.reason === "Pulling" ? "its image is being pulled" : "its containers are being made";
  return {
    cause: "starting",
    detail: `It has the node ${pod.spec.nodeName}, and ${doing}.`,
    change: "Nothing: wait a moment.",
  };
}

function pullFailed(message: string): NotStarted {
  const isMissing = /not found|manifest unknown|does not exist/i.test(message);
  const isForbidden = /unauthorized|denied|forbidden|no basic auth|403|401/i.test(message);
  return {
    cause: "image",
    detail: `Its image can't be pulled: ${message}`,
    change: isMissing
      ? "Correct the image's name or tag, or push it."
      : isForbidden
        ? "Give the nodes, or the service account by an imagePullSecret, the right to read that registry."
        : "Look whether the nodes reach the registry: network, proxy, or a mirror for a closed network.",
  };
}
