/** Structure of the plain arguments of a platform: the right kinds of values in the right places, no key too many. */

import { z } from "zod";

import type { IssueList } from "./issue";
import type { PlatformPlanArgs } from "./platform";
import { checkStructure } from "./structure";

type PlainArgs = Omit<PlatformPlanArgs, "cluster">;

const text = (what: string) => z.string(what);
const number = (what: string) => z.custom<number>((value) => typeof value === "number", what);
const flag = z.boolean("true or false").optional();
const list = <T extends z.ZodType>(item: T, what: string) => z.array(item, what);

/** An object of known keys; a key that is not among them is named, since it would otherwise do nothing unnoticed. */
function object<T extends z.ZodRawShape>(shape: T) {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: ({ code, ...issue }) =>
      code === "unrecognized_keys" && "keys" in issue
        ? `the keys ${keys}, not ${(issue.keys as string[]).join(", ")}`
        : `an object with the keys ${keys}`,
  });
}

const podSize = object({
  cores: number("a whole number of cores").optional(),
  memory: text('"auto" or an amount of memory such as "10g" or "10Gi"').optional(),
  kind: z.enum(["jvm", "pyspark"], '"jvm" or "pyspark"').optional(),
  pools: list(text("the name of a pool"), "a list of pool names").optional(),
}).optional();

const schemas = {
  name: text("text: a DNS-1123 label of at most 30 characters"),
  spark: object({
    version: text('text such as "4.1.1"').optional(),
    image: text("text: the name of an image").optional(),
    architectures: list(z.enum(["amd64", "arm64"], '"amd64" or "arm64"'), 'a list of "amd64" and "arm64"').optional(),
  }).optional(),
  namespaces: list(
    object({
      name: text("text: a DNS-1123 label"),
      quota: object({
        cpu: number("a number of cores"),
        memory: text('an amount of memory such as "512Gi"'),
        pods: number("a whole number of pods").optional(),
      }).optional(),
    }),
    "a list of namespaces, each { name, quota? }",
  ).optional(),
  systemNamespace: text("text: a DNS-1123 label").optional(),
  executors: podSize,
  drivers: podSize,
  warm: object({
    executors: number("a whole number of executors").optional(),
    drivers: number("a whole number of drivers").optional(),
  }).optional(),
  eventLogs: object({ uri: text("text: a URI such as s3a://bucket/spark-events") }).optional(),
  sparkConf: z
    .record(
      z.string(),
      text("text: Spark's values are text, also numbers and booleans"),
      "an object of Spark keys and values",
    )
    .optional(),
  historyServer: flag,
  sparkOperator: flag,
} satisfies Record<keyof PlainArgs, z.ZodType>;

/**
 * The arguments without those whose structure is wrong, so that one bad argument does not hide what is wrong with another.
 * Adds an issue for each of those.
 */
export function soundArgs(args: PlatformPlanArgs, issues: IssueList): Partial<PlainArgs> {
  const given: Partial<Record<string, unknown>> = { ...args };
  const unknown = Object.keys(given).filter((key) => key !== "cluster" && !Object.hasOwn(schemas, key));
  for (const key of unknown) {
    issues.add({
      path: key,
      value: given[key],
      problem: "is no argument of a platform",
      allowed: `${Object.keys(schemas).join(", ")} and cluster`,
      change: "Leave it out, or correct its name.",
    });
  }
  const sound = Object.entries(schemas).filter(([key, schema]) => checkStructure(schema, given[key], key, issues));
  return Object.fromEntries(sound.map(([key]) => [key, given[key]]));
}
