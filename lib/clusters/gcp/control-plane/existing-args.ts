/** What a user says of a control plane that is already there. */

import type { DaemonSetRequests } from "../../common/args";

/**
 * A GKE cluster that is already there, as plain data: {@link readControlPlane} reads it, or it is written by hand. Node pools,
 * identities, storage and registry are put into it; neither `pulumi up` nor `pulumi destroy` changes the rest of it, or its network.
 */
export interface ExistingControlPlaneArgs {
  /** Its name in GKE. */
  name: string;
  /** Id of its project, which must be that of the Google Cloud provider. */
  project: string;
  /** Its region or zone, for example `europe-west1`; the region is taken from it. */
  location: string;
  /** Kubernetes minor version, 1.33 to 1.36. */
  kubernetesVersion: string;
  /** URL of the API server: `https://gke-….gke.goog` of its DNS endpoint, or `https://` and its address. */
  endpoint: string;
  /** Its certificate authority, in base64. @default none: that of a DNS endpoint is one that everybody trusts */
  certificateAuthority?: string;
  /** Zones of its nodes. */
  nodeZones: string[];
  /** `<project>.svc.id.goog`; without it pods can't be told apart, and the cluster is refused. */
  workloadPool?: string;
  /** Whether it is an Autopilot cluster, which has no node pools. @default false */
  autopilot?: boolean;
  /** Whether its pods have addresses of the VPC. @default true */
  vpcNative?: boolean;
  /** Whether its nodes have private addresses only. @default true */
  privateNodes?: boolean;
  /** Block of the range for pods, together with `nodePools`: what is too small is refused. @default not checked */
  podCidr?: string;
  /**
   * What GKE runs on every node beyond its usual DaemonSets, by what is turned on in the cluster; others of yours belong into
   * `daemonSets` of the cluster. @default none
   */
  daemonSets?: DaemonSetRequests[];
  /** Node pools that are there, and take addresses of that range. @default none */
  nodePools?: ExistingNodePoolArgs[];
}

/** A node pool that is already there. */
export interface ExistingNodePoolArgs {
  name: string;
  /** Addresses of the pods' range that its nodes take at most. */
  podAddresses: number;
  /** The cluster of this library that it belongs to, by its label `spark-platform`. @default another's */
  platform?: string;
}
