/** Structure of the plain arguments: what each may be, and which of them are sound enough for further checks. Pure. */

import { z } from "zod";

import type { IssueList } from "../../plan/issue";
import { type Sound, soundPart, strictObject, wholeNumber } from "../../plan/structure";
import {
  cidr,
  everyCluster,
  existingEventLogs,
  existingRegistry,
  hasKey,
  newEventLogs,
  newRegistry,
  reference,
  tags,
} from "../common/structure";
import type { EksClusterPlanArgs } from "./args";

/** Retention times that CloudWatch Logs takes, in days. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const newNetwork = strictObject({
  cidr,
  zones: wholeNumber(2, 4).optional(),
  natGateways: z.enum(["one", "per-zone"], '"one" or "per-zone"').optional(),
});
const existingNetwork = strictObject({
  vpcId: reference("the id of a VPC, together with privateSubnetIds"),
  privateSubnetIds: z
    .array(reference("the id of a subnet"), "a list of subnet ids, itself plain; its elements may be outputs")
    .min(2, "at least 2 subnets, in different zones"),
  cidr,
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
};

/** What the plan does not look at, so that it is not taken for an argument that is not there. */
const wiredThrough = {
  admins: z
    .array(reference("the ARN of a role or user"), "a list of ARNs, itself plain; its elements may be outputs")
    .optional(),
  accessRoleArn: reference("the ARN of a role").optional(),
  deletionProtection: z.unknown().optional(),
  tags,
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
    network: (hasKey(network, "vpcId", "privateSubnetIds") ? existingNetwork : newNetwork).optional(),
    eventLogs: (hasKey(eventLogs, "bucket") ? existingBucket : newEventLogs).optional(),
    registry: (hasKey(registry, "url") ? existingRegistry : newRegistry).optional(),
  });
}
