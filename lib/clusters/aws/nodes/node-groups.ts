/** The managed node groups: one for each pool, with its launch template and the tags that the autoscaler reads. */

import * as autoscaling from "@pulumi/aws/autoscaling";
import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import { getDefaultTagsOutput } from "@pulumi/aws/getDefaultTags";
import * as pulumi from "@pulumi/pulumi";

import { costLabelsOf } from "../../common/cost-labels";
import type { EksContext, Tags } from "../context";
import type { ControlPlane } from "../control-plane/control-plane";
import type { RoleWithPolicies } from "../identity/iam";
import type { Network } from "../network/network";
import { nodeUserData } from "./node-config";
import type { EksNodeGroupPlan } from "./node-group";

export interface NodeGroupsArgs extends EksContext {
  cluster: ControlPlane;
  network: Network;
  role: RoleWithPolicies;
  /** What nodes need before they can join; it also outlives them. */
  needs: pulumi.Resource[];
}

export interface NodeGroup {
  plan: EksNodeGroupPlan;
  resource: eks.NodeGroup;
  /** Name of the Auto Scaling group behind it. */
  autoScalingGroup: pulumi.Output<string>;
  tags: autoscaling.Tag[];
}

/** Root device of Amazon Linux 2023. */
export const ROOT_DEVICE = "/dev/xvda";

/** Creates the node groups. Costs the machines that run, and 0.08 USD a month for each GiB of their root volumes. */
export function createNodeGroups(name: string, args: NodeGroupsArgs, opts: pulumi.CustomResourceOptions): NodeGroup[] {
  const needs = [...args.role.policies, ...args.network.egress, ...args.needs];
  // The provider puts its default tags on what it creates; machines and disks are created by EC2.
  const defaultTags = getDefaultTagsOutput({}, { parent: opts.parent }).tags;
  return args.plan.nodeGroups.map((plan) => createNodeGroup(name, plan, defaultTags, { ...args, needs }, opts));
}

function createNodeGroup(
  name: string,
  plan: EksNodeGroupPlan,
  defaultTags: pulumi.Output<Record<string, string> | undefined>,
  args: NodeGroupsArgs,
  opts: pulumi.CustomResourceOptions,
): NodeGroup {
  const { cluster, network, role, needs } = args;
  const tags = { ...args.tags, ...costLabelsOf(args.plan.name, plan.pool) };
  const template = new ec2.LaunchTemplate(
    `${name}-${plan.pool}`,
    launchTemplateArgs(plan, args.kmsKeyArn, { ...tags, Name: `${name}-${plan.pool}` }, defaultTags),
    opts,
  );
  const resource = new eks.NodeGroup(
    `${name}-${plan.pool}`,
    {
      clusterName: cluster.name,
      // A prefix lets a replacement come up before the old group drains.
      nodeGroupNamePrefix: `${plan.pool}-`,
      nodeRoleArn: role.arn,
      subnetIds: network.privateSubnetIds,
      version: args.plan.kubernetesVersion,
      amiType: plan.amiType,
      capacityType: plan.capacityType,
      instanceTypes: plan.instanceTypes,
      scalingConfig: { minSize: plan.minSize, desiredSize: plan.minSize, maxSize: plan.maxSize },
      labels: plan.labels,
      taints: plan.taints,
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      updateConfig: { maxUnavailablePercentage: 33 },
      tags,
    },
    // The size is the autoscaler's from the first pod on.
    { ...opts, dependsOn: needs, ignoreChanges: ["scalingConfig.desiredSize"] },
  );
  const autoScalingGroup = resource.resources.apply((resources) => resources[0]?.autoscalingGroups?.[0]?.name ?? "");
  const groupTags = plan.autoscalerTags.map(
    ({ key, value }) =>
      new autoscaling.Tag(
        `${name}-${plan.pool}-${key}`,
        { autoscalingGroupName: autoScalingGroup, tag: { key, value, propagateAtLaunch: false } },
        opts,
      ),
  );
  return { plan, resource, autoScalingGroup, tags: groupTags };
}

function launchTemplateArgs(
  { diskGiB, nodeConfig }: EksNodeGroupPlan,
  kmsKeyArn: pulumi.Input<string> | undefined,
  tags: Tags,
  defaultTags: pulumi.Output<Record<string, string> | undefined>,
): ec2.LaunchTemplateArgs {
  const userData = nodeUserData(nodeConfig);
  const allTags = pulumi.all([defaultTags, tags]).apply(([defaults, own]) => ({ ...defaults, ...own }));
  return {
    updateDefaultVersion: true,
    ...(userData !== undefined && { userData: Buffer.from(userData).toString("base64") }),
    blockDeviceMappings: [
      {
        deviceName: ROOT_DEVICE,
        ebs: {
          volumeType: "gp3",
          volumeSize: diskGiB,
          encrypted: "true",
          ...(kmsKeyArn !== undefined && { kmsKeyId: kmsKeyArn }),
          deleteOnTermination: "true",
        },
      },
    ],
    // IMDSv2 with one hop: a pod that is not on the host's network can't get at the node's role.
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    // Tags of a node group don't reach its machines and disks; those of a launch template do.
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
      resourceType,
      tags: allTags,
    })),
    tags,
  };
}
