/**
 * The reading of what a real Spark 4.3 answered while it lost an executor: 12 maps and 6 reduces on three executors of one core. Which
 * tasks ran again is known from the tasks themselves, which wrote down that they ran (`ran` in each file), and from Spark's own record
 * of failures. The files were written by test/e2e/spark-drill/record.ts.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { ClusterApi } from "../../lib/cluster-api/cluster-api";
import type { Recomputed } from "../../lib/drill/recomputed";
import { readAgain, readBefore } from "../../lib/drill/spark-work";
import { sparkUiOf } from "../../lib/drill/spark-ui";
import { runningApplications } from "../../lib/drill/spark-pods";
import type { Recorded } from "../e2e/spark-drill/scenario";
import { exampleCluster } from "./fake-cluster";

const folder = join(__dirname, "recorded");

function recordedIn(name: string): Recorded {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Recorded;
}

async function readingOf({ before, after }: Recorded, lost = ["1"]): Promise<Recomputed> {
  const cluster = exampleCluster();
  const [application] = runningApplications(cluster.pods);
  let answers = before;
  cluster.ui = (path) => answers[path.replace("etl-driver:4040/api/v1/applications/spark-etl", "")];
  const api: ClusterApi = cluster.api;
  const ui = sparkUiOf(api, application!);
  const state = await readBefore(ui);
  answers = after;
  const read = await readAgain(ui, state, lost);
  if ("unknown" in read) throw new Error(read.unknown);
  return read;
}

/** Maps that began more often than once, by what they wrote themselves. */
function mapsAgain({ ran }: Recorded): number[] {
  const seen = new Set<number>();
  return ran
    .filter(({ kind }) => kind === "map")
    .flatMap(({ partition, taskId }) => {
      const again = seen.has(partition);
      seen.add(partition);
      return again ? [taskId] : [];
    });
}

describe("an executor that is killed", () => {
  test("between two jobs costs the maps whose output it held, in a stage of the second job", async () => {
    const recorded = recordedIn("killed-between-jobs");
    const held = recorded.ran.filter(({ stageId, executor }) => stageId === 0 && executor === "1").length;
    const read = await readingOf(recorded);
    expect(mapsAgain(recorded)).toHaveLength(held);
    expect(read).toMatchObject({ tasks: held, failedTasks: 0, failedTaskSeconds: 0 });
    expect(read.stages).toEqual([
      {
        stageId: 2,
        attemptId: 0,
        name: expect.stringContaining("DrillJob.java") as string,
        tasks: held,
        taskSeconds: read.taskSeconds,
      },
    ]);
    // Nothing was moved: all that it had written was written again.
    expect(read.shuffleBytes).toBeGreaterThan(0);
    expect(read.shuffleBytesAgain).toBe(read.shuffleBytes);
    expect(read.executors).toMatchObject([{ id: "1", reason: "Command exited with code 137" }]);
  });

  test("while maps run costs those that it had done and the one that it was at", async () => {
    const recorded = recordedIn("killed-in-maps");
    const read = await readingOf(recorded);
    expect(mapsAgain(recorded)).toEqual([10, 11, 12, 13]);
    // Tasks 10 to 13 ran 3382, 3512, 3408 and 3614 ms, task 9 had run 793 ms.
    expect(read).toMatchObject({ tasks: 4, taskSeconds: 13.916, failedTasks: 1, failedTaskSeconds: 0.793 });
    expect(read.stages).toMatchObject([{ stageId: 0, attemptId: 0, tasks: 4 }]);
    // The map that it was at had written nothing.
    expect([read.shuffleBytes, read.shuffleBytesAgain]).toEqual([25_391, 25_391]);
  });

  test("while reduces run costs the maps whose output it held and the reduces that could not fetch it", async () => {
    const recorded = recordedIn("killed-in-reduces");
    const read = await readingOf(recorded);
    const maps = mapsAgain(recorded);
    expect(maps.length).toBeGreaterThan(0);
    const [stage] = read.stages;
    expect(stage).toMatchObject({ stageId: 0, attemptId: 1, tasks: maps.length });
    expect(read.shuffleBytesAgain).toBe(read.shuffleBytes);
    // Spark's count of the reduces that failed.
    const stages = recorded.after["/stages"] as { stageId: number; attemptId: number; numFailedTasks: number }[];
    const failed = stages.filter(({ stageId }) => stageId === 1).reduce((sum, one) => sum + one.numFailedTasks, 0);
    expect(read.failedTasks).toBe(failed);
    // Each of them ran again, in the same attempt or in the next; reduces that had not run before are not counted.
    expect(read.tasks - maps.length).toBe(failed);
  });
});

test("an executor that is decommissioned in time costs nothing: its shuffle data moved", async () => {
  const recorded = recordedIn("decommissioned-between-jobs");
  const read = await readingOf(recorded);
  expect(mapsAgain(recorded)).toEqual([]);
  expect(read).toMatchObject({ stages: [], tasks: 0, taskSeconds: 0, failedTasks: 0, shuffleBytesAgain: 0 });
  expect(read.shuffleBytes).toBeGreaterThan(0);
  expect(read.executors).toMatchObject([{ id: "1", reason: "Executor decommission: Executor 1 is decommissioned." }]);
});

test("an executor that was not lost costs nothing", async () => {
  expect(await readingOf(recordedIn("killed-in-maps"), ["0"])).toMatchObject({ tasks: 0, failedTasks: 0 });
});

describe("a UI that can't be asked", () => {
  test("is said to be so, with the reason", async () => {
    const cluster = exampleCluster();
    const [application] = runningApplications(cluster.pods);
    const ui = sparkUiOf(cluster.api, application!);
    const before = await readBefore(ui);
    expect(before).toEqual({
      unknown:
        "the driver's UI could not be asked: " +
        "error trying to reach service: dial tcp 10.1.2.3:4040: connect: connection refused",
    });
    expect(await readAgain(ui, before, ["1"])).toEqual(before);
  });

  test("or answers what is no answer of Spark's", async () => {
    const cluster = exampleCluster();
    cluster.ui = () => ({ hello: "world" });
    const [application] = runningApplications(cluster.pods);
    expect(await readBefore(sparkUiOf(cluster.api, application!))).toEqual({
      unknown: "the driver's UI could not be asked: its answer to /stages is not one of Spark's",
    });
  });
});
