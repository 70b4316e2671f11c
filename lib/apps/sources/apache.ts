/** SparkApplications of the Apache operator. */

import type { App, AppObject, AppState } from "../application";
import { apacheApplications } from "../kinds";
import { sparkIdOf, type SparkPods } from "./spark-pods";

interface State {
  currentStateSummary?: string;
  lastTransitionTime?: string;
  message?: string;
}

/** org.apache.spark.k8s.operator.status.ApplicationStatus. */
export interface ApacheApplication extends AppObject {
  spec: Record<string, unknown>;
  status?: {
    currentState?: State;
    /** By a number that grows. */
    stateTransitionHistory?: Record<string, State>;
    currentAttemptSummary?: { attemptInfo?: { id?: number } };
  };
}

const nameLabel = "spark.operator/spark-app-name";

/** org.apache.spark.k8s.operator.status.ApplicationStateSummary, but for what only says that everything was cleaned up. */
const states: Record<string, AppState> = {
  Submitted: "submitting",
  ScheduledToRestart: "retrying",
  DriverRequested: "waiting",
  DriverStarted: "running",
  DriverReady: "running",
  InitializedBelowThresholdExecutors: "running",
  RunningHealthy: "running",
  RunningWithPartialCapacity: "running",
  RunningWithBelowThresholdExecutors: "running",
  DriverStartTimedOut: "failed",
  ExecutorsStartTimedOut: "failed",
  DriverReadyTimedOut: "failed",
  Succeeded: "succeeded",
  Failed: "failed",
  SchedulingFailure: "failed",
  DriverEvicted: "failed",
};

export function apacheApp(object: ApacheApplication, sparkPods: SparkPods): App {
  const { metadata, status = {} } = object;
  const pods = sparkPods.take(metadata.namespace, nameLabel, metadata.name);
  const history = Object.entries(status.stateTransitionHistory ?? {})
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, state]) => state);
  // How it ended is the last state before everything was cleaned up.
  const telling = [...history, status.currentState ?? {}].filter(({ currentStateSummary: one = "" }) => one in states);
  const last = telling.at(-1);
  const state = states[last?.currentStateSummary ?? "Submitted"] ?? "unknown";
  const hasEnded = state === "succeeded" || state === "failed";
  const attempt = status.currentAttemptSummary?.attemptInfo?.id;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    way: "apache",
    sparkId: sparkIdOf(pods),
    state,
    reported: status.currentState?.currentStateSummary,
    message: state === "failed" || state === "retrying" ? last?.message : undefined,
    created: metadata.creationTimestamp,
    ended: hasEnded ? last?.lastTransitionTime : undefined,
    // Numbered from 0.
    attempts: attempt === undefined ? undefined : attempt + 1,
    history: history.map(({ currentStateSummary = "unknown", lastTransitionTime, message }) => ({
      at: lastTransitionTime,
      state: currentStateSummary,
      message,
    })),
    ...pods,
    keeper: { kind: apacheApplications, kindName: "SparkApplication", apiVersion: "spark.apache.org/v1", object },
  };
}
