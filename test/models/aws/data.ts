/** What the AWS provider sends for identities, keys and all that holds data. */

import type { Mapping } from "../mapping";
import { onDelete, pairsOf, prefixOf, SUFFIX, tagMap } from "./places";

export const identity: Record<string, Mapping> = {
  "aws:iam/instanceProfile:InstanceProfile": {
    shape: "iam.CreateInstanceProfileRequest",
    properties: {
      name: "InstanceProfileName",
      namePrefix: prefixOf("InstanceProfileName"),
      role: { to: "RoleName", request: "iam.AddRoleToInstanceProfileRequest" },
      tags: { to: "Tags", as: pairsOf },
    },
    adds: {
      "iam.CreateInstanceProfileRequest": ({ name }) => ({ InstanceProfileName: name + SUFFIX }),
      "iam.AddRoleToInstanceProfileRequest": ({ id }) => ({ InstanceProfileName: id }),
    },
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    shape: "iam.CreateOpenIDConnectProviderRequest",
    properties: {
      clientIdLists: "ClientIDList",
      thumbprintLists: "ThumbprintList",
      tags: { to: "Tags", as: pairsOf },
    },
  },
  "aws:iam/role:Role": {
    shape: "iam.CreateRoleRequest",
    properties: {
      name: "RoleName",
      namePrefix: prefixOf("RoleName"),
      assumeRolePolicy: "AssumeRolePolicyDocument",
      forceDetachPolicies: onDelete,
      tags: { to: "Tags", as: pairsOf },
    },
    adds: { "iam.CreateRoleRequest": ({ name }) => ({ RoleName: name + SUFFIX }) },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    shape: "iam.PutRolePolicyRequest",
    properties: { role: "RoleName", name: "PolicyName", namePrefix: prefixOf("PolicyName"), policy: "PolicyDocument" },
    adds: { "iam.PutRolePolicyRequest": ({ name }) => ({ PolicyName: name + SUFFIX }) },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    shape: "iam.AttachRolePolicyRequest",
    properties: { role: "RoleName" },
  },
};

export const data: Record<string, Mapping> = {
  "aws:cloudwatch/logGroup:LogGroup": {
    shape: "logs.CreateLogGroupRequest",
    properties: {
      name: "logGroupName",
      namePrefix: prefixOf("logGroupName"),
      retentionInDays: { to: "retentionInDays", request: "logs.PutRetentionPolicyRequest" },
      skipDestroy: onDelete,
      tags: tagMap(),
    },
    adds: {
      "logs.CreateLogGroupRequest": ({ name }) => ({ logGroupName: name + SUFFIX }),
      "logs.PutRetentionPolicyRequest": ({ inputs }) => ({ logGroupName: inputs.name }),
    },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    shape: "ecr.PutLifecyclePolicyRequest",
    properties: { repository: "repositoryName", policy: "lifecyclePolicyText" },
  },
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": { shape: "ecr.CreatePullThroughCacheRuleRequest" },
  "aws:ecr/repository:Repository": {
    shape: "ecr.CreateRepositoryRequest",
    properties: {
      name: "repositoryName",
      encryptionConfigurations: { to: "encryptionConfiguration", as: "first" },
      forceDelete: onDelete,
      tags: { to: "tags", as: pairsOf },
    },
    adds: { "ecr.CreateRepositoryRequest": ({ name }) => ({ repositoryName: name.toLowerCase() + SUFFIX }) },
  },
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": {
    shape: "ecr.CreateRepositoryCreationTemplateRequest",
    properties: {
      appliedFors: "appliedFor",
      encryptionConfigurations: { to: "encryptionConfiguration", as: "first" },
      resourceTags: { to: "resourceTags", as: pairsOf },
    },
  },
  "aws:kms/key:Key": {
    shape: "kms.CreateKeyRequest",
    properties: {
      enableKeyRotation: { own: "EnableKeyRotation, which takes no more than the key" },
      rotationPeriodInDays: { to: "RotationPeriodInDays", request: "kms.EnableKeyRotationRequest" },
      deletionWindowInDays: { to: "PendingWindowInDays", request: "kms.ScheduleKeyDeletionRequest" },
      tags: {
        to: "Tags",
        as: (tags) => pairsOf(tags)?.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
      },
    },
    adds: {
      "kms.EnableKeyRotationRequest": ({ id }) => ({ KeyId: id }),
      "kms.ScheduleKeyDeletionRequest": ({ id }) => ({ KeyId: id }),
    },
  },
  "aws:s3/bucket:Bucket": {
    shape: "s3.CreateBucketRequest",
    properties: {
      bucketPrefix: prefixOf("Bucket"),
      forceDestroy: onDelete,
      tags: { to: "Tagging.TagSet", as: pairsOf, request: "s3.PutBucketTaggingRequest" },
    },
    adds: {
      "s3.CreateBucketRequest": ({ name }) => ({ Bucket: name.toLowerCase() + SUFFIX }),
      "s3.PutBucketTaggingRequest": ({ name }) => ({ Bucket: name, Tagging: { TagSet: [] } }),
    },
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    shape: "s3.PutBucketLifecycleConfigurationRequest",
    properties: { rules: "LifecycleConfiguration.Rules" },
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    shape: "s3.PutObjectRequest",
    properties: {
      content: "Body",
      // Any text stands for the bytes of the file.
      source: { to: "Body", as: (asset) => JSON.stringify(asset) },
      forceDestroy: onDelete,
    },
  },
  "aws:s3/bucketPolicy:BucketPolicy": { shape: "s3.PutBucketPolicyRequest" },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    shape: "s3.PutPublicAccessBlockRequest",
    properties: { skipDestroy: onDelete },
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    shape: "s3.PutBucketEncryptionRequest",
    properties: { rules: "ServerSideEncryptionConfiguration.Rules" },
  },
};
