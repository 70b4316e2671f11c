/** Jobs that run spark-submit: in client mode their pod is the driver, in cluster mode it makes one. */

import type { Condition } from "../../cluster-api/objects";
import type { App, AppObject, AppState } from "../application";
import { jobs } from "../kinds";
import { stateOfDriver } from "./drivers";
import { sparkIdOf, type SparkPods } from "./spark-pods";

export interface Job extends AppObject {
  spec: { suspend?: boolean; backoffLimit?: number; template?: unknown };
  status?: { active?: number; succeeded?: number; failed?: number; completionTime?: string; conditions?: Condition[] };
}

/** A Job of placeholders belongs to an application, and is none. */
export function isSubmission({ metadata: { ownerReferences = [] } }: Job): boolean {
  return ownerReferences.every(({ kind }) => kind === "CronJob");
}

export function jobApp(object: Job, sparkPods: SparkPods): App {
  const { metadata, status = {}, spec } = object;
  // A driver of either mode goes with its Job, and names it.
  const pods = sparkPods.takeIf(({ metadata: { ownerReferences = [] } }) =>
    ownerReferences.some(({ kind, uid }) => kind === "Job" && uid === metadata.uid),
  );
  const { drivers, executors } = pods;
  const failed = conditionOf(status.conditions, "Failed");
  const cronJob = metadata.ownerReferences?.find(({ kind }) => kind === "CronJob");
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    way: "job",
    sparkId: sparkIdOf(pods),
    state: stateOf(object, drivers[0] === undefined ? undefined : stateOfDriver(drivers[0])),
    message: failed === undefined ? undefined : `${failed.reason ?? "Failed"}: ${failed.message ?? ""}`,
    created: metadata.creationTimestamp,
    ended: status.completionTime ?? failed?.lastTransitionTime,
    attempts: (status.failed ?? 0) + (status.active ?? 0) + (status.succeeded ?? 0),
    schedule: cronJob?.name,
    history: [],
    drivers,
    executors,
    keeper: { kind: jobs, kindName: "Job", apiVersion: "batch/v1", object: { ...object, spec } },
  };
}

function stateOf({ spec, status = {} }: Job, driver: AppState | undefined): AppState {
  if (conditionOf(status.conditions, "Failed") !== undefined) return "failed";
  if (conditionOf(status.conditions, "Complete") !== undefined) return "succeeded";
  if (spec.suspend === true) return "suspended";
  // A Job that has not failed for good tries again.
  if (driver === "failed") return "retrying";
  return driver ?? "submitting";
}

function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((one) => one.type === type && one.status === "True");
}
