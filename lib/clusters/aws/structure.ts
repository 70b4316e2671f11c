/** Structure of the plain arguments: what each may be, and which of them are sound enough for further checks. Pure. */

import { z } from "zod";

import type { IssueList } from "../../plan/issue";
import { ownMachines } from "../../plan/nodes/catalogue/own-machines";
import { inputText, type Sound, soundPart, strictObject, wholeNumber } from "../../plan/structure";
import type { EksClusterPlanArgs } from "./args";

/** Retention times that CloudWatch Logs takes, in days. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const CIDR_LIST = 'a list of IPv4 blocks such as ["203.0.113.0/24"]';
const prefix = z
  .string("a prefix such as spark-events")
  .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'letters, digits, "_", "." and "-", in parts divided by single slashes')
  .max(200, "at most 200 characters");

const cidr = z.string('an IPv4 block such as "10.0.0.0/16"').optional();
const cidrs = z.array(z.string("an IPv4 block"), CIDR_LIST).optional();
const flag = z.boolean("true or false").optional();

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

const newEventLogs = strictObject({
  prefix: prefix.optional(),
  expireAfterDays: wholeNumber(1, 36_500).optional(),
  deleteData: flag,
});
const existingEventLogs = strictObject({ bucket: reference("the name of a bucket"), prefix: prefix.optional() });

const newRegistry = strictObject({ keepImages: wholeNumber(1, 10_000).optional(), deleteData: flag });
const existingRegistry = strictObject({ url: reference("the URL of a registry") });

const daemonSet = strictObject({
  name: z.string("a name"),
  cpu: z.union([z.string(), z.number()], "an amount of CPU such as 50m"),
  memory: z.string("an amount of memory such as 128Mi"),
});

/** Pools are looked at where they are planned. */
const pools = {
  systemPool: strictObject({
    machineTypes: z.unknown().optional(),
    minNodes: z.unknown().optional(),
    maxNodes: z.unknown().optional(),
  }).optional(),
  sparkPools: z.unknown().optional(),
};

const others = {
  region: z
    .string('a region such as "eu-central-1"')
    .regex(/^[a-z]{2}(-[a-z]+){1,2}-\d$/, 'a region such as "eu-central-1"')
    .optional(),
  kubernetesVersion: z.string('text such as "1.35"').optional(),
  machines: ownMachines.optional(),
  daemonSets: z.array(daemonSet, "a list of DaemonSets").optional(),
  serviceCidr: z.string('an IPv4 block such as "172.20.0.0/16"').optional(),
  peerCidrs: cidrs,
  apiServer: strictObject({ publicCidrs: cidrs }).optional(),
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
  tags: z.record(z.string(), inputText("text or an output"), "an object of texts, which may be outputs").optional(),
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
    ...pools,
    ...wiredThrough,
    network: (hasKey(network, "vpcId", "privateSubnetIds") ? existingNetwork : newNetwork).optional(),
    eventLogs: (hasKey(eventLogs, "bucket") ? existingEventLogs : newEventLogs).optional(),
    registry: (hasKey(registry, "url") ? existingRegistry : newRegistry).optional(),
  });
}

function hasKey(value: unknown, ...keys: string[]): boolean {
  return typeof value === "object" && value !== null && keys.some((key) => key in value);
}

/** A name or id that may be an output. */
function reference(phrase: string): z.ZodType {
  return inputText(phrase).refine((value) => value !== "", phrase);
}
