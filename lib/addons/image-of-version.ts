/** Images of programs that must be of the cluster's own Kubernetes minor version. */

import * as pulumi from "@pulumi/pulumi";

import { minorOf } from "../plan/kubernetes-release";

export interface VersionedProgram {
  /** For people, for example `kube-scheduler`. */
  program: string;
  /** The image that a user gave. */
  image: pulumi.Input<string> | undefined;
  kubernetesVersion: string;
  /** The pinned image of that version, where there is one. */
  pinned: string | undefined;
  /** Minor versions for which there is one. */
  known: readonly string[];
}

/** @throws pulumi.ResourceError when no image is known for the cluster's version and none is given, or one of another version. */
export function imageOfVersion({
  program,
  image,
  kubernetesVersion,
  pinned,
  known,
}: VersionedProgram): pulumi.Input<string> {
  if (image === undefined && pinned !== undefined) return pinned;
  if (image === undefined) {
    throw refusal(
      `kubernetesVersion: no ${program} is known for ${JSON.stringify(kubernetesVersion)}. Allowed: ${known.join(", ")}. Give an image of that minor version.`,
    );
  }
  if (typeof image !== "string") return image;
  const minor = /:v?(\d+\.\d+)\./.exec(image)?.[1];
  if (minor === undefined || minor === minorOf(kubernetesVersion)) return image;
  throw refusal(
    `image: "${image}" is a ${program} of Kubernetes ${minor}, and the cluster is ${kubernetesVersion}. Allowed: an image of ${kubernetesVersion}. Leave image out for the newest known.`,
  );
}

function refusal(message: string): pulumi.ResourceError {
  return new pulumi.ResourceError(message, undefined, true);
}
