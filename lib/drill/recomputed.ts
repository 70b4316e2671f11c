/** What the loss of executors made Spark do again, told from what its UI said before and after. */

import type { SparkStage, SparkState, SparkTask } from "./spark-ui";

export interface Recomputed {
  /** Stages with tasks that ran again. */
  stages: { stageId: number; attemptId: number; name: string; tasks: number; taskSeconds: number }[];
  /** Tasks that ran although their partition had run before: its result was lost, or it failed for the loss. */
  tasks: number;
  taskSeconds: number;
  /** Tasks that ended without a result because of the loss, and the seconds that they had run. */
  failedTasks: number;
  failedTaskSeconds: number;
  executors: { id: string; reason?: string; shuffleBytes: number; cachedBlocks: number }[];
  /** Bytes of shuffle data that the lost executors had written, and of those that were written again so far. */
  shuffleBytes: number;
  shuffleBytesAgain: number;
  cachedPartitions: { before: number; after: number };
}

/** One attempt at a stage with its tasks. */
export interface StageTasks {
  stage: SparkStage;
  tasks: readonly SparkTask[];
}

/**
 * The attempts whose tasks have to be looked at: those of stages that came or went on since before, and earlier ones of the same
 * data, since a later job computes lost shuffle data in a stage with a number of its own.
 */
export function stagesToRead(before: SparkState, after: SparkState): SparkStage[] {
  const done = new Set(
    before.stages.filter(({ status }) => status !== "ACTIVE" && status !== "PENDING").map(attemptOf),
  );
  const known = after.stages.filter(hasTasks);
  const dataOf = dataIn(known);
  const wentOn = new Set(known.filter((stage) => !done.has(attemptOf(stage))).map(dataOf));
  return known.filter((stage) => wentOn.has(dataOf(stage)));
}

/** @param lost Spark's numbers of the executors */
export function recomputed(
  lost: readonly string[],
  before: SparkState,
  after: SparkState,
  read: readonly StageTasks[],
): Recomputed {
  const again = runAgain(new Set(lost), read);
  const failed = read.flatMap(({ tasks }) => tasks.filter((task) => failedFor(new Set(lost), task)));
  const stages = read.flatMap(({ stage, tasks }) => {
    const some = tasks.filter(({ taskId }) => again.has(taskId));
    const { stageId, attemptId, name } = stage;
    return some.length === 0 ? [] : [{ stageId, attemptId, name, tasks: some.length, taskSeconds: secondsOf(some) }];
  });
  const tasks = read.flatMap((one) => one.tasks.filter(({ taskId }) => again.has(taskId)));
  const executors = lost.flatMap((id) => executorOf(id, before, after));
  return {
    stages: stages.sort((a, b) => a.stageId - b.stageId || a.attemptId - b.attemptId),
    tasks: tasks.length,
    taskSeconds: secondsOf(tasks),
    failedTasks: failed.length,
    failedTaskSeconds: secondsOf(failed),
    executors,
    shuffleBytes: executors.reduce((sum, { shuffleBytes }) => sum + shuffleBytes, 0),
    shuffleBytesAgain: tasks
      .filter(({ taskId }) => again.get(taskId) === true)
      .reduce((sum, task) => sum + bytesOf(task), 0),
    cachedPartitions: { before: before.cachedPartitions, after: after.cachedPartitions },
  };
}

/**
 * Tasks that came after one of the same partition that was lost with its result, or failed for the loss.
 * @returns by their numbers, whether there was a result
 */
function runAgain(lost: ReadonlySet<string>, read: readonly StageTasks[]): Map<number, boolean> {
  const dataOf = dataIn(read.map(({ stage }) => stage));
  const byPartition = new Map<string, { task: SparkTask; isLost: boolean }[]>();
  for (const { stage, tasks } of read) {
    for (const task of tasks.filter(({ speculative }) => !speculative)) {
      const partition = `${dataOf(stage)} ${task.partitionId ?? task.index}`;
      const isLost = failedFor(lost, task) || lost.has(task.executorId);
      byPartition.set(partition, [...(byPartition.get(partition) ?? []), { task, isLost }]);
    }
  }
  const again = new Map<number, boolean>();
  for (const attempts of byPartition.values()) {
    const gone = attempts.filter(({ isLost }) => isLost).map(({ task }) => task);
    const hadResult = gone.some(({ status }) => status === "SUCCESS");
    // Spark numbers tasks in the order in which it starts them.
    const first = Math.min(...gone.map(({ taskId }) => taskId));
    for (const { task } of attempts) if (task.taskId > first) again.set(task.taskId, hadResult);
  }
  return again;
}

/** Ended with its executor, or could not fetch what the executor had kept. */
function failedFor(lost: ReadonlySet<string>, { status, executorId, errorMessage = "" }: SparkTask): boolean {
  if (status !== "FAILED" && status !== "KILLED") return false;
  const [, from] = /^FetchFailed\(BlockManagerId\(([^,]+),/.exec(errorMessage) ?? [];
  return lost.has(from ?? executorId);
}

/**
 * What is the same for all attempts at the same data. Only map stages come again under another number, since their results lie on
 * executors; those of a last stage have gone to the driver or the storage.
 */
function dataIn(stages: readonly SparkStage[]): (stage: SparkStage) => string {
  // An attempt that has only begun has written nothing yet; an earlier one at the same data has.
  const maps = new Set(stages.filter(({ shuffleWriteBytes }) => shuffleWriteBytes > 0).map(originOf));
  return (stage) => (maps.has(originOf(stage)) ? originOf(stage) : `stage ${stage.stageId}`);
}

/** The line of the program that a stage comes from, and its data. */
function originOf({ name, rddIds }: SparkStage): string {
  return `${name} of ${[...rddIds].sort((a, b) => a - b).join(",")}`;
}

function attemptOf({ stageId, attemptId }: SparkStage): string {
  return `${stageId}.${attemptId}`;
}

/** A stage that was skipped has none, and Spark answers 404 when it is asked for them. */
function hasTasks({ status }: SparkStage): boolean {
  return status !== "SKIPPED" && status !== "PENDING";
}

function executorOf(id: string, before: SparkState, after: SparkState): Recomputed["executors"] {
  const now = after.executors.find((one) => one.id === id);
  const then = before.executors.find((one) => one.id === id);
  const known = now ?? then;
  if (known === undefined) return [];
  const { removeReason } = known;
  return [
    {
      id,
      ...(removeReason !== undefined && { reason: removeReason }),
      shuffleBytes: known.totalShuffleWrite,
      cachedBlocks: then?.rddBlocks ?? 0,
    },
  ];
}

function bytesOf({ taskMetrics }: SparkTask): number {
  return taskMetrics?.shuffleWriteMetrics.bytesWritten ?? 0;
}

function secondsOf(tasks: readonly SparkTask[]): number {
  return tasks.reduce((sum, { duration = 0 }) => sum + duration, 0) / 1000;
}
