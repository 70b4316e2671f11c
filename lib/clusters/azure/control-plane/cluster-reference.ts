/** What has to be known of a cluster to put pools, identities and rights into it, whether it comes or is there already. */

import * as pulumi from "@pulumi/pulumi";

import type { ControlPlane } from "./control-plane";
import type { ExistingControlPlaneArgs } from "./existing-args";

export interface ClusterReference {
  name: pulumi.Output<string>;
  /** The cluster's own. */
  resourceGroupName: pulumi.Output<string>;
  /** OpenID Connect issuer of its service accounts' tokens. */
  issuer: pulumi.Output<string>;
  /** Object id of the identity that nodes pull images with. */
  kubeletId: pulumi.Output<string>;
  /** Of the nodes; absent where AKS made it. */
  subnetId?: pulumi.Input<string>;
  /** What has to be there before anything can be deployed into the cluster. */
  needs: pulumi.Resource[];
}

export function referenceTo(
  { cluster, access }: ControlPlane,
  resourceGroupName: pulumi.Output<string>,
  subnetId: pulumi.Input<string>,
): ClusterReference {
  return {
    name: cluster.name,
    resourceGroupName,
    issuer: cluster.oidcIssuerProfile.apply((profile) => profile!.issuerURL),
    kubeletId: cluster.identityProfile.apply((profile) => profile!.kubeletidentity!.objectId!),
    subnetId,
    needs: [cluster, ...access],
  };
}

/** A plan without an issuer was refused. */
export function adoptCluster(controlPlane: ExistingControlPlaneArgs): ClusterReference {
  const { name, resourceGroupName, oidcIssuer = "", kubeletId, network } = controlPlane;
  return {
    name: pulumi.output(name),
    resourceGroupName: pulumi.output(resourceGroupName),
    issuer: pulumi.output(oidcIssuer),
    kubeletId: pulumi.output(kubeletId),
    ...(network.subnetId !== undefined && { subnetId: network.subnetId }),
    needs: [],
  };
}
