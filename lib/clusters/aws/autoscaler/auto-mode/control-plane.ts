/** What EKS Auto Mode asks of the control plane and its role. Pure. */

import type * as pulumi from "@pulumi/pulumi";

import { diskKeyRights } from "../../nodes/disk-key";
import type { PolicyStatement } from "../../identity/iam";

/** All three are on together or not at all: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
export const AUTO_MODE_SETTINGS = {
  // Without its built-in node pools: what their nodes are can't be said, so nothing could be proved to fit.
  compute: { enabled: true },
  storage: { blockStorage: { enabled: true } },
  loadBalancing: { enabled: true },
};

export const AUTO_MODE_TRUST: PolicyStatement = {
  Effect: "Allow",
  Principal: { Service: "eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
};

/** Of the cluster's role: https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html */
export const AUTO_MODE_POLICIES = [
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

/**
 * What the managed policies lack: tags of one's own on machines, disks and network interfaces, and a key of one's own for disks.
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html
 */
export function autoModeRights(
  kmsKeyArn: pulumi.Input<string> | undefined,
  region: pulumi.Input<string>,
): PolicyStatement[] {
  const ownCluster = {
    "aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}",
  };
  const tagged = (sid: string, actions: string[], ...tags: string[]): PolicyStatement => ({
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: ["*"],
    Condition: {
      StringEquals: ownCluster,
      ...(tags.length > 0 && { StringLike: Object.fromEntries(tags.map((tag) => [`aws:RequestTag/eks:${tag}`, "*"])) }),
    },
  });
  return [
    tagged(
      "TagMachines",
      ["ec2:CreateFleet", "ec2:RunInstances", "ec2:CreateLaunchTemplate"],
      "kubernetes-node-class-name",
      "kubernetes-node-pool-name",
    ),
    tagged("TagDisks", ["ec2:CreateVolume", "ec2:CreateSnapshot"]),
    tagged("TagNetworkInterfaces", ["ec2:CreateNetworkInterface"], "kubernetes-cni-node-name"),
    ...(kmsKeyArn === undefined ? [] : diskKeyRights(kmsKeyArn, region)),
  ];
}
