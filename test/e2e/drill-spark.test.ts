/** A real Spark loses an executor, and a drill's reading of its UI says what the tasks themselves say of what ran again. */

import type { ClusterApi } from "../../lib/cluster-api/cluster-api";
import { type RunningApplication } from "../../lib/drill/spark-pods";
import { sparkUiOf } from "../../lib/drill/spark-ui";
import { readAgain, readBefore } from "../../lib/drill/spark-work";
import { type Recorded, runScenario, type Scenario, scenarios, TAKEN } from "./spark-drill/scenario";

jest.setTimeout(1_800_000);

/** `npm run e2e` says why it is not there, and these cases count as skipped then. */
const jars = process.env.SPARK_PLATFORM_SPARK_JARS ?? "";
const withSpark = jars === "" ? test.skip : test;

async function readingOf({ before, after }: Recorded) {
  let answers = before;
  const served: ClusterApi["served"] = (_pod, path) =>
    Promise.resolve(answers[path.replace("/api/v1/applications/app", "")]);
  const driver = { metadata: { namespace: "jobs", name: "driver" }, spec: { containers: [] } };
  const ui = sparkUiOf({ served } as ClusterApi, { id: "app", driver } as unknown as RunningApplication);
  const state = await readBefore(ui);
  answers = after;
  const read = await readAgain(ui, state, [TAKEN]);
  if ("unknown" in read) throw new Error(read.unknown);
  return read;
}

/** Tasks that began although their partition had begun before. */
function begunAgain({ ran }: Recorded, what: "map" | "reduce"): number {
  const begun = ran.filter(({ kind }) => kind === what);
  return begun.length - new Set(begun.map(({ partition }) => partition)).size;
}

/** Tasks of a stage that Spark started beyond the first of each partition, whatever became of them. */
function startedAgain({ after }: Recorded, stageId: number): number {
  const lists = Object.entries(after).filter(([path]) => path.startsWith(`/stages/${stageId}/`));
  const started = lists.flatMap(([, tasks]) => tasks as { index: number }[]);
  return started.length - new Set(started.map(({ index }) => index)).size;
}

const named = (name: string): Scenario => scenarios.find((scenario) => scenario.name === name)!;

withSpark("an executor that is killed while reduces run costs its maps and the reduces that need them", async () => {
  const recorded = await runScenario(named("killed-in-reduces"), jars);
  const read = await readingOf(recorded);
  const maps = begunAgain(recorded, "map");
  expect(maps).toBeGreaterThan(0);
  const [mapTasks, reduceTasks] = [0, 1].map((id) =>
    read.stages.filter(({ stageId }) => stageId === id).reduce((sum, { tasks }) => sum + tasks, 0),
  );
  expect(mapTasks).toBe(maps);
  // Each that failed ran again. Where Spark gave up a whole attempt, retries of it may have been started in vain, before they began.
  expect(reduceTasks).toBeGreaterThanOrEqual(read.failedTasks);
  expect(reduceTasks).toBeLessThanOrEqual(startedAgain(recorded, 1));
  expect(read.shuffleBytesAgain).toBe(read.shuffleBytes);
});

withSpark("an executor that is decommissioned costs nothing: its shuffle data moved", async () => {
  const recorded = await runScenario(named("decommissioned-between-jobs"), jars);
  const read = await readingOf(recorded);
  expect(begunAgain(recorded, "map")).toBe(0);
  expect(read).toMatchObject({ tasks: 0, failedTasks: 0, shuffleBytesAgain: 0 });
  expect(read.shuffleBytes).toBeGreaterThan(0);
});
