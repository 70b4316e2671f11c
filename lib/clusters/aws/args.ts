/**
 * What a user can say about an EKS cluster. Plain where it decides what exists or how it is sized; ids of what is already there are
 * only wired through and may be outputs.
 */

import type * as pulumi from "@pulumi/pulumi";

import type { Mirrors } from "../../addons/mirrors";
import type { MachineType } from "../../plan/nodes/machine";
import type { SparkPoolArgs, SystemPoolArgs } from "../../plan/nodes/pool";
import type { ApiServerArgs, DaemonSetRequests, NewEventLogsArgs, NewRegistryArgs } from "../common/args";
import type { ExistingControlPlaneArgs, ExistingRolesArgs, ExistingSubnetArgs } from "./control-plane/existing-args";

/** What adds nodes to an EKS cluster. */
export const EKS_AUTOSCALERS = ["cluster-autoscaler", "karpenter", "auto-mode"] as const;
export type EksAutoscaler = (typeof EKS_AUTOSCALERS)[number];

/** A VPC that comes with the cluster. */
export interface NewNetworkArgs {
  /** Private IPv4 block, /16 to /22 or so: every pod takes an address. @default "10.0.0.0/16" */
  cidr?: string;
  /** Availability zones to spread over, 2 to 4. @default 3 */
  zones?: number;
  /**
   * `one` NAT gateway costs a third, and its zone takes the others' way to the internet with it; `per-zone` has one in each.
   * Traffic to S3 in the region never goes through NAT, and with it the layers of images in ECR. `none` closes the way to the
   * internet in both directions; it needs `endpoints: "all"`, and every image in ECR. @default "one"
   */
  natGateways?: "one" | "per-zone" | "none";
  /**
   * Services of AWS that are reached inside the VPC. `s3` is a gateway endpoint and free of charge; `ecr` adds the two of ECR, `all`
   * adds all that nodes and the platform call. These cost 0.01 USD an hour for each service and zone, and 0.01 per GB.
   *
   * @default "s3": what goes to the others by NAT is little, since layers of images come from S3, so their endpoints cost more
   * than they save
   */
  endpoints?: "s3" | "ecr" | "all";
}

/** A VPC that is already there. It is used as it is: nothing in it is changed, not even its tags. */
export interface ExistingNetworkArgs {
  vpcId: pulumi.Input<string>;
  /**
   * Subnets of at least two zones with a way to ECR, S3 and the EKS API (NAT or VPC endpoints). Nodes and the control plane's
   * network interfaces go there. Give either these or `privateSubnets`.
   */
  privateSubnetIds?: pulumi.Input<string>[];
  /**
   * The same subnets with their sizes: too few addresses for the nodes and pods of the plan are refused. Written by hand, or read
   * with {@link readNetwork}. @default not checked
   */
  privateSubnets?: ExistingSubnetArgs[];
  /** The VPC's block; only used to refuse overlaps. @default not checked */
  cidr?: string;
}

/** A bucket that is already there. It is used as it is. */
export interface ExistingEventLogsArgs {
  bucket: pulumi.Input<string>;
  /** Prefix without slashes at its ends; an object `<prefix>/` must exist there. @default "spark-events" */
  prefix?: string;
}

/** A registry that is already there; nodes must be allowed to pull from it. */
export interface ExistingRegistryArgs {
  /** As images are named in it, for example `123456789012.dkr.ecr.us-east-1.amazonaws.com/spark`. */
  url: pulumi.Input<string>;
}

/** Registries whose images ECR can cache, and that ask who one is. */
export type PrivatePullThroughRegistry = "docker.io" | "ghcr.io";

/** An ECR repository that comes with the cluster. */
export interface NewEcrRegistryArgs extends NewRegistryArgs {
  /**
   * Lets ECR fetch images of public registries and keep them, by pull-through cache rules: nodes then pull them from ECR.
   * registry.k8s.io, quay.io and public.ecr.aws need no credentials; docker.io and ghcr.io are cached where the ARN of a secret
   * is given (Secrets Manager, named `ecr-pullthroughcache/...`, with `username` and `accessToken`). `{}` caches the first three.
   * Costs what ECR takes for storage; the newest 20 images of each repository are kept, also after a destroy.
   *
   * @default no cache
   */
  pullThrough?: Partial<Record<PrivatePullThroughRegistry, pulumi.Input<string>>>;
}

