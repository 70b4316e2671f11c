/** What the classes of Spark answer about their keys, as read from the answers of SparkRegistry.java. */

import { z } from "zod";

const number = z.union([z.number(), z.string()]).transform(Number).optional();

const entry = z.object({
  name: z.string(),
  default: z.string(),
  since: z.string(),
  public: z.boolean(),
  alternatives: z.array(z.string()),
  type: z.string(),
  min: number,
  max: number,
  above: number,
  below: number,
  values: z.array(z.string()).optional(),
});

/** A key that registers itself with its type and default. */
export type Entry = z.infer<typeof entry>;

const retired = z.object({
  kind: z.enum(["deprecated", "renamed", "removed"]),
  name: z.string(),
  version: z.string(),
  /** Keys that Spark's message about it names. */
  named: z.array(z.string()),
});

/** A key that Spark calls deprecated, has renamed or has removed. */
export type Retired = z.infer<typeof retired>;

export function parseEntries(answers: readonly unknown[]): Entry[] {
  return answers.map((answer) => entry.parse(answer));
}

export function parseRetired(answers: readonly unknown[]): Retired[] {
  return answers.map((answer) => retired.parse(answer));
}
