/** cluster-autoscaler on EKS: its rights, how it finds the node groups, and which of them it tries first. */

import * as pulumi from "@pulumi/pulumi";

import { AUTOSCALER_ACCOUNT, ClusterAutoscaler } from "../../../../addons/cluster-autoscaler";
import type { Mirrors } from "../../../../addons/mirrors";
import { enabledTag, ownedTag } from "./autoscaler-tags";
import type { EksContext } from "../../context";
import type { ControlPlane } from "../../control-plane/control-plane";
import type { PolicyStatement } from "../../identity/iam";
import { type Identity, podRole, tieRole } from "../../identity/identity";
import type { NodeGroup } from "../../nodes/node-groups";

export interface EksAutoscalerArgs extends EksContext {
  cluster: ControlPlane;
  identity: Identity;
  nodeGroups: NodeGroup[];
  mirrors: Mirrors;
  /** What its pods need before they can run and ask AWS for credentials. */
  needs: pulumi.Resource[];
}

const ACCOUNT = { namespace: "kube-system", serviceAccount: AUTOSCALER_ACCOUNT };

/** Spot before everything else; the catch-all keeps the other groups in the game, where the least waste decides. */
const PRIORITY = { spot: 100, others: 50 };

/** Creates the role and the autoscaler. Costs 0.2 CPU and 1.2 GiB of the system nodes. */
export function createAutoscaler(
  name: string,
  args: EksAutoscalerArgs,
  opts: pulumi.ComponentResourceOptions,
): ClusterAutoscaler {
  const { plan, cluster, nodeGroups, region, needs } = args;
  const { clusterName } = plan;
  const { parent } = opts;
  const rights = { allows: cluster.arn.apply((arn) => autoscalerRights(clusterName, arn)) };
  const role = podRole(`${name}-autoscaler`, ACCOUNT, rights, args, { parent });
  const tie = tieRole(`${name}-autoscaler`, ACCOUNT, role, args, { parent });
  const groupTags = nodeGroups.flatMap((group) => group.tags);
  return new ClusterAutoscaler(
    `${name}-autoscaler`,
    {
      kubernetesVersion: plan.kubernetesVersion,
      namespace: ACCOUNT.namespace,
      serviceAccountAnnotations: tie.serviceAccountAnnotations,
      cloudFlags: [
        "--cloud-provider=aws",
        `--node-group-auto-discovery=asg:tag=${enabledTag},${ownedTag(clusterName)}`,
        `--cluster-name=${clusterName}`,
      ],
      environment: { AWS_REGION: region },
      priorities: priorities(nodeGroups),
      idleMinutes: plan.idleMinutes,
      nodeSelector: plan.systemPools[0]?.selector,
      imageMirrors: args.mirrors.images,
    },
    { ...opts, dependsOn: [...needs, ...tie.needs, ...groupTags] },
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
