/** Where the properties look in AWS. */

import fc from "fast-check";

import { EksCluster, planEksCluster } from "../../lib/clusters/aws";
import { byType, type Recording } from "../../lib/testing";
import { awsTable } from "../models/aws/table";
import { recordAws } from "./aws-programs";
import type { BoundIdentity, Cloud, CreatedPool } from "./properties-cloud";

type Fields = Record<string, unknown>;

interface Statement {
  Effect: string;
  Action: string | string[];
}

export const aws: Cloud = {
  prefix: "aws",
  options: fc.record(
    {
      network: fc.record({
        zones: fc.integer({ min: 2, max: 4 }),
        natGateways: fc.constantFrom("one", "per-zone"),
        cidr: fc.constantFrom("10.0.0.0/16", "10.96.0.0/18", "192.168.0.0/16"),
      }),
      identity: fc.constantFrom("pod-identity", "irsa"),
      kubernetesVersion: fc.constantFrom("1.34", "1.35"),
      autoscaler: fc.constantFrom("cluster-autoscaler", "cluster-autoscaler", "karpenter", "auto-mode"),
      tags: fc.constantFrom({ team: "data" }, {}),
    },
    { requiredKeys: [] },
  ),
  longestName: 30,
  plan: (name, args) => planEksCluster(name, args),
  create: (name, args) => new EksCluster(name, args),
  table: awsTable,
  record: recordAws,
  pools: (recording) => [...nodeGroups(recording), ...karpenterPools(recording)],
  identities: (recording) => [...podIdentities(recording), ...oidcIdentities(recording)],
  rightsToWrite(recording, identity) {
    const policies = byType(recording, "aws:iam/rolePolicy:RolePolicy").filter(
      ({ inputs }) => inputs.role === identity,
    );
    const statements = policies.flatMap(
      ({ inputs }) => (JSON.parse(inputs.policy as string) as { Statement: Statement[] }).Statement,
    );
    const actions = statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
    // All that a role of pods has is for objects and their keys.
    return actions.filter((action) => !/^(?:s3:(?:Get|List)\w+|kms:(?:Decrypt|DescribeKey))$/.test(action));
  },
  openings({ type, inputs }) {
    switch (type) {
      case "aws:ec2/launchTemplate:LaunchTemplate": {
        const cards = (inputs.networkInterfaces ?? []) as Fields[];
        return cards.some((card) => String(card.associatePublicIpAddress) === "true")
          ? ["machines have addresses"]
          : [];
      }
      case "aws:ec2/securityGroup:SecurityGroup":
      case "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":
        return /0\.0\.0\.0\/0|::\/0/.test(JSON.stringify(inputs.ingress ?? [])) ? ["lets everybody in"] : [];
      case "aws:ec2/subnet:Subnet":
        // Only NAT gateways are in the public ones.
        return inputs.mapPublicIpOnLaunch === true ? ["machines get addresses"] : [];
      case "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock":
        return ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].filter(
          (flag) => inputs[flag] !== true,
        );
      case "aws:s3/bucketPolicy:BucketPolicy":
      case "aws:sqs/queuePolicy:QueuePolicy":
        return allowsEverybody(inputs.policy as string) ? ["allows everybody"] : [];
      default:
        return [];
    }
  },
  letIn(recording) {
    const [cluster] = byType(recording, "aws:eks/cluster:Cluster");
    const { endpointPublicAccess, publicAccessCidrs = [] } = cluster!.inputs.vpcConfig as {
      endpointPublicAccess: boolean;
      publicAccessCidrs?: string[];
    };
    return endpointPublicAccess ? publicAccessCidrs : [];
  },
  letInByDefault: ["0.0.0.0/0"],
  holdsData({ type }) {
    if (type === "aws:s3/bucket:Bucket") return "event logs";
    return type === "aws:ecr/repository:Repository" ? "images" : undefined;
  },
};

function nodeGroups(recording: Recording): CreatedPool[] {
  const templates = new Map(
    byType(recording, "aws:ec2/launchTemplate:LaunchTemplate").map((template) => [template.id, template.inputs]),
  );
  return byType(recording, "aws:eks/nodeGroup:NodeGroup").map((resource) => {
    const { labels, capacityType, scalingConfig, launchTemplate } = resource.inputs as {
      labels: Record<string, string>;
      capacityType: string;
      scalingConfig: { minSize: number };
      launchTemplate: { id: string };
    };
    const specifications = templates.get(launchTemplate.id)?.tagSpecifications as {
      resourceType: string;
      tags: Fields;
    }[];
    const machineTags = specifications.find(({ resourceType }) => resourceType === "instance")?.tags ?? {};
    return { resource, labels, isSpot: capacityType === "SPOT", minNodes: scalingConfig.minSize, machineTags };
  });
}

/** Of Karpenter and Auto Mode, which tag machines by their class. */
function karpenterPools({ resources }: Recording): CreatedPool[] {
  const classes = new Map(
    resources
      .filter(({ type }) => /:(?:EC2NodeClass|NodeClass)$/.test(type))
      .map(({ inputs }) => [(inputs.metadata as Fields).name, (inputs.spec as { tags?: Fields }).tags ?? {}]),
  );
  return resources
    .filter(({ type }) => type === "kubernetes:karpenter.sh/v1:NodePool")
    .map((resource) => {
      const { metadata, spec } = (resource.inputs.spec as { template: NodeTemplate }).template;
      const capacity = spec.requirements.find(({ key }) => key === "karpenter.sh/capacity-type");
      return {
        resource,
        labels: metadata.labels,
        isSpot: capacity?.values.includes("spot") === true,
        machineTags: classes.get(spec.nodeClassRef.name) ?? {},
      };
    });
}

interface NodeTemplate {
  metadata: { labels: Record<string, string> };
  spec: { requirements: { key: string; values: string[] }[]; nodeClassRef: { name: string } };
}

function podIdentities(recording: Recording): BoundIdentity[] {
  return byType(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation").map(({ inputs }) => ({
    identity: String(inputs.roleArn).replace(/^.*\//, ""),
    serviceAccount: `${String(inputs.namespace)}/${String(inputs.serviceAccount)}`,
  }));
}

/** Roles that tokens of the cluster's issuer may assume. */
function oidcIdentities(recording: Recording): BoundIdentity[] {
  return byType(recording, "aws:iam/role:Role").flatMap((role) => {
    const subjects = [...String(role.inputs.assumeRolePolicy).matchAll(/:sub":\s*(\[[^\]]*\]|"[^"]*")/g)].flatMap(
      ([, value = ""]) => [JSON.parse(value) as string | string[]].flat(),
    );
    return subjects.map((subject) => ({
      identity: role.id,
      serviceAccount: subject.replace("system:serviceaccount:", "").replace(":", "/"),
    }));
  });
}

function allowsEverybody(policy: string): boolean {
  const { Statement } = JSON.parse(policy) as { Statement: (Statement & { Principal?: unknown })[] };
  return Statement.some(
    ({ Effect, Principal }) =>
      Effect === "Allow" && /^(?:"\*"|\{"AWS":(?:"\*"|\["\*"\])\})$/.test(JSON.stringify(Principal)),
  );
}