/** All that the plan is made from. */
export interface EksClusterPlanArgs {
  /**
   * Region of the cluster. It must be the one that the AWS provider deploys to, since it is only used in the plan.
   * @default configuration `aws:region`
   */
  region?: string;
  /**
   * An EKS cluster that is already there: node pools, autoscaler, storage and registry are put into it, and nothing of it is
   * changed. Read it with {@link readControlPlane}. @default a new control plane
   */
  controlPlane?: ExistingControlPlaneArgs;
  /**
   * What adds and removes nodes: cluster-autoscaler grows node groups, Karpenter launches machines itself and is back sooner, and
   * EKS Auto Mode is Karpenter run by AWS, for a fee. docs/autoscalers.md compares them. A cluster has one of them.
   *
   * @default "cluster-autoscaler", or "auto-mode" where `controlPlane` runs it
   */
  autoscaler?: EksAutoscaler;
  /**
   * `false` where the cluster of `controlPlane` already runs its cluster-autoscaler or Karpenter: that one finds the node groups by
   * their tags, or the NodePools. @default true
   */
  installAutoscaler?: boolean;
  /** Kubernetes minor version, 1.33 to 1.36; nodes and add-ons follow it. @default "1.35", or that of `controlPlane` */
  kubernetesVersion?: string;
  /** Nodes for the platform's own pods, always on-demand. @default 2 to 4 nodes of m7i.large, with Karpenter 2, in Auto Mode 1 to 4 */
  systemPool?: Partial<SystemPoolArgs>;
  /**
   * Nodes for drivers and executors; all start at 0.
   * @default `drivers` (on-demand m7i.xlarge, 0–10), `spot` (m7i.4xlarge, m7a.4xlarge, m6i.4xlarge or m6a.4xlarge, executors,
   * 0–50) and `on-demand` (m7i.4xlarge, executors, 0–20), which takes over where spot has run out
   */
  sparkPools?: SparkPoolArgs[];
  /**
   * Machine types that the catalogue lacks, or knows otherwise: they win over it. Written by hand, or read from EC2 with
   * {@link readMachines}. @default the catalogue alone
   */
  machines?: MachineType[];
  /** DaemonSets of yours on every node, besides the network plugin, kube-proxy and the Pod Identity agent. @default none */
  daemonSets?: DaemonSetRequests[];
  /** @default a new VPC */
  network?: NewNetworkArgs | ExistingNetworkArgs;
  /** Block of the cluster's Services, /24 to /12 of a private range. @default "172.20.0.0/16" */
  serviceCidr?: string;
  /** Blocks that are or will be peered with the VPC; refused where they overlap it or the Services. @default none */
  peerCidrs?: string[];
  /** @default reachable from the VPC, and from the internet with IAM credentials */
  apiServer?: ApiServerArgs;
  /** @default a new bucket that survives the cluster */
  eventLogs?: NewEventLogsArgs | ExistingEventLogsArgs;
  /** @default a new ECR repository */
  registry?: NewEcrRegistryArgs | ExistingRegistryArgs;
  /**
   * How pods get credentials. `irsa` makes an OpenID Connect provider of the cluster known to IAM; the stock libraries of Spark
   * 3.5 work with it, which know nothing of Pod Identity. @default "pod-identity"
   */
  identity?: "pod-identity" | "irsa";
  /** Roles of your own. @default a new role for each purpose, limited to it */
  roles?: ExistingRolesArgs;
  /**
   * Key of your own that encrypts the Kubernetes secrets, the nodes' volumes, the bucket, the images and the log. Its policy must
   * let the services use it: docs/aws.md shows it. EKS takes no other one for a living cluster. @default a new key for the secrets, the keys of AWS for all else
   */
  kmsKeyArn?: pulumi.Input<string>;
  /**
   * Tags of everything that takes tags, machines and disks included, besides those by which the library itself splits the cost
   * (`spark-platform`, `spark-platform-pool`) and the default tags of the AWS provider. @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
  /** Days that CloudWatch keeps the control plane's logs (about 0.50 USD per GB ingested). @default 30 */
  logRetentionDays?: number;
  /**
   * Lets Karpenter keep warm capacity free for CapacityBuffer objects, without pause pods: its feature gate `CapacityBuffer`, which
   * is alpha. With `installAutoscaler: false` the gate and the definition are yours. @default false
   */
  capacityBuffers?: boolean;
  /** Minutes that a node may idle before it is removed. @default 5, about four times what a new node takes to come */
  idleMinutes?: number;
}

/** What is only wired through, besides all that the plan is made from. */
export interface EksClusterArgs extends EksClusterPlanArgs {
  /**
   * IAM roles and users (ARNs, not sessions) with all rights in the cluster. Whoever deploys must be among them.
   *
   * @default the role or user that deploys. Where several deploy in turn, each takes the right over from the last one: name
   * them all then.
   */
  admins?: pulumi.Input<string>[];
  /**
   * Role that Pulumi and the kubeconfig assume to reach the cluster; an administrator unless `admins` is given.
   * Needed where the AWS provider assumes a role by itself. @default the ambient AWS credentials
   */
  accessRoleArn?: pulumi.Input<string>;
  /** Refuses to delete the cluster until it is turned off. @default false */
  deletionProtection?: pulumi.Input<boolean>;
  /**
   * Registries of your own for the images and charts of the autoscaler; images also for the platform on the cluster.
   * @default the cache that `registry.pullThrough` makes, or where each is published
   */
  mirrors?: Mirrors;
  /** ARN of the policy that limits every role that is created. @default none */
  permissionsBoundary?: pulumi.Input<string>;
}
