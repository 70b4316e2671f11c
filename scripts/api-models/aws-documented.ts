/** Limits that AWS states in words only: shape, member, limit and page. */

import type { Shape } from "../../test/models/shape";
import type { Documented } from "./write";

const ec2Ids = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html";
const ec2Tags = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html";
const arns = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html";
const iamQuotas = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const vpcCidrs = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html";

/** `vpc-`, `subnet-`, ...; what follows is not looked at, since recorded ids are made up. */
function idOf(prefix: string): Documented {
  return { source: ec2Ids, pattern: `^${prefix}-[a-z0-9-]+$` };
}

const idsOf = (prefix: string): Documented => ({
  source: ec2Ids,
  item: { type: "string", pattern: idOf(prefix).pattern },
});

const principal: Documented = { source: arns, pattern: "^arn:aws[a-z-]*:iam::\\d{12}:(role|user)/[\\w+=,.@/-]+$" };
const roleArn: Documented = { source: arns, pattern: "^arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+$" };
const octet = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const block = (prefixes: string): string => `^(${octet}\\.){3}${octet}/(${prefixes})$`;
const anyBlock = block("\\d|[12]\\d|3[0-2]");

/** https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
const addOns = [
  "adot",
  "amazon-cloudwatch-observability",
  "aws-ebs-csi-driver",
  "aws-efs-csi-driver",
  "aws-guardduty-agent",
  "aws-mountpoint-s3-csi-driver",
  "aws-network-flow-monitoring-agent",
  "coredns",
  "eks-node-monitoring-agent",
  "eks-pod-identity-agent",
  "kube-proxy",
  "metrics-server",
  "snapshot-controller",
  "vpc-cni",
];

const createQueue = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html";

const seconds = (min: number, max: number): Shape => ({ type: "integer", min, max });

/** A map from names to texts in the service model; here numbers are numbers, so that their ranges can be checked. */
const queueAttributes = {
  type: "structure" as const,
  key: undefined,
  value: undefined,
  members: {
    DelaySeconds: seconds(0, 900),
    FifoQueue: { type: "boolean" },
    KmsDataKeyReusePeriodSeconds: seconds(60, 86_400),
    KmsMasterKeyId: { type: "string" },
    MaximumMessageSize: { type: "integer", min: 1024, max: 1_048_576 },
    MessageRetentionPeriod: seconds(60, 1_209_600),
    Policy: { type: "string" },
    ReceiveMessageWaitTimeSeconds: seconds(0, 20),
    RedrivePolicy: { type: "string" },
    SqsManagedSseEnabled: { type: "boolean" },
    VisibilityTimeout: seconds(0, 43_200),
  } satisfies Record<string, Shape>,
};

