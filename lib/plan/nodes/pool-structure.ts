/** Structure of a Spark pool's arguments, and the fields of it that are sound enough for further checks. */

import { z } from "zod";

import type { IssueList } from "../issue";
import { joinPath, type Sound, soundPart, strictObject, wholeNumber } from "../structure";
import { mostPods } from "./kubelet";
import type { SparkPoolArgs, SystemPoolArgs } from "./pool";

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
      strictObject(
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

const sparkPool = strictObject(fields, "a pool: { name, machineTypes, maxNodes, ... }");

const systemPool = strictObject(
  { machineTypes: machineTypesField, minNodes: wholeNumber(1, mostNodes), maxNodes: wholeNumber(1, mostNodes) },
  "a pool: { machineTypes, minNodes, maxNodes }",
);

/** What of a pool is right, so that one bad field does not hide what is wrong with another. */
export interface SoundPool {
  fields: Sound<SparkPoolArgs>;
  /** Whether a field is there as it was given, or rightly left out. */
  isWhole: (field: keyof SparkPoolArgs) => boolean;
}

/** Adds an issue for every field of a Spark pool that is missing, of the wrong kind, out of its range or not known. */
export function checkSparkPoolStructure(pool: unknown, path: string, issues: IssueList): SoundPool {
  const { sound, isWhole } = soundPart<SparkPoolArgs>(sparkPool, pool, path, issues);
  return { fields: sound ?? {}, isWhole: (field) => isWhole(joinPath(path, [field])) };
}

/** Adds an issue for every field of a system pool that is missing, of the wrong kind, out of its range or not known. */
export function checkSystemPoolStructure(pool: unknown, path: string, issues: IssueList): Sound<SystemPoolArgs> {
  return soundPart<SystemPoolArgs>(systemPool, pool, path, issues).sound ?? {};
}
