/**
 * What a user can say about an AKS cluster. Plain where it decides what exists or how it is sized; ids of what is already there are
 * only wired through and may be outputs.
 */

import type * as pulumi from "@pulumi/pulumi";

import type { MachineType } from "../../plan/nodes/machine";
import type { SparkPoolArgs, SystemPoolArgs } from "../../plan/nodes/pool";
import type { ApiServerArgs, DaemonSetRequests } from "../common/args";
import type { ExistingControlPlaneArgs } from "./control-plane/existing-args";
import type {
  ExistingEventLogsArgs,
  ExistingRegistryArgs,
  NewEventLogsArgs,
  NewRegistryArgs,
} from "./storage/storage-args";

/** A virtual network that comes with the cluster, with a NAT gateway as its way out. */
export interface NewNetworkArgs {
  /**
   * Private IPv4 block. Only nodes take addresses in it, in its first quarter; the rest is free for subnets of yours.
   * @default "10.0.0.0/16"
   */
  cidr?: string;
}

/** A subnet that is already there. It is used as it is; the control plane's identity gets the right to put machines into it. */
export interface ExistingNetworkArgs {
  /** `/subscriptions/.../virtualNetworks/<network>/subnets/<subnet>`. */
  subnetId: pulumi.Input<string>;
  /**
   * How nodes get out, in AKS's words: a NAT gateway that the subnet has, a route of the subnet's route table (to a firewall, for
   * example), or a load balancer with a public address that AKS adds.
   * @default "userAssignedNATGateway"
   */
  outboundType?: "userAssignedNATGateway" | "userDefinedRouting" | "loadBalancer";
  /** The subnet's block; only used to refuse overlaps and too few addresses. @default not checked */
  cidr?: string;
}

/** When AKS may bring new node images and patches: a window of a week, in UTC. */
export interface MaintenanceArgs {
  /** @default "Sunday" */
  day?: "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday";
  /** Hour of the day at which the window opens, 0 to 23, in UTC. @default 2 */
  hour?: number;
  /** Length of the window, 4 to 24 hours. @default 8 */
  hours?: number;
}

/** A principal of Entra ID. */
export interface AdminArgs {
  /** Its object id; of a service principal, not the id of its application. */
  objectId: pulumi.Input<string>;
  /** @default "Group" */
  type?: "Group" | "User" | "ServicePrincipal";
}

