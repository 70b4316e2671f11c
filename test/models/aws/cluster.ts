/** What the AWS provider sends for a control plane and its machines. */

import type { Mapping } from "../mapping";
import { onDelete, onUpdate, pairsOf, prefixOf, specified, SUFFIX, tagMap, truth } from "./places";

export const eks: Record<string, Mapping> = {
  "aws:eks/accessEntry:AccessEntry": {
    shape: "eks.CreateAccessEntryRequest",
    properties: { userName: "username", tags: tagMap() },
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": { shape: "eks.AssociateAccessPolicyRequest" },
  "aws:eks/addon:Addon": {
    shape: "eks.CreateAddonRequest",
    properties: {
      resolveConflictsOnCreate: "resolveConflicts",
      resolveConflictsOnUpdate: onUpdate,
      preserve: onDelete,
      tags: tagMap(),
    },
  },
  "aws:eks/cluster:Cluster": {
    shape: "eks.CreateClusterRequest",
    properties: {
      vpcConfig: "resourcesVpcConfig",
      enabledClusterLogTypes: { to: "logging", as: (types) => ({ clusterLogging: [{ enabled: true, types }] }) },
      encryptionConfig: { to: "encryptionConfig", as: "list" },
      forceUpdateVersion: onUpdate,
      tags: tagMap(),
    },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    shape: "eks.CreateNodegroupRequest",
    properties: {
      nodeGroupName: "nodegroupName",
      nodeGroupNamePrefix: prefixOf("nodegroupName"),
      nodeRoleArn: "nodeRole",
      subnetIds: "subnets",
      forceUpdateVersion: onUpdate,
      tags: tagMap(),
    },
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    shape: "eks.CreatePodIdentityAssociationRequest",
    properties: { tags: tagMap() },
  },
};

export const machines: Record<string, Mapping> = {
  "aws:autoscaling/tag:Tag": {
    shape: "autoscaling.CreateOrUpdateTagsType",
    properties: { autoscalingGroupName: "Tags.0.ResourceId", tag: "Tags.0" },
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    shape: "ec2.CreateLaunchTemplateRequest",
    properties: {
      name: "LaunchTemplateName",
      namePrefix: prefixOf("LaunchTemplateName"),
      description: "VersionDescription",
      updateDefaultVersion: onUpdate,
      vpcSecurityGroupIds: "LaunchTemplateData.SecurityGroupIds",
      // The provider takes texts, so that an absent value differs from a false one.
      "blockDeviceMappings.ebs.encrypted": { to: "Encrypted", as: truth },
      "blockDeviceMappings.ebs.deleteOnTermination": { to: "DeleteOnTermination", as: truth },
      tagSpecifications: "LaunchTemplateData.TagSpecifications",
      "tagSpecifications.tags": { to: "Tags", as: pairsOf },
      tags: specified("launch-template"),
    },
    adds: { "ec2.CreateLaunchTemplateRequest": ({ name }) => ({ LaunchTemplateName: name + SUFFIX }) },
  },
};

export const interruption: Record<string, Mapping> = {
  "aws:cloudwatch/eventRule:EventRule": {
    shape: "events.PutRuleRequest",
    properties: { namePrefix: prefixOf("Name"), forceDestroy: onDelete, tags: { to: "Tags", as: pairsOf } },
    adds: { "events.PutRuleRequest": ({ name }) => ({ Name: name + SUFFIX }) },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    shape: "events.PutTargetsRequest",
    properties: { rule: "Rule", arn: "Targets.0.Arn", targetId: "Targets.0.Id", forceDestroy: onDelete },
    adds: { "events.PutTargetsRequest": () => ({ "Targets.0.Id": "terraform-0123456" }) },
  },
  "aws:sqs/queue:Queue": {
    shape: "sqs.CreateQueueRequest",
    properties: {
      name: "QueueName",
      namePrefix: prefixOf("QueueName"),
      maxMessageSize: "Attributes.MaximumMessageSize",
      messageRetentionSeconds: "Attributes.MessageRetentionPeriod",
      receiveWaitTimeSeconds: "Attributes.ReceiveMessageWaitTimeSeconds",
      visibilityTimeoutSeconds: "Attributes.VisibilityTimeout",
      tags: tagMap(),
    },
    adds: { "sqs.CreateQueueRequest": ({ name }) => ({ QueueName: name + SUFFIX }) },
  },
  "aws:sqs/queuePolicy:QueuePolicy": { shape: "sqs.SetQueueAttributesRequest", properties: {} },
};
