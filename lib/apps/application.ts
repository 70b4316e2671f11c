/** A Spark application as all ways of submitting it have it in common. */

import type { ObjectKind } from "../cluster-api/object-api";
import type { ObjectMeta, Pod } from "../cluster-api/objects";

/** What keeps the application, and so what may end it or run it again. */
export type Way =
  /** A SparkApplication of the Kubeflow operator. */
  | "kubeflow"
  /** A SparkApplication of the Apache operator. */
  | "apache"
  /** A Job that runs spark-submit. */
  | "job"
  /** A StatefulSet, Deployment or other object that starts its driver again, such as a Spark Connect server. */
  | "server"
  /** A driver pod that spark-submit made, which nothing keeps. */
  | "driver";

export const ways: readonly Way[] = ["kubeflow", "apache", "job", "server", "driver"];

export type AppState =
  | "suspended"
  /** Asked for; there is no driver pod yet. */
  | "submitting"
  /** The driver has not started. */
  | "waiting"
  | "running"
  /** An attempt failed, and another one comes. */
  | "retrying"
  | "succeeded"
  | "failed"
  | "unknown";

export const appStates: readonly AppState[] = [
  "suspended",
  "submitting",
  "waiting",
  "running",
  "retrying",
  "succeeded",
  "failed",
  "unknown",
];

/** The object that keeps an application. */
export interface AppObject {
  metadata: ObjectMeta & { namespace: string };
  [member: string]: unknown;
}

export interface Keeper {
  kind: ObjectKind;
  /** As people write it, for example `SparkApplication`. */
  kindName: string;
  apiVersion: string;
  object: AppObject;
}

export interface App {
  /** The object's name, or of a plain driver `spark.app.name`. */
  name: string;
  namespace: string;
  way: Way;
  /** Spark's own id, for example `spark-1a2b`. */
  sparkId?: string;
  state: AppState;
  /** The state in the operator's own word. */
  reported?: string;
  /** What the operator says of a failure. */
  message?: string;
  /** RFC 3339, as all times here. */
  created?: string;
  ended?: string;
  /** Attempts so far, the current one among them; absent where nothing counts them. */
  attempts?: number;
  /** The schedule that started it. */
  schedule?: string;
  /** States that it went through, oldest first; empty where nothing keeps them. */
  history: { at?: string; state: string; message?: string }[];
  /** Latest attempt first; earlier ones only where they are still there. */
  drivers: Pod[];
  /** Of all attempts that are still there. */
  executors: Pod[];
  /** Absent for a plain driver. */
  keeper?: Keeper;
  /** Of a server: what starts the driver again, for example `StatefulSet/connect`. */
  startedBy?: string;
}

export function hasEnded({ state }: App): boolean {
  return state === "succeeded" || state === "failed";
}
