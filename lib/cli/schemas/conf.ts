/** What `spark-platform conf check --json` and `conf diff --json` print. */

import { z } from "zod";

import { count } from "./parts";

const level = z.enum(["error", "warning", "note"]);

export const confCheckSchema = z.strictObject({
  spark: z.string().describe("minor version of Spark, such as 4.1"),
  file: z.string().describe("the file that was read; - for the standard input"),
  keys: count.describe("how many keys the file has"),
  errors: count.describe("exit code 1 where there are any"),
  warnings: count,
  notes: count,
  findings: z
    .array(
      z.strictObject({
        level,
        line: z.int().positive().optional().describe("line of the file; absent where the finding is about all of it"),
        key: z.string(),
        value: z.unknown().optional(),
        problem: z.string().describe("the rest of a sentence that starts with the value"),
        allowed: z.string(),
        change: z.string(),
        source: z.string().optional().describe("where the reason comes from"),
      }),
    )
    .describe("errors first"),
});

export type ConfCheckAnswer = z.infer<typeof confCheckSchema>;

const sparkKey = z
  .strictObject({
    name: z.string(),
    type: z.string().describe("such as boolean, time in ms or bytes in m: a value without a unit counts in that unit"),
    default: z.string().optional(),
    since: z.string().optional().describe("version that brought the key"),
    range: z
      .strictObject({
        least: z.number().optional(),
        most: z.number().optional(),
        above: z.number().optional(),
        below: z.number().optional(),
      })
      .optional(),
    values: z.array(z.string()).optional().describe("what a word may be"),
    deprecated: z
      .strictObject({ since: z.string().optional(), use: z.string().optional().describe("the key to use instead") })
      .optional(),
    isInternal: z.boolean().describe("whether Spark leaves the key out of its documentation"),
  })
  .meta({ id: "key" });

export const confDiffSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  added: z.array(sparkKey),
  removed: z.array(sparkKey),
  changedDefaults: z.array(
    z.strictObject({
      key: z.string(),
      from: z.string().optional().describe("absent where there is no default"),
      to: z.string().optional().describe("absent where there is no default"),
      isInternal: z.boolean(),
    }),
  ),
  deprecated: z.array(sparkKey),
  changedBehaviour: z.array(
    z.strictObject({
      since: z.string().describe("the version that changed it"),
      change: z.string(),
      restore: z.record(z.string(), z.string()).describe("brings the old behaviour back; empty where nothing does"),
      source: z.string(),
    }),
  ),
});

export type ConfDiffAnswer = z.infer<typeof confDiffSchema>;
