/** What `spark-platform drill spot --json` prints. */

import { z } from "zod";

import { count } from "./parts";

const seconds = z.number().nonnegative().describe("seconds since the notice");
const bytes = count.describe("bytes");

const recomputed = z.strictObject({
  stages: z
    .array(
      z.strictObject({
        stageId: count,
        attemptId: count,
        name: z.string(),
        tasks: count.describe("tasks that ran again in this attempt"),
        taskSeconds: z.number().nonnegative(),
      }),
    )
    .describe("attempts at stages with tasks that ran again"),
  tasks: count.describe("tasks that ran although their partition had run before"),
  taskSeconds: z.number().nonnegative().describe("how long those tasks ran"),
  failedTasks: count.describe("tasks that ended without a result because of the loss"),
  failedTaskSeconds: z.number().nonnegative().describe("how long those had run"),
  executors: z.array(
    z.strictObject({
      id: z.string(),
      reason: z.string().optional().describe("why Spark removed it; absent while Spark has not"),
      shuffleBytes: bytes.describe("bytes of shuffle data that it had written"),
      cachedBlocks: count.describe("cached blocks that it held before the notice"),
    }),
  ),
  shuffleBytes: bytes.describe("bytes of shuffle data that the lost executors had written"),
  shuffleBytesAgain: bytes.describe("bytes of shuffle data that were written again so far"),
  cachedPartitions: z.strictObject({ before: count, after: count }),
});

export const drillSpotSchema = z.strictObject({
  outcome: z
    .enum(["planned", "recovered", "finished", "executors-missing", "driver-lost"])
    .describe("planned after --dry-run; exit code 1 with executors-missing and driver-lost"),
  application: z.strictObject({
    name: z.string(),
    id: z.string().describe("Spark's own id"),
    namespace: z.string(),
    driver: z.string().describe("the driver's pod"),
  }),
  node: z.strictObject({
    name: z.string(),
    spotLabel: z.string().optional().describe("the label that calls it spot; absent where none does"),
    machineType: z.string().optional(),
    zone: z.string().optional(),
    nodeClaim: z.string().optional().describe("Karpenter's object of the machine; absent with another autoscaler"),
    goneSeconds: seconds.optional().describe("seconds until the Node object was gone; absent where it was not seen"),
  }),
  noticeSeconds: z.number().nonnegative(),
  pods: z
    .array(
      z.strictObject({
        namespace: z.string(),
        name: z.string(),
        role: z.enum(["executor", "other"]),
        application: z.string().optional().describe("absent where it is no pod of Spark's"),
      }),
    )
    .describe("what ran on the node and had to go"),
  executors: z.strictObject({ before: count, after: count }).describe("executors of the application that run"),
  lost: z.array(
    z.strictObject({
      name: z.string(),
      id: z.string().optional().describe("Spark's number of it"),
      goneSeconds: seconds.optional(),
      inTime: z.boolean().describe("whether it was gone before the notice had passed"),
    }),
  ),
  replacements: z.array(
    z.strictObject({
      name: z.string(),
      node: z.string().optional(),
      onNewNode: z.boolean().optional().describe("whether its node came after the notice"),
      boundSeconds: seconds.optional(),
      runningSeconds: seconds.optional(),
    }),
  ),
  seconds: z
    .strictObject({
      loss: seconds.optional().describe("until the node was lost"),
      gone: seconds.optional().describe("until the last of the lost executors was gone"),
      bound: seconds.optional().describe("until as many new executors as were lost had a node"),
      running: seconds.optional().describe("until as many new executors as were lost ran"),
      recovered: seconds.optional().describe("until the application had recovered or finished"),
    })
    .describe("seconds since the notice; what did not happen is absent"),
  newNodes: z.array(z.strictObject({ name: z.string(), spot: z.boolean(), seconds })),
  recomputed: z
    .union([recomputed, z.strictObject({ unknown: z.string().describe("why the driver's UI could not be asked") })])
    .describe("what Spark did again so far"),
  notes: z.array(z.string()),
  endMachineCommand: z
    .string()
    .optional()
    .describe("ends the machine that the node stood for; absent where the autoscaler does so"),
});

export type DrillSpotAnswer = z.infer<typeof drillSpotSchema>;
