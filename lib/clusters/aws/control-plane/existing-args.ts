/** What a user says of a control plane and of roles that are already there. */

import type * as pulumi from "@pulumi/pulumi";

/**
 * An EKS cluster that is already there, as plain data: {@link readControlPlane} reads it, or it is written by hand. It is used as
 * it is; neither `pulumi up` nor `pulumi destroy` changes it, its network or its access entries. Whoever deploys must be one of
 * its administrators.
 */
export interface ExistingControlPlaneArgs {
  /** Its name in EKS. */
  name: string;
  /** For example `arn:aws:eks:eu-central-1:111122223333:cluster/prod`; the region is taken from it. */
  arn: string;
  /** Kubernetes minor version, 1.33 to 1.36; nodes and autoscaler follow it. */
  kubernetesVersion: string;
  /** URL of the API server. */
  endpoint: string;
  /** Its certificate authority, in base64. */
  certificateAuthority: string;
  vpcId: string;
  /** Private subnets of at least two zones, for the nodes of this library. @default `network` says where they go */
  privateSubnets?: ExistingSubnetArgs[];
  /** Security group that EKS made for the cluster and its nodes. */
  securityGroupId: string;
  /** How the cluster knows who may do what. */
  authenticationMode: "API" | "API_AND_CONFIG_MAP" | "CONFIG_MAP";
  /** Issuer of the tokens of its service accounts, for example `https://oidc.eks.eu-central-1.amazonaws.com/id/...`. */
  oidcIssuer?: string;
  /** ARN of the provider that IAM has for that issuer. @default none, so one is created where `identity` is `irsa` */
  oidcProviderArn?: string;
  /**
   * Whether the add-on `eks-pod-identity-agent` is there, or EKS Auto Mode, which has the agent built in.
   * @default false: the add-on is created where `identity` is `pod-identity`
   */
  podIdentityAgent?: boolean;
  /** Whether EKS Auto Mode is on. @default false */
  autoMode?: boolean;
}

/** A subnet that is already there. */
export interface ExistingSubnetArgs {
  id: string;
  /** Availability zone, for example `eu-central-1a`. */
  zone: string;
  /** Its IPv4 block. */
  cidr: string;
  /** Addresses that this cluster may take of it, where others use it too. @default all that the block has, less AWS's five */
  availableAddresses?: number;
}

/** Roles that are already there, by ARN. They are used as they are: policies and trust are yours. */
export interface ExistingRolesArgs {
  /** Of the control plane: trusts eks.amazonaws.com, has AmazonEKSClusterPolicy and may use the key of the secrets. @default a new role */
  cluster?: pulumi.Input<string>;
  /**
   * Of the nodes: trusts ec2.amazonaws.com, has AmazonEKSWorkerNodePolicy and AmazonEC2ContainerRegistryPullOnly.
   * @default a new role
   */
  nodes?: pulumi.Input<string>;
  /**
   * Of pods, by `<namespace>/<service account>`: `kube-system/cluster-autoscaler`, `kube-system/aws-node` (the network plugin),
   * or those of the platform. Each must trust what `identity` says. @default a new role for each
   */
  pods?: Record<string, pulumi.Input<string>>;
}
