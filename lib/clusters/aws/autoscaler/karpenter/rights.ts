/** What Karpenter's controller may do: with machines that carry the cluster's tags, and with nobody else's. Pure. */

import type * as pulumi from "@pulumi/pulumi";

import { diskKeyRights } from "../../nodes/disk-key";
import type { PolicyStatement } from "../../identity/iam";

/** The parts of the cloud that the rights end at. */
export interface KarpenterScope {
  clusterName: string;
  /** For example `arn:aws:eks:eu-central-1:111122223333:cluster/prod`. */
  clusterArn: string;
  subnetIds: string[];
  securityGroupId: string;
  queueArn: string;
  nodeRoleArn: string;
  /** Key of the nodes' disks, where it is not AWS's own. */
  kmsKeyArn?: pulumi.Input<string>;
}

type Conditions = Record<string, Record<string, pulumi.Input<string | string[]>>>;

/** What EC2 makes when a machine is launched. */
const LAUNCHED = ["fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"];

/** EC2 knows no resources for these. */
const LOOKS = [
  "ec2:DescribeCapacityReservations",
  "ec2:DescribeImages",
  "ec2:DescribeInstances",
  "ec2:DescribeInstanceStatus",
  "ec2:DescribeInstanceTypeOfferings",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribePlacementGroups",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSpotPriceHistory",
  "ec2:DescribeSubnets",
];

/**
 * The documented rights, narrower in three places: subnets and security group are the cluster's own, no instance profile is created
 * or changed since the nodes' one comes with the cluster, and no capacity reservation or placement group is used. Wider in one: an
 * account that never had a spot machine gets the role that EC2 needs for them, which node groups make by themselves.
 *
 * @see https://karpenter.sh/v1.14/reference/cloudformation/
 */
export function karpenterRights(scope: KarpenterScope): PolicyStatement[] {
  const { clusterArn, queueArn, nodeRoleArn, kmsKeyArn } = scope;
  return [
    ...launchRights(scope),
    ...changeRights(scope),
    allow("Look", LOOKS, ["*"], { StringEquals: { "aws:RequestedRegion": regionOf(clusterArn) } }),
    allow("FindImages", ["ssm:GetParameter"], [`${ec2Arn(clusterArn, "ssm", false)}:parameter/aws/service/*`]),
    allow("ReadPrices", ["pricing:GetProducts"], ["*"]),
    allow("ListInstanceProfiles", ["iam:ListInstanceProfiles"], ["*"]),
    allow("ReadInstanceProfiles", ["iam:GetInstanceProfile"], [`${iamArn(clusterArn)}:instance-profile/*`]),
    allow("ReadOwnCluster", ["eks:DescribeCluster"], [clusterArn]),
    allow("HearOfInterruptions", ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], [queueArn]),
    allow("GiveNodesTheirRole", ["iam:PassRole"], [nodeRoleArn], {
      StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] },
    }),
    allow(
      "MakeSpotRoleOnce",
      ["iam:CreateServiceLinkedRole"],
      [`arn:${partitionOf(clusterArn)}:iam::*:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`],
      { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
    ),
    ...(kmsKeyArn === undefined ? [] : diskKeyRights(kmsKeyArn, regionOf(clusterArn))),
  ];
}

function launchRights({ clusterName, clusterArn, subnetIds, securityGroupId }: KarpenterScope): PolicyStatement[] {
  const launch = ["ec2:RunInstances", "ec2:CreateFleet"];
  // Subnets that another account shares are that account's.
  const anyAccount = `arn:${partitionOf(clusterArn)}:ec2:${regionOf(clusterArn)}:*`;
  const asked = taggedAs("aws:RequestTag", clusterName);
  const launched = LAUNCHED.map((what) => `${ec2Arn(clusterArn)}:${what}/*`);
  return [
    allow("LaunchInOwnNetwork", launch, [
      `${ec2Arn(clusterArn, "ec2", false)}:image/*`,
      `${ec2Arn(clusterArn, "ec2", false)}:snapshot/*`,
      `${anyAccount}:security-group/${securityGroupId}`,
      ...subnetIds.map((id) => `${anyAccount}:subnet/${id}`),
    ]),
    allow(
      "LaunchFromOwnTemplates",
      launch,
      [`${ec2Arn(clusterArn)}:launch-template/*`],
      taggedAs("aws:ResourceTag", clusterName),
    ),
    allow("LaunchWithOwnTags", [...launch, "ec2:CreateLaunchTemplate"], launched, withClusterName(asked, clusterName)),
    allow(
      "TagWhatIsLaunched",
      ["ec2:CreateTags"],
      launched,
      withClusterName(asked, clusterName, {
        "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
      }),
    ),
  ];
}

function changeRights({ clusterName, clusterArn }: KarpenterScope): PolicyStatement[] {
  const own = taggedAs("aws:ResourceTag", clusterName);
  return [
    allow("NameOwnMachines", ["ec2:CreateTags"], [`${ec2Arn(clusterArn)}:instance/*`], {
      ...own,
      StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": clusterName },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
    }),
    allow(
      "EndOwnMachines",
      ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      [`${ec2Arn(clusterArn)}:instance/*`, `${ec2Arn(clusterArn)}:launch-template/*`],
      own,
    ),
  ];
}

function allow(sid: string, actions: string[], resources: string[], condition?: Conditions): PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}

/** The two tags that Karpenter puts on all that it creates. */
function taggedAs(context: "aws:RequestTag" | "aws:ResourceTag", clusterName: string): Conditions {
  return {
    StringEquals: { [`${context}/kubernetes.io/cluster/${clusterName}`]: "owned" },
    StringLike: { [`${context}/karpenter.sh/nodepool`]: "*" },
  };
}

function withClusterName(asked: Conditions, clusterName: string, more: Conditions[string] = {}): Conditions {
  const { StringEquals = {} } = asked;
  return { ...asked, StringEquals: { ...StringEquals, "aws:RequestTag/eks:eks-cluster-name": clusterName, ...more } };
}

/** `arn:aws:ec2:eu-central-1:111122223333`, or without the account for what is AWS's. */
function ec2Arn(clusterArn: string, service = "ec2", isOwn = true): string {
  const [arn, partition, , region, account] = clusterArn.split(":");
  return [arn, partition, service, region, isOwn ? account : ""].join(":");
}

/** IAM is the same in every region. */
function iamArn(clusterArn: string): string {
  const [arn, partition, , , account] = clusterArn.split(":");
  return [arn, partition, "iam", "", account].join(":");
}

function partitionOf(arn: string): string {
  return arn.split(":")[1] ?? "";
}

function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "";
}
