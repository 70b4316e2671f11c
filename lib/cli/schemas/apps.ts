/** What the commands of `spark-platform apps` print with `--json`. */

import { z } from "zod";

import { appStates, ways } from "../../apps/application";
import { waitCauses } from "../../apps/waits/wait";
import { count, mib, millis } from "./parts";

const time = z.string().describe("RFC 3339");
const optionalTime = time.optional();

const application = z
  .strictObject({
    name: z.string(),
    namespace: z.string(),
    way: z
      .enum(ways as [string, ...string[]])
      .describe("what keeps it: an operator, a Job, a server, or only its driver pod"),
    state: z.enum(appStates as [string, ...string[]]),
    reported: z.string().optional().describe("the state in the operator's own word"),
    message: z.string().optional().describe("what the operator says of a failure"),
    sparkId: z.string().optional().describe("Spark's own id"),
    driver: z.string().optional().describe("the driver's pod; absent where there is none"),
    executors: z.strictObject({ running: count, waiting: count, failed: count }).describe("pods that are there"),
    attempts: count.optional().describe("attempts so far; absent where nothing counts them"),
    schedule: z.string().optional().describe("the schedule that started it"),
    created: optionalTime,
    started: optionalTime.describe("when the driver began to run"),
    ended: optionalTime,
  })
  .meta({ id: "application" });

const notes = z.array(z.string()).describe("what could not be seen, and what else is worth knowing");

export const appsListSchema = z.strictObject({
  applications: z.array(application).describe("newest first"),
  notes,
});

const podSize = z.strictObject({ cpuMillis: millis, memoryMiB: mib }).describe("requests of one pod").optional();

const asked = z.strictObject({
  type: z.string().optional(),
  sparkVersion: z.string().optional(),
  image: z.string().optional(),
  mainApplicationFile: z.string().optional(),
  mainClass: z.string().optional(),
  arguments: z.array(z.string()).optional(),
  driver: podSize,
  executor: podSize,
  executors: z
    .strictObject({ least: count, most: count.optional().describe("absent where dynamic allocation has no bound") })
    .optional(),
  retries: z.strictObject({ policy: z.string(), most: count.optional() }).optional(),
  timeToLiveSeconds: z.number().nonnegative().optional().describe("after its end, until the object is deleted"),
  timeLimitSeconds: z.number().nonnegative().optional().describe("most seconds that an attempt may run"),
});

const reason = z.strictObject({
  nodes: count.describe("nodes that are of no use for it"),
  reason: z.string().describe("in the scheduler's words"),
  detail: z.string().optional().describe("what the nodes themselves say about it"),
});

const wait = z.strictObject({
  cause: z.enum(waitCauses),
  who: z.enum(["driver", "executor", "application"]),
  pods: z.array(z.string()).describe("pods that wait for this reason"),
  since: optionalTime,
  detail: z.array(z.string()).describe("sentences"),
  nodes: z.strictObject({ total: count, reasons: z.array(reason) }).optional(),
  change: z.string().describe("what to change"),
});

const failure = z.strictObject({
  who: z.string().describe("driver, application, or how many executors"),
  pods: z.array(z.string()),
  at: optionalTime,
  what: z.string(),
  change: z.string().describe("what to change"),
});

const progress = z.strictObject({
  stages: z
    .array(z.strictObject({ stageId: count, name: z.string(), tasks: count, done: count, active: count }))
    .describe("stages that run now"),
  stagesDone: count,
  stagesFailed: count,
  executorsActive: count,
});

export const appsDescribeSchema = z.strictObject({
  application,
  asked,
  configuration: z
    .array(z.strictObject({ key: z.string(), value: z.string(), platform: z.string().optional() }))
    .describe("what it sets otherwise than the platform's defaults; secrets are redacted"),
  pods: z.array(
    z.strictObject({
      pod: z.string(),
      role: z.enum(["driver", "executor"]),
      id: z.string().optional().describe("Spark's number of an executor"),
      state: z.enum(["waiting", "starting", "running", "succeeded", "failed"]),
      node: z.string().optional(),
      zone: z.string().optional(),
      machineType: z.string().optional(),
      capacity: z.enum(["spot", "on-demand"]).optional().describe("absent where the node can't be seen"),
      started: optionalTime,
      cpuMillis: millis,
      memoryMiB: mib,
    }),
  ),
  waits: z.array(wait).describe("why it waits; empty where nothing does"),
  failures: z.array(failure),
  progress: z
    .union([progress, z.strictObject({ unknown: z.string().describe("why the driver's UI could not be asked") })])
    .optional()
    .describe("absent while no driver runs"),
  history: z.array(z.strictObject({ at: optionalTime, state: z.string(), message: z.string().optional() })),
  cost: z
    .strictObject({
      dollars: z.number().nonnegative().optional().describe("US dollars so far; absent when a price is not known"),
      atMost: z.number().nonnegative().optional().describe("US dollars with spot at the on-demand price"),
      driverSeconds: z.number().nonnegative(),
      executorSeconds: z.number().nonnegative(),
      goneExecutors: count.describe("executors whose pods are deleted, from the driver's memory"),
      unpriced: z.array(z.string()).describe("what has no known price"),
      regions: z.array(z.string()).describe("regions of its nodes"),
      basis: z.array(z.strictObject({ region: z.string(), date: z.string() })).describe("which list prices"),
    })
    .describe("of the pods that can be seen: their share of their nodes, by the second"),
  notes,
});

export const appsLogsSchema = z.strictObject({
  namespace: z.string(),
  pod: z.string(),
  container: z.string(),
  lines: z.array(z.string()),
});

export const appsKillSchema = z.strictObject({
  name: z.string(),
  namespace: z.string(),
  deleted: z.array(z.string()).describe("objects that were deleted, as Kind/name; empty where it had ended before"),
  notes,
});

export const appsRestartSchema = z.strictObject({
  name: z.string(),
  namespace: z.string(),
  object: z.string().describe("what was made anew, as Kind/name"),
  notes,
});

export const appsScheduleListSchema = z.strictObject({
  schedules: z.array(
    z.strictObject({
      name: z.string(),
      namespace: z.string(),
      way: z.enum(["kubeflow", "job"]),
      cron: z.string(),
      timeZone: z.string().optional().describe("absent where the controller's counts"),
      isSuspended: z.boolean(),
      lastRun: optionalTime,
      lastRunName: z.string().optional(),
      nextRun: optionalTime,
      problem: z.string().optional().describe("what is wrong with it, in the operator's words"),
    }),
  ),
  notes,
});

export const appsScheduleChangeSchema = z.strictObject({
  name: z.string(),
  namespace: z.string(),
  isSuspended: z.boolean(),
  started: z.string().optional().describe("the run that was started, as Kind/name"),
});

export type AppsListAnswer = z.infer<typeof appsListSchema>;
export type AppsDescribeAnswer = z.infer<typeof appsDescribeSchema>;
export type AppsLogsAnswer = z.infer<typeof appsLogsSchema>;
export type AppsKillAnswer = z.infer<typeof appsKillSchema>;
export type AppsRestartAnswer = z.infer<typeof appsRestartSchema>;
export type AppsScheduleListAnswer = z.infer<typeof appsScheduleListSchema>;
export type AppsScheduleChangeAnswer = z.infer<typeof appsScheduleChangeSchema>;
