/** Plausible outputs of AWS resources: ids, ARNs and the nested attributes that programs read. */

import type { RecordedResource } from "../recording";
import { ACCOUNT } from "./account";
import type { MockedOutputs } from "./mocked";

type Outputs = Record<string, unknown>;
type Own = (resource: RecordedResource, name: string, region: string) => Outputs;

/** Attributes that are more than an ARN and a name, by type token. */
const OWN: Record<string, Own> = {
  "aws:eks/cluster:Cluster": ({ inputs }, name, region) => ({
    endpoint: `https://${ACCOUNT}.gr7.${region}.eks.amazonaws.com`,
    certificateAuthority: { data: "bW9ja2VkIGNlcnRpZmljYXRl" },
    certificateAuthorities: [{ data: "bW9ja2VkIGNlcnRpZmljYXRl" }],
    identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${ACCOUNT}` }] }],
    platformVersion: "eks.1",
    status: "ACTIVE",
    vpcConfig: { ...(inputs.vpcConfig as Outputs), clusterSecurityGroupId: `sg-${name}`, vpcId: `vpc-${name}` },
  }),
  "aws:eks/nodeGroup:NodeGroup": (_, name) => ({
    resources: [{ autoscalingGroups: [{ name: `eks-${name}-${ACCOUNT}` }], remoteAccessSecurityGroupId: "" }],
    status: "ACTIVE",
  }),
  "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 1, defaultVersion: 1 }),
  "aws:ec2/vpc:Vpc": (_, name) => ({
    mainRouteTableId: `rtb-${name}`,
    defaultSecurityGroupId: `sg-${name}`,
    defaultNetworkAclId: `acl-${name}`,
    ipv6CidrBlock: "2001:db8::/56",
  }),
  "aws:ec2/eip:Eip": (_, name) => ({ publicIp: "203.0.113.1", allocationId: `eipalloc-${name}` }),
  "aws:ecr/repository:Repository": ({ inputs }, name, region) => ({
    repositoryUrl: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/${text(inputs.name) ?? name}`,
    registryId: ACCOUNT,
  }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ({ inputs }) => ({
    arn: arn("iam", `oidc-provider/${(text(inputs.url) ?? "").replace("https://", "")}`, ""),
  }),
  "aws:kms/key:Key": (_, name, region) => ({ keyId: `key-${name}`, arn: arn("kms", `key/key-${name}`, region) }),
  "aws:s3/bucket:Bucket": ({ inputs }, name, region) => bucket(text(inputs.bucket) ?? name, region),
  "aws:s3/bucketV2:BucketV2": ({ inputs }, name, region) => bucket(text(inputs.bucket) ?? name, region),
  "aws:sqs/queue:Queue": ({ inputs }, name, region) => {
    const queue = text(inputs.name) ?? name;
    return { arn: arn("sqs", queue, region), url: `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${queue}` };
  },
  "aws:cloudwatch/eventRule:EventRule": ({ inputs }, name, region) => ({
    arn: arn("events", `rule/${text(inputs.name) ?? name}`, region),
  }),
  "aws:iam/instanceProfile:InstanceProfile": (_, name) => ({ uniqueId: `AIPA${name}` }),
};

/** Types whose provider answers with its name as the id. */
const ID_IS_NAME = new Set([
  "aws:eks/cluster:Cluster",
  "aws:iam/role:Role",
  "aws:iam/instanceProfile:InstanceProfile",
  "aws:ecr/repository:Repository",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
]);

/** Types whose provider answers with its ARN as the id. */
const ID_IS_ARN = new Set(["aws:iam/policy:Policy", "aws:iam/openIdConnectProvider:OpenIdConnectProvider"]);

export function awsOutputs(resource: RecordedResource, region: string): MockedOutputs {
  const [, module = "", kind = ""] = resource.type.split(":");
  const service = module.split("/")[0] ?? module;
  const named = text(resource.inputs.name) ?? text(resource.inputs.bucket) ?? resource.name;
  const path = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}/${named}`;
  const outputs: Outputs = {
    arn: arn(service, path, service === "iam" ? "" : region),
    ...(resource.inputs.name === undefined && { name: resource.name }),
    ...OWN[resource.type]?.(resource, resource.name, region),
  };
  return { id: idOf(resource, named, outputs), outputs };
}

function idOf(resource: RecordedResource, named: string, outputs: Outputs): string {
  if (ID_IS_NAME.has(resource.type)) return named;
  if (ID_IS_ARN.has(resource.type)) return text(outputs.arn) ?? named;
  return `${resource.name}-id`;
}

function bucket(name: string, region: string): Outputs {
  return {
    arn: `arn:aws:s3:::${name}`,
    bucket: name,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
  };
}

function arn(service: string, resource: string, region: string): string {
  return `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
