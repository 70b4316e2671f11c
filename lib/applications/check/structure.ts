/** Structure of an application's arguments; what is only wired through may be an output. */

import { z } from "zod";

import { isOutput, type IssueList } from "../../plan/issue";
import { driverSize, executorSize } from "../../plan/platform-structure";
import { inputText, soundPart, strictObject, type Structure } from "../../plan/structure";
import { filePhrase, isFile } from "../code/local-code";
import type { CheckedApplication } from "./application";

const text = z.string("text").optional();
const count = z.custom<number>((value) => typeof value === "number", "a whole number").optional();
const flag = z.boolean("true or false").optional();
const input = inputText("text or an output");
const inputs = z.array(input, "a list, itself plain; its elements may be outputs").optional();
const texts = z.record(z.string(), input, "an object of names and texts").optional();

const file = z.unknown().refine(isFile, filePhrase);
const files = z.array(file, "a list of files").optional();

const environmentValue = z
  .unknown()
  .refine(
    (value) => isText(value) || isReference(value, "secret") || isReference(value, "configMap"),
    'text or an output, { secret: "name", key: "key" } or { configMap: "name", key: "key" }',
  );

const shape = {
  platform: z.unknown().optional(),
  name: text,
  namespace: text,
  mainApplicationFile: z.unknown().optional(),
  mainClass: text,
  type: text,
  arguments: inputs,
  image: input.optional(),
  sparkVersion: text,
  driver: strictObject(driverSize).optional(),
  oneZone: flag,
  sparkConf: z
    .record(
      z.string(),
      inputText("text: Spark's values are text, also numbers and booleans"),
      "an object of Spark keys and values",
    )
    .optional(),
  env: z.record(z.string(), environmentValue, "an object of variables and their values").optional(),
  mounts: z
    .array(
      strictObject({
        path: z.string("an absolute path"),
        secret: input.optional(),
        configMap: input.optional(),
        claim: input.optional(),
        readOnly: flag,
      }),
      "a list of mounts, each { path, secret? | configMap? | claim?, readOnly? }",
    )
    .optional(),
  labels: texts,
  annotations: texts,
  deps: strictObject({
    jars: files,
    files,
    pyFiles: files,
    archives: files,
    packages: inputs,
    excludePackages: inputs,
    repositories: inputs,
  }).optional(),
  pythonEnvironment: file.optional(),
  restartPolicy: strictObject({
    type: z.string("text"),
    retries: count,
    submissionRetries: count,
    retryIntervalSeconds: count,
  }).optional(),
  timeLimitSeconds: count,
  suspend: flag,
  timeToLiveSeconds: count,
};

/** Of an object where one is given, else of a name, so that what is wrong is said of what was meant. */
function sizeSchema(size: unknown) {
  const isObject = typeof size === "object" && size !== null;
  const phrase = "the name of a size, or a size such as { cores: 2 }";
  return isObject ? strictObject(executorSize).optional() : z.string(phrase).optional();
}

function isText(value: unknown): boolean {
  return typeof value === "string" || isOutput(value) || value instanceof Promise;
}

function isReference(value: unknown, kind: "secret" | "configMap"): boolean {
  if (typeof value !== "object" || value === null || isOutput(value)) return false;
  const { [kind]: name, key, ...others } = value as Record<string, unknown>;
  return isText(name) && isText(key) && Object.keys(others).length === 0;
}

/**
 * Adds an issue for every argument that is not known or not of the right structure.
 * @param more arguments of the component beside an application's
 * @param executorKeys what it takes of `executors` besides size and numbers
 * @returns what is right
 */
export function soundApplication<More = object>(
  args: unknown,
  issues: IssueList,
  more: z.ZodRawShape = {},
  executorKeys: z.ZodRawShape = { reserve: count },
): Structure<CheckedApplication & More> {
  const asked = (args as { executors?: { size?: unknown } } | undefined)?.executors?.size;
  const executors = strictObject({
    size: sizeSchema(asked),
    instances: count,
    min: count,
    max: count,
    ...executorKeys,
  });
  const schema = strictObject({ ...shape, executors: executors.optional(), ...more });
  return soundPart<CheckedApplication & More>(schema, args, "", issues);
}
