/** Structure of an application's arguments; what is only wired through may be an output. */

import { z } from "zod";

import type { IssueList } from "../plan/issue";
import { inputText, soundPart, strictObject, type Structure } from "../plan/structure";
import type { CheckedApplication } from "./check-application";

const text = z.string("text").optional();
const count = z.custom<number>((value) => typeof value === "number", "a whole number").optional();
const inputs = z.array(inputText("text or an output"), "a list, itself plain; its elements may be outputs").optional();

const schema = strictObject({
  platform: z.unknown().optional(),
  name: text,
  namespace: text,
  mainApplicationFile: z.unknown().optional(),
  mainClass: text,
  type: text,
  arguments: inputs,
  image: inputText("text or an output").optional(),
  sparkVersion: text,
  executors: strictObject({ size: text, instances: count, min: count, max: count, reserve: count }).optional(),
  oneZone: z.boolean("true or false").optional(),
  sparkConf: z
    .record(
      z.string(),
      inputText("text: Spark's values are text, also numbers and booleans"),
      "an object of Spark keys and values",
    )
    .optional(),
  restartPolicy: strictObject({ type: z.string("text"), retries: count, retryIntervalSeconds: count }).optional(),
  timeToLiveSeconds: count,
  deps: strictObject({
    jars: inputs,
    files: inputs,
    pyFiles: inputs,
    archives: inputs,
    packages: inputs,
    excludePackages: inputs,
    repositories: inputs,
  }).optional(),
});

/** Adds an issue for every argument that is not known or not of the right structure. @returns what is right. */
export function soundApplication(args: unknown, issues: IssueList): Structure<CheckedApplication> {
  return soundPart<CheckedApplication>(schema, args, "", issues);
}
