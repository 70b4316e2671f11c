/** Structure of a Spark pool's arguments, and the fields of it that are sound enough for further checks. */

import { closest } from "fastest-levenshtein";
import { z } from "zod";

import type { IssueList } from "../issue";
import { checkStructure, joinPath } from "../structure";
import { mostPods } from "./check-pool";
import type { SparkPoolArgs } from "./pool";

/** GKE and AKS end at 1000 nodes a pool, EKS at 450 unless its quota is raised. */
const mostNodes = 1000;

/** Kubernetes images and a few Spark images need about 20 GiB; EBS gp3 ends at 16 TiB. */
const diskRangeGiB = { least: 20, most: 16_384 };

const machineTypesField = z
  .array(z.string("the name of a machine type"), "a list of machine types")
  .min(1, "at least one machine type");

const fields = {
  name: z.string("a name"),
  capacity: z.enum(["on-demand", "spot"], '"on-demand" or "spot"').optional(),
  machineTypes: machineTypesField,
  runs: z
    .array(z.enum(["driver", "executor"], '"driver" or "executor"'), 'a list of "driver" and "executor"')
    .min(1, 'at least one of "driver" and "executor"')
    .optional(),
  minNodes: wholeNumber(0, mostNodes).optional(),
  maxNodes: wholeNumber(1, mostNodes),
  maxPods: wholeNumber(1, mostPods).optional(),
  diskGiB: wholeNumber(diskRangeGiB.least, diskRangeGiB.most).optional(),
  labels: z.record(z.string(), z.string("text"), "an object of labels, each with text as its value").optional(),
  taints: z
    .array(
      z.object(
        {
          key: z.string("a taint key"),
          value: z.string("text").optional(),
          effect: z.enum(["NoSchedule", "NoExecute", "PreferNoSchedule"], "NoSchedule, NoExecute or PreferNoSchedule"),
        },
        "a taint: { key, value, effect }",
      ),
      "a list of taints",
    )
    .optional(),
} satisfies Record<keyof SparkPoolArgs, z.ZodType>;

const sparkPool = z.object(fields, "a pool: { name, machineTypes, maxNodes, ... }");

const systemFields = {
  machineTypes: machineTypesField,
  minNodes: wholeNumber(1, mostNodes),
  maxNodes: wholeNumber(1, mostNodes),
};

const systemPool = z.object(systemFields, "a pool: { machineTypes, minNodes, maxNodes }");

/** The fields of a pool that are right, so that one bad field does not hide what is wrong with another. */
export interface SoundFields {
  fields: Partial<SparkPoolArgs>;
  /** Names of the fields that are missing, of the wrong kind or out of range. */
  malformed: string[];
}

/** Adds an issue for every field of a Spark pool that is missing, of the wrong kind, out of its range or not known. */
export function checkSparkPoolStructure(pool: unknown, path: string, issues: IssueList): SoundFields {
  const isSound = checkStructure(sparkPool, pool, path, issues);
  if (typeof pool !== "object" || pool === null || Array.isArray(pool)) {
    return { fields: {}, malformed: Object.keys(fields) };
  }
  checkFieldNames(pool, Object.keys(fields), path, issues);
  if (isSound) return { fields: pool, malformed: [] };
  const isMalformed = ([name, field]: [string, z.ZodType]): boolean => !field.safeParse(valueOf(pool, name)).success;
  const malformed = Object.entries(fields)
    .filter(isMalformed)
    .map(([name]) => name);
  const sound = Object.keys(fields).filter((name) => !malformed.includes(name));
  return { fields: Object.fromEntries(sound.map((name) => [name, valueOf(pool, name)])), malformed };
}

/** Adds an issue for every field of a system pool that is not right. @returns whether all are. */
export function checkSystemPoolStructure(pool: unknown, path: string, issues: IssueList): boolean {
  const before = issues.length;
  if (checkStructure(systemPool, pool, path, issues))
    checkFieldNames(pool as object, Object.keys(systemFields), path, issues);
  return issues.length === before;
}

function valueOf(pool: object, name: string): unknown {
  return (pool as Record<string, unknown>)[name];
}

function checkFieldNames(pool: object, known: string[], path: string, issues: IssueList): void {
  for (const name of Object.keys(pool).filter((given) => !known.includes(given))) {
    issues.add({
      path: joinPath(path, [name]),
      value: valueOf(pool, name),
      problem: "is given to an argument that this pool does not have",
      allowed: known.join(", "),
      change: `Did you mean "${closest(name.slice(0, 40), known)}"?`,
    });
  }
}

function wholeNumber(least: number, most: number): z.ZodType<number> {
  const phrase = `a whole number from ${least} to ${most}`;
  return z.number(phrase).refine((value) => Number.isInteger(value) && value >= least && value <= most, phrase);
}
