/** Structure of the plain arguments of an existing cluster: the right kinds of values in the right places, no key too many. */

import { z } from "zod";

import type { IssueList } from "../../plan/issue";
import { inputText, soundPart, strictObject, type Structure, wholeNumber } from "../../plan/structure";
import type { ExistingClusterPlanArgs } from "./args";

/** GKE's largest clusters have as many; a number beyond is a slip. */
const MOST_NODES = 65_000;

/** No cloud gives notice so early; a number beyond is a slip. */
const LONGEST_NOTICE_SECONDS = 3600;

const quantity = z.union([z.string(), z.number()], 'a Kubernetes quantity, such as "15890m" or "57691Mi"');
const stringMap = z.record(z.string(), z.string("text"), "an object of texts");
const inputMap = z.record(z.string(), inputText("text or an output"), "an object of texts, which may be outputs");
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, values.map((value) => JSON.stringify(value)).join(", "));

const taint = strictObject({
  key: z.string("text"),
  value: z.string("text").optional(),
  effect: oneOf(["NoSchedule", "NoExecute", "PreferNoSchedule"]),
});

/** No machine costs more; a price beyond is a slip. */
const DEAREST_DOLLARS = 10_000;

const dollarsPhrase = `US dollars per hour, above 0 and at most ${DEAREST_DOLLARS}`;
const dollars = z.number(dollarsPhrase).refine((value) => value > 0 && value <= DEAREST_DOLLARS, dollarsPhrase);

const pool = strictObject({
  name: z.string("text: a DNS-1123 label"),
  role: oneOf(["spark", "system"]).optional(),
  capacity: oneOf(["on-demand", "spot"]).optional(),
  runs: z.array(oneOf(["driver", "executor"]), 'a list of "driver" and "executor"').optional(),
  labels: stringMap,
  taints: z.array(taint, "a list of taints").optional(),
  minNodes: wholeNumber(0, MOST_NODES).optional(),
  maxNodes: wholeNumber(1, MOST_NODES),
  architecture: oneOf(["amd64", "arm64"]).optional(),
  machineType: z.string("text: the name of a machine type").optional(),
  price: strictObject({
    onDemandHourly: dollars,
    spotHourly: dollars.optional(),
    region: z.string("text: a region"),
    date: z.string("text: a month such as 2026-07"),
    spotDate: z.string("text: a month such as 2026-07").optional(),
  }).optional(),
  allocatable: strictObject({
    cpu: quantity,
    memory: quantity,
    pods: quantity.optional(),
    ephemeralStorage: quantity.optional(),
  }),
});

const schema = strictObject({
  kubernetesVersion: z.string('text such as "1.35"').optional(),
  region: z.string("text: a region").optional(),
  nodes: z.array(pool, "a list of pools"),
  daemonSets: z
    .array(strictObject({ name: z.string("text"), cpu: quantity, memory: quantity }), "a list of DaemonSets")
    .optional(),
  storageAccess: strictObject({
    scheme: oneOf(["s3a", "gs", "abfss", "hdfs", "file"]),
    serviceAccountAnnotations: inputMap.optional(),
    podLabels: inputMap.optional(),
    sparkConf: stringMap.optional(),
  }).optional(),
  autoscaler: strictObject({
    name: z.string("text").optional(),
    driverAnnotations: stringMap.optional(),
    executorAnnotations: stringMap.optional(),
    capacityBuffers: z.boolean("true or false").optional(),
  }).optional(),
  spotNoticeSeconds: wholeNumber(1, LONGEST_NOTICE_SECONDS).optional(),
  // Only wired through: the component looks at it.
  kubeconfig: z.unknown().optional(),
  context: z.string("text").optional(),
});

/**
 * Adds an issue for every argument that is not known or not of the right structure.
 * @returns what is right of the arguments, so that one that is bad does not hide what is wrong with another.
 */
export function soundArguments(args: unknown, issues: IssueList): Structure<ExistingClusterPlanArgs> {
  return soundPart<ExistingClusterPlanArgs>(schema, args, "", issues);
}
