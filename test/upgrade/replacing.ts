/**
 * Which inputs replace a resource when they change, by resource type. They are facts of the providers:
 * - aws and gcp: properties that are `ForceNew` (`RequiresReplace`) in Terraform's providers, which Pulumi's are made from,
 *   https://github.com/hashicorp/terraform-provider-aws, https://github.com/hashicorp/terraform-provider-google. For AWS they
 *   agree with `createOnlyProperties` of CloudFormation's resource schemas.
 * - azure-native: what is in the resource's path, the location, and what ARM's specifications call `create` and `read` alone
 *   (`x-ms-mutability`), https://github.com/Azure/azure-rest-api-specs.
 * - kubernetes: https://github.com/pulumi/pulumi-kubernetes, `provider/pkg/provider/diff.go`; and what the API server calls
 *   immutable, which the provider replaces as well.
 */

import { parse } from "yaml";

/** Dotted paths; a path stands for all that is below it. */
const replacing: Record<string, string[]> = {
  "aws:autoscaling/tag:Tag": ["autoscalingGroupName", "tag.key"],
  "aws:cloudwatch/eventRule:EventRule": ["name", "namePrefix", "eventBusName"],
  "aws:cloudwatch/eventTarget:EventTarget": ["rule", "targetId", "eventBusName"],
  "aws:cloudwatch/logGroup:LogGroup": ["name", "namePrefix", "logGroupClass"],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["vpcId"],
  "aws:ec2/eip:Eip": ["address", "domain", "networkBorderGroup", "publicIpv4Pool", "customerOwnedIpv4Pool"],
  "aws:ec2/internetGateway:InternetGateway": [],
  "aws:ec2/launchTemplate:LaunchTemplate": ["name", "namePrefix"],
  "aws:ec2/natGateway:NatGateway": ["allocationId", "connectivityType", "privateIp", "subnetId"],
  "aws:ec2/route:Route": [
    "routeTableId",
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
  ],
  "aws:ec2/routeTable:RouteTable": ["vpcId"],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["subnetId", "gatewayId"],
  "aws:ec2/securityGroup:SecurityGroup": ["name", "namePrefix", "description", "vpcId"],
  "aws:ec2/subnet:Subnet": ["availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6Native", "outpostArn", "vpcId"],
  "aws:ec2/tag:Tag": ["resourceId", "key"],
  "aws:ec2/vpc:Vpc": ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["serviceName", "serviceRegion", "vpcEndpointType", "vpcId"],
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": ["repository", "policy"],
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": ["ecrRepositoryPrefix", "upstreamRegistryUrl"],
  "aws:ecr/repository:Repository": ["name", "encryptionConfigurations"],
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": ["prefix"],
  "aws:eks/accessEntry:AccessEntry": ["clusterName", "principalArn", "type"],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": [
    "accessScope",
    "clusterName",
    "policyArn",
    "principalArn",
  ],
  "aws:eks/addon:Addon": ["addonName", "clusterName", "namespace"],
  "aws:eks/cluster:Cluster": [
    "accessConfig.bootstrapClusterCreatorAdminPermissions",
    "bootstrapSelfManagedAddons",
    "encryptionConfig",
    "kubernetesNetworkConfig.ipFamily",
    "kubernetesNetworkConfig.serviceIpv4Cidr",
    "name",
    "outpostConfig",
    "roleArn",
  ],
  "aws:eks/nodeGroup:NodeGroup": [
    "amiType",
    "capacityType",
    "clusterName",
    "diskSize",
    "instanceTypes",
    "launchTemplate.id",
    "launchTemplate.name",
    "nodeGroupName",
    "nodeGroupNamePrefix",
    "nodeRoleArn",
    "remoteAccess",
    "subnetIds",
  ],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["clusterName", "namespace", "serviceAccount"],
  "aws:iam/instanceProfile:InstanceProfile": ["name", "namePrefix", "path"],
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ["url"],
  "aws:iam/role:Role": ["name", "namePrefix", "path"],
  "aws:iam/rolePolicy:RolePolicy": ["name", "namePrefix", "role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["policyArn", "role"],
  "aws:kms/alias:Alias": ["name", "namePrefix"],
  "aws:kms/key:Key": ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion"],
  "aws:s3/bucket:Bucket": ["bucket", "bucketPrefix", "objectLockEnabled"],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ["bucket", "expectedBucketOwner"],
  "aws:s3/bucketObjectv2:BucketObjectv2": ["bucket", "key"],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["bucket"],
  "aws:s3/bucketPolicy:BucketPolicy": ["bucket"],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["bucket"],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    "bucket",
    "expectedBucketOwner",
  ],
  "aws:s3/bucketVersioning:BucketVersioning": ["bucket", "expectedBucketOwner"],
  "aws:sqs/queue:Queue": ["name", "namePrefix", "fifoQueue"],
  "aws:sqs/queuePolicy:QueuePolicy": ["queueUrl"],

  "kubernetes:apps/v1:Deployment": ["spec.selector"],
  "kubernetes:batch/v1:Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  // Their data can change in place where the provider says so, as the library's does (`enableConfigMapMutable`).
  "kubernetes:core/v1:ConfigMap": ["immutable"],
  "kubernetes:core/v1:LimitRange": [],
  "kubernetes:core/v1:Namespace": [],
  "kubernetes:core/v1:PersistentVolumeClaim": ["spec"],
  "kubernetes:core/v1:ResourceQuota": ["spec.scopes"],
  "kubernetes:core/v1:Secret": ["data", "stringData", "type"],
  "kubernetes:core/v1:Service": ["spec.clusterIP"],
  "kubernetes:core/v1:ServiceAccount": [],
  "kubernetes:helm.sh/v3:Release": ["name", "namespace"],
  "kubernetes:helm.sh/v4:Chart": ["name", "namespace"],
  "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass": [],
  "kubernetes:karpenter.sh/v1:NodePool": [],
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": [],
  "kubernetes:policy/v1:PodDisruptionBudget": [],
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": [],
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": ["roleRef"],
  "kubernetes:rbac.authorization.k8s.io/v1:Role": [],
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": ["roleRef"],
  // The API server refuses to change what a class is worth: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
  "kubernetes:scheduling.k8s.io/v1:PriorityClass": ["value", "preemptionPolicy"],
  "kubernetes:sparkoperator.k8s.io/v1beta2:ScheduledSparkApplication": [],
  "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication": [],
  "kubernetes:storage.k8s.io/v1:StorageClass": ["parameters", "provisioner"],
};

