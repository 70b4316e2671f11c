/** cluster-autoscaler on EKS: its rights, how it finds the node groups, and which of them it tries first. */

import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";

import { AUTOSCALER_ACCOUNT, ClusterAutoscaler } from "../../addons/cluster-autoscaler";
import { enabledTag, ownedTag } from "./autoscaler-tags";
import { createRole, type PolicyStatement } from "./iam";
import type { NodeGroup } from "./node-groups";
import type { EksClusterPlan } from "./plan";

export interface EksAutoscalerArgs {
  plan: EksClusterPlan;
  cluster: eks.Cluster;
  nodeGroups: NodeGroup[];
  region: pulumi.Output<string>;
  partition: pulumi.Output<string>;
  tags: Record<string, pulumi.Input<string>>;
  /** What its pods need before they can run and ask AWS for credentials. */
  needs: pulumi.Resource[];
}

const NAMESPACE = "kube-system";

/** Spot before everything else; the catch-all keeps the other groups in the game, where the least waste decides. */
const PRIORITY = { spot: 100, others: 50 };

/** Creates the role and the autoscaler. Costs 0.2 CPU and 1.2 GiB of the system nodes. */
export function createAutoscaler(
  name: string,
  { plan, cluster, nodeGroups, region, partition, tags, needs }: EksAutoscalerArgs,
  opts: pulumi.ComponentResourceOptions,
): ClusterAutoscaler {
  const { parent } = opts;
  const role = createRole(
    `${name}-autoscaler`,
    { trusts: "pods", allows: cluster.arn.apply((arn) => autoscalerRights(name, arn)), partition, tags },
    { parent },
  );
  const association = new eks.PodIdentityAssociation(
    `${name}-autoscaler`,
    {
      clusterName: cluster.name,
      namespace: NAMESPACE,
      serviceAccount: AUTOSCALER_ACCOUNT,
      roleArn: role.arn,
      tags,
    },
    { parent },
  );
  const groupTags = nodeGroups.flatMap((group) => group.tags);
  return new ClusterAutoscaler(
    `${name}-autoscaler`,
    {
      kubernetesVersion: plan.kubernetesVersion,
      namespace: NAMESPACE,
      cloudFlags: [
        "--cloud-provider=aws",
        `--node-group-auto-discovery=asg:tag=${enabledTag},${ownedTag(name)}`,
        `--cluster-name=${name}`,
      ],
      environment: { AWS_REGION: region },
      priorities: priorities(nodeGroups),
      idleMinutes: plan.idleMinutes,
      nodeSelector: plan.systemPools[0]?.selector,
    },
    { ...opts, dependsOn: [...needs, association, ...role.policies, ...groupTags] },
  );
}

function priorities(nodeGroups: NodeGroup[]): pulumi.Output<Record<number, string[]>> {
  const spot = nodeGroups.filter(({ plan }) => plan.capacityType === "SPOT");
  return pulumi.all(spot.map(({ autoScalingGroup }) => autoScalingGroup)).apply((names) => ({
    ...(names.length > 0 && { [PRIORITY.spot]: names.map((group) => `^${group}$`) }),
    [PRIORITY.others]: [".*"],
  }));
}

/**
 * What cluster-autoscaler does on AWS; only the groups of this cluster can be changed. Describe calls know no resources.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
function autoscalerRights(clusterName: string, clusterArn: string): PolicyStatement[] {
  const groupArns = clusterArn.replace(":eks:", ":autoscaling:").replace(/:cluster\/.*$/, ":autoScalingGroup:*");
  return [
    {
      Sid: "Look",
      Effect: "Allow",
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
      ],
      Resource: ["*"],
    },
    {
      Sid: "LookAtOwnNodeGroups",
      Effect: "Allow",
      Action: ["eks:DescribeNodegroup"],
      Resource: [`${clusterArn.replace(":cluster/", ":nodegroup/")}/*`],
    },
    {
      Sid: "ScaleOwnGroups",
      Effect: "Allow",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: [groupArns],
      Condition: { StringEquals: { [`aws:ResourceTag/${ownedTag(clusterName)}`]: "owned" } },
    },
  ];
}
