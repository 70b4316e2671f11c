/** What `spark-platform cost --json` prints: for a program, or for machine types. */

import { z } from "zod";

import { shapeSchema } from "./nodes";
import { count, dollars, machineType } from "./parts";

const hourly = z.number().nonnegative().describe("US dollars per hour");

const cost = z
  .strictObject({
    hourly: hourly.optional().describe("US dollars per hour; absent when a price that it needs is not known"),
    atMost: hourly.optional().describe("an upper bound in US dollars per hour, where hourly is not known"),
  })
  .meta({ id: "cost" });

const basis = z
  .array(z.strictObject({ region: z.string(), date: z.string().describe("YYYY-MM") }))
  .meta({ id: "basis", description: "region and month of the list prices" });

const part = cost.extend({
  name: z.string(),
  nodes: z.strictObject({ pool: z.string(), machineType: z.string(), count }).optional(),
  unpriced: z.string().optional().describe("what has no known price"),
  basis,
});

const total = cost.extend({ parts: z.array(part), basis }).meta({ id: "total" });

const capacity = z.enum(["on-demand", "spot"]);

const pod = cost.extend({
  role: z.enum(["driver", "executor"]),
  size: z.string().optional().describe("name of the executor size; absent for the usual one"),
  pool: z.string(),
  capacity,
  machineType: z.string(),
  isDearest: z.boolean().describe("whether the pool has other machine types, of which this is the dearest"),
  podsPerNode: count,
  onDemandHourly: dollars.optional(),
  perTaskSlot: cost.optional(),
  perHeapGiB: cost.optional(),
  basis,
});

const warmEntry = cost.extend({
  name: z.string().describe("as in the plan's warm"),
  nodes: count.describe("nodes beyond those that are up anyway"),
  hoursPerMonth: z.number().describe("hours of a month in which they are kept up"),
  monthly: z.number().nonnegative().optional().describe("US dollars a month"),
  monthlyAtMost: z.number().nonnegative().optional().describe("an upper bound, where monthly is not known"),
});

const machine = z.strictObject({
  pool: z.string(),
  capacity,
  machineType: z.string(),
  onDemandHourly: dollars.optional(),
  spotHourly: dollars.optional(),
  spotSaving: z.number().optional().describe("share of the on-demand price that spot saves"),
  basis,
});

const estimate = z.strictObject({
  idle: total.describe("while nothing runs, when most warm capacity is kept"),
  outOfHours: total.optional().describe("while nothing runs, outside of the hours of warm capacity"),
  average: cost.optional().describe("idle on average over a month, where warm capacity has hours"),
  warm: total.optional().describe("what warm capacity adds to idle"),
  warmEntries: z.array(warmEntry).describe("each entry of warm capacity by itself"),
  pods: z.array(pod).describe("one pod more, on each pool that may run it"),
  atScale: total.describe("every pool at its most nodes"),
  machines: z.array(machine),
  budgetHourly: dollars.optional(),
  leftOut: z.array(z.string()).describe("what the figures leave out"),
  basis,
});

const ofProgram = z.strictObject({
  platforms: z.array(z.strictObject({ name: z.string(), cost: estimate })),
});

const ofMachines = z.strictObject({
  capacity,
  count: count.describe("nodes that were asked about"),
  shape: shapeSchema.describe("the best executor for all of the machine types"),
  machines: z.array(
    z.strictObject({
      machine: machineType,
      podsPerNode: count,
      node: cost.describe("one node"),
      nodes: cost.describe("all of the nodes"),
      pod: cost.describe("one executor's share of a full node"),
      slot: cost.describe("one task slot"),
    }),
  ),
});

export const costSchema = z.union([ofProgram, ofMachines]);

export type ProgramCostAnswer = z.infer<typeof ofProgram>;
export type MachineCostAnswer = z.infer<typeof ofMachines>;
