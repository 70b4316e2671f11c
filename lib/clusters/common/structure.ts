/** Structure of arguments that mean the same on every cloud. Pure. */

import { z } from "zod";

import { ownMachines } from "../../plan/nodes/catalogue/own-machines";
import { inputText, strictObject, wholeNumber } from "../../plan/structure";
import { CODE_PREFIX, isCodePrefix } from "./code";

const CIDR_LIST = 'a list of IPv4 blocks such as ["203.0.113.0/24"]';

const prefix = z
  .string("a prefix such as spark-events")
  .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'letters, digits, "_", "." and "-", in parts divided by single slashes')
  .max(200, "at most 200 characters");

export const flag = z.boolean("true or false").optional();
export const cidr = z.string('an IPv4 block such as "10.0.0.0/16"').optional();
export const cidrs = z.array(z.string("an IPv4 block"), CIDR_LIST).optional();

/** A name or id that may be an output. */
export function reference(phrase: string): z.ZodType {
  return inputText(phrase).refine((value) => value !== "", phrase);
}

/** Whether `value` is an object with one of the keys: what is there already has other arguments than what comes with the cluster. */
export function hasKey(value: unknown, ...keys: string[]): boolean {
  return typeof value === "object" && value !== null && keys.some((key) => key in value);
}

export const newEventLogs = strictObject({
  prefix: prefix
    .refine((value) => !isCodePrefix(value), `a prefix that is not in ${CODE_PREFIX}, where code is kept`)
    .optional(),
  expireAfterDays: wholeNumber(1, 36_500).optional(),
  deleteData: flag,
});

/** @param where keys that say where the storage is, with their schemas */
export function existingEventLogs<T extends z.ZodRawShape>(where: T) {
  return strictObject({ ...where, prefix: prefix.optional() });
}

export const newRegistry = strictObject({ keepImages: wholeNumber(1, 10_000).optional(), deleteData: flag });
export const existingRegistry = strictObject({ url: reference("the URL of a registry") });

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

/** What every managed cluster takes. */
export const everyCluster = {
  ...pools,
  kubernetesVersion: z.string('text such as "1.35"').optional(),
  machines: ownMachines.optional(),
  daemonSets: z.array(daemonSet, "a list of DaemonSets").optional(),
  peerCidrs: cidrs,
  apiServer: strictObject({
    publicCidrs: cidrs,
    proxyUrl: reference("a URL such as socks5://localhost:1080").optional(),
  }).optional(),
};

/** Tags or labels, whose values may be outputs. */
export const tags = z
  .record(z.string(), inputText("text or an output"), "an object of texts, which may be outputs")
  .optional();

/** Registries of one's own in place of the public ones. */
export const mirrors = strictObject({
  images: z
    .record(
      z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, "hosts of registries as keys, such as docker.io"),
      inputText("what stands in its place, such as registry.example.com/hub"),
      "an object of registries' hosts and what stands in their place",
    )
    .optional(),
  charts: z.string("text").optional(),
});
