/** The EKS control plane: its log, the key that its secrets are encrypted with, and who may administer it. */

import { LogGroup } from "@pulumi/aws/cloudwatch";
import * as eks from "@pulumi/aws/eks";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getSessionContextOutput } from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";

import { createRole } from "./iam";
import type { Network } from "./network";
import type { EksClusterPlan } from "./plan";

export interface ControlPlaneArgs {
  plan: EksClusterPlan;
  network: Network;
  /** IAM principals with all rights in the cluster. @default whoever deploys it */
  admins?: pulumi.Input<string>[];
  deletionProtection?: pulumi.Input<boolean>;
  partition: pulumi.Output<string>;
  tags: Record<string, pulumi.Input<string>>;
}

export interface ControlPlane {
  cluster: eks.Cluster;
  /** Rights of the administrators: nothing can be deployed into the cluster before, nor removed from it after. */
  access: pulumi.Resource[];
}

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Days in which a key that was scheduled for deletion can be brought back: the most that KMS takes. */
const KEY_DELETION_DAYS = 30;

/** Creates the control plane. Costs 0.10 USD an hour, 1 USD a month for the key, and the log by volume. */
export function createControlPlane(
  name: string,
  { plan, network, admins, deletionProtection, partition, tags }: ControlPlaneArgs,
  opts: pulumi.CustomResourceOptions,
): ControlPlane {
  const key = new kms.Key(
    `${name}-secrets`,
    {
      description: `Encrypts the Kubernetes secrets of the EKS cluster ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: KEY_DELETION_DAYS,
      tags,
    },
    opts,
  );
  const role = createRole(
    `${name}-cluster`,
    {
      trusts: "eks",
      managedPolicies: ["AmazonEKSClusterPolicy"],
      allows: [
        {
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
          Resource: [key.arn],
        },
      ],
      partition,
      tags,
    },
    opts,
  );
  // EKS would create the group by itself, without an end to what it keeps.
  const log = new LogGroup(
    `${name}-log`,
    { name: `/aws/eks/${name}/cluster`, retentionInDays: plan.logRetentionDays, tags },
    opts,
  );
  const cluster = new eks.Cluster(
    `${name}-cluster`,
    clusterArgs(plan, role.arn, key.arn, network, deletionProtection, tags),
    // Two clusters can't have one name, so the old one must go first.
    { ...opts, deleteBeforeReplace: true, dependsOn: [...role.policies, log, ...network.egress] },
  );
  return { cluster, access: grantAdmins(name, cluster, admins, partition, opts) };
}

function clusterArgs(
  { name, kubernetesVersion, publicCidrs, serviceCidr }: EksClusterPlan,
  roleArn: pulumi.Input<string>,
  keyArn: pulumi.Input<string>,
  network: Network,
  deletionProtection: pulumi.Input<boolean> | undefined,
  tags: ControlPlaneArgs["tags"],
): eks.ClusterArgs {
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
    kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: serviceCidr },
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
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const given = (admins ?? []).map((arn, index) => ({ key: principalKey(arn, index), arn }));
  const principals = admins ? given : [{ key: "deployer", arn: deployer(opts) }];
  return principals.flatMap(({ key, arn }) => {
    const entry = new eks.AccessEntry(
      `${name}-admin-${key}`,
      { clusterName: cluster.name, principalArn: arn },
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
