/** Asks a driver's UI what the loss cost, before and after; without the UI the drill goes on and says so. */

import { recomputed, stagesToRead } from "./recomputed";
import type { DrillReport } from "./report";
import type { SparkState, SparkUi } from "./spark-ui";

/** What the UI said before the notice, or why it said nothing. */
export type Before = { state: SparkState } | { unknown: string };

export async function readBefore(ui: SparkUi): Promise<Before> {
  try {
    return { state: await ui.state() };
  } catch (error) {
    return { unknown: unasked(error) };
  }
}

/** @param lost Spark's numbers of the executors */
export async function readAgain(
  ui: SparkUi,
  before: Before,
  lost: readonly string[],
): Promise<DrillReport["recomputed"]> {
  if ("unknown" in before) return before;
  try {
    const after = await ui.state();
    const read = await Promise.all(
      stagesToRead(before.state, after).map(async (stage) => ({ stage, tasks: await ui.tasks(stage) })),
    );
    return recomputed(lost, before.state, after, read);
  } catch (error) {
    return { unknown: unasked(error) };
  }
}

function unasked(error: unknown): string {
  return `the driver's UI could not be asked: ${(error as Error).message}`;
}
