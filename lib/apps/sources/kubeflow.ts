/** SparkApplications of the Kubeflow operator. */

import type { App, AppObject, AppState } from "../application";
import { kubeflowApplications } from "../kinds";
import type { SparkPods } from "./spark-pods";

/** api/v1beta2/sparkapplication_types.go of the operator. */
export interface KubeflowApplication extends AppObject {
  spec: Record<string, unknown> & {
    suspend?: boolean;
    restartPolicy?: { type?: string; onFailureRetries?: number };
  };
  status?: {
    sparkApplicationId?: string;
    lastSubmissionAttemptTime?: string | null;
    terminationTime?: string | null;
    driverInfo?: { podName?: string };
    applicationState?: { state?: string; errorMessage?: string };
    executionAttempts?: number;
    submissionAttempts?: number;
  };
}

const scheduleLabel = "sparkoperator.k8s.io/scheduled-app-name";
const nameLabel = "sparkoperator.k8s.io/app-name";

const states: Record<string, AppState> = {
  SUBMITTED: "waiting",
  RUNNING: "running",
  COMPLETED: "succeeded",
  SUCCEEDING: "succeeded",
  FAILED: "failed",
  FAILING: "failed",
  SUBMISSION_FAILED: "retrying",
  PENDING_RERUN: "retrying",
  INVALIDATING: "submitting",
  SUSPENDING: "suspended",
  SUSPENDED: "suspended",
  RESUMING: "submitting",
  UNKNOWN: "unknown",
};

/** An attempt that failed is FAILING until the next one is due: ShouldRetry in pkg/util/sparkapplication.go of 2.5.2. */
function stateOf(reported: string, { spec, status }: KubeflowApplication): AppState {
  const { type, onFailureRetries = -1 } = spec.restartPolicy ?? {};
  const attempts = status?.executionAttempts ?? 0;
  const isTriedAgain = type === "Always" || (type === "OnFailure" && attempts <= onFailureRetries);
  return reported === "FAILING" && isTriedAgain ? "retrying" : (states[reported] ?? "unknown");
}

export function kubeflowApp(object: KubeflowApplication, sparkPods: SparkPods): App {
  const { metadata, status = {}, spec } = object;
  const { state: reported, errorMessage } = status.applicationState ?? {};
  const isNew = reported === undefined || reported === "";
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    way: "kubeflow",
    sparkId: status.sparkApplicationId,
    // The operator sets the state only once it has seen the object.
    state: isNew ? (spec.suspend === true ? "suspended" : "submitting") : stateOf(reported, object),
    reported: isNew ? undefined : reported,
    message: errorMessage === "" ? undefined : errorMessage,
    created: metadata.creationTimestamp,
    ended: status.terminationTime ?? undefined,
    attempts: Math.max(status.executionAttempts ?? 0, status.submissionAttempts ?? 0),
    schedule: metadata.labels?.[scheduleLabel],
    history: [],
    ...sparkPods.take(metadata.namespace, nameLabel, metadata.name),
    keeper: {
      kind: kubeflowApplications,
      kindName: "SparkApplication",
      apiVersion: "sparkoperator.k8s.io/v1beta2",
      object,
    },
  };
}