/** By shape and member. */
export const documented: Record<string, Record<string, Documented>> = {
  "autoscaling.Tag": {
    Key: { source: ec2Tags, pattern: "^(?!aws:)" },
    ResourceType: {
      source: "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Tag.html",
      enum: ["auto-scaling-group"],
    },
  },
  "ec2.AssociateRouteTableRequest": { SubnetId: idOf("subnet"), RouteTableId: idOf("rtb") },
  "ec2.AttachInternetGatewayRequest": { VpcId: idOf("vpc"), InternetGatewayId: idOf("igw") },
  "ec2.AuthorizeSecurityGroupEgressRequest": { GroupId: idOf("sg") },
  "ec2.AuthorizeSecurityGroupIngressRequest": { GroupId: idOf("sg") },
  "ec2.CreateLaunchTemplateRequest": {
    LaunchTemplateName: {
      source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html",
      pattern: "^[a-zA-Z0-9().\\-/_]+$",
      min: 3,
      max: 128,
    },
  },
  "ec2.CreateNatGatewayRequest": { AllocationId: idOf("eipalloc"), SubnetId: idOf("subnet") },
  "ec2.CreateRouteRequest": {
    RouteTableId: idOf("rtb"),
    GatewayId: idOf("igw"),
    NatGatewayId: idOf("nat"),
    DestinationCidrBlock: { source: vpcCidrs, pattern: anyBlock },
  },
  "ec2.CreateRouteTableRequest": { VpcId: idOf("vpc") },
  "ec2.CreateSecurityGroupRequest": {
    GroupName: {
      source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
      pattern: "^(?!sg-)[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]+$",
      max: 255,
    },
    VpcId: idOf("vpc"),
  },
  "ec2.CreateSubnetRequest": {
    VpcId: idOf("vpc"),
    CidrBlock: { source: vpcCidrs, pattern: block("1[6-9]|2[0-8]") },
    AvailabilityZone: {
      source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html",
      pattern: "^[a-z]{2}(-[a-z]+)+-\\d[a-z]$",
    },
  },
  "ec2.CreateVpcEndpointRequest": {
    VpcId: idOf("vpc"),
    ServiceName: {
      source: "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
      pattern: "^(cn\\.)?com\\.amazonaws\\.[a-z]{2}(-[a-z]+)+-\\d(\\.[a-z0-9-]+)+$",
    },
    RouteTableIds: idsOf("rtb"),
    SubnetIds: idsOf("subnet"),
    SecurityGroupIds: idsOf("sg"),
  },
  "ec2.CreateVpcRequest": { CidrBlock: { source: vpcCidrs, pattern: block("1[6-9]|2[0-8]") } },
  "ec2.IpRange": { CidrIp: { source: vpcCidrs, pattern: anyBlock } },
  "ec2.LaunchTemplateEbsBlockDeviceRequest": {
    VolumeSize: {
      source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateEbsBlockDeviceRequest.html",
      min: 1,
      max: 65_536,
    },
  },
  "ec2.LaunchTemplateInstanceMetadataOptionsRequest": {
    HttpPutResponseHopLimit: {
      source:
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateInstanceMetadataOptionsRequest.html",
      min: 1,
      max: 64,
    },
  },
  "ec2.RequestLaunchTemplateData": {
    // 16 KB before the encoding.
    UserData: {
      source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
      pattern: "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
      max: 21_848,
    },
  },
  "ec2.Tag": {
    Key: { source: ec2Tags, pattern: "^(?!aws:)", min: 1, max: 128 },
    Value: { source: ec2Tags, max: 256 },
  },
  "ec2.TagSpecification": { Tags: { source: ec2Tags, max: 50 } },
  "ec2.LaunchTemplateTagSpecificationRequest": {
    Tags: { source: ec2Tags, max: 50 },
    ResourceType: {
      source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateTagSpecificationRequest.html",
      enum: ["instance", "volume", "network-interface", "spot-instances-request"],
    },
  },
  "eks.AddonPodIdentityAssociations": { roleArn },
  "eks.AssociateAccessPolicyRequest": {
    policyArn: {
      source: "https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html",
      pattern:
        "^arn:aws[a-z-]*:eks::aws:cluster-access-policy/AmazonEKS(ClusterAdmin|Admin|AdminView|Edit|View|AutoNode|BlockStorage|LoadBalancing|Networking|Compute|BlockStorageCluster|ComputeCluster|LoadBalancingCluster|NetworkingCluster|Hybrid|ClusterInsights)Policy$",
    },
    principalArn: principal,
  },
  "eks.ComputeConfigRequest": {
    nodePools: {
      source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_ComputeConfigRequest.html",
      item: { type: "string", enum: ["general-purpose", "system"] },
    },
    nodeRoleArn: roleArn,
  },
  "eks.CreateAccessEntryRequest": {
    principalArn: principal,
    type: {
      source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html",
      enum: ["EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "HYPERPOD_LINUX", "STANDARD"],
    },
  },
  "eks.CreateAddonRequest": {
    addonName: {
      source: "https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html",
      enum: addOns,
    },
    addonVersion: {
      source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html",
      pattern: "^v\\d+\\.\\d+\\.\\d+-eksbuild\\.\\d+$",
    },
  },
  "eks.CreateClusterRequest": { roleArn },
  "eks.CreateNodegroupRequest": {
    nodegroupName: {
      source: "https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html",
      pattern: "^[0-9A-Za-z][A-Za-z0-9_-]*$",
      max: 63,
    },
    nodeRole: roleArn,
    subnets: { ...idsOf("subnet"), min: 1 },
    version: {
      source: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
      pattern: "^1\\.\\d\\d$",
    },
  },
  "eks.CreatePodIdentityAssociationRequest": {
    roleArn,
    namespace: {
      source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names",
      pattern: "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
      max: 63,
    },
    serviceAccount: {
      source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names",
      pattern: "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$",
      max: 253,
    },
  },
  "eks.EncryptionConfig": {
    resources: {
      source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_EncryptionConfig.html",
      item: { type: "string", enum: ["secrets"] },
      min: 1,
    },
  },
  "eks.KubernetesNetworkConfigRequest": {
    serviceIpv4Cidr: {
      source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html",
      pattern: block("1[2-9]|2[0-4]"),
    },
  },
  "eks.LaunchTemplateSpecification": {
    id: idOf("lt"),
    version: {
      source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_LaunchTemplateSpecification.html",
      pattern: "^\\d+$",
    },
  },
  "eks.Provider": {
    keyArn: { source: arns, pattern: "^arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/[\\w-]+$" },
  },
  "eks.VpcConfigRequest": {
    subnetIds: { ...idsOf("subnet"), min: 2 },
    securityGroupIds: { ...idsOf("sg"), max: 5 },
    publicAccessCidrs: {
      source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html",
      item: { type: "string", pattern: anyBlock },
      min: 1,
      max: 40,
    },
  },
  "iam.CreateRoleRequest": { AssumeRolePolicyDocument: { source: iamQuotas, max: 2048 } },
  "iam.PutRolePolicyRequest": { PolicyDocument: { source: iamQuotas, max: 10_240 } },
  "s3.CreateBucketRequest": {
    Bucket: { source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html", min: 3 },
  },
  "s3.AbortIncompleteMultipartUpload": {
    DaysAfterInitiation: {
      source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortIncompleteMultipartUpload.html",
      min: 1,
    },
  },
  "s3.LifecycleExpiration": {
    Days: { source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html", min: 1 },
  },
  "s3.PutObjectRequest": {
    Key: { source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html", max: 1024 },
  },
  "sqs.CreateQueueRequest": {
    QueueName: { source: createQueue, pattern: "^[A-Za-z0-9_-]{1,80}$" },
    Attributes: { source: createQueue, ...queueAttributes },
  },
  "sqs.SetQueueAttributesRequest": { Attributes: { source: createQueue, ...queueAttributes } },
};
