/** The EKS control plane: a new one with its log, the key of its secrets and its administrators, or one that is already there. */

import { LogGroup } from "@pulumi/aws/cloudwatch";
import * as eks from "@pulumi/aws/eks";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getSessionContextOutput } from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";

import {
  AUTO_MODE_POLICIES,
  AUTO_MODE_SETTINGS,
  AUTO_MODE_TRUST,
  autoModeRights,
} from "../autoscaler/auto-mode/control-plane";
import type { EksContext } from "../context";
import type { ExistingControlPlaneArgs } from "./existing-args";
import { adoptRole, createRole, type RoleWithPolicies } from "../identity/iam";
import type { Network } from "../network/network";

export interface ControlPlaneArgs extends EksContext {
  network: Network;
  /** IAM principals with all rights in the cluster. @default whoever deploys it */
  admins?: pulumi.Input<string>[];
  deletionProtection?: pulumi.Input<boolean>;
}

/** A control plane, whoever made it. */
export interface ControlPlane {
  name: pulumi.Output<string>;
  arn: pulumi.Output<string>;
  /** URL of the API server. */
  endpoint: pulumi.Output<string>;
  /** Its certificate authority, in base64. */
  certificateAuthority: pulumi.Output<string>;
  /** Security group that EKS made for the cluster and its nodes. */
  securityGroupId: pulumi.Output<string>;
  /** Issuer of the tokens of service accounts. */
  issuer: pulumi.Output<string>;
  /** Provider that IAM already has for the issuer. */
  oidcProviderArn?: string;
  /** Rights of the administrators: nothing can be deployed into the cluster before, nor removed from it after. */
  access: pulumi.Resource[];
}

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Days in which a key that was scheduled for deletion can be brought back: the most that KMS takes. */
const KEY_DELETION_DAYS = 30;

/** Takes a control plane that is there, without touching it. */
export function adoptControlPlane(args: ExistingControlPlaneArgs): ControlPlane {
  return {
    name: pulumi.output(args.name),
    arn: pulumi.output(args.arn),
    endpoint: pulumi.output(args.endpoint),
    certificateAuthority: pulumi.output(args.certificateAuthority),
    securityGroupId: pulumi.output(args.securityGroupId),
    issuer: pulumi.output(args.oidcIssuer ?? ""),
    ...(args.oidcProviderArn !== undefined && { oidcProviderArn: args.oidcProviderArn }),
    access: [],
  };
}

/** Creates the control plane. Costs 0.10 USD an hour, 1 USD a month for a key of its own, and the log by volume. */
export function createControlPlane(
  name: string,
  args: ControlPlaneArgs,
  opts: pulumi.CustomResourceOptions,
): ControlPlane {
  const { plan, network, admins, partition, kmsKeyArn, tags } = args;
  const keyArn = kmsKeyArn ?? createKey(name, tags, opts);
  const role = clusterRole(name, keyArn, args, opts);
  // EKS would create the group by itself, without an end to what it keeps.
  const log = new LogGroup(
    `${name}-log`,
    { name: `/aws/eks/${name}/cluster`, retentionInDays: plan.logRetentionDays, kmsKeyId: kmsKeyArn, tags },
    opts,
  );
  const cluster = new eks.Cluster(
    `${name}-cluster`,
    clusterArgs(args, role.arn, keyArn),
    // Two clusters can't have one name, so the old one must go first.
    { ...opts, deleteBeforeReplace: true, dependsOn: [...role.policies, log, ...network.egress] },
  );
  return {
    name: cluster.name,
    arn: cluster.arn,
    endpoint: cluster.endpoint,
    certificateAuthority: cluster.certificateAuthority.data.apply((data) => data ?? ""),
    securityGroupId: cluster.vpcConfig.clusterSecurityGroupId,
    issuer: cluster.identities.apply(([identity]) => identity?.oidcs?.[0]?.issuer ?? ""),
    access: grantAdmins(name, cluster, admins, partition, tags, opts),
  };
}

