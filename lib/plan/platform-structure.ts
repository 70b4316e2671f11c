/** Structure of the plain arguments of a platform: the right kinds of values in the right places, no key too many. */

import { z } from "zod";

import { type IssueList, quoted } from "./issue";
import type { PlatformPlanArgs } from "./platform";
import { soundPart, strictObject, type Structure, wholeNumber } from "./structure";
import { weekdays } from "./warm/args";

type PlainArgs = Omit<PlatformPlanArgs, "cluster">;

const text = (what: string) => z.string(what);
const number = (what: string) => z.custom<number>((value) => typeof value === "number", what);
const flag = z.boolean("true or false").optional();

/** The largest block volume of a cloud holds 64 TiB. */
const largestVolumeGiB = 65_536;

/** Words are looked at by the plan, which knows the one that was meant. */
const schedulerPhrase = '"default", "bin-packing", or { name: "..." } for one that already runs in the cluster';

/** Schema of the operators that there are. */
export const sparkOperatorKind = z.enum(["kubeflow", "apache"], '"kubeflow" or "apache"');

const list = <T extends z.ZodType>(item: T, what: string) => z.array(item, what);

/** Of a driver's size. */
export const driverSize = {
  cores: number("a whole number of cores").optional(),
  memory: text('"auto" or an amount of memory such as "10g" or "10Gi"').optional(),
  kind: z.enum(["jvm", "pyspark"], '"jvm" or "pyspark"').optional(),
  pools: list(text("the name of a pool"), "a list of pool names").optional(),
};

/** Of an executor's size. */
export const executorSize = {
  ...driverSize,
  kind: z.enum(["jvm", "pyspark", "off-heap"], '"jvm", "pyspark" or "off-heap"').optional(),
  offHeap: text('"auto" or an amount of memory such as "10g" or "10Gi"').optional(),
  pysparkMemory: text('an amount of memory such as "2g" or "2Gi"').optional(),
};

const warmEntry = strictObject({
  executors: number("a whole number of executors").optional(),
  drivers: number("a whole number of drivers").optional(),
  pool: text("the name of a pool").optional(),
  executorSize: text("the name of one of executorSizes").optional(),
  team: text("the team of one of namespaces").optional(),
  hours: strictObject({
    from: text('a time of day such as "08:00"'),
    to: text('a time of day such as "18:00"'),
    days: list(z.enum(weekdays, quoted(weekdays)), `a list of ${weekdays.join(", ")}`).optional(),
    timeZone: text('a time zone such as "Europe/Berlin"'),
    by: z.enum(["cron-jobs", "keda"], '"cron-jobs" or "keda"').optional(),
  }).optional(),
});

const shape = {
  name: text("text: a DNS-1123 label of at most 30 characters"),
  spark: strictObject({
    version: text('text such as "4.1.1"').optional(),
    image: text("text: the name of an image").optional(),
    architectures: list(z.enum(["amd64", "arm64"], '"amd64" or "arm64"'), 'a list of "amd64" and "arm64"').optional(),
    hadoopCloud: flag,
  }).optional(),
  namespaces: list(
    strictObject({
      name: text("text: a DNS-1123 label"),
      team: text("text: a label's value").optional(),
      quota: strictObject({
        cpu: number("a number of cores"),
        memory: text('an amount of memory such as "512Gi"'),
        pods: number("a whole number of pods").optional(),
      }).optional(),
    }),
    "a list of namespaces, each { name, team?, quota? }",
  ).optional(),
  systemNamespace: text("text: a DNS-1123 label").optional(),
  executors: strictObject(executorSize).optional(),
  executorSizes: list(
    strictObject({ name: text("text: a DNS-1123 label of at most 30 characters"), ...executorSize }),
    "a list of sizes, each { name, cores?, ... }",
  ).optional(),
  drivers: strictObject(driverSize).optional(),
  warm: warmEntry.optional(),
  pausePriority: number("a whole number").optional(),
  scheduler: z
    .union([z.string(), strictObject({ name: text("text: the name of a scheduler") })], schedulerPhrase)
    .optional(),
  budget: strictObject({
    maxHourly: number("US dollars per hour").optional(),
    maxMonthly: number("US dollars per month").optional(),
  }).optional(),
  shuffle: strictObject({
    volume: z
      .enum(["node-disk", "local-disks", "tmpfs", "pvc"], '"node-disk", "local-disks", "tmpfs" or "pvc"')
      .optional(),
    storageClass: text("text: the name of a storage class").optional(),
    sizeGiB: wholeNumber(1, largestVolumeGiB).optional(),
    fallbackStorage: text("text: a URI such as s3a://bucket/spark-shuffle/").optional(),
    service: strictObject({
      endpoints: list(text("text: host:port of a master"), "a list of host:port of masters"),
      replicate: flag,
    }).optional(),
  }).optional(),
  eventLogs: strictObject({ uri: text("text: a URI such as s3a://bucket/spark-events") }).optional(),
  sparkConf: z
    .record(
      z.string(),
      text("text: Spark's values are text, also numbers and booleans"),
      "an object of Spark keys and values",
    )
    .optional(),
  historyServer: flag,
  historyServerLogin: flag,
  sparkOperator: z.literal(false).or(sparkOperatorKind).optional(),
} satisfies Record<keyof PlainArgs, z.ZodType>;

const schemaFor = (warm: unknown) =>
  strictObject({
    ...shape,
    ...(Array.isArray(warm) && { warm: list(warmEntry, "a list of entries, each { executors?, drivers?, ... }") }),
    cluster: z.unknown(),
  });

/** Arguments of a platform that are the plan's; its components have more, and other ones for what is left out here. */
export const platformArgumentNames = Object.keys(shape).filter(
  (name) => !["name", "historyServer", "historyServerLogin", "sparkOperator"].includes(name),
);

/**
 * Adds an issue for each argument whose structure is wrong.
 * @returns what is right of the arguments, so that one that is bad does not hide what is wrong with another
 */
export function soundArgs(args: PlatformPlanArgs, issues: IssueList): Structure<PlainArgs> {
  return soundPart<PlainArgs>(schemaFor(args?.warm), args, "", issues);
}
