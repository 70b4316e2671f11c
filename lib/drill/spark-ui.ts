/** What the UI of a running driver answers about its application: stages, tasks, executors, cached data. */

import { z } from "zod";

import type { ClusterApi } from "../cluster-api/cluster-api";
import { type RunningApplication, uiPortOf } from "./spark-pods";

// Spark's own names and units: https://spark.apache.org/docs/latest/monitoring.html#rest-api
const stage = z.object({
  status: z.string(),
  stageId: z.number(),
  attemptId: z.number(),
  name: z.string(),
  numTasks: z.number(),
  numActiveTasks: z.number(),
  numCompleteTasks: z.number(),
  shuffleWriteBytes: z.number(),
  rddIds: z.array(z.number()),
});

const task = z.object({
  taskId: z.number(),
  index: z.number(),
  /** Of the stage's data; since Spark 3.3. */
  partitionId: z.number().optional(),
  /** Milliseconds; of a task that runs still, until now. */
  duration: z.number().optional(),
  executorId: z.string(),
  status: z.string(),
  speculative: z.boolean(),
  errorMessage: z.string().optional(),
  taskMetrics: z.object({ shuffleWriteMetrics: z.object({ bytesWritten: z.number() }) }).optional(),
});

const executor = z.object({
  id: z.string(),
  isActive: z.boolean(),
  rddBlocks: z.number(),
  totalShuffleWrite: z.number(),
  /** For example `2026-11-23T06:52:59.439GMT`. */
  addTime: z.string().optional(),
  removeTime: z.string().optional(),
  removeReason: z.string().optional(),
});

const rdd = z.object({ numPartitions: z.number(), numCachedPartitions: z.number() });

export type SparkStage = z.infer<typeof stage>;
export type SparkTask = z.infer<typeof task>;
export type SparkExecutor = z.infer<typeof executor>;

export interface SparkState {
  stages: SparkStage[];
  /** Those that were removed among them. */
  executors: SparkExecutor[];
  cachedPartitions: number;
}

/** Every method throws where the UI can't be asked; the message says why. */
export interface SparkUi {
  state(): Promise<SparkState>;
  tasks(stage: Pick<SparkStage, "stageId" | "attemptId">): Promise<SparkTask[]>;
  /** Whether Spark adds and removes executors with the work. */
  allocatesDynamically(): Promise<boolean>;
}

/** Spark keeps this many tasks of all stages (spark.ui.retainedTasks), so one page holds any stage that it still knows. */
const MOST_TASKS = 100_000;

export function sparkUiOf(api: ClusterApi, { id, driver }: RunningApplication): SparkUi {
  const { namespace, name } = driver.metadata;
  const pod = { namespace, name, port: uiPortOf(driver) };
  const ask = async <T>(schema: z.ZodType<T>, path: string): Promise<T> => {
    const answer = await api.served(pod, `/api/v1/applications/${encodeURIComponent(id)}${path}`);
    const read = schema.safeParse(answer);
    if (!read.success) throw new Error(`its answer to ${path} is not one of Spark's`);
    return read.data;
  };
  return {
    async state() {
      const [stages, executors, rdds] = await Promise.all([
        ask(z.array(stage), "/stages"),
        ask(z.array(executor), "/allexecutors"),
        ask(z.array(rdd), "/storage/rdd"),
      ]);
      return { stages, executors, cachedPartitions: rdds.reduce((sum, one) => sum + one.numCachedPartitions, 0) };
    },
    tasks: ({ stageId, attemptId }) =>
      ask(z.array(task), `/stages/${stageId}/${attemptId}/taskList?offset=0&length=${MOST_TASKS}`),
    async allocatesDynamically() {
      const { sparkProperties } = await ask(
        z.object({ sparkProperties: z.array(z.tuple([z.string(), z.string()])) }),
        "/environment",
      );
      return sparkProperties.some(([key, value]) => key === "spark.dynamicAllocation.enabled" && value === "true");
    },
  };
}

/** Tasks that wait for a slot: what would make Spark ask for more executors. */
export function waitingTasks({ stages }: SparkState): number {
  return stages
    .filter(({ status }) => status === "ACTIVE")
    .reduce((sum, one) => sum + Math.max(0, one.numTasks - one.numCompleteTasks - one.numActiveTasks), 0);
}
