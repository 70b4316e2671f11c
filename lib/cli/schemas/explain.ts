/** What `spark-platform explain --json` prints. */

import { z } from "zod";

import { nodeKindSchema, nodeSchema, shapeSchema } from "./nodes";
import { count } from "./parts";

export const explainSchema = z.strictObject({
  fits: z.boolean().describe("whether the pod fits every machine type; exit code 1 where it does not"),
  kind: nodeKindSchema,
  shape: shapeSchema.describe("the pod that was asked about"),
  nodes: z.array(
    nodeSchema.extend({
      fits: z.boolean(),
      podsPerNode: count,
      line: z.string().describe("the arithmetic"),
      shortOf: z.array(z.enum(["cpu", "memory", "pods", "task slots"])).describe("what there is too little of"),
      nearest: z
        .strictObject({ shape: shapeSchema, line: z.string() })
        .optional()
        .describe("the nearest shape that fits; absent where the pod fits, and where nothing does"),
    }),
  ),
});

export type ExplainAnswer = z.infer<typeof explainSchema>;