/** All that the plan is made from. */
export interface AksClusterPlanArgs {
  /**
   * A cluster that is there already; pools, identities, storage and registry are put into it, and it is left as it is.
   * @default a new one
   */
  controlPlane?: ExistingControlPlaneArgs;
  /**
   * Region of the cluster, for example `westeurope`.
   * @default configuration `azure-native:location`; the resource group's where that is not set
   */
  region?: string;
  /** Kubernetes minor version, 1.33 to 1.36; AKS picks the newest patch and stays on the newest one. @default "1.35" */
  kubernetesVersion?: string;
  /**
   * `Free` is for clusters of less than ten nodes: it has no service level, and an API server that is not scaled up. `Premium` (0.60 USD
   * an hour) has long-term support: a Kubernetes version for two years.
   * @default "Standard", 0.10 USD an hour
   */
  tier?: "Free" | "Standard" | "Premium";
  /** Availability zones that nodes are spread over, as AKS names them. @default 1, 2 and 3 where the region has zones */
  zones?: ("1" | "2" | "3")[];
  /**
   * Nodes for the platform's own pods, always on-demand, of one machine type. AKS changes the numbers of nodes, but not the machine
   * type, of the pool that a cluster is made with: the preview shows a replacement of the cluster. To go around it, change the machine
   * type by `az aks nodepool update --node-vm-size` (a preview of Azure's), run `pulumi refresh`, and change it here.
   * @default 2 to 4 nodes of Standard_D4ads_v5
   */
  systemPool?: Partial<SystemPoolArgs>;
  /**
   * Nodes for drivers and executors; all start at 0. Names have up to 8 lower-case letters and digits, the first a letter.
   *
   * An agent pool of AKS has one machine type: a pool with several becomes one agent pool for each, and maxNodes and minNodes are
   * divided among them, so that their sum is what was asked for.
   *
   * A pool that does not say `diskGiB` has its root disk on the machine's own disk, as large as that is, where all of its machine types
   * have one that Azure puts root disks on: scratch space that is paid for anyway.
   *
   * @default `drivers` (on-demand Standard_D4ads_v5, 0–10), `spot` (Standard_D16ads_v5 or Standard_D16ds_v5, executors, 0–50) and
   * `ondemand` (Standard_D16ads_v5, executors, 0–20), which takes over where spot has run out
   */
  sparkPools?: SparkPoolArgs[];
  /**
   * Machine types that the catalogue lacks, or knows otherwise: they win over it. @default the catalogue alone
   */
  machines?: MachineType[];
  /** DaemonSets of yours on every node, besides those of AKS. @default none */
  daemonSets?: DaemonSetRequests[];
  /** @default a new virtual network */
  network?: NewNetworkArgs | ExistingNetworkArgs;
  /** Block that pods take addresses from, apart from the virtual network; each node takes a /24 of it. @default "10.244.0.0/14" */
  podCidr?: string;
  /** Block of the cluster's Services, /13 or smaller. @default "172.20.0.0/16" */
  serviceCidr?: string;
  /** Blocks that are or will be peered with the network; refused where they overlap it, the pods or the Services. @default none */
  peerCidrs?: string[];
  /** @default reachable from the internet with credentials of Entra ID */
  apiServer?: ApiServerArgs;
  /** When nodes get new images, and the control plane new patches. @default Sundays from 02:00 UTC, for 8 hours */
  maintenance?: MaintenanceArgs;
  /** @default a new storage account that survives the cluster */
  eventLogs?: NewEventLogsArgs | ExistingEventLogsArgs;
  /** @default a new container registry */
  registry?: NewRegistryArgs | ExistingRegistryArgs;
  /**
   * What adds nodes to the Spark pools: `native` is AKS's cluster autoscaler, `auto-provisioning` Karpenter, run by AKS. The latter takes
   * any of a pool's machine types for a node; the System pool has a fixed size beside it. A cluster can't have both.
   * @default "native"
   */
  autoscaler?: "native" | "auto-provisioning";
  /**
   * Minutes that a node may idle before it is removed. AKS looks at a node that had executors every five minutes only, so it takes up
   * to that much longer.
   * @default 5, about twice what a new node takes to come
   */
  idleMinutes?: number;
  /**
   * Refuses to delete the cluster until it is turned off, by a lock. Azure's locks hold for what is inside too: agent pools can't be
   * deleted or replaced meanwhile.
   * @default false
   */
  deletionProtection?: boolean;
  /**
   * Id of a user-assigned identity for the control plane that is already there and has its rights: Network Contributor on the subnet,
   * Key Vault Crypto User on `encryptionKeyId`, and Reader on `diskEncryptionSetId`.
   * @default a new one, with the first of them
   */
  identityId?: pulumi.Input<string>;
  /**
   * Key that Kubernetes secrets are encrypted with in etcd, besides Azure's own: `https://<vault>.vault.azure.net/keys/<key>/<version>`,
   * in a vault without a firewall. Needs `identityId`, since the right to it must be there first. @default none
   */
  encryptionKeyId?: pulumi.Input<string>;
  /** Tags of everything that takes tags, machines and disks included. @default none */
  tags?: Record<string, pulumi.Input<string>>;
}

/** What is only wired through, besides all that the plan is made from. */
export interface AksClusterArgs extends AksClusterPlanArgs {
  /** Resource group that is already there; it is left as it is. @default a new one, named after the cluster */
  resourceGroupName?: pulumi.Input<string>;
  /**
   * Who has all rights in the cluster. Whoever deploys must be among them.
   *
   * @default who deploys. Where several deploy in turn, each takes the right over from the last one: name a group of them then.
   */
  admins?: AdminArgs[];
  /** Id of a disk encryption set whose key encrypts managed disks of nodes. @default Azure's own keys */
  diskEncryptionSetId?: pulumi.Input<string>;
  /** Ids of storage accounts, besides that of the event logs, to whose containers service accounts may get rights. @default none */
  storageAccounts?: pulumi.Input<string>[];
}