function createKey(name: string, tags: EksContext["tags"], opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  return new kms.Key(
    `${name}-secrets`,
    {
      description: `Encrypts the Kubernetes secrets of the EKS cluster ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: KEY_DELETION_DAYS,
      tags,
    },
    opts,
  ).arn;
}

function clusterRole(
  name: string,
  keyArn: pulumi.Input<string>,
  { roles, ...setting }: ControlPlaneArgs,
  opts: pulumi.CustomResourceOptions,
): RoleWithPolicies {
  if (roles.cluster !== undefined) return adoptRole(roles.cluster);
  const isAutoMode = setting.plan.autoscalerKind === "auto-mode";
  return createRole(
    `${name}-cluster`,
    {
      ...setting,
      trusts: isAutoMode ? AUTO_MODE_TRUST : "eks",
      managedPolicies: ["AmazonEKSClusterPolicy", ...(isAutoMode ? AUTO_MODE_POLICIES : [])],
      allows: [
        ...(isAutoMode ? autoModeRights(setting.kmsKeyArn, setting.region) : []),
        {
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
          Resource: [keyArn],
        },
      ],
    },
    opts,
  );
}

function clusterArgs(
  { plan, network, deletionProtection, tags }: ControlPlaneArgs,
  roleArn: pulumi.Input<string>,
  keyArn: pulumi.Input<string>,
): eks.ClusterArgs {
  const { name, kubernetesVersion, publicCidrs, serviceCidr } = plan;
  const isAutoMode = plan.autoscalerKind === "auto-mode";
  return {
    // Fixed, because the autoscaler's tags and the access command are planned with it.
    name,
    version: kubernetesVersion,
    roleArn,
    vpcConfig: {
      subnetIds: network.privateSubnetIds,
      endpointPrivateAccess: true,
      endpointPublicAccess: publicCidrs.length > 0,
      ...(publicCidrs.length > 0 && { publicAccessCidrs: publicCidrs }),
    },
    kubernetesNetworkConfig: {
      ipFamily: "ipv4",
      serviceIpv4Cidr: serviceCidr,
      ...(isAutoMode && { elasticLoadBalancing: AUTO_MODE_SETTINGS.loadBalancing }),
    },
    ...(isAutoMode && { computeConfig: AUTO_MODE_SETTINGS.compute, storageConfig: AUTO_MODE_SETTINGS.storage }),
    // Every right is an access entry: no ConfigMap that can lock everybody out, no administrator that nobody sees.
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    // The network plugin, kube-proxy and CoreDNS come as add-ons, so that they can be upgraded.
    bootstrapSelfManagedAddons: false,
    enabledClusterLogTypes: LOG_TYPES,
    encryptionConfig: { provider: { keyArn }, resources: ["secrets"] },
    // Ends with an upgrade of the version, not with six times the price of extended support.
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: deletionProtection ?? false,
    tags,
  };
}

function grantAdmins(
  name: string,
  cluster: eks.Cluster,
  admins: pulumi.Input<string>[] | undefined,
  partition: pulumi.Output<string>,
  tags: ControlPlaneArgs["tags"],
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const given = (admins ?? []).map((arn, index) => ({ key: principalKey(arn, index), arn }));
  const principals = admins ? given : [{ key: "deployer", arn: deployer(opts) }];
  return principals.flatMap(({ key, arn }) => {
    const entry = new eks.AccessEntry(
      `${name}-admin-${key}`,
      { clusterName: cluster.name, principalArn: arn, tags },
      { ...opts, deleteBeforeReplace: true },
    );
    const association = new eks.AccessPolicyAssociation(
      `${name}-admin-${key}`,
      {
        clusterName: cluster.name,
        principalArn: entry.principalArn,
        policyArn: pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      },
      { ...opts, deleteBeforeReplace: true },
    );
    return [entry, association];
  });
}

/** Named after the principal where it is known, so that the order of the list means nothing. */
function principalKey(arn: pulumi.Input<string>, index: number): string {
  if (typeof arn !== "string") return String(index);
  return arn
    .split(":")
    .slice(4)
    .join("-")
    .replace(/[^\w.-]+/g, "-");
}

/** The role or user behind the credentials of this deployment; access entries don't take a role's session. */
function deployer(opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const invoke = { parent: opts.parent };
  const caller = getCallerIdentityOutput({}, invoke);
  return getSessionContextOutput({ arn: caller.arn }, invoke).issuerArn;
}
