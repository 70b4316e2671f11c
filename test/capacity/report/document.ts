/** The file that a run leaves behind: everything that was measured, for the documentation's picture and for comparisons. */

import { z } from "zod";

const moment = z.object({ t: z.number(), pending: z.number(), bound: z.number(), nodes: z.number() });

const check = z.object({
  what: z.string(),
  goal: z.string(),
  measured: z.string(),
  passed: z.boolean(),
  /** Whether it is a matter of time, which a slow machine may miss, or of being right. */
  kind: z.enum(["correctness", "time"]),
});
export type Check = z.infer<typeof check>;

/** One run of a case: for example with warm capacity, or without. */
const measurement = z.object({
  id: z.string(),
  title: z.string(),
  /** What of the case this one is, for example `with one boot`. */
  name: z.string(),
  /** From the first pod's creation to the end of what was looked at, in seconds. */
  seconds: z.number(),
  pods: z.object({ count: z.number(), p50Seconds: z.number().nullable(), p95Seconds: z.number().nullable() }),
  /** Nodes of Spark pools that existed meanwhile. */
  nodes: z.number(),
  nodeSeconds: z.number(),
  timeline: z.array(moment),
  checks: z.array(check),
});
export type Measurement = z.infer<typeof measurement>;

export const documentSchema = z.object({
  /** Cores, memory and kind of the processor. */
  machine: z.object({ cores: z.number(), memoryGiB: z.number(), processor: z.string() }),
  date: z.string(),
  form: z.enum(["short", "full"]),
  /** Seconds that the simulated machines take to boot, spread evenly by the seed. */
  boot: z.object({ from: z.number(), to: z.number(), seed: z.number() }),
  autoscaler: z.string(),
  versions: z.record(z.string(), z.string()),
  /** How finely times are known. */
  resolution: z.string(),
  cases: z.array(measurement),
  /** Cases that did not come to their end at first and were run again, and why. */
  repeated: z.array(z.object({ id: z.string(), why: z.string() })),
});
export type CapacityDocument = z.infer<typeof documentSchema>;
