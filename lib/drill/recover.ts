/** Waits until an application has got over the loss of executors, or has not. */

import type { Pod } from "../cluster-api/objects";
import { counted } from "../report/numbers";
import type { Drilling } from "./drilling";
import type { Outcome } from "./report";
import { waitingTasks } from "./spark-ui";

export interface Recovery {
  outcome: Outcome;
  /** When the application had recovered or finished. */
  recovered?: number;
  notes: string[];
}

/** Between two looks at all nodes and at the driver's UI, which are larger answers than the pods of one application. */
const SECONDS_BETWEEN_LARGE_LOOKS = 5;

/** An application that asks for no more executors when it is asked so often in a row has as many as it wants. */
const CONTENT_LOOKS = 2;

/** @param limit seconds since the notice */
export async function recover(drilling: Drilling, limit: number): Promise<Recovery> {
  const { target, plan, timeline, api, clock, say, signal, elapsed } = drilling;
  const { before } = plan.executors;
  let nextLargeLook = 0;
  let contentLooks = 0;
  let said = -1;
  for (;;) {
    const ended = endOf(await drilling.see(), target.application.driver);
    const isLargeLook = elapsed() >= nextLargeLook;
    if (isLargeLook) {
      nextLargeLook = elapsed() + SECONDS_BETWEEN_LARGE_LOOKS;
      timeline.seeNodes(elapsed(), await api.nodes());
      contentLooks = ended === undefined && (await isContent(drilling)) ? contentLooks + 1 : 0;
    }
    if (timeline.running !== said) {
      said = timeline.running;
      say(`${said} of ${counted(before, "executor")} after ${Math.round(elapsed())} s.`);
    }
    if (ended === "finished") return { outcome: ended, recovered: elapsed(), notes: [] };
    if (ended !== undefined) return { outcome: ended, notes: [] };
    const isFull = timeline.running >= before;
    if (isFull || contentLooks >= CONTENT_LOOKS) {
      if (!isLargeLook) timeline.seeNodes(elapsed(), await api.nodes());
      return { outcome: "recovered", recovered: elapsed(), notes: isFull ? [] : [contentNote(timeline.running)] };
    }
    if (elapsed() >= limit) return { outcome: "executors-missing", notes: [] };
    await clock.wait(1, signal);
  }
}

/** A driver that is gone without a success is lost, and its application with it. */
function endOf(pods: readonly Pod[], driver: Pod): "finished" | "driver-lost" | undefined {
  const phase = pods.find(({ metadata }) => metadata.uid === driver.metadata.uid)?.status?.phase;
  if (phase === "Succeeded") return "finished";
  return phase === undefined || phase === "Failed" ? "driver-lost" : undefined;
}

/** With dynamic allocation there need not be as many executors as before: Spark asks for none while no task waits. */
async function isContent({ ui, timeline }: Drilling): Promise<boolean> {
  if (timeline.someWait) return false;
  try {
    return (await ui.allocatesDynamically()) && waitingTasks(await ui.state()) === 0;
  } catch {
    // Without the UI only the number of executors tells.
    return false;
  }
}

function contentNote(running: number): string {
  return `No task waits, and dynamic allocation asks for no more than ${counted(running, "executor")}.`;
}
