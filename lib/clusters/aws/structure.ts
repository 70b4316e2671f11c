/** Structure of the plain arguments: what each may be, and which of them are sound enough for further checks. Pure. */

import { closest } from "fastest-levenshtein";
import { z } from "zod";

import type { IssueList } from "../../plan/issue";
import { checkStructure, joinPath } from "../../plan/structure";
import type { EksClusterPlanArgs } from "./args";

/** Minor versions that EKS, the autoscaler and the add-ons of this library are known to work with. */
const KUBERNETES_VERSIONS = ["1.33", "1.34", "1.35", "1.36"] as const;

/** Retention times that CloudWatch Logs takes, in days. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const CIDR_LIST = 'a list of IPv4 blocks such as ["203.0.113.0/24"]';
const prefix = z
  .string("a prefix such as spark-events")
  .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'letters, digits, "_", "." and "-", in parts divided by single slashes')
  .max(200, "at most 200 characters");

const objects = {
  newNetwork: z.object({
    cidr: z.string('an IPv4 block such as "10.0.0.0/16"').optional(),
    zones: wholeNumber(2, 4).optional(),
    natGateways: z.enum(["one", "per-zone"], '"one" or "per-zone"').optional(),
  }),
  existingNetwork: z.object({
    vpcId: reference("the id of a VPC, together with privateSubnetIds"),
    privateSubnetIds: z
      .array(reference("the id of a subnet"), "a list of subnet ids, itself plain; its elements may be outputs")
      .min(2, "at least 2 subnets, in different zones"),
    cidr: z.string('an IPv4 block such as "10.0.0.0/16"').optional(),
  }),
  apiServer: z.object({ publicCidrs: z.array(z.string("an IPv4 block"), CIDR_LIST).optional() }),
  newEventLogs: z.object({
    prefix: prefix.optional(),
    expireAfterDays: wholeNumber(1, 36_500).optional(),
    deleteData: z.boolean("true or false").optional(),
  }),
  existingEventLogs: z.object({ bucket: reference("the name of a bucket"), prefix: prefix.optional() }),
  newRegistry: z.object({
    keepImages: wholeNumber(1, 10_000).optional(),
    deleteData: z.boolean("true or false").optional(),
  }),
  existingRegistry: z.object({ url: reference("the URL of a registry") }),
  systemPool: z.object({
    machineTypes: z.unknown().optional(),
    minNodes: z.unknown().optional(),
    maxNodes: z.unknown().optional(),
  }),
  daemonSet: z.object({
    name: z.string("a name"),
    cpu: z.union([z.string(), z.number()], "an amount of CPU such as 50m"),
    memory: z.string("an amount of memory such as 128Mi"),
  }),
};

const scalars = {
  region: z
    .string('a region such as "eu-central-1"')
    .regex(/^[a-z]{2}(-[a-z]+){1,2}-\d$/, 'a region such as "eu-central-1"'),
  kubernetesVersion: z.enum(KUBERNETES_VERSIONS, KUBERNETES_VERSIONS.map((version) => `"${version}"`).join(", ")),
  serviceCidr: z.string('an IPv4 block such as "172.20.0.0/16"'),
  peerCidrs: z.array(z.string("an IPv4 block"), CIDR_LIST),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS, `one of ${LOG_RETENTION_DAYS.join(", ")}`),
  idleMinutes: wholeNumber(1, 120),
};

const argumentNames = [
  ...Object.keys(scalars),
  ...["systemPool", "sparkPools", "daemonSets", "network", "apiServer", "eventLogs", "registry"],
];

/**
 * Adds an issue for every argument that is not known or not of the right structure.
 * @returns the arguments, and fields of arguments, that are right, so that one that is bad does not hide what is wrong with
 * another.
 */
export function soundArguments(args: EksClusterPlanArgs, issues: IssueList): EksClusterPlanArgs {
  checkNames(args, argumentNames, "", issues);
  const sound = Object.entries(args).map(([name, value]) => [name, soundArgument(name, value, issues)]);
  return Object.fromEntries(sound) as EksClusterPlanArgs;
}

/** The argument, or what of it is right; undefined when nothing is. */
function soundArgument(name: string, value: unknown, issues: IssueList): unknown {
  if (value === undefined) return undefined;
  const scalar = Object.entries(scalars).find(([known]) => known === name)?.[1];
  if (scalar !== undefined) return checkStructure(scalar, value, name, issues) ? value : undefined;
  switch (name) {
    case "systemPool":
      return soundObject(objects.systemPool, value, name, issues);
    case "daemonSets":
      return soundDaemonSets(value, issues);
    case "network":
      return hasKey(value, "vpcId", "privateSubnetIds")
        ? soundObject(objects.existingNetwork, value, name, issues)
        : soundObject(objects.newNetwork, value, name, issues);
    case "apiServer":
      return soundObject(objects.apiServer, value, name, issues);
    case "eventLogs":
      return soundObject(
        hasKey(value, "bucket") ? objects.existingEventLogs : objects.newEventLogs,
        value,
        name,
        issues,
      );
    case "registry":
      return soundObject(hasKey(value, "url") ? objects.existingRegistry : objects.newRegistry, value, name, issues);
    default:
      // Spark pools are checked, one by one, where they are planned.
      return value;
  }
}

function soundDaemonSets(value: unknown, issues: IssueList): unknown {
  if (!checkStructure(z.array(z.unknown(), "a list of DaemonSets"), value, "daemonSets", issues)) return undefined;
  const before = issues.length;
  (value as unknown[]).forEach((one, index) => {
    soundObject(objects.daemonSet, one, joinPath("daemonSets", [index]), issues);
  });
  return issues.length === before ? value : undefined;
}

function soundObject(
  schema: z.ZodObject<Record<string, z.ZodType>>,
  value: unknown,
  path: string,
  issues: IssueList,
): object | undefined {
  const isSound = checkStructure(schema, value, path, issues);
  if (typeof value !== "object" || value === null) return undefined;
  checkNames(value, Object.keys(schema.shape), path, issues);
  if (isSound) return value;
  const fields = Object.entries(schema.shape);
  const given = value as Record<string, unknown>;
  const right = fields.filter(([name, field]) => name in value && field.safeParse(given[name]).success);
  return Object.fromEntries(right.map(([name]) => [name, given[name]]));
}

function checkNames(value: object, known: string[], path: string, issues: IssueList): void {
  for (const [name, given] of Object.entries(value)) {
    if (known.includes(name)) continue;
    issues.add({
      path: joinPath(path, [name]),
      value: given,
      problem: "is given to an argument that is not there",
      allowed: known.join(", "),
      change: `Did you mean "${closest(name.slice(0, 40), known)}"?`,
    });
  }
}

function hasKey(value: unknown, ...keys: string[]): boolean {
  return typeof value === "object" && value !== null && keys.some((key) => key in value);
}

/** A name or id that may be an output: nothing can be said of it but that it is there. */
function reference(phrase: string): z.ZodType {
  return z.unknown().refine((value) => value !== undefined && value !== null && value !== "", phrase);
}

function wholeNumber(least: number, most: number): z.ZodType<number> {
  const phrase = `a whole number from ${least} to ${most}`;
  return z.number(phrase).refine((value) => Number.isInteger(value) && value >= least && value <= most, phrase);
}
