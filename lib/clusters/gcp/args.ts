/**
 * What a user can say about a GKE cluster. Plain where it decides what exists or how it is sized; names of what is already there are
 * only wired through and may be outputs.
 */

import type * as pulumi from "@pulumi/pulumi";

import type { MachineType } from "../../plan/nodes/machine";
import type { SparkPoolArgs, SystemPoolArgs } from "../../plan/nodes/pool";
import type { ApiServerArgs, DaemonSetRequests, NewEventLogsArgs, NewRegistryArgs } from "../common/args";
import type { ExistingControlPlaneArgs } from "./control-plane/existing-args";

/** A VPC that comes with the cluster. Its blocks can't be made smaller or moved later. */
export interface NewNetworkArgs {
  /** Private IPv4 block of the nodes, /8 to /29: each takes one address. @default "10.0.0.0/20" */
  cidr?: string;
  /**
   * Private IPv4 block of the pods, /9 to /28. Each node takes a part of at least twice as many addresses as it admits pods,
   * whether they run or not: 64 for up to 32 pods, 256 for 110. @default "10.4.0.0/14"
   */
  podCidr?: string;
  /** Private IPv4 block of the Services, /16 to /28. @default "10.8.0.0/20" */
  serviceCidr?: string;
}

/** A VPC-native subnet that is already there, of this project or shared with it. It is used as it is. */
export interface ExistingNetworkArgs {
  /** Name or link of the VPC; a link where it belongs to another project. */
  network: pulumi.Input<string>;
  /** Name or link of a subnet in the cluster's region, with Private Google Access and a way to the internet such as Cloud NAT. */
  subnetwork: pulumi.Input<string>;
  /** Name of the subnet's secondary range for pods. */
  podRange: pulumi.Input<string>;
  /** Name of the subnet's secondary range for Services. */
  serviceRange: pulumi.Input<string>;
  /** The subnet's primary block; only used to refuse what is too small or overlaps. @default not checked */
  cidr?: string;
  /** Block of the range for pods; only used to refuse what is too small or overlaps. @default not checked */
  podCidr?: string;
  /** Block of the range for Services; only used to refuse overlaps. @default not checked */
  serviceCidr?: string;
}

/** Ways to the API server. */
export interface GkeApiServerArgs extends Omit<ApiServerArgs, "publicCidrs"> {
  /**
   * Whether the API server is reached by its DNS name, from wherever Google's APIs are: Google lets nobody through without the IAM
   * permission `container.clusters.connect`, and no bastion or VPN is needed.
   *
   * @default true, unless `publicCidrs` says from where it is to be reached by address
   */
  dnsEndpoint?: boolean;
  /**
   * Blocks that may reach the API server by its public address, besides the cluster's own network, which always may by a private
   * one. Without any, and with `dnsEndpoint: false`, `pulumi up` must run inside that network or in a peered one.
   *
   * @default []: it has no public address
   */
  publicCidrs?: string[];
}

/** A bucket that is already there, of this project or another, with uniform bucket-level access. It is used as it is. */
export interface ExistingEventLogsArgs {
  bucket: pulumi.Input<string>;
  /** Prefix without slashes at its ends; something must be under it. @default "spark-events" */
  prefix?: string;
}

/** A registry that is already there; nodes must be allowed to pull from it. */
export interface ExistingRegistryArgs {
  /** As images are named in it, for example `europe-west1-docker.pkg.dev/team/spark`. */
  url: pulumi.Input<string>;
}

/** When GKE may upgrade the cluster and its nodes. */
export interface MaintenanceWindowArgs {
  /** Start of the first window, for example `2026-01-03T06:00:00Z`. */
  startTime: string;
  /** End of the first window, at least four hours later. */
  endTime: string;
  /** How it comes again (RFC 5545), at least 48 hours in 32 days: `FREQ=WEEKLY;BYDAY=SA,SU`. */
  recurrence: string;
}

