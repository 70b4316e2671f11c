/** What `spark-platform size --json` prints. */

import { z } from "zod";

import { nodeKindSchema, nodeSchema, shapeSchema } from "./nodes";
import { count, dollars, mib, millis } from "./parts";

const podPrice = z
  .strictObject({
    podHourly: dollars.describe("US dollars for one pod on a full node, per hour"),
    slotHourly: dollars.describe("US dollars for one of its cores, per hour"),
  })
  .meta({ id: "podPrice" });

export const sizeSchema = z.strictObject({
  fits: z.boolean().describe("whether there is a shape that fits every machine type; exit code 1 where there is none"),
  role: z.enum(["driver", "executor"]),
  kind: nodeKindSchema,
  shape: shapeSchema.optional().describe("the best shape; absent where none fits"),
  nodes: z.array(
    nodeSchema.extend({
      podsPerNode: count,
      leftOver: z.strictObject({ cpuMillis: millis, memoryMiB: mib }).optional(),
      limitedBy: z.enum(["cpu", "memory", "pods"]).optional().describe("what keeps one more pod out"),
      localDiskMiB: mib.optional().describe("disk of the node for each pod, where the node is full"),
      onDemand: podPrice.optional().describe("absent where no price is known"),
      spot: podPrice.optional().describe("absent where no price is known"),
    }),
  ),
  configuration: z.record(z.string(), z.string()).describe("the Spark keys that make such pods; empty where none fits"),
  reasons: z.array(z.string()).describe("why nothing fits; empty where something does"),
});

export type SizeAnswer = z.infer<typeof sizeSchema>;
