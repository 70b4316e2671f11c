/** Mistakes that a programmer could make in a resource, each with the property that must be blamed for it. */

export interface Mistake {
  what: string;
  /** Type token, after `aws:`. */
  type: string;
  /** Name of the resource among those of all programs. @default the first of its type */
  named?: RegExp;
  /** Path of the property that is changed. */
  at: string;
  /** What it becomes; `undefined` takes it away. */
  to: unknown;
  /** Path that the problem is found at. @default the changed property's */
  found?: string;
}

const CLUSTER = "eks/cluster:Cluster";
const NODES = "eks/nodeGroup:NodeGroup";
const ADDON = "eks/addon:Addon";
const TEMPLATE = "ec2/launchTemplate:LaunchTemplate";
const ROLE = "iam/role:Role";
const LIFECYCLE = "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const ENCRYPTION = "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

/** Of every kind: enum, required, length, pattern, range, type, unknown member. */
export const mistakes: Mistake[] = [
  { what: "a cluster's name over 100 characters", type: CLUSTER, at: "name", to: "a".repeat(101) },
  { what: "a cluster's name with a dot", type: CLUSTER, at: "name", to: "data.platform" },
  { what: "a Kubernetes version with a patch", type: CLUSTER, at: "version", to: "1.35.2" },
  { what: "a cluster without a role", type: CLUSTER, at: "roleArn", to: undefined },
  { what: "a role's name for its ARN", type: CLUSTER, at: "roleArn", to: "analytics-cluster" },
  { what: "a single subnet", type: CLUSTER, at: "vpcConfig.subnetIds", to: ["subnet-1"] },
  { what: "a VPC for a subnet", type: CLUSTER, at: "vpcConfig.subnetIds[1]", to: "vpc-1" },
  {
    what: "an address for a block",
    type: CLUSTER,
    at: "vpcConfig.publicAccessCidrs",
    to: ["203.0.113.7"],
    found: "vpcConfig.publicAccessCidrs[0]",
  },
  { what: "a log that EKS does not write", type: CLUSTER, at: "enabledClusterLogTypes", to: ["api", "kubelet"] },
  { what: "an authentication mode of another case", type: CLUSTER, at: "accessConfig.authenticationMode", to: "Api" },
  {
    what: "Services in a block that is too small",
    type: CLUSTER,
    at: "kubernetesNetworkConfig.serviceIpv4Cidr",
    to: "172.20.0.0/28",
  },
  {
    what: "encryption of what EKS can't encrypt",
    type: CLUSTER,
    at: "encryptionConfig.resources",
    to: ["secrets", "configmaps"],
    found: "encryptionConfig.resources[1]",
  },
  { what: "a key's id for its ARN", type: CLUSTER, at: "encryptionConfig.provider.keyArn", to: "0a1b2c3d" },
  { what: "a support type that there is not", type: CLUSTER, at: "upgradePolicy.supportType", to: "LTS" },
  { what: "a text for a boolean", type: CLUSTER, at: "deletionProtection", to: "true" },
  { what: "a property that EKS does not have", type: CLUSTER, at: "vpcConfig.endpointPublicAcces", to: true },
  { what: "an AMI type of an older spelling", type: NODES, at: "amiType", to: "AL2023_x86_64" },
  { what: "a capacity type as people say it", type: NODES, at: "capacityType", to: "spot" },
  {
    what: "a machine type that EC2 does not have",
    type: NODES,
    at: "instanceTypes",
    to: ["m7i.5xlarge"],
    found: "instanceTypes[0]",
  },
  {
    what: "over 20 machine types",
    type: NODES,
    at: "instanceTypes",
    to: Array.from({ length: 21 }, () => "m7i.xlarge"),
  },
  { what: "a pool of at most no nodes", type: NODES, at: "scalingConfig.maxSize", to: 0 },
  { what: "half a node", type: NODES, at: "scalingConfig.minSize", to: 0.5 },
  {
    what: "a taint's effect as Kubernetes spells it",
    type: NODES,
    named: /-spot/,
    at: "taints[0].effect",
    to: "NoSchedule",
  },
  {
    what: "a taint's value over 63 characters",
    type: NODES,
    named: /-spot/,
    at: "taints[0].value",
    to: "v".repeat(64),
  },
  {
    what: "a label's key over 63 characters",
    type: NODES,
    at: "labels",
    to: { [`example.com/${"k".repeat(60)}`]: "v" },
    found: `labels["example.com/${"k".repeat(60)}"]`,
  },
  {
    what: "a prefix that leaves no room for the suffix",
    type: NODES,
    at: "nodeGroupNamePrefix",
    to: `${"p".repeat(38)}-`,
  },
  { what: "nodes without a role", type: NODES, at: "nodeRoleArn", to: undefined },
  { what: "nodes without subnets", type: NODES, at: "subnetIds", to: [] },
  { what: "more of the nodes at once than all", type: NODES, at: "updateConfig.maxUnavailablePercentage", to: 133 },
  { what: "the latest version of a template by name", type: NODES, at: "launchTemplate.version", to: "$Latest" },
  { what: "a tag's key over 128 characters", type: NODES, at: "tags", to: { ["k".repeat(129)]: "v" } },
  { what: "an add-on that there is not", type: ADDON, at: "addonName", to: "vpc-cni-plugin" },
  { what: "an add-on's version without its build", type: ADDON, at: "addonVersion", to: "1.20.1" },
  { what: "a conflict's resolution that there is not", type: ADDON, at: "resolveConflictsOnCreate", to: "FORCE" },
  {
    what: "an access entry for a role's session",
    type: "eks/accessEntry:AccessEntry",
    at: "principalArn",
    to: "arn:aws:sts::111122223333:assumed-role/ci/session",
  },
  {
    what: "an access policy that there is not",
    type: "eks/accessPolicyAssociation:AccessPolicyAssociation",
    at: "policyArn",
    to: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSOwnerPolicy",
  },
  {
    what: "an access scope that there is not",
    type: "eks/accessPolicyAssociation:AccessPolicyAssociation",
    at: "accessScope.type",
    to: "account",
  },
  {
    what: "an association without a service account",
    type: "eks/podIdentityAssociation:PodIdentityAssociation",
    at: "serviceAccount",
    to: undefined,
  },
  { what: "a VPC larger than VPCs are", type: "ec2/vpc:Vpc", at: "cidrBlock", to: "10.0.0.0/8" },
  { what: "a subnet without a block of its own", type: "ec2/subnet:Subnet", at: "cidrBlock", to: "10.0.0.0" },
  { what: "a region for a zone", type: "ec2/subnet:Subnet", at: "availabilityZone", to: "us-east-1" },
  { what: "an address of another network", type: "ec2/eip:Eip", at: "domain", to: "ec2" },
  { what: "an address itself for its id", type: "ec2/natGateway:NatGateway", at: "allocationId", to: "203.0.113.1" },
  { what: "a NAT gateway as an internet gateway", type: "ec2/route:Route", at: "gatewayId", to: "nat-1" },
  {
    what: "an endpoint's kind of another case",
    type: "ec2/vpcEndpoint:VpcEndpoint",
    at: "vpcEndpointType",
    to: "gateway",
  },
  {
    what: "a service without its region",
    type: "ec2/vpcEndpoint:VpcEndpoint",
    at: "serviceName",
    to: "com.amazonaws.s3",
  },
  {
    what: "no rule of who may come in",
    type: "ec2/securityGroup:SecurityGroup",
    at: "ingress[0].cidrBlocks[0]",
    to: "anywhere",
    found: "ingress",
  },
  {
    what: "a kind of volume that there is not",
    type: TEMPLATE,
    at: "blockDeviceMappings[0].ebs.volumeType",
    to: "ssd",
  },
  { what: "a volume as a text", type: TEMPLATE, at: "blockDeviceMappings[0].ebs.volumeSize", to: "100Gi" },
  { what: "tokens that are a boolean", type: TEMPLATE, at: "metadataOptions.httpTokens", to: true },
  { what: "more hops than there can be", type: TEMPLATE, at: "metadataOptions.httpPutResponseHopLimit", to: 65 },
  { what: "user data that is not encoded", type: TEMPLATE, named: /-spot/, at: "userData", to: "MIME-Version: 1.0" },
  { what: "user data over 16 KB", type: TEMPLATE, named: /-spot/, at: "userData", to: "QUFB".repeat(5500) },
  {
    what: "tags on what a template does not make",
    type: TEMPLATE,
    at: "tagSpecifications[0].resourceType",
    to: "subnet",
  },
  { what: "a role's name over 64 characters", type: ROLE, at: "namePrefix", to: "r".repeat(39) },
  { what: "a role's name with a slash", type: ROLE, at: "name", to: "spark/history" },
  { what: "a role without trust", type: ROLE, at: "assumeRolePolicy", to: undefined },
  { what: "a session shorter than an hour", type: ROLE, at: "maxSessionDuration", to: 900 },
  {
    what: "a managed policy's name for its ARN",
    type: "iam/rolePolicyAttachment:RolePolicyAttachment",
    at: "policyArn",
    to: "AmazonEKSClusterPolicy",
  },
  { what: "a policy over 10,240 characters", type: "iam/rolePolicy:RolePolicy", at: "policy", to: "{}".repeat(5121) },
  { what: "a repository in capitals", type: "ecr/repository:Repository", at: "name", to: "Analytics" },
  { what: "a mutability that there is not", type: "ecr/repository:Repository", at: "imageTagMutability", to: "FROZEN" },
  {
    what: "encryption that ECR does not have",
    type: "ecr/repository:Repository",
    at: "encryptionConfigurations[0].encryptionType",
    to: "aws:kms",
  },
  {
    what: "a cache's prefix over 30 characters",
    type: "ecr/pullThroughCacheRule:PullThroughCacheRule",
    at: "ecrRepositoryPrefix",
    to: "p".repeat(31),
  },
  {
    what: "a secret that ECR may not read",
    type: "ecr/pullThroughCacheRule:PullThroughCacheRule",
    at: "credentialArn",
    to: "arn:aws:secretsmanager:us-east-1:111122223333:secret:hub-0a1b2c",
  },
  { what: "a bucket with an underscore", type: "s3/bucket:Bucket", at: "bucket", to: "spark_events" },
  { what: "a bucket over 63 characters", type: "s3/bucket:Bucket", at: "bucketPrefix", to: "b".repeat(38) },
  {
    what: "an algorithm of another case",
    type: ENCRYPTION,
    at: "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
    to: "aes256",
  },
  { what: "a lifecycle rule that is neither on nor off", type: LIFECYCLE, at: "rules[0].status", to: "enabled" },
  {
    what: "an upload that is abandoned at once",
    type: LIFECYCLE,
    at: "rules[0].abortIncompleteMultipartUpload.daysAfterInitiation",
    to: 0,
  },
  {
    what: "days as a text",
    type: LIFECYCLE,
    at: "rules[0].expiration",
    to: { days: "30" },
    found: "rules[0].expiration.days",
  },
  {
    what: "a block of public access that there is not",
    type: "s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    at: "blockPublicAcl",
    to: true,
  },
  {
    what: "a retention that CloudWatch does not have",
    type: "cloudwatch/logGroup:LogGroup",
    at: "retentionInDays",
    to: 45,
  },
  { what: "a log group with a space", type: "cloudwatch/logGroup:LogGroup", at: "name", to: "/aws/eks/my cluster" },
  { what: "a key that is deleted at once", type: "kms/key:Key", at: "deletionWindowInDays", to: 1 },
  { what: "a key's rotation every month", type: "kms/key:Key", at: "rotationPeriodInDays", to: 30 },
  {
    what: "a tag of Auto Scaling that AWS keeps for itself",
    type: "autoscaling/tag:Tag",
    at: "tag.key",
    to: "aws:autoscaling",
  },
  {
    what: "a tag of Auto Scaling whose value is too long",
    type: "autoscaling/tag:Tag",
    at: "tag.value",
    to: "v".repeat(257),
  },
  { what: "a queue with a dot", type: "sqs/queue:Queue", at: "name", to: "analytics.interruptions" },
  { what: "messages kept for a month", type: "sqs/queue:Queue", at: "messageRetentionSeconds", to: 2_592_000 },
  { what: "a rule's name with a space", type: "cloudwatch/eventRule:EventRule", at: "name", to: "spot interruption" },
  { what: "a rule in a state that there is not", type: "cloudwatch/eventRule:EventRule", at: "state", to: "ON" },
  {
    what: "a target without what it is about",
    type: "cloudwatch/eventTarget:EventTarget",
    at: "arn",
    to: undefined,
  },
  {
    what: "a profile of a role with a slash",
    type: "iam/instanceProfile:InstanceProfile",
    at: "role",
    to: "spark/nodes",
  },
];