/** All that the plan is made from. */
export interface GkeClusterPlanArgs {
  /**
   * A GKE cluster that is already there: node pools, identities, storage and registry are put into it, and nothing else of it is
   * changed. {@link readControlPlane} reads it. @default a new one
   */
  controlPlane?: ExistingControlPlaneArgs;
  /** Region of the cluster, for example `europe-west1`. @default that of `controlPlane`, else configuration `gcp:region` */
  region?: string;
  /**
   * Zones of the nodes, by name; the control plane is in three zones in any case. One zone saves what Spark's shuffle pays for
   * traffic between zones (0.01 USD per GiB), and goes down with that zone.
   * @default three zones of the region, chosen by GKE
   */
  zones?: string[];
  /**
   * Kubernetes minor version to start from, 1.33 to 1.36; a higher one upgrades the control plane. The release channel upgrades
   * it, and the nodes, by itself. @default "1.35"
   */
  kubernetesVersion?: string;
  /** What upgrades the cluster, and how soon after a release. @default "regular" */
  releaseChannel?: "rapid" | "regular" | "stable";
  /** When nodes may be upgraded, and with them drained of drivers and executors. @default whenever GKE finds it right */
  maintenanceWindow?: MaintenanceWindowArgs;
  /** Nodes for the platform's own pods, always on-demand. @default 2 to 4 nodes of e2-standard-2 */
  systemPool?: Partial<SystemPoolArgs>;
  /**
   * Nodes for drivers and executors; all start at 0. A pool of several machine types becomes a node pool of GKE for each, and
   * `maxNodes` is shared out among them, since GKE knows no maximum over several.
   *
   * @default `drivers` (on-demand n2d-standard-4, 0–10), `spot` (n2d-standard-16 or n2-standard-16, executors, 0–50) and
   * `on-demand` (n2d-standard-16, executors, 0–20), which takes over where spot has run out; with `auto-provisioning` the first two
   */
  sparkPools?: SparkPoolArgs[];
  /**
   * Machine types that the catalogue lacks, or knows otherwise: they win over it. Written by hand, or read from Compute Engine
   * with {@link readMachines}. One with `localDisks` gets as many local SSDs for its pods. @default the catalogue alone
   */
  machines?: MachineType[];
  /**
   * What adds and removes the nodes of Spark pools. `native`: GKE's cluster autoscaler, on node pools that are there from the
   * start. `auto-provisioning`: GKE makes node pools from a ComputeClass when pods ask for it, and deletes them when they are
   * empty; a spot pool falls back to on-demand by itself, one pool runs all drivers and one all executors, and `maxNodes` holds
   * for the cluster as a whole.
   *
   * @default "native"
   */
  autoscaler?: "native" | "auto-provisioning";
  /** Minutes that a node may idle before it is removed, with `auto-provisioning`; `native` can't be told. @default 5 */
  idleMinutes?: number;
  /** DaemonSets of yours on every node, besides what GKE runs there. @default none */
  daemonSets?: DaemonSetRequests[];
  /** @default a new VPC */
  network?: NewNetworkArgs | ExistingNetworkArgs;
  /**
   * Blocks that are or will be peered with the VPC, which may reach the API server by its private address; refused where they
   * overlap the cluster's own. @default none
   */
  peerCidrs?: string[];
  /** @default reachable by its DNS name with IAM credentials */
  apiServer?: GkeApiServerArgs;
  /** @default a new bucket that survives the cluster */
  eventLogs?: NewEventLogsArgs | ExistingEventLogsArgs;
  /** @default a new repository of Artifact Registry */
  registry?: NewRegistryArgs | ExistingRegistryArgs;
  /** Whether Cloud Logging takes what pods print (about 0.50 USD per GiB beyond the first 50 a month). @default true */
  workloadLogs?: boolean;
  /**
   * Starts containers while their image is still loading. Takes images of Artifact Registry in the cluster's region, and a project
   * with the Container File System API. @default false
   */
  imageStreaming?: boolean;
}

/** What is only wired through, besides all that the plan is made from. */
export interface GkeClusterArgs extends GkeClusterPlanArgs {
  /**
   * Key of Cloud KMS, `projects/…/locations/…/keyRings/…/cryptoKeys/…`, in the cluster's region: encrypts Kubernetes secrets,
   * disks, event logs and images. The service agents of GKE, Compute Engine, Cloud Storage and Artifact Registry must be allowed
   * to use it. @default Google's own keys
   */
  kmsKeyName?: pulumi.Input<string>;
  /**
   * E-mail address of the service account that nodes run as; it is used as it is.
   * @default a new one that can pull images and write logs and metrics, and nothing else
   */
  nodeServiceAccount?: pulumi.Input<string>;
  /** Refuses to delete the cluster until it is turned off. @default false */
  deletionProtection?: pulumi.Input<boolean>;
  /** Labels of everything that takes labels, machines and disks included. @default none */
  labels?: Record<string, pulumi.Input<string>>;
}
