/** What `spark-platform machines --json` prints. */

import { z } from "zod";

import { cloud, count, dollars, machineType } from "./parts";

export const machinesSchema = z.strictObject({
  count: count.describe("how many machine types match"),
  machines: z
    .array(
      machineType.extend({
        cloud,
        vcpuHourly: dollars.optional().describe("on-demand price of one vCPU for an hour; absent when it is not known"),
      }),
    )
    .describe("cheapest vCPU first, those without a price last"),
});

export type MachinesAnswer = z.infer<typeof machinesSchema>;
