/** A NodePool in the cluster, of Karpenter, EKS Auto Mode or AKS, which is deleted together with all that it has launched. */

import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { KarpenterNodePool } from "./node-pool";

/** A node takes a minute or two to drain and end; pods may hold it for as long as they are given to stop. */
const DELETE_TIMEOUT = "30m";

/** Its deletion ends when the last of its NodeClaims is gone, and these go when their machines have. */
export function createNodePool(
  name: string,
  { metadata, ...object }: KarpenterNodePool,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const annotations = {
    "pulumi.com/deletionPropagationPolicy": "foreground",
    // Not ready is one whose node class is not: no image, no subnet, no right to launch.
    "pulumi.com/waitFor": "condition=Ready",
  };
  return new kubernetes.apiextensions.CustomResource(
    `${name}-pool`,
    { ...object, metadata: { ...metadata, annotations } },
    { ...opts, customTimeouts: { delete: DELETE_TIMEOUT } },
  );
}
