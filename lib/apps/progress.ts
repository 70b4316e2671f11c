/** How far a running application has got, from its driver's UI. */

import { z } from "zod";

import type { Pod } from "../cluster-api/objects";
import { uiPortOf } from "../drill/spark-pods";
import { type SparkState, sparkUiOf } from "../drill/spark-ui";
import type { App } from "./application";
import type { AppsApi } from "./find";
import { podState } from "./pods";

export interface Progress {
  /** Stages that run now. */
  stages: { stageId: number; name: string; tasks: number; done: number; active: number }[];
  stagesDone: number;
  stagesFailed: number;
  executorsActive: number;
}

/** What the UI says, or why it says nothing. */
export type UiState = { state: SparkState } | { unknown: string };

/** Undefined where no driver runs. */
export async function uiStateOf(
  api: AppsApi,
  { drivers, executors, name, namespace, sparkId }: App,
): Promise<UiState | undefined> {
  const [driver] = drivers;
  if (driver === undefined || podState(driver) !== "running") return undefined;
  try {
    const id = sparkId ?? (await idInUi(api, driver));
    return { state: await sparkUiOf(api, { name, namespace, id, driver, executors }).state() };
  } catch (error) {
    return { unknown: (error as Error).message };
  }
}

/** A driver's UI knows one application: its own. */
async function idInUi(api: AppsApi, driver: Pod): Promise<string> {
  const { namespace, name } = driver.metadata;
  const served = await api.served({ namespace, name, port: uiPortOf(driver) }, "/api/v1/applications");
  const [application] = z.array(z.object({ id: z.string() })).parse(served);
  if (application === undefined) throw new Error("it has no application yet");
  return application.id;
}

/** The UI counts the driver among the executors. */
const DRIVER_ID = "driver";

export function progressOf({ stages, executors }: SparkState): Progress {
  return {
    stages: stages
      .filter(({ status }) => status === "ACTIVE")
      .map(({ stageId, name, numTasks, numCompleteTasks, numActiveTasks }) => ({
        stageId,
        name,
        tasks: numTasks,
        done: numCompleteTasks,
        active: numActiveTasks,
      })),
    stagesDone: stages.filter(({ status }) => status === "COMPLETE").length,
    stagesFailed: stages.filter(({ status }) => status === "FAILED").length,
    executorsActive: executors.filter(({ id, isActive }) => isActive && id !== DRIVER_ID).length,
  };
}
