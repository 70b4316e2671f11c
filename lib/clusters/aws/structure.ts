/** Structure of the plain arguments: what each may be, and which of them are sound enough for further checks. Pure. */

import { z } from "zod";

import { type IssueList, quoted } from "../../plan/issue";
import { inputText, type Sound, soundPart, strictObject, wholeNumber } from "../../plan/structure";
import {
  cidr,
  everyCluster,
  existingEventLogs,
  existingRegistry,
  flag,
  hasKey,
  mirrors,
  newEventLogs,
  reference,
  tags,
} from "../common/structure";
import type { EksClusterPlanArgs } from "./args";
import { EKS_AUTOSCALERS } from "./args";
import { arnOf, controlPlane, roles, subnet } from "./control-plane/existing-structure";

/** Retention times that CloudWatch Logs takes, in days. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const newNetwork = strictObject({
  cidr,
  zones: wholeNumber(2, 4).optional(),
  natGateways: z.enum(["one", "per-zone", "none"], '"one", "per-zone" or "none"').optional(),
  endpoints: z.enum(["s3", "ecr", "all"], '"s3", "ecr" or "all"').optional(),
});
const existingNetwork = strictObject({
  vpcId: reference("the id of a VPC, together with privateSubnetIds"),
  privateSubnetIds: z
    .array(reference("the id of a subnet"), "a list of subnet ids, itself plain; its elements may be outputs")
    .min(2, "at least 2 subnets, in different zones"),
  cidr,
});

const describedNetwork = strictObject({
  vpcId: reference("the id of a VPC, together with privateSubnets"),
  privateSubnets: z.array(subnet, "a list of subnets with id, zone and cidr").min(1, "at least 1 subnet"),
  cidr,
});

/** Its name is ECR's own condition: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html */
const pullThroughSecret = inputText("the ARN of a secret").refine(
  (value) => typeof value !== "string" || /^arn:aws[\w-]*:secretsmanager:.+:secret:ecr-pullthroughcache\/./.test(value),
  "the ARN of a secret in Secrets Manager whose name starts with ecr-pullthroughcache/",
);
const newEcrRegistry = strictObject({
  keepImages: wholeNumber(1, 10_000).optional(),
  deleteData: flag,
  pullThrough: strictObject({
    "docker.io": pullThroughSecret.optional(),
    "ghcr.io": pullThroughSecret.optional(),
  }).optional(),
});

const existingBucket = existingEventLogs({ bucket: reference("the name of a bucket") });

const others = {
  ...everyCluster,
  region: z
    .string('a region such as "eu-central-1"')
    .regex(/^[a-z]{2}(-[a-z]+){1,2}-\d$/, 'a region such as "eu-central-1"')
    .optional(),
  serviceCidr: z.string('an IPv4 block such as "172.20.0.0/16"').optional(),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS, `one of ${LOG_RETENTION_DAYS.join(", ")}`).optional(),
  idleMinutes: wholeNumber(1, 120).optional(),
  controlPlane: controlPlane.optional(),
  autoscaler: z.enum(EKS_AUTOSCALERS, quoted(EKS_AUTOSCALERS)).optional(),
  installAutoscaler: flag,
  capacityBuffers: flag,
  identity: z.enum(["pod-identity", "irsa"], '"pod-identity" or "irsa"').optional(),
  roles: roles.optional(),
  kmsKeyArn: arnOf("kms", "the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>").optional(),
  tags,
};

/** What the plan does not look at, so that it is not taken for an argument that is not there. */
const wiredThrough = {
  admins: z
    .array(reference("the ARN of a role or user"), "a list of ARNs, itself plain; its elements may be outputs")
    .optional(),
  accessRoleArn: reference("the ARN of a role").optional(),
  deletionProtection: z.unknown().optional(),
  mirrors: mirrors.optional(),
  permissionsBoundary: arnOf("iam", "the ARN of a policy, arn:aws:iam::<account>:policy/<name>").optional(),
};

/**
 * Adds an issue for every argument that is not known or not of the right structure.
 * @returns what is right of the arguments, so that one that is bad does not hide what is wrong with another.
 */
export function soundArguments(args: EksClusterPlanArgs, issues: IssueList): Sound<EksClusterPlanArgs> {
  return soundPart<EksClusterPlanArgs>(schemaFor(args), args, "", issues).sound ?? {};
}

/** What is there already has other arguments than what comes with the cluster. */
function schemaFor(args: Partial<EksClusterPlanArgs> | null) {
  const { network, eventLogs, registry } = args ?? {};
  return strictObject({
    ...others,
    ...wiredThrough,
    network: networkSchema(network).optional(),
    eventLogs: (hasKey(eventLogs, "bucket") ? existingBucket : newEventLogs).optional(),
    registry: (hasKey(registry, "url") ? existingRegistry : newEcrRegistry).optional(),
  });
}

function networkSchema(network: unknown) {
  if (hasKey(network, "privateSubnets")) return describedNetwork;
  return hasKey(network, "vpcId", "privateSubnetIds") ? existingNetwork : newNetwork;
}