/** Of every Kubernetes object. */
const ofObjects = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

/**
 * The inputs of a resource that must stay as they are.
 * @throws for a type of a cloud or of Kubernetes that the table does not have: it needs a row.
 */
export function replacingInputs(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (type === "pulumi:providers:kubernetes") return { cluster: activeCluster(inputs.kubeconfig) };
  const own = replacing[type];
  if (own === undefined) throw new Error(`test/upgrade/replacing.ts has no row for ${type}`);
  const paths = type.startsWith("kubernetes:") ? [...ofObjects, ...own] : own;
  return Object.fromEntries(
    paths.map((path) => [path, at(inputs, path)] as const).filter(([, value]) => value !== undefined),
  );
}

function at(inputs: unknown, path: string): unknown {
  return path.split(".").reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], inputs);
}

interface Kubeconfig {
  "current-context"?: string;
  contexts?: { name: string; context: { cluster: string } }[];
  clusters?: { name: string; cluster: unknown }[];
}

/** All resources in a cluster are replaced when its entry in the provider's kubeconfig changes in any way. */
function activeCluster(kubeconfig: unknown): unknown {
  if (typeof kubeconfig !== "string") return undefined;
  const { contexts, clusters, "current-context": current } = parse(kubeconfig) as Kubeconfig;
  const context = contexts?.find(({ name }) => name === current)?.context;
  return clusters?.find(({ name }) => name === context?.cluster)?.cluster;
}
